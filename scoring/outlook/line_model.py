"""A future line as a band, from a model of the people near the line. A projection, never data.

The next line is the score of the person who stands in place 6,000 once the last 6,000 have left.
Three things move it from one year to the next (docs/projection.md gives reasons and back-test):

    rise = gain + suburb gain − slab

    slab         how many points below the old line the next 6,000 people reach, as dense as the
                 2,000 places before the line: from the published scores by rank
    suburb gain  what people near the line gain in 职住区域, which began in 2018 and is capped, so
                 it fades out: from the official lists that give points by indicator
    gain         everything else they gain in a year (insurance, home, tax, degrees, less what age
                 takes): the mean of what the published rises leave, the only fitted number
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from scoring.outlook.results import YearResult, lines_by_year
from scoring.rules import rules_for

LineCase = Literal["low", "middle", "high"]
LINE_CASES: tuple[LineCase, ...] = ("low", "middle", "high")

SLAB_FROM = 4000
"""The rank from which the density before the line is measured; published lists and the filing
system's daily scores both give it."""
FURTHEST_TEST = 3
"""Years ahead that the back-test covers: with so few lines, further ones would overlap."""
COVERAGE = Decimal("0.7")
"""The share of lines that a band is meant to hold."""
LEAST_ERRORS = 3
"""Past errors that a band needs."""
STUDENT = {1: "1.963", 2: "1.386", 3: "1.250", 4: "1.190", 5: "1.156", 6: "1.134", 7: "1.119"}
"""Student's t by degrees of freedom, two-sided 70 %: with few errors their spread is uncertain."""
STUDENT_MANY = "1.108"


@dataclass(frozen=True, slots=True)
class LineBand:
    """The projected line of `year`, in points, from what was published up to `known_year`.

    `low` ≤ `middle` ≤ `high`. About `COVERAGE` of the lines are expected inside. Always
    `projected`: it is to be shown as a projection with its range, never as a published figure.
    """

    year: int
    low: Decimal
    middle: Decimal
    high: Decimal
    known_year: int
    coverage: Decimal = COVERAGE
    projected: bool = True

    def of(self, case: LineCase) -> Decimal:
        """The line in one case: "low", "middle" or "high"."""
        return {"low": self.low, "middle": self.middle, "high": self.high}[case]


@dataclass(frozen=True, slots=True)
class BackTest:
    """One prediction of a published line, `ahead` years before, from what was published by then.

    `error` is `predicted` − `line`, in points. `band` is None while there were too few errors to
    make one from; `inside` says whether the band held the line.
    """

    year: int
    known_year: int
    ahead: int
    predicted: Decimal
    line: Decimal
    band: LineBand | None

    @property
    def error(self) -> Decimal:
        return self.predicted - self.line

    @property
    def inside(self) -> bool | None:
        return None if self.band is None else self.band.low <= self.line <= self.band.high


