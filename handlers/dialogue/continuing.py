"""What stands next after a message: the next question, the same again, the review, the result."""

from handlers.dialogue import free_questions, people, survey
from handlers.dialogue.commands import ACTS
from handlers.dialogue.turn import TurnState
from handlers.session import Stage
from replies.wording import say


def go_on(turn: TurnState) -> None:
    """What stands next: the next question, the same again in brief, the review, the result."""
    session = turn.session
    told = turn.changed or turn.answered
    served = bool(turn.out or turn.held_back)
    if turn.switched and not told:
        people.arrive(turn)
    elif session.stage == Stage.CONSENT:
        _consent_again(turn)
    elif session.stage == Stage.ASKING:
        if _still_open(turn) and session.change:
            turn.say("chat.review.kept")  # the same value again
            survey.ask_next(turn)
        elif _still_open(turn):
            survey.stuck(turn, say("chat.ask.not_enough"))
        elif told:
            survey.ask_next(turn)
        elif turn.repeated and not served:
            turn.say("chat.ask.known")
            survey.ask_again(turn, brief=True)
        elif not served:
            survey.stuck(turn, say("chat.ask.unclear"))
        else:
            survey.ask_again(turn, brief=turn.detour)
    elif session.stage == Stage.REVIEW:
        if told:
            survey.review(turn)
        else:
            turn.prose(survey.waits_for_review(turn))
    elif session.stage == Stage.DONE and turn.changed:
        _after_change(turn)
    elif turn.repeated and not served:
        turn.say("chat.ask.known")
    elif not served:
        free_questions.fall_back(turn) if turn.text else turn.say("chat.menu")


def _still_open(turn: TurnState) -> bool:
    """What was answered changed nothing, and the same question is open after it."""
    question = turn.standing
    answered = turn.answered and not turn.changed and not turn.out
    return answered and question is not None and question.key == turn.session.question


def _consent_again(turn: TurnState) -> None:
    if turn.out:
        turn.say("chat.resume.consent")
    else:
        turn.say("chat.consent")


def _after_change(turn: TurnState) -> None:
    """A fact told after the result: the result again, or what it opened."""
    if turn.standing is None:
        ACTS["score_now"](turn)
    else:
        turn.session.applicant.finished = False
        survey.ask_next(turn)
