"""One verdict on one person: may they file, how many points, how far from the line, what next.

Every surface shows this object, so that no two of its figures can disagree: the total, the years,
the earliest year, the measures and the aims all come from one projection.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.advice.advise import Advice, advise
from scoring.advice.cures import Cure, Hurdle, Remedy, cured, cures_of
from scoring.advice.next_step import NextStep, next_step
from scoring.engine.contradictions import contradictions
from scoring.engine.eligibility import judge
from scoring.engine.ranges import Missing, ScoreRange, score_range
from scoring.engine.retirement import last_year
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot
from scoring.outlook.line_model import LINE_CASES, LineBand, LineCase, back_test
from scoring.outlook.projection import ProjectedYear, Projection, later, project
from scoring.outlook.results import YearResult, application_year, last_result, lines_by_year


@dataclass(frozen=True, slots=True)
class Gap:
    """Total minus line, in points: negative below it. `low` ≤ `high`."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """In how many of how many back-tests a band so far ahead held the published line."""

    inside: int
    of: int


@dataclass(frozen=True, slots=True)
class Earliest:
    """The first year in which the person may file and the points reach the line in one case.

    `best` asks the highest total of the range, `safe` the lowest; None: in none of the years.
    """

    case: LineCase
    best: int | None
    safe: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is true of one person for the application year `year`, seen on `day`.

    `eligible` is True, False or None (open); `hurdles` are the conditions behind a False or None,
    unmet ones first. `found` is the score as a range; both ends are the same when nothing is open.
    `last` is the newest published result, `next_line` the projected line of `year` (None where that
    line is published: then `last` is the result of `year`). `could` says for each year of `ahead`
    whether the person may file once the cures are done; `after` are the cures it rests on.
    `last_year` is the last application year before retirement (None: open, or not known).
    """

    year: int
    day: date
    eligible: bool | None
    hurdles: tuple[Hurdle, ...]
    found: ScoreRange
    contradictions: tuple[str, ...]
    last: YearResult
    last_gap: Gap
    next_line: LineBand | None
    held: Held | None
    next_gap: Gap | None
    ahead: Projection
    could: tuple[bool | None, ...]
    after: tuple[Cure, ...]
    earliest: tuple[Earliest, ...]
    last_year: int | None
    advice: tuple[Advice, ...]
    next_step: NextStep

    @property
    def low(self) -> Decimal:
        """The lowest total that the facts leave possible."""
        return self.found.low.total

    @property
    def high(self) -> Decimal:
        """The highest total that the facts leave possible."""
        return self.found.high.total

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that are not known, most moving first."""
        return self.found.missing

    def earliest_in(self, case: LineCase) -> Earliest:
        """The earliest year in the case "low", "middle" or "high"."""
        return next(each for each in self.earliest if each.case == case)


def verdict(facts: Facts, day: date, year: int | None = None) -> Verdict:
    """The verdict on `facts`, which hold for the application year `year`.

    `day` is today; `year` None: the next year that can be filed in. Raises `FactError` for a year
    without rules.
    """
    year = application_year(day) if year is None else year
    snapshot = Snapshot(facts, year)
    found = score_range(facts, year)
    judged = found.low.eligibility
    hurdles = tuple(
        Hurdle(each, cures_of(each, snapshot, day))
        for met in (False, None)
        for each in judged.conditions
        if each.met is met
    )
    ahead = project(facts, year)
    after = _needed(hurdles)
    could = _could(facts, ahead, after)
    advice = advise(facts, year)
    last, band = lines_by_year().get(year, last_result()), ahead.years[0].band
    earliest = tuple(_earliest(ahead, could, case) for case in LINE_CASES)
    contrary = contradictions(facts, year)
    return Verdict(
        year=year,
        day=day,
        eligible=judged.verdict,
        hurdles=hurdles,
        found=found,
        contradictions=contrary,
        last=last,
        last_gap=Gap(found.low.total - last.line, found.high.total - last.line),
        next_line=band,
        held=None if band is None else held(year - band.known_year),
        next_gap=None
        if band is None
        else Gap(found.low.total - band.high, found.high.total - band.low),
        ahead=ahead,
        could=could,
        after=after,
        earliest=earliest,
        last_year=_last_year(facts),
        advice=advice,
        next_step=next_step(hurdles, found, contrary, ahead, advice),
    )


def held(ahead: int) -> Held | None:
    """How often a band `ahead` years on held the line in the back-test; None: never tested."""
    tests = [each.inside for each in back_test() if each.ahead == ahead]
    return Held(sum(tests), len(tests)) if tests else None


def _needed(hurdles: tuple[Hurdle, ...]) -> tuple[Cure, ...]:
    """What has to be done, beside going on as now, so that the unmet conditions are met."""
    return tuple(
        each.cures[0]
        for each in hurdles
        if each.cures and each.cures[0].remedy in (Remedy.APPLY, Remedy.REPAY)
    )


def _could(facts: Facts, ahead: Projection, after: tuple[Cure, ...]) -> tuple[bool | None, ...]:
    if not after:
        return tuple(each.eligible for each in ahead.years)
    changed = cured(facts, after)
    first = max(each.year or 0 for each in after)
    start = ahead.years[0].year
    return tuple(
        False
        if each.year < first
        else judge(Snapshot(_later(changed, start, each), each.year)).verdict
        for each in ahead.years
    )


def _later(facts: Facts, start: int, each: ProjectedYear) -> Facts:
    return later(facts, start, each.year, tax_goes_on=False)


def _earliest(ahead: Projection, could: tuple[bool | None, ...], case: LineCase) -> Earliest:
    years = [each for each, open_ in zip(ahead.years, could, strict=True) if open_ is not False]
    best = next((each.year for each in years if each.high >= each.line_in(case)), None)
    safe = next((each.year for each in years if each.low >= each.line_in(case)), None)
    return Earliest(case, best, safe)


def _last_year(facts: Facts) -> int | None:
    if facts.birth is None:
        return None
    return last_year(facts.birth, facts.sex, facts.post)
