"""Messages into text: the last step of a turn, and the only one that words a question."""

from collections.abc import Iterable
from functools import cache

from handlers.dialogue.in_words import title
from handlers.dialogue.questions import BY_KEY, Question, left
from handlers.dialogue.turn import AskStep, Message, Note, Prose, TurnState
from replies.wording import say, texts
from scoring import cut_date


def words(turn: TurnState, messages: Iterable[Message]) -> str:
    """All messages of a turn, a blank line between them."""
    parts = [_words(turn, message) for message in messages]
    return "\n\n".join(part for part in parts if part)


def _words(turn: TurnState, message: Message) -> str:
    match message:
        case Note(key, values):
            return say(key, **values)
        case Prose(text):
            return text
        case AskStep(key, brief, everything):
            question = BY_KEY[key]
            if brief:
                return say("chat.resume.back_to", question=in_brief(turn, question))
            if everything:
                return say("chat.ask.everything", question=in_full(turn, question))
            return progress(turn) + in_full(turn, question)


def progress(turn: TurnState) -> str:
    """How many questions are left; what was shown once never grows."""
    session = turn.session
    if session.change:
        return ""
    count = max(left(turn.view), 1)
    session.left = min(count, session.left) if session.left else count
    key = "last" if count == 1 else "left"
    return say(f"chat.ask.{key}", left=session.left)


def ask_text(turn: TurnState, key: str) -> str:
    """The words of a question, with its example."""
    variant = "ask"
    if key == "breaks" and isinstance(turn.view.told.get("insurance_gap"), dict):
        variant = "ask_when"  # that there was a break was told
    elif key == "breaks" and "repaid" in turn.view.told:  # 补缴 was told already
        variant = "ask_half"
    return _asking(f"steps.{key}.{variant}", turn.year)


@cache
def _asking(key: str, year: int) -> str:
    """A question for an application year: the same for everybody, so it is worded once."""
    cut = cut_date(year)
    return say(
        key,
        year=year,
        cut=say("chat.ask.cut", year=cut.year, month=cut.month),
        tax_first=year - 3,
        tax_second=year - 2,
        tax_third=year - 1,
    )


def in_full(turn: TurnState, question: Question) -> str:
    """The question with its example and its numbered choices."""
    lines = (ask_text(turn, question.key), *_numbered(question.key))
    return "\n".join(lines)


@cache
def _numbered(key: str) -> tuple[str, ...]:
    """The choices of a question, each with its number."""
    question = BY_KEY[key]
    return tuple(f"{n} {label(question, value)}" for n, value in enumerate(question.choices, 1))


def in_brief(turn: TurnState, question: Question) -> str:
    """The question in one line, its choices in words."""
    first = ask_text(turn, question.key).partition("\n")[0]
    if not question.choices or len(question.choices) > 3:
        return first
    return first + say(
        "chat.ask.or",
        choices=say("chat.ask.slash").join(label(question, v) for v in question.choices),
    )


def label(question: Question, value: object) -> str:
    """The words of one choice."""
    key = f"steps.{question.key}.choices.{value}"
    if key in texts():
        return say(key)
    if isinstance(value, bool):
        return say("chat.shown.yes" if value else "chat.shown.none")
    return title(str(value))
