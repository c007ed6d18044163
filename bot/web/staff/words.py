"""Small wordings that the templates share."""

from collections.abc import Iterable

from bot.web.report.years import coming
from scoring import ProjectedYear


def pairs_of(values: Iterable[object]) -> list[tuple[object, object]]:
    """Options whose value is their label."""
    return [(value, value) for value in values]


def coming_words(year: ProjectedYear) -> str:
    """Whether the points of a coming year reach its line, in the report's words."""
    return coming(year)[1]


def minute(when: str) -> str:
    """A time of ISO 8601 to the minute: "2026-11-25 18:46"."""
    return when[:16].replace("T", " ")
