"""One message into acts.

Order of precedence, the first that holds: a choice's own label · a fixed word · numbers of a list ·
a question about the talk itself · a refusal · a person · a correction · a supposition · mere thanks
or 好的. Whatever is left is read clause by clause: questions, thanks, the answer to the question on
screen, and every fact.
"""

from handlers.understanding import kept
from handlers.understanding.acts import (
    Acknowledge,
    AcknowledgeKind,
    Act,
    Ask,
    AskKind,
    Context,
    Evidence,
)
from handlers.understanding.clauses import clause_by_clause
from handlers.understanding.message import Message, read_message
from handlers.understanding.readers.remembered import forget
from handlers.understanding.suppositions import without_speculation
from handlers.understanding.whole import whole_message
from handlers.understanding.written_out import written_out

LONGEST = 2000


def understand(text: str, context: Context) -> tuple[Act, ...]:
    """The acts of `text` in the order of the text; never raises, () for a blank text."""
    acts = written_out(text, context)
    if acts is not None:
        return acts
    if len(text) > kept.LONGEST:
        return _read(text[:LONGEST], context)
    key = kept.key_of(text, context)
    acts = kept.READINGS.get(key)
    if acts is None:
        known = kept.Watched(context.known)
        acts = _read(text, Context(**{**vars(context), "known": known}))
        if not known.asked:
            kept.READINGS.keep(key, text, acts)
    return acts


def _read(text: str, context: Context) -> tuple[Act, ...]:
    try:
        return _acts(text, context)
    finally:
        forget()


def _acts(text: str, context: Context) -> tuple[Act, ...]:
    message = read_message(text)
    if not message.clauses:
        return _signs(message)
    whole = whole_message(message, context)
    acts = whole if whole is not None else tuple(clause_by_clause(message, context))
    return without_speculation(acts, message, context) if context.settled else acts


def _signs(message: Message) -> tuple[Act, ...]:
    """Only signs: 「？」 asks for an explanation."""
    own = message.own.strip()
    if not own:
        return ()
    start = message.raw.index(own, message.start)
    evidence = Evidence(own, start, start + len(own))
    if own.strip("?？") == "":
        return (Ask(own, AskKind.EXPLAIN, evidence),)
    return (Acknowledge(AcknowledgeKind.FEELING, evidence),)
