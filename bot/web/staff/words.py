"""Small wordings that the templates share."""

from typing import Any

from replies.wording import say
from scoring import ProjectedYear


def pairs_of(values: Any) -> list[tuple[Any, Any]]:
    """Options whose value is their label."""
    return [(value, value) for value in values]


def chance_words(year: ProjectedYear) -> str:
    """Whether the points of a coming year reach its line."""
    if year.retired:
        return say("staff.chance.retired")
    if year.eligible is False:
        return say("staff.chance.ineligible")
    if year.reaches("high", "low"):
        return say("staff.chance.high")
    if year.reaches("middle"):
        return say("staff.chance.middle")
    if year.reaches("low", "high"):
        return say("staff.chance.low")
    return say("staff.chance.never")
