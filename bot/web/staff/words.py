"""Small wordings that the templates share."""

from typing import Any

from bot.web.report.years import coming
from scoring import ProjectedYear


def pairs_of(values: Any) -> list[tuple[Any, Any]]:
    """Options whose value is their label."""
    return [(value, value) for value in values]


def coming_words(year: ProjectedYear) -> str:
    """Whether the points of a coming year reach its line, in the report's words."""
    return coming(year)[1]
