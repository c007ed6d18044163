"""The total beside the lines: published years as data, coming years as a projection."""

from dataclasses import dataclass
from typing import Literal

from bot.web.report.words import between, points, step
from replies.wording import place_text, say
from scoring import ProjectedYear, Projection, ScoreRange, Standing, YearResult, results, standing

Tone = Literal["good", "warn", "bad", "plain"]


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


def published_rows(found: ScoreRange, tone: Tone) -> tuple[PublishedRow, ...]:
    """Every published year, newest first. Past lines are green only where the verdict is."""
    return tuple(_published(found, result, tone) for result in reversed(results()))


def _published(found: ScoreRange, result: YearResult, tone: Tone) -> PublishedRow:
    low, high = standing(found.low.total, result.year), standing(found.high.total, result.year)
    return PublishedRow(
        year=result.year,
        line=points(result.line),
        passed=f"{result.passed:,}",
        doubtful="passed" in result.doubtful,
        tone=tone if low.passed and tone == "good" else "plain",
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
    least, most = place_text(low), place_text(high)
    if least == most:
        return least
    return say("report.place.range", low=least, high=most)


def projected_rows(ahead: Projection) -> tuple[ProjectedRow, ...]:
    """The coming years in order."""
    return tuple(_projected(each) for each in ahead.years)


def _projected(each: ProjectedYear) -> ProjectedRow:
    tone, verdict = coming(each)
    why = "，".join(
        f"{say(f'sheet.item.{change.item}')} {step(change.points)}" for change in each.changes
    )
    line = points(each.line_in("middle"))
    if each.band is not None:
        line = say("report.between", low=points(each.band.low), high=points(each.band.high))
    return ProjectedRow(
        year=each.year,
        total=between(each.low, each.high),
        why=why,
        line=line,
        middle=points(each.band.middle) if each.band is not None else "",
        tone=tone,
        verdict=verdict,
    )


def coming(each: ProjectedYear) -> tuple[Tone, str]:
    """Whether the points of a coming year reach its line: sure, never, or as the line moves."""
    if each.retired:
        return "bad", say("report.coming.retired")
    if each.eligible is False:
        return "bad", say("report.coming.ineligible")
    if each.low >= each.line_in("high"):
        return "good", say("report.coming.reached")
    if each.high < each.line_in("low"):
        return "bad", say("report.coming.short")
    return "warn", say("report.coming.open")
