"""A stored conversation without the facts that today's program cannot read.

Such facts come from a newer version that has been taken back, or from an error of an older one.
Without this every message of that person would fail, for as long as the session is kept.
"""

from collections.abc import Sequence
from datetime import date

from handlers.dialogue.facts import facts_of
from handlers.dialogue.shown import rows
from handlers.dialogue.view import View
from handlers.session import Applicant, Session
from scoring import JsonObject, application_year, parse_facts

NULLS = {"lived", "registered"}
"""Facts of a home whose null means: not known."""


def repaired(stored: JsonObject | None, today: date) -> JsonObject | None:
    """`stored` without unreadable facts, whose questions stand open again; None: all are good."""
    session = Session.load(stored)
    broken = False
    for applicant in session.people.values():
        if _readable(applicant.told, today) and _readable_names(applicant.unknown):
            continue
        broken = True
        good = {
            topic: value
            for topic, value in applicant.told.items()
            if _readable({topic: value}, today)
        }
        applicant.told = good if _readable(good, today) else {}
        applicant.unknown = [name for name in applicant.unknown if isinstance(name, str)]
    return session.dump() if broken else None


def _readable(told: JsonObject, today: date) -> bool:
    try:
        parse_facts(facts_of(told))
        rows(View(Applicant(told=told), application_year(today), today))
    except Exception:
        # values of any shape may raise anything here
        return False
    return not any(_empty_inside(name, value) for name, value in told.items())


def _empty_inside(name: str, value: object) -> bool:
    """Whether a null stands where it has no meaning: the scoring takes any for left out."""
    if isinstance(value, dict):
        return any(_empty_inside(key, inner) for key, inner in value.items())
    if isinstance(value, list):
        return any(_empty_inside(name, inner) for inner in value)
    return value is None and name not in NULLS


def _readable_names(names: Sequence[object]) -> bool:
    return all(isinstance(name, str) for name in names)
