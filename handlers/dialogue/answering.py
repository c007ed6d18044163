"""Facts and corrections, and numbers, yes, no and 「不知道」 as answers to what stands."""

import re

from handlers.commands import plain
from handlers.dialogue import correcting, sensitive, survey, telling
from handlers.dialogue.commands import ACTS
from handlers.dialogue.questions import BY_KEY, RARE, next_open
from handlers.dialogue.shown import rows
from handlers.dialogue.turn import TurnState
from handlers.session import Stage
from handlers.understanding import acts as heard
from replies.wording import say


def facts(turn: TurnState) -> None:
    """Facts and corrections, for whoever has consented; a what-if comes with its own."""
    if not turn.session.consent:
        turn.take(heard.Tell)
        turn.take(heard.Correct)
        return
    if correcting.wished(turn):
        return
    for act in turn.take(heard.Correct):
        correcting.correct(turn, act)
        if turn.closed:
            return
    told = turn.take(heard.Tell)
    named = [act for act in told if act.topic in RARE and act.value not in (0, False, "none")]
    exceptions = _asks(turn, "rare") and bool(named)
    telling.tell(turn, told)
    if exceptions and not turn.newly_doubtful:
        telling.none_of_the_rest(turn, [str(act.topic) for act in named])
    if turn.changed and turn.session.stage == Stage.IDLE:
        turn.session.stage = Stage.ASKING


def answers(turn: TurnState) -> None:
    """Numbers, yes, no and 「不知道」 as answers to what stands."""
    stage = turn.session.stage
    if stage == Stage.REVIEW:
        _in_review(turn)
    elif stage == Stage.ASKING:
        _to_question(turn)
    for act in turn.take(heard.Unknown, lambda act: act.topic is not None):
        question = BY_KEY.get(telling.key_of(str(act.topic)))
        if question and not question.answered(turn.view) and turn.session.consent:
            survey.mark_unknown(turn, question)


def _in_review(turn: TurnState) -> None:
    shown = rows(turn.view)
    if plain(turn.text) in say("chat.review.none").split() and _stands_next(turn, "rare"):
        survey.ask_next(turn)  # what 「没有」 is about has to be on the screen
        return
    for act in turn.take(heard.Choose):
        number = act.numbers[0]
        if 1 <= number <= len(shown):
            survey.change(turn, shown[number - 1])
        else:
            turn.aside(say("chat.review.number", most=len(shown)))
        return
    agreed = turn.agrees()
    if agreed and not turn.changed:
        ACTS["score_now"](turn)
    elif turn.take(heard.Deny, lambda act: act.topic is None) and not turn.changed:
        turn.aside(say("chat.review.which_number", most=len(shown)))


def _asks(turn: TurnState, key: str) -> bool:
    question = turn.standing
    return turn.session.stage == Stage.ASKING and question is not None and question.key == key


def _to_question(turn: TurnState) -> None:
    question = turn.standing
    if question is None or turn.answered:
        return
    for choice in turn.take(heard.Choose):
        telling.choose(turn, choice.numbers)
    yes, no = turn.take(heard.Affirm), turn.take(heard.Deny, lambda act: act.topic is None)
    if question.key == "rare":
        _to_rare(turn, bool(yes), no)
    elif (yes or no) and not turn.answered:
        turn.reason = turn.reason or say("chat.ask.yes_or_no")
    unknown = turn.take(heard.Unknown, lambda act: act.topic is None or act.topic == question.topic)
    if unknown and (not turn.changed or question.key == "rare"):
        survey.leave_open(turn, question)


def _to_rare(turn: TurnState, yes: bool, no: list[heard.Deny]) -> None:
    """「以下都没有，对吗？」: 「对」 and 「没有」 mean none, 「不对」 that something is there."""
    if turn.answered:
        return
    not_so = any(act.evidence.clause.startswith(("不", "错", "我有", "有")) for act in no)
    # 「同意」 agrees to keeping it: what there is comes next
    if not_so or (yes and sensitive.agrees(turn)):
        turn.reason = say("chat.ask.which_of_these")
    elif yes or no:
        telling.none_of_the_rest(turn)


def _stands_next(turn: TurnState, key: str) -> bool:
    question = next_open(turn.view)
    asking = turn.session.stage in (Stage.ASKING, Stage.REVIEW)
    return asking and question is not None and question.key == key


_OF_A_CERTIFICATE = re.compile("[本证]")


def denials(turn: TurnState) -> None:
    """「没租过房」, 「没房」: a home of that kind that was told goes; where nothing else was, it is
    asked which kind then."""
    for act in turn.take(heard.Deny, lambda act: act.topic is not None):
        if act.topic is not heard.Topic.HOMES or not turn.session.consent:
            continue
        told = turn.session.applicant.told
        # 「房本还没下来」 speaks of a home without a certificate
        certified = _OF_A_CERTIFICATE.search(act.evidence.clause) is not None
        kept = [
            home
            for home in told.get("homes") or ()
            if home["kind"] not in act.value or (certified and "certificate" in home)
        ]
        if len(kept) < len(told.get("homes") or ()):
            told["homes"] = kept
            if not kept:
                del told["homes"]
            turn.touch()
            turn.changed.append("homes")
            turn.corrected = True
        if "homes" not in told and _stands_next(turn, "housing") and set(turn.changed) <= {"homes"}:
            kinds = (say(f"steps.housing.short.{kind}") for kind in act.value)
            turn.say("chat.ask.another_kind", kinds=say("chat.shown.join").join(kinds))


def report(turn: TurnState) -> None:
    """Say what was read, what was not, and read back what is doubtful."""
    doubted = turn.newly_doubtful
    telling.report(turn)
    if doubted:
        survey.read_back(turn)
