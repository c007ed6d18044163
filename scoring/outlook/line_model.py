"""A future line as a band, from the rises of the published ones. A projection, never data.

Method (docs/projection.md has the reasons and the back-test): with the rises r of all published
years so far, each further year adds

    middle   half the last rise plus half the mean of all rises
    low      the smallest rise minus the mean change between one rise and the next
    high     the largest rise plus that same change
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from typing import Literal

from scoring.outlook.results import lines_by_year

LineCase = Literal["low", "middle", "high"]
LINE_CASES: tuple[LineCase, ...] = ("low", "middle", "high")

# A change between two rises needs three lines; with fewer there is nothing to project from.
LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class LineBand:
    """The projected line of `year`, in points, from the lines up to `known_year`.

    `low` ≤ `middle` ≤ `high`. In the back-test 12 of 15 lines lay inside. Always
    `projected`: it is to be shown as a projection with its range, never as a published figure.
    """

    year: int
    low: Decimal
    middle: Decimal
    high: Decimal
    known_year: int
    projected: bool = True

    def of(self, case: LineCase) -> Decimal:
        """The line in one case: "low", "middle" or "high"."""
        return {"low": self.low, "middle": self.middle, "high": self.high}[case]


@dataclass(frozen=True, slots=True)
class BackTest:
    """One prediction of a published line, `ahead` years before, from the lines up to `known_year`.

    `error` is middle − published, in points; `inside` says whether the band held the line.
    """

    band: LineBand
    ahead: int
    line: Decimal
    error: Decimal
    inside: bool


@cache
def line_band(year: int) -> LineBand:
    """The band of the line of a year to come.

    Raises `ValueError` for a year whose line is published: that one is data, see `results`.
    """
    lines = {known: result.line for known, result in lines_by_year().items()}
    if year in lines:
        raise ValueError(f"{year} 年的分数线已经公布（{lines[year]}），不需要推算。")
    return band_from(lines, year)


def band_from(lines: Mapping[int, Decimal], year: int) -> LineBand:
    """The band of `year` from consecutive published `lines` (points by year) that end before it.

    Raises `ValueError` when there are fewer than three lines or `year` is not after them.
    """
    years = sorted(lines)
    if len(years) < LEAST_LINES:
        raise ValueError(f"a band needs at least {LEAST_LINES} lines, got {len(years)}")
    ahead = year - years[-1]
    if ahead < 1:
        raise ValueError(f"{year} does not lie after the last known line of {years[-1]}")
    rises = [lines[later] - lines[earlier] for earlier, later in pairwise(years)]
    change = _mean([abs(later - earlier) for earlier, later in pairwise(rises)])
    middle = (rises[-1] + _mean(rises)) / 2
    last = lines[years[-1]]
    return LineBand(
        year=year,
        low=_cents(last + ahead * (min(rises) - change)),
        middle=_cents(last + ahead * middle),
        high=_cents(last + ahead * (max(rises) + change)),
        known_year=years[-1],
    )


def back_test(furthest: int = 3) -> tuple[BackTest, ...]:
    """Predict each published year 1 … `furthest` years ahead from the years before it alone."""
    lines = {year: result.line for year, result in lines_by_year().items()}
    tests = []
    for ahead in range(1, furthest + 1):
        for year, line in lines.items():
            before = {known: lines[known] for known in lines if known <= year - ahead}
            if len(before) < LEAST_LINES:
                continue
            band = band_from(before, year)
            inside = band.low <= line <= band.high
            tests.append(BackTest(band, ahead, line, band.middle - line, inside))
    return tuple(tests)


def _mean(points: Sequence[Decimal]) -> Decimal:
    return sum(points, Decimal()) / len(points)


def _cents(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.01"), ROUND_HALF_UP)