@dataclass(frozen=True, slots=True)
class NearLine:
    """职住 points of the people near the line in one published list: (points, people) pairs."""

    year: int
    points: tuple[tuple[int, int], ...]

    def mean_gain(self, year: int) -> Decimal:
        """Their mean gain in 职住区域 from the list before `year` to that of `year`, in points."""
        people = sum(count for _, count in self.points)
        gained = sum(
            (self._at(had, year) - self._at(had, year - 1)) * count for had, count in self.points
        )
        return Decimal(gained) / people

    def _at(self, had: int, year: int) -> Decimal:
        """The points in the list of `year` of somebody who `had` that many in this list."""
        terms = rules_for(self.year).item("suburb").terms
        if not had:  # no own home outside: nothing to gain
            return Decimal()
        full_years = self.year - (terms.since // 12)
        pace = terms.both_per_year
        if had < full_years * (terms.live_per_year + terms.both_per_year) / 2:
            pace = terms.live_per_year
        return Decimal(min(terms.most, max(0, had + pace * (year - self.year))))


@cache
def line_band(year: int) -> LineBand:
    """The band of the line of a year to come.

    Raises `ValueError` for a year whose line is published: that one is data, see `results`.
    """
    known = lines_by_year()
    if year in known:
        raise ValueError(f"the line of {year} is published ({known[year].line})")
    return band_from(max(known), year)


@cache
def back_test() -> tuple[BackTest, ...]:
    """Predict each published year one to three years ahead from what was published by then."""
    known = lines_by_year()
    return tuple(
        BackTest(
            year=year,
            known_year=year - ahead,
            ahead=ahead,
            predicted=predict(year - ahead, year),
            line=known[year].line,
            band=band_from(year - ahead, year) if _enough(year - ahead) else None,
        )
        for year, ahead in _tests(max(known))
    )


def band_from(known_year: int, year: int) -> LineBand:
    """The band of `year` as it could be given once the result of `known_year` was published.

    Its half-width is the spread of the past errors for each year ahead, times the years ahead.
    Raises `ValueError` when `year` is not later or there are fewer than `LEAST_ERRORS` errors.
    """
    if year <= known_year:
        raise ValueError(f"{year} is not after the last known line, that of {known_year}")
    if not _enough(known_year):
        raise ValueError(f"{known_year} is too early: a band needs {LEAST_ERRORS} past errors")
    errors = _errors(known_year)
    spread = (sum((each * each for each in errors), Decimal()) / len(errors)).sqrt()
    one_year = sum(1 for _, ahead in _tests(known_year) if ahead == 1)
    width = spread * Decimal(STUDENT.get(one_year - 1, STUDENT_MANY)) * (year - known_year)
    middle = predict(known_year, year)
    return LineBand(
        year, _cents(middle - width), middle, _cents(middle + width), known_year=known_year
    )


@cache
def predict(known_year: int, year: int) -> Decimal:
    """The likeliest line of `year` from what was published up to `known_year`, in points.

    Before the present rules had shown a single rise, the last rise is all there is to go by.
    """
    known = lines_by_year()
    last, ahead = known[known_year], year - known_year
    gain = yearly_gain(known_year)
    near = near_line(known_year)
    if gain is None or near is None:
        rise = last.line - known[known_year - 1].line
        return _cents(last.line + rise * ahead)
    suburb = sum((near.mean_gain(each) for each in range(known_year + 1, year + 1)), Decimal())
    return _cents(last.line + (gain - slab(last)) * ahead + suburb)


def yearly_gain(known_year: int) -> Decimal | None:
    """What people near the line gain in a year beside 职住区域, in points.

    Fitted on the rises up to `known_year`; None before the present rules had shown one.
    """
    rests = remainders(known_year)
    return sum(rests.values(), Decimal()) / len(rests) if rests else None


def remainders(known_year: int) -> dict[int, Decimal]:
    """By year what the fit averages: the published rise, plus the slab, minus the 职住 gain."""
    known, near = lines_by_year(), near_line(known_year)
    if near is None:
        return {}
    first = rules_for(known_year).first_year + 1
    return {
        year: known[year].line - known[year - 1].line + slab(known[year - 1]) - near.mean_gain(year)
        for year in range(first, known_year + 1)
    }


def slab(result: YearResult) -> Decimal:
    """How many points below a year's line the next `quota` people reach.

    They are taken to stand as densely as the places from `SLAB_FROM` to the line. The filing
    system's scores serve where the list is not available.
    """
    ranks = dict(result.ranks or result.snapshot)
    return (ranks[SLAB_FROM] - result.line) * result.quota / (result.quota - SLAB_FROM)


def _tests(known_year: int) -> Iterator[tuple[int, int]]:
    """(year, years ahead) of every prediction that the lines up to `known_year` can judge."""
    first = rules_for(known_year).first_year
    for ahead in range(1, FURTHEST_TEST + 1):
        for year in range(first + ahead, known_year + 1):
            yield year, ahead


def _errors(known_year: int) -> list[Decimal]:
    """The errors of those predictions, each for one year ahead."""
    known = lines_by_year()
    return [
        (predict(year - ahead, year) - known[year].line) / ahead
        for year, ahead in _tests(known_year)
    ]


def _enough(known_year: int) -> bool:
    return len(list(_tests(known_year))) >= LEAST_ERRORS


def near_line(known_year: int) -> NearLine | None:
    """The newest list with points by indicator that was published by then."""
    return next((each for each in reversed(_near_lines()) if each.year <= known_year), None)


@cache
def _near_lines() -> tuple[NearLine, ...]:
    text = files("scoring.outlook").joinpath("data", "near_line.toml").read_text("utf-8")
    return tuple(
        NearLine(row["year"], tuple((points, people) for points, people in row["points"]))
        for row in tomllib.loads(text)["list"]
    )


def _cents(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.01"), ROUND_HALF_UP)
