"""How far a person has come, as counts: the way from the first message to a score.

Counted are steps that are taken for the first time, so that over many days the counts form a
funnel; and of each question how often it was asked and settled, so that it shows where people stop.
"""

from dataclasses import dataclass

from handlers.session import Session, Stage
from scoring import JsonObject

HELLO, CONSENT, TOLD = "way:hello", "way:consent", "way:told"
ASKED, SETTLED = "asked:", "settled:"


@dataclass(frozen=True)
class Point:
    """Where a conversation stood before a message."""

    known: bool
    consent: bool
    told: bool
    question: str
    change: bool
    trail: frozenset[str]

    @classmethod
    def of(cls, stored: JsonObject | None, session: Session) -> "Point":
        """`stored` is the session as it was kept, None for somebody new."""
        applicant = session.applicant
        return cls(
            stored is not None,
            bool(session.consent),
            any(each.told for each in session.people.values()),
            session.question if session.stage == Stage.ASKING else "",
            session.change,
            frozenset(map(str, applicant.trail)),
        )


def passed(before: Point, session: Session) -> list[str]:
    """The names of the day's numbers that one message adds to.

    A question that comes back after a correction is not asked again, and one that is answered
    before its turn was never asked: both would make a false step.
    """
    now = Point.of({}, session)
    found = []
    if not before.known:
        found.append(HELLO)
    if now.consent and not before.consent:
        found.append(CONSENT)
    if now.told and not before.told and now.consent:
        found.append(TOLD)
    if before.question and not before.change and before.question in now.trail - before.trail:
        found.append(SETTLED + before.question)
    if now.question and now.question != before.question and not (before.change or now.change):
        found.append(ASKED + now.question)
    return found
