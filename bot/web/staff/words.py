"""Small wordings that the templates share."""

from typing import Any

from scoring import ProjectedYear


def pairs_of(values: Any) -> list[tuple[Any, Any]]:
    """Options whose value is their label."""
    return [(value, value) for value in values]


def chance_words(year: ProjectedYear) -> str:
    """Whether the points of a coming year reach its line."""
    if year.retired:
        return "到退休年龄了"
    if year.eligible is False:
        return "资格不够"
    if year.reaches("high", "low"):
        return "线涨得多也够"
    if year.reaches("middle"):
        return "按近年涨幅够"
    if year.reaches("low", "high"):
        return "线涨得少才够"
    return "不够"
