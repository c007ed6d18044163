"""The short forms of a score: one line an item, a condition, a year, a what-if."""

from collections.abc import Sequence
from decimal import Decimal

from replies.wording import say
from scoring import (
    LINE_CASES,
    Advice,
    Condition,
    Eligibility,
    Line,
    LineCase,
    ProjectedYear,
    Projection,
    Score,
    ScoreRange,
    Standing,
    Way,
    YearResult,
    last_result,
    results,
    standing,
)

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
    low, high = ends(found)
    return [
        _short(least, most)
        for least, most in zip(low.lines, high.lines, strict=True)
        if zeros or least.points or most.points
    ]


def _short(low: Line, high: Line) -> str:
    title = item_title(low.item)
    if low.points != high.points:
        return say("sheet.line.range", title=title, low=plain(low.points), high=plain(high.points))
    return say("sheet.line.short", title=title, points=plain(low.points), inputs=low.inputs)


def eligibility_lines(judged: Eligibility, *, full: bool = False) -> list[str]:
    """The verdict, then a line a condition; reasons of met conditions only when `full`."""
    verdict = {True: "yes", False: "no", None: "unknown"}[judged.verdict]
    said = [say(f"sheet.eligible.{verdict}")]
    said += [_condition(each, full) for each in judged.conditions]
    return said


def _condition(found: Condition, full: bool) -> str:
    key = {True: "full_met" if full else "met", False: "unmet", None: "open"}[found.met]
    return say(f"sheet.eligible.{key}", title=found.title, reason=found.reason)


def distance_line(low: Decimal, high: Decimal, result: YearResult | None = None) -> str:
    """How far a total, from `low` to `high`, is from a published line; None: the newest."""
    result = result or last_result()
    below, above = low - result.line, high - result.line
    values = {"year": result.year, "line": result.line}
    side = "below" if below < 0 else "above" if below else "at"
    if low == high:
        return say(f"chat.result.{side}", gap=abs(below), **values)
    if below < 0 <= above:
        return say("chat.result.either", below=abs(below), above=above, **values)
    near, far = sorted((abs(below), abs(above)))
    side = "below" if below < 0 else "above"
    return say(f"chat.result.{side}_range", near=near, far=far, **values)


def standing_lines(found: Score | ScoreRange) -> list[str]:
    """The total, or both ends of the range, against every published year, newest first."""
    low, high = ends(found)
    years = [result.year for result in reversed(results())]
    pairs = [(standing(low.total, year), standing(high.total, year)) for year in years]
    return [say("sheet.standing.intro"), *(_standing(*pair) for pair in pairs)]


def _standing(low: Standing, high: Standing) -> str:
    near, far = sorted((abs(low.distance), abs(high.distance)))
    if low.passed != high.passed:
        key = "open"
    elif low.total != high.total:
        key = "passed_range" if low.passed else "short_range"
    elif low.passed:
        key = "passed" if low.distance else "at"
    else:
        key = "short"
    return say(
        f"sheet.standing.{key}",
        year=low.year,
        line=low.line,
        distance=plain(near),
        near=plain(near),
        far=plain(far),
        place=low.place,
    )


def projection_lines(ahead: Projection, *, full: bool = False) -> list[str]:
    """When the line is reached in each case, then the years, then what was assumed.

    With `full`, every change of a year has its own indented line with the reason.
    """
    said = [say("sheet.projection.intro"), *_reaches(ahead)]
    if ahead.retires is not None:
        said.append(say("sheet.projection.out", year=ahead.retires))
    for each in ahead.years:
        if each.retired:
            break
        said.append(_year(each))
        if full:
            said += [INDENT + _reason(each, n) for n in range(len(each.changes))]
    said.append(say("sheet.projection.assumptions") + "".join(ahead.assumptions))
    return said


def _reaches(ahead: Projection) -> list[str]:
    """When each course of the line is reached; courses with the same result share a line."""
    by_result: dict[str, list[str]] = {}
    for case in LINE_CASES:
        by_result.setdefault(_reach(ahead, case), []).append(say(f"sheet.projection.case.{case}"))
    return [
        say("sheet.projection.reach", case=say("sheet.projection.or").join(cases), result=result)
        for result, cases in by_result.items()
    ]


def _reach(ahead: Projection, case: LineCase) -> str:
    best, safe = ahead.first_year(case, "high"), ahead.first_year(case, "low")
    until = ahead.years[-1].year
    if best is None:
        return say("sheet.projection.never", until=until)
    if safe is None:
        return say("sheet.projection.first_best", best=best, until=until)
    if best == safe:
        return say("sheet.projection.first", year=best)
    return say("sheet.projection.first_range", best=best, safe=safe)


def _year(each: ProjectedYear) -> str:
    total = plain(each.total)
    if each.low != each.high:
        total = say("sheet.projection.total_range", low=plain(each.low), high=plain(each.high))
    items = say("sheet.separator").join(
        say("sheet.projection.item", title=item_title(c.item), points=signed(c.points))
        for c in each.changes
    )
    if each.band is None:
        line = say("sheet.projection.published", line=each.line)
    else:
        band = each.band
        line = say("sheet.projection.band", low=band.low, high=band.high, middle=band.middle)
    return say(
        "sheet.projection.year",
        year=each.year,
        total=total,
        change=say("sheet.projection.change", items=items) if items else "",
        line=line,
        barred=say("sheet.projection.barred") if each.eligible is False else "",
    )


def _reason(each: ProjectedYear, number: int) -> str:
    change = each.changes[number]
    return say(
        "sheet.projection.reason",
        title=item_title(change.item),
        points=signed(change.points),
        reason=change.reason,
    )


def advice_lines(found: Sequence[Advice], *, full: bool = False) -> list[str]:
    """The what-ifs in their order, each with its sum; cost, catch and rule when `full`."""
    if not found:
        return [say("sheet.advice.none")]
    said = [say("sheet.advice.intro")]
    for number, each in enumerate(found, 1):
        text = say(
            "sheet.advice.line",
            number=number,
            title=each.title,
            year=each.by_year,
            gain=signed(each.gain),
        )
        if each.first_year < each.by_year and each.first_gain != each.gain:
            gain = signed(each.first_gain)
            text += say("sheet.advice.first", year=each.first_year, gain=gain)
        said.append(text)
        said += [INDENT + detail for detail in _details(each, full)]
    return said


def _details(each: Advice, full: bool) -> list[str]:
    said = []
    if len(each.parts) > 1:
        parts = say("sheet.separator").join(
            say("sheet.projection.item", title=title, points=signed(points))
            for title, points in each.parts
        )
        said.append(say("sheet.advice.sum", parts=parts, gain=signed(each.gain)))
    if full:
        said.append(say("sheet.advice.cost", cost=each.cost))
        said.append(say("sheet.advice.catch", catch=each.catch))
        said.append(basis(each.document, each.indicator, each.official))
    return said


def ways_lines(found: Sequence[Way], line: Decimal, by_year: int) -> list[str]:
    """The sets of what-ifs that reach `line` by `by_year`, or that none does."""
    if not found:
        return [say("sheet.advice.way_none", year=by_year, line=plain(line))]
    if not found[0].measures:
        now = found[0]
        return [say("sheet.advice.way_nothing", year=now.year, total=plain(now.total))]
    said = [say("sheet.advice.ways", year=by_year, line=plain(line))]
    for number, way in enumerate(found, 1):
        measures = say("sheet.advice.way_join").join(way.titles)
        total = plain(way.total)
        said.append(
            say("sheet.advice.way", number=number, measures=measures, year=way.year, total=total)
        )
    return said
