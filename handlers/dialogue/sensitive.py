"""What needs a consent of its own (PIPL 29): a criminal record, a detention.

The questions that ask for these say so and are that consent. Told unasked, such a fact is in
nothing that is stored until the person has agreed: not among the facts, those to be read back or
those that wait for the first consent, nor as words in the transcript or in a kept question.
"""

from collections.abc import Iterable

from handlers.commands import plain
from handlers.dialogue.turn import Note, TurnState
from handlers.session import Applicant, Expect, Stage
from handlers.understanding import SENSITIVE, of_somebody_else, sensitive_spots
from handlers.understanding import acts as heard
from replies.wording import say
from scoring import JsonMapping, JsonObject

ASKED_APART = ("rare", *sorted(SENSITIVE))
"""The questions whose words ask for the consent."""


def is_sensitive(topic: str, value: object) -> bool:
    """Whether a told value is sensitive: that there is something, not that there is nothing."""
    return topic in SENSITIVE and value not in (0, False)


def without_sensitive(told: JsonMapping) -> JsonObject:
    """Facts, or what was told, without what is sensitive."""
    return {name: value for name, value in told.items() if not is_sensitive(name, value)}


def held_back(turn: TurnState, topic: str, value: object) -> bool:
    """Whether a value may not be kept yet; the reply then says so."""
    if not is_sensitive(topic, value) or _agreed(turn):
        return False
    turn.held_back.add(str(topic))
    turn.session.applicant.withheld = True
    return True


def told_again(turn: TurnState, topic: str, value: object) -> bool:
    """What was withheld before the consent and is told once more: it needs no read-back."""
    known = turn.session.sensitive and turn.session.applicant.withheld
    return bool(known) and is_sensitive(topic, value)


def still_withheld(applicant: Applicant) -> bool:
    """Whether what was told and not kept is missing from what is counted."""
    told = applicant.told
    kept = any(is_sensitive(name, told[name]) for name in SENSITIVE if name in told)
    return applicant.withheld and not kept and not told.keys() >= SENSITIVE


def _agreed(turn: TurnState) -> bool:
    """Agreed to before, or by answering the question that asks for it."""
    session = turn.session
    asked = session.stage == Stage.ASKING and session.question in ASKED_APART
    if asked and not session.sensitive and not turn.by_staff:
        session.sensitive = turn.now.isoformat(timespec="seconds")
    return bool(session.sensitive)


def sayable(turn: TurnState, clauses: Iterable[str]) -> list[str]:
    """The clauses that the reply may say again: it is kept for a while too."""
    kept = []
    for clause in clauses:
        if turn.session.sensitive or not sensitive_spots(clause):
            kept.append(clause)
        else:
            turn.held_back |= SENSITIVE
            turn.session.applicant.withheld = True
    return kept


def words_to_keep(turn: TurnState, text: str) -> str:
    """`text` with a remark in place of the clauses that may not be kept yet."""
    if turn.session.sensitive:
        return text
    for start, end in reversed(sensitive_spots(text)):
        text = text[:start] + say("chat.sensitive.hidden") + text[end:]
    return text


def expect_consent(turn: TurnState) -> None:
    """Below what says that something was withheld 「同意」 means only that."""
    if still_withheld(turn.session.applicant) and not turn.session.sensitive:
        turn.session.expect = Expect.SENSITIVE


# --- the consent ---------------------------------------------------------------------------------


def ask_consent(turn: TurnState, *, supposed: bool) -> None:
    """Say first of all what was not kept, and ask for the consent where 「同意」 means only that.

    `supposed`: the message was a what-if.
    """
    session = turn.session
    words = words_to_keep(turn, turn.text) != turn.text and not supposed
    words = words and not of_somebody_else(turn.text, session.name)
    to_staff = words and session.hand_over.open
    if not (turn.held_back or to_staff or (words and session.consent)):
        return
    turn.silent = False
    session.applicant.withheld = True
    key = "to_staff" if to_staff else "ask" if session.consent else "later"
    if session.stage == Stage.ASKING and session.question in ASKED_APART:
        if not turn.held_back:
            return  # 「改犯罪记录」
        key = "below"
    elif key == "ask" and session.expect is not Expect.NOTHING:
        key = "later"
    elif key != "later":
        session.expect = Expect.SENSITIVE
    turn.out.insert(0, Note(f"chat.sensitive.{key}"))


def agrees(turn: TurnState) -> bool:
    """Whether the message is 「同意」, alone or before the fact itself; 「好的」 is not."""
    first, _, rest = turn.text.replace(",", "，").partition("，")
    if plain(first) not in say("chat.sensitive.agree").split():
        return False
    turn.session.sensitive = turn.now.isoformat(timespec="seconds")
    turn.take(heard.Affirm)
    turn.take(heard.Unclear, lambda act: act.clause == first)
    if not sensitive_spots(rest):
        turn.acts = []
    return True


def agreement(turn: TurnState) -> None:
    """The answer to `ask_consent`; after a bare 「同意」 the fact has to be told again."""
    if agrees(turn) and not turn.acts:
        turn.say("chat.sensitive.agreed")
        turn.close()
