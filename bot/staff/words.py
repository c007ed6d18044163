"""Small wordings that the templates share."""

from decimal import Decimal
from typing import Any

from replies.wording import say
from scoring import ProjectedYear, YearResult


def pairs_of(values: Any) -> list[tuple[Any, Any]]:
    """Options whose value is their label."""
    return [(value, value) for value in values]


def gap_words(distance: Decimal, result: YearResult) -> str:
    """The total against a published line, as the chat says it."""
    side = "above" if distance > 0 else "below" if distance < 0 else "at"
    return say(f"chat.result.{side}", year=result.year, line=result.line, gap=abs(distance))


def range_words(low: Decimal, high: Decimal, result: YearResult) -> str:
    """The same for a range."""
    values = {"year": result.year, "line": result.line}
    if low >= 0 or high < 0:
        near, far = sorted((abs(low), abs(high)))
        side = "above" if low >= 0 else "below"
        return say(f"chat.result.{side}_range", near=near, far=far, **values)
    return say("chat.result.either", below=abs(low), above=high, **values)


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
