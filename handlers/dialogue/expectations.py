"""What the last reply asked to confirm, or offered to choose from."""

from handlers.dialogue import free_questions, hand_over, record, sensitive, survey, telling
from handlers.dialogue.commands import ACTS
from handlers.dialogue.turn import TurnState
from handlers.session import Expect
from handlers.understanding import acts as heard
from replies.wording import say


def expected(turn: TurnState) -> None:
    session = turn.session
    asked = session.expect
    if asked in (Expect.ERASE, Expect.RESTART):
        _sure(turn, asked)
    elif asked is Expect.READ_BACK:
        session.expect = Expect.NOTHING
        if turn.take(heard.Affirm):
            telling.accept(turn)
        elif _ends(turn):
            _count_unconfirmed(turn)
        elif _drops(turn):
            session.doubtful = []
            turn.say("chat.ask.dropped")
            turn.answered = True
    elif asked is Expect.WHY:
        session.expect = Expect.NOTHING
        free_questions.take_reason(turn)
    elif asked is Expect.OFFER:
        session.expect = Expect.NOTHING
        _offered(turn)
    elif asked is Expect.TRANSCRIPT:
        session.expect = Expect.NOTHING
        hand_over.agreement(turn)
    elif asked is Expect.SENSITIVE:
        session.expect = Expect.NOTHING
        sensitive.agreement(turn)


_SAYS_NOTHING_ELSE = (heard.Acknowledge, heard.Unclear, heard.Unknown)


def _sure(turn: TurnState, asked: Expect) -> None:
    """The answer to what cannot be undone: done on a clear yes; on anything else it is said that
    nothing has happened yet, and after a mere 「好的」 how to make it happen."""
    names = {act.name for act in turn.acts if isinstance(act, heard.CommandAct)}
    if turn.take(heard.Affirm) or f"{asked}_confirmed" in names:
        turn.acts = []
        ACTS[f"{asked}_confirmed"](turn)
        return
    if str(asked) in names:
        return  # asked for once more
    if not turn.acts or all(isinstance(act, _SAYS_NOTHING_ELSE) for act in turn.acts):
        turn.say(f"chat.{asked}.not_yet")
        turn.close()
        return
    turn.session.expect = Expect.NOTHING
    turn.aside(say(f"chat.{asked}.kept"))
    turn.take(heard.Choose)
    if turn.take(heard.Deny, lambda act: act.topic is None):
        turn.session.erase_asked = ""


_ENDS = "score_now"


def _count_unconfirmed(turn: TurnState) -> None:
    """What is new counts and is named; what would replace an earlier answer does not."""
    session = turn.session
    for line in survey.kept_lines(turn):
        turn.prose(line)
    told = session.applicant.told
    session.doubtful = [each for each in session.doubtful if not record.replaces(told, each[0])]
    lines = survey.doubtful_lines(turn)
    telling.accept(turn, unsure=True)
    if turn.refused:
        telling.report(turn)
    elif lines:
        turn.say("chat.ask.unconfirmed", lines=lines)


def _drops(turn: TurnState) -> bool:
    """「不对」, 「跳过」, 「不知道」: what was read back is not stored.

    Without this 「跳过」 would bring the same read-back again and again.
    """
    return bool(
        turn.take(heard.Deny, lambda act: act.topic is None)
        or turn.take(heard.Unknown, lambda act: act.topic is None)
        or turn.take(heard.CommandAct, lambda act: act.name == "skip")
    )


def _ends(turn: TurnState) -> bool:
    """「出结果」 alone: nothing that was read back is refused, so it counts and is named."""
    return [act.name for act in turn.acts if isinstance(act, heard.CommandAct)] == [
        _ENDS
    ] and not any(isinstance(act, heard.Deny | heard.Unknown) for act in turn.acts)


def _offered(turn: TurnState) -> None:
    """One of the offered answers, by number or by words of its title."""
    offered = list(turn.session.offered)
    chosen = turn.take(heard.Choose)
    number = chosen[0].numbers[0] if chosen else None
    stops = turn.take(heard.CommandAct, lambda act: act.name == "stop_asking")
    if number is None and not stops:
        number = free_questions.offered_by_words(turn)
    if number is not None and 1 <= number <= len(offered):
        free_questions.give(turn, offered[number - 1])
        turn.acts = []
    elif stops or number == len(offered) + 1:
        turn.session.offered = []
        free_questions.fall_back(turn)
        turn.acts = []
