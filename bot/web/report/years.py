"""The total beside the lines: published years as data, coming years as a projection."""

from dataclasses import dataclass
from typing import Literal

from bot.web.report.words import between, points, step
from replies.wording import place_text, say
from scoring import ProjectedYear, Projection, ScoreRange, Standing, YearResult, results, standing

Tone = Literal["good", "warn", "bad"]
LINE_CASES: tuple[Literal["low", "middle", "high"], ...] = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One published year: its line, how many passed, and where this total would have stood."""

    year: int
    line: str
    passed: str
    doubtful: bool
    tone: Tone
    verdict: str
    place: str


@dataclass(frozen=True, slots=True)
class ProjectedRow:
    """One coming year. `middle` is "" where the line is published."""

    year: int
    total: str
    why: str
    line: str
    middle: str
    tone: Tone
    verdict: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The first year that reaches the line in one case."""

    case: str
    text: str
    found: bool


def distance(found: ScoreRange, latest: YearResult) -> tuple[str, Tone]:
    """The total against the newest published line, in one sentence."""
    low, high = standing(found.low.total, latest.year), standing(found.high.total, latest.year)
    values = {"year": latest.year, "line": points(latest.line)}
    if low.distance == high.distance:
        key = "above" if low.distance > 0 else "at" if low.passed else "below"
        gap = points(abs(low.distance))
        return say(f"report.distance.{key}", gap=gap, place=place_text(low), **values), _tone(
            low, high
        )
    near, far = sorted((abs(low.distance), abs(high.distance)))
    if low.passed == high.passed:
        key = "above_range" if low.passed else "below_range"
        said = say(f"report.distance.{key}", near=points(near), far=points(far), **values)
        return said, _tone(low, high)
    said = say(
        "report.distance.either",
        below=points(abs(low.distance)),
        above=points(high.distance),
        **values,
    )
    return said, "warn"


def _tone(low: Standing, high: Standing) -> Tone:
    return "good" if low.passed else "warn" if high.passed else "bad"


def published_rows(found: ScoreRange) -> tuple[PublishedRow, ...]:
    """Every published year, newest first."""
    return tuple(_published(found, result) for result in reversed(results()))


def _published(found: ScoreRange, result: YearResult) -> PublishedRow:
    low, high = standing(found.low.total, result.year), standing(found.high.total, result.year)
    return PublishedRow(
        year=result.year,
        line=points(result.line),
        passed=f"{result.passed:,}",
        doubtful="passed" in result.doubtful,
        tone=_tone(low, high),
        verdict=_against(low, high),
        place=_place(low, high),
    )


def _against(low: Standing, high: Standing) -> str:
    near, far = sorted((abs(low.distance), abs(high.distance)))
    gap = between(near, far)
    if low.passed:
        return say("report.against.level" if not far else "report.against.passed", gap=gap)
    if not high.passed:
        return say("report.against.short", gap=gap)
    return say("report.against.open", below=points(-low.distance), above=points(high.distance))


def _place(low: Standing, high: Standing) -> str:
    if not low.passed:
        return ""
    if low.place == high.place:
        return place_text(low)
    return say("report.place.range", low=place_text(low), high=place_text(high))


def projected_rows(ahead: Projection) -> tuple[ProjectedRow, ...]:
    """The coming years in order."""
    return tuple(_projected(each) for each in ahead.years)


def _projected(each: ProjectedYear) -> ProjectedRow:
    tone, verdict = _projected_verdict(each)
    why = "，".join(
        f"{say(f'sheet.item.{change.item}')} {step(change.points)}" for change in each.changes
    )
    line = points(each.line_in("middle"))
    if each.band is not None:
        line = f"{points(each.band.low)} 至 {points(each.band.high)}"
    return ProjectedRow(
        year=each.year,
        total=between(each.low, each.high),
        why=why,
        line=line,
        middle=points(each.band.middle) if each.band is not None else "",
        tone=tone,
        verdict=verdict,
    )


def _projected_verdict(each: ProjectedYear) -> tuple[Tone, str]:
    if each.retired:
        return "bad", say("report.coming.retired")
    if each.eligible is False:
        return "bad", say("report.coming.ineligible")
    if each.low >= each.line_in("high"):
        return "good", say("report.coming.reached")
    if each.high < each.line_in("low"):
        return "bad", say("report.coming.short")
    return "warn", say("report.coming.open")


def reach(ahead: Projection) -> tuple[Reach, ...]:
    """The first year that reaches the line when it rises slowly, as usual, or fast."""
    return tuple(_reach(ahead, case) for case in LINE_CASES)


def _reach(ahead: Projection, case: Literal["low", "middle", "high"]) -> Reach:
    if all(each.eligible is False for each in ahead.years):
        return Reach(say(f"report.case.{case}"), say("report.reach.ineligible"), False)
    best, safe = ahead.first_year(case, "high"), ahead.first_year(case, "low")
    until = ahead.years[-1].year
    if best is None:
        text = say("report.reach.never", until=until)
    elif best == safe:
        text = say("report.reach.year", year=best)
    elif safe is None:
        text = say("report.reach.best", year=best, until=until)
    else:
        text = say("report.reach.range", best=best, safe=safe)
    return Reach(say(f"report.case.{case}"), text, best is not None)
