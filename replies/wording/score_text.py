"""A score in words: the total, one line an item, one line a condition, what is missing."""

from decimal import Decimal

from replies.wording.codes import basis_text, condition_reason, condition_title
from replies.wording.lookup import say
from scoring import (
    FACTS,
    Condition,
    Eligibility,
    Line,
    Missing,
    Score,
    ScoreRange,
    YearResult,
    last_result,
)
from scoring.months import spoken

INDENT = "    "


def ends(found: Score | ScoreRange) -> tuple[Score, Score]:
    """The lowest and the highest score; twice the same where nothing is open."""
    return (found.low, found.high) if isinstance(found, ScoreRange) else (found, found)


def plain(points: Decimal) -> str:
    """Points as people write them: a real minus sign, two places."""
    return f"{points:.2f}".replace("-", "−")


def signed(points: Decimal) -> str:
    """A change of points, with its sign."""
    return f"{points:+.2f}".replace("-", "−")


def trimmed(points: Decimal) -> str:
    """Points without zeros that say nothing: 4, 0.5, 2.33; a real minus sign."""
    text = plain(points)
    return text.rstrip("0").rstrip(".") if "." in text else text


def points_text(low: Decimal, high: Decimal) -> str:
    """A total, or the range it lies in: "120.80 分", "110.20 到 118.30 分"."""
    if low == high:
        return say("sheet.points.exact", total=plain(low))
    return say("sheet.points.range", low=plain(low), high=plain(high))


def month_text(month: int | None) -> str:
    """A month as people say it: "2026 年 12 月"; "" for None."""
    return "" if month is None else spoken(month)


def item_title(item: str) -> str:
    """The short name of an item: 就业."""
    return say(f"sheet.item.{item}")


def basis(document: str, indicator: str, official: int | None) -> str:
    """Where a rule stands: document, indicator, the official answer's number where there is one."""
    number = say("sheet.line.official", number=official) if official is not None else ""
    return say("sheet.line.basis", document=document, indicator=indicator, official=number)


def total_line(found: Score | ScoreRange) -> str:
    """The total, or the range it lies in."""
    low, high = ends(found)
    if low.total != high.total:
        return say("sheet.total.range", low=plain(low.total), high=plain(high.total))
    open_points = isinstance(found, Score) and found.missing
    key = "least" if open_points else "exact"
    return say(f"sheet.total.{key}", total=plain(low.total))


def short_lines(found: Score | ScoreRange, *, zeros: bool = False) -> list[str]:
    """One line an item: "就业 62.25（249 个月 × 0.25）"; items of 0 only with `zeros`."""
    if isinstance(found, ScoreRange):
        pairs = [(each.low, each.high) for each in found.items]
    else:
        pairs = [(line, line) for line in found.lines]
    return [
        short_line(least, most) for least, most in pairs if zeros or least.points or most.points
    ]


def short_line(low: Line, high: Line) -> str:
    """An item: its points and what they were counted from, or the range they lie in."""
    title = item_title(low.item)
    if low.points != high.points:
        return say("sheet.line.range", title=title, low=plain(low.points), high=plain(high.points))
    return say("sheet.line.short", title=title, points=plain(low.points), inputs=basis_text(low))


def eligibility_lines(judged: Eligibility, *, full: bool = False) -> list[str]:
    """The verdict, then a line a condition; reasons of met conditions only when `full`."""
    verdict = {True: "yes", False: "no", None: "unknown"}[judged.verdict]
    said = [say(f"sheet.eligible.{verdict}")]
    said += [condition_line(each, full) for each in judged.conditions]
    return said


def condition_line(found: Condition, full: bool) -> str:
    """A condition: met, not met or open, with the reason (of a met one only when `full`)."""
    key = {True: "full_met" if full else "met", False: "unmet", None: "open"}[found.met]
    return say(
        f"sheet.eligible.{key}", title=condition_title(found), reason=condition_reason(found)
    )


def distance_line(low: Decimal, high: Decimal, result: YearResult | None = None) -> str:
    """How far a total, from `low` to `high`, is from a published line; None: the newest."""
    result = result or last_result()
    below, above = low - result.line, high - result.line
    values = {"year": result.year, "line": result.line}
    side = "below" if below < 0 else "above" if below else "at"
    if low == high:
        return say(f"sheet.distance.{side}", gap=abs(below), **values)
    if below < 0 <= above:
        return say("sheet.distance.either", below=abs(below), above=above, **values)
    near, far = sorted((abs(below), abs(above)))
    side = "below" if below < 0 else "above"
    return say(f"sheet.distance.{side}_range", near=near, far=far, **values)


def _without_points(each: Missing) -> str:
    return "plain" if FACTS[each.fact].eligibility else "together"


def missing_lines(found: tuple[Missing, ...], *, lookup: bool = False) -> list[str]:
    """What is not known, most moving first; where each can be looked up when `lookup`."""
    said = []
    for each in found:
        key = "each" if each.each else "line" if each.spread else _without_points(each)
        values = {"spread": each.spread, "each": each.each}
        said.append(say(f"sheet.missing.{key}", title=each.title, **values))
        if lookup and each.lookup:
            said.append(INDENT + say("sheet.line.lookup", lookup=each.lookup))
    return said
