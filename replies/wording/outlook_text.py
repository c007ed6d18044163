"""The published years and the coming ones in words."""

from decimal import Decimal

from replies.wording.codes import change_text
from replies.wording.lookup import say
from replies.wording.score_text import INDENT, ends, item_title, plain, signed, trimmed
from scoring import (
    LivePlace,
    PointsChange,
    ProjectedYear,
    Projection,
    Score,
    ScoreRange,
    Standing,
    Verdict,
    results,
    standing,
)


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
        place=place_text(low),
    )


def place_text(found: Standing | LivePlace) -> str:
    """The place in a list, or in the filing system's scores, which is an estimate."""
    text = say(f"sheet.place.{found.place}", above=found.above, below=found.below)
    if isinstance(found, LivePlace):
        return say("sheet.place.live", day=found.day, place=text)
    return say("sheet.place.estimate", place=text) if found.estimate else text


def assumption_lines(ahead: Projection) -> list[str]:
    """What a projection takes for granted, one sentence each."""
    return [
        say(
            f"sheet.assumption.{each.code}",
            **{
                key: trimmed(value) if isinstance(value, Decimal) else value
                for key, value in each.values.items()
            },
        )
        for each in ahead.assumptions
    ]


def projection_lines(found: Verdict, *, full: bool = False) -> list[str]:
    """The coming years, one a line, then what was assumed; none when filing is out of the question.

    With `full`, a change that differs from the year before has its own indented line with the
    reason.
    """
    ahead = found.ahead
    if all(each is False for each in found.could):
        return []
    said = [say("sheet.projection.intro")]
    if not full or found.next_line is None:  # else it stands in the verdict above
        said.append(earliest_line(found))
    if ahead.retires is not None:
        said.append(say("sheet.projection.out", year=ahead.retires))
    before: dict[str, Decimal] = {}
    for each, could in zip(ahead.years, found.could, strict=True):
        if each.retired:
            break
        said.append(_year(each, barred=could is False))
        if full:
            said += [
                INDENT + _reason(change)
                for change in each.changes
                if before.get(change.item) != change.points
            ]
        before = {change.item: change.points for change in each.changes}
    said.append(say("sheet.projection.assumptions") + "".join(assumption_lines(ahead)))
    return said


def earliest_line(found: Verdict, *, brief: bool = False) -> str:
    """When the line is reached as things go on, in the three cases; "" when that is no question.

    `brief`: where the cases differ and the total is a range, the middle case alone.
    """
    if all(each is False for each in found.could):
        return ""
    by_result: dict[str, list[str]] = {}
    for each in found.earliest:
        result = _year_text(each.best, each.safe, found.until)
        by_result.setdefault(result, []).append(say(f"sheet.projection.case.{each.case}"))
    done = say("verdict.after.and").join(say(f"verdict.after.{c.remedy}") for c in found.after)
    lead = say("verdict.after.lead", done=done) if done else ""
    if len(by_result) == 1:
        (result,) = by_result
        return lead + say("verdict.earliest.one", result=result)
    if brief and found.low != found.high:
        middle = found.earliest_in("middle")
        result = _year_text(middle.best, middle.safe, found.until)
        case = say("sheet.projection.case.middle")
        return lead + say(
            "verdict.earliest.cases", cases=say("verdict.earliest.case", case=case, result=result)
        )
    parts = [
        say("verdict.earliest.case", case=say("sheet.projection.or").join(cases), result=result)
        for result, cases in by_result.items()
    ]
    return lead + say("verdict.earliest.cases", cases=say("verdict.earliest.join").join(parts))


def _year_text(best: int | None, safe: int | None, until: int) -> str:
    if best is None:
        return say("sheet.projection.never", until=until)
    if safe is None:
        return say("sheet.projection.first_best", best=best, until=until)
    if best == safe:
        return say("sheet.projection.first", year=best)
    return say("sheet.projection.first_range", best=best, safe=safe)


def _year(each: ProjectedYear, *, barred: bool) -> str:
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
        barred=say("sheet.projection.barred") if barred else "",
    )


def _reason(change: PointsChange) -> str:
    return say(
        "sheet.projection.reason",
        title=item_title(change.item),
        points=signed(change.points),
        reason=change_text(change),
    )
