"""One verdict on one person: may they file, how many points, how far from the line, what next.

Every surface shows this object, so that no two of its figures can disagree: the total, the years,
the earliest year, the measures and the aims all come from one forecast.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.advice.advise import Advice, advice_of
from scoring.advice.aims import Aim, aims_of, is_out_of_reach
from scoring.advice.cautions import Caution, cautions_of
from scoring.advice.cures import Cure, Hurdle
from scoring.advice.forecast import Forecast
from scoring.advice.next_step import NextStep, next_step
from scoring.engine.contradiction import Contradiction
from scoring.engine.contradictions import contradictions_of
from scoring.engine.ranges import Missing, ScoreRange, range_of
from scoring.engine.retirement import last_year
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot, with_dates
from scoring.outlook.line_model import LINE_CASES, LineBand, LineCase, back_test
from scoring.outlook.projection import Projection
from scoring.outlook.results import YearResult, application_year, last_result, lines_by_year
from scoring.outlook.standing import LivePlace, live_place


@dataclass(frozen=True, slots=True)
class Gap:
    """Total minus line, in points: negative below it. `low` ≤ `high`."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """How often such a band holds the line: as stated, and in the back-test so far ahead.

    `coverage` is the share of lines it is meant to hold; `inside` of `of` published lines it held.
    """

    coverage: Decimal
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
    unmet ones first, each with its cures. `found` is the score as a range; both ends are the same
    when nothing is open. `contradictions` have to be cleared up before the total holds, `remarks`
    are the harmless ones. `last` is the newest published result, `next_line` the projected line of
    `year` with `held`, how often such a band held (all three None where the line of `year` is
    published: then `last` is that result). `live` is the place of `high` in the filing system's own
    scores of `year`, where these are known.

    `ahead` are the ten application years from `year` on as things go on. `could` says for each
    whether the person may file (None: open), once the cures `after` are done; going on as now is
    not among these. `earliest` counts only such years. `last_year` is the last application year
    before retirement (None: open, or not known).

    `advice` are the measures that help, `aims` the years that sets of them reach sooner than going
    on does, `cautions` what to keep away from, `next_step` the one thing to do next.
    """

    year: int
    day: date
    eligible: bool | None
    hurdles: tuple[Hurdle, ...]
    found: ScoreRange
    contradictions: tuple[Contradiction, ...]
    remarks: tuple[Contradiction, ...]
    last: YearResult
    last_gap: Gap
    next_line: LineBand | None
    held: Held | None
    next_gap: Gap | None
    live: LivePlace | None
    ahead: Projection
    could: tuple[bool | None, ...]
    after: tuple[Cure, ...]
    earliest: tuple[Earliest, ...]
    last_year: int | None
    advice: tuple[Advice, ...]
    aims: tuple[Aim, ...]
    cautions: tuple[Caution, ...]
    next_step: NextStep
    out_of_reach: bool

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

    @property
    def until(self) -> int:
        """The last year looked at: the last before retirement, or the last projected one."""
        years = [each.year for each in self.ahead.years if not each.retired]
        return years[-1] if years else self.year

    @property
    def passes_safely(self) -> bool:
        """Whether even the lowest total reaches a high line of `year`: nothing more is needed."""
        return self.earliest_in("high").safe == self.year

    @property
    def ends_with_retirement(self) -> bool:
        """Whether the last year looked at is the last before retirement."""
        return self.last_year == self.until or any(each.retired for each in self.ahead.years)

    @property
    def worth_doing(self) -> tuple[Advice, ...]:
        """The measures to tell of: none for points where no more are needed, or all come too late.

        Too late: no set of them reaches a line before retirement, not even a low one.
        """
        if self.passes_safely:
            return ()
        reached = self.aims or self.low != self.high or self.earliest_in("low").best is not None
        if self.ends_with_retirement and not reached:
            return tuple(each for each in self.advice if each.opens is not None)
        return self.advice

    def earliest_in(self, case: LineCase) -> Earliest:
        """The earliest year in the case "low", "middle" or "high"."""
        return next(each for each in self.earliest if each.case == case)


def verdict(facts: Facts, day: date, year: int | None = None) -> Verdict:
    """The verdict on `facts`, which hold for the application year `year`.

    `day` is today; `year` None: the next year that can be filed in. Raises `FactError` for a year
    without rules.
    """
    year = application_year(day) if year is None else year
    said = contradictions_of(Snapshot(facts, year), day)
    facts = with_dates(facts, year)
    case = Snapshot(facts, year)
    forecast = Forecast(facts, year, day, case)
    found = range_of(case)
    low, high = found.low.total, found.high.total
    last, band = lines_by_year().get(year, last_result()), forecast.ahead.years[0].band
    contrary = tuple(each for each in said if not each.harmless)
    advice, aims = advice_of(forecast), aims_of(forecast)
    never = is_out_of_reach(forecast)
    return Verdict(
        year=year,
        day=day,
        eligible=found.low.eligibility.verdict,
        hurdles=forecast.hurdles,
        found=found,
        contradictions=contrary,
        remarks=tuple(each for each in said if each.harmless),
        last=last,
        last_gap=Gap(low - last.line, high - last.line),
        next_line=band,
        held=None if band is None else held(band),
        next_gap=None if band is None else Gap(low - band.high, high - band.low),
        live=live_place(high, year),
        ahead=forecast.ahead,
        could=forecast.could,
        after=forecast.after,
        earliest=tuple(_earliest(forecast, case) for case in LINE_CASES),
        last_year=_last_year(facts),
        advice=advice,
        aims=aims,
        cautions=cautions_of(forecast),
        next_step=next_step(forecast, found, contrary, aims, out_of_reach=never),
        out_of_reach=never,
    )


def held(band: LineBand) -> Held | None:
    """How often such a band holds; None: so far ahead it was never tested."""
    ahead = band.year - band.known_year
    tests = [each.inside for each in back_test() if each.ahead == ahead and each.band is not None]
    return Held(band.coverage, sum(map(bool, tests)), len(tests)) if tests else None


def _earliest(forecast: Forecast, case: LineCase) -> Earliest:
    years = forecast.open_years
    best = next((each.year for each in years if each.high >= each.line_in(case)), None)
    safe = next((each.year for each in years if each.low >= each.line_in(case)), None)
    return Earliest(case, best, safe)


def _last_year(facts: Facts) -> int | None:
    if facts.birth is None:
        return None
    return last_year(facts.birth, facts.sex, facts.post)
