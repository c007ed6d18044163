"""纳税: years that reached the amount; violations take off."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import UNKNOWN, ZERO, Basis, Bounds, Worth, rounded
from scoring.rules import parameters

Terms = parameters.TaxEachYear | parameters.TaxAverage
Years = tuple[int, ...] | None


def each_year(case: Snapshot, given: parameters.TaxEachYear) -> Worth:
    """Each of the last years on its own."""
    return _each_year(given, case.year, case.facts.tax_years, case.facts.tax_violations or 0)


@lru_cache(maxsize=1024)
def _each_year(given: parameters.TaxEachYear, year: int, told: Years, violations: int) -> Worth:
    reached = _reached(given, year, told)
    points = min(given.most, (reached or 0) * given.per_year)
    return _less_violations(given, year, reached, violations, points, "tax_each")


def three_years(case: Snapshot, given: parameters.TaxAverage) -> Worth:
    """One amount when all of the last years reached it (the average then did, too)."""
    return _three_years(given, case.year, case.facts.tax_years, case.facts.tax_violations or 0)


@lru_cache(maxsize=1024)
def _three_years(given: parameters.TaxAverage, year: int, told: Years, violations: int) -> Worth:
    reached = _reached(given, year, told)
    years = reached or 0
    points = given.points if years >= given.years else ZERO
    note = given.average_note if 0 < years < given.years else None
    return _less_violations(given, year, reached, violations, points, "tax_average", note)


def _reached(given: Terms, year: int, told: Years) -> int | None:
    """How many of the years that count reached the amount; None: not known."""
    if told is None:
        return None
    return len([each for each in told if year - given.years <= each < year])


def _less_violations(
    given: Terms,
    year: int,
    reached: int | None,
    violations: int,
    points: Decimal,
    code: str,
    note: str | None = None,
) -> Worth:
    basis: tuple[Basis, ...] = UNKNOWN
    if reached is not None:
        figures = {
            "first": year - given.years,
            "last": year - 1,
            "years": reached,
            "yuan": given.yuan,
            "points": rounded(points),
        }
        basis = (Basis(code, figures),)
    if violations:
        basis = (*basis, Basis("violations", {"count": violations, "each": given.violation}))
        points -= given.violation * violations
    return Worth(rounded(points), basis, note)


def each_year_bounds(case: Snapshot, given: parameters.TaxEachYear) -> Bounds:
    """The points whatever the years turn out to be.

    Unknown violations count as none: no number bounds them, so the range names what each costs.
    """
    return Bounds(*(each_year(each, given) for each in _ends(case, given)))


def three_years_bounds(case: Snapshot, given: parameters.TaxAverage) -> Bounds:
    """Likewise for the average of the years."""
    return Bounds(*(three_years(each, given) for each in _ends(case, given)))


def _ends(case: Snapshot, given: Terms) -> tuple[Snapshot, Snapshot]:
    facts = case.facts
    if facts.tax_years is not None:
        return case, case
    every = tuple(range(case.year - given.years, case.year))
    return (
        case.with_facts(replace(facts, tax_years=())),
        case.with_facts(replace(facts, tax_years=every)),
    )
