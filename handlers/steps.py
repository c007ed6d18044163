"""The way along the questions: which apply, which come next, what an answer reopens.

The questions themselves are the table `handlers.questions.STEPS`.
"""

from typing import Any

from handlers.case import Refused
from handlers.questions import STEPS, Step
from handlers.session import Session
from scoring import FactError, parse_facts

BY_KEY: dict[str, Step] = {step.key: step for step in STEPS}


def relevant(session: Session) -> list[Step]:
    """The questions of this case as far as it is known, answered or not, in order."""
    return [s for s in STEPS if s.applies(session) and (s.quick or not session.quick)]


def is_open(session: Session, step: Step) -> bool:
    return step.key not in session.skipped and not step.has(session)


def next_open(session: Session) -> Step | None:
    """The first question still to be asked, or None: all is told."""
    return next((step for step in relevant(session) if is_open(session, step)), None)


def progress(session: Session, step: Step) -> tuple[int, int]:
    """(number of this question, number of questions): those that apply now, and one more for each
    open question whose answer may bring others, so that the end does not keep moving away."""
    rows = relevant(session)
    keys = [row.key for row in rows]
    to_come = sum(1 for row in rows if row.opens and row.key != step.key and is_open(session, row))
    return (keys.index(step.key) + 1 if step.key in keys else 1, len(rows) + to_come)


def answer(session: Session, step: Step, value: Any) -> None:
    """Write the answer; when it changes an earlier one, what depended on it is asked again.

    On `Refused` (it contradicts another answer) and on `FactError` (it can be no fact) the session
    is as before.
    """
    before = session.dump()
    try:
        if step.has(session):
            reopen(session, step)
        step.put(session, value)
        parse_facts(session.facts)
    except (Refused, FactError):
        session.restore(before)
        raise
    if step.key in session.skipped:
        session.skipped.remove(step.key)
    if step.key in session.trail:
        session.trail.remove(step.key)
    session.trail.append(step.key)


def reopen(session: Session, step: Step) -> None:
    """Forget the answer to this step and to those that depend on it."""
    for key in step.opens:
        row = BY_KEY[key]
        row.clear(session)
        _forget(session, key)
    step.clear(session)
    _forget(session, step.key)


def _forget(session: Session, key: str) -> None:
    for names in (session.skipped, session.trail):
        if key in names:
            names.remove(key)


def leave_open(session: Session, step: Step) -> None:
    """The person does not know: nothing is stored, the result becomes a range."""
    reopen(session, step)
    session.skipped.append(step.key)
    session.trail.append(step.key)
