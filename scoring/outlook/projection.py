"""The coming application years of one person: points, reasons of every change, the line's band.

A projection, never data. It assumes that the present situation goes on (`extension`) and says so;
the line is the band of `line_model`, or the published one where there is one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from scoring.engine.eligibility import judge
from scoring.engine.missing import missing_facts
from scoring.engine.ranges import total_bounds
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot
from scoring.items import ZERO, Worth, worth, worths
from scoring.outlook.changes import PointsChange, changes
from scoring.outlook.extension import at_year
from scoring.outlook.line_model import LineBand, LineCase, line_band
from scoring.outlook.results import lines_by_year
from scoring.rules import rules_for

Side = Literal["low", "total", "high"]


@dataclass(frozen=True, slots=True)
class ProjectedYear:
    """One application year. Points have two places.

    `total` counts a missing fact as 0, as `score` does; `low` and `high` hold every completion of
    the facts. `items` are the points of `total` by item. `changes` say what moved since the year
    before (empty in the first year). `line` is the published line, else None and `band` its
    projection. `eligible` is the verdict of the four conditions, `retired` that the retirement age
    is reached.
    """

    year: int
    total: Decimal
    low: Decimal
    high: Decimal
    items: Mapping[str, Decimal]
    changes: tuple[PointsChange, ...]
    line: Decimal | None
    band: LineBand | None
    eligible: bool | None
    retired: bool

    def line_in(self, case: LineCase) -> Decimal:
        """The published line, else the projected one in the case "low", "middle" or "high"."""
        if self.band is not None:
            return self.band.of(case)
        assert self.line is not None
        return self.line

    def reaches(self, case: LineCase, side: Side = "total") -> bool:
        """Whether the points reach the line of this case in a year the person can apply in."""
        points: Decimal = getattr(self, side)
        return self.eligible is not False and points >= self.line_in(case)


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a projection takes for granted, by its `code`, with the values that its text names."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Projection:
    """Consecutive application years, and what was assumed for them."""

    years: tuple[ProjectedYear, ...]
    assumptions: tuple[Assumption, ...]
    tax_goes_on: bool
    projected: bool = True

    @property
    def retires(self) -> int | None:
        """The first of the years in which retirement bars the application."""
        return next((each.year for each in self.years if each.retired), None)

    def first_year(self, case: LineCase, side: Side = "total") -> int | None:
        """The first year that reaches the line in this case; None when none of them does.

        With missing facts, `side` "low" asks for certain, "high" at best.
        """
        return next((each.year for each in self.years if each.reaches(case, side)), None)


def project(
    facts: Facts,
    first_year: int,
    years: int = 10,
    *,
    tax_goes_on: bool | None = None,
    coming: Sequence[Snapshot] = (),
) -> Projection:
    """The application years from `first_year` on, `years` of them.

    `facts` hold for `first_year`, that is up to 31 December before; what goes on then is taken to
    go on. `tax_goes_on` says whether every later calendar year reaches the tax amount too; None:
    it does when the calendar year before `first_year` did. `coming` are the `cases` of the years
    where there are some already. Raises `FactError` for a year that has no rules.
    """
    if tax_goes_on is None:
        tax_goes_on = tax_continues(facts, first_year)
    coming = coming or cases(facts, first_year, years, tax_goes_on=tax_goes_on)
    open_points = _is_open(coming[0])
    found: list[ProjectedYear] = []
    before: tuple[Snapshot, list[Worth]] | None = None
    for case in coming:
        counted = worths(case)
        found.append(_year(case, counted, before, open_points))
        before = case, counted
    return Projection(tuple(found), tuple(_assumptions(coming[0], tax_goes_on)), tax_goes_on)


def cases(
    facts: Facts,
    first_year: int,
    years: int = 10,
    *,
    tax_goes_on: bool | None = None,
    first: Snapshot | None = None,
) -> list[Snapshot]:
    """The facts at the cuts of the application years of `project`; `first`: that of the first."""
    if tax_goes_on is None:
        tax_goes_on = tax_continues(facts, first_year)
    found = [first or Snapshot(facts, first_year)]
    for year in range(first_year + 1, first_year + years):
        moved = later(facts, first_year, year, tax_goes_on=tax_goes_on)
        found.append(Snapshot(moved, year, found[0]))
    return found


def tax_continues(facts: Facts, year: int) -> bool:
    """Whether the calendar year before `year` reached the tax amount, so that more may follow."""
    return year - 1 in (facts.tax_years or ())


def later(facts: Facts, from_year: int, year: int, *, tax_goes_on: bool) -> Facts:
    """`facts`, which hold for `from_year`, as they are for `year` if the situation goes on."""
    moved = at_year(facts, from_year, year)
    if tax_goes_on and year > from_year:
        reached = {*(facts.tax_years or ()), *range(from_year, year)}
        moved = moved._replace(tax_years=tuple(sorted(reached)))
    return _without_lapsed(moved, from_year, year)


def _without_lapsed(facts: Facts, from_year: int, year: int) -> Facts:
    """Without the offences that counted in `from_year` and can no longer do so in `year`."""
    rules = rules_for(year)
    if facts.tax_violations and year - from_year >= rules.item("tax").terms.violation_years:
        facts = facts._replace(tax_violations=0)
    if facts.detentions and year - from_year >= rules.item("law").terms.counted_years:
        facts = facts._replace(detentions=0)
    return facts


def _year(
    case: Snapshot,
    counted: list[Worth],
    before: tuple[Snapshot, list[Worth]] | None,
    open_points: bool,
) -> ProjectedYear:
    total = sum((each.points for each in counted), ZERO)
    low = high = total
    if open_points:
        low, high = total_bounds(case)
    judged = judge(case)
    result = lines_by_year().get(case.year)
    return ProjectedYear(
        year=case.year,
        total=total,
        low=low,
        high=high,
        items={item.key: each.points for item, each in zip(case.rules.items, counted, strict=True)},
        changes=() if before is None else changes(*before, case, counted),
        line=None if result is None else result.line,
        band=line_band(case.year) if result is None else None,
        eligible=judged.verdict,
        retired=judged.condition("retirement").met is False,
    )


def _is_open(case: Snapshot) -> bool:
    """Whether a missing fact could still move the points."""
    return bool(missing_facts(case, judge(case)))


def _assumptions(first: Snapshot, tax_goes_on: bool) -> Iterator[Assumption]:
    facts, year = first.facts, first.year
    yield Assumption("goes_on", {"year": year})
    if facts.tax_years is None:
        yield Assumption("tax_unknown")
    elif facts.tax_years or tax_goes_on:
        yield Assumption("tax_goes_on" if tax_goes_on else "tax_ends", {"year": year})
    deduction = worth(first, first.rules.item("study_deduction")).points
    if deduction:
        yield Assumption("deduction_stays", {"points": -deduction})
    if facts.tax_violations or facts.detentions:
        years = first.rules.item("law").terms.counted_years
        yield Assumption("offences_stay", {"last": year + years - 1, "years": years})
