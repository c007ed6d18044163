"""纳税: years that reached the amount; violations take off."""

from dataclasses import replace
from decimal import Decimal

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import UNKNOWN, ZERO, Basis, Bounds, Worth, rounded
from scoring.rules import parameters

Terms = parameters.TaxEachYear | parameters.TaxAverage


def each_year(case: Snapshot, given: parameters.TaxEachYear) -> Worth:
    """Each of the last years on its own."""
    years = _reached(case, given)
    points = min(given.most, years * given.per_year)
    return _less_violations(case, given, years, points, "tax_each")


def three_years(case: Snapshot, given: parameters.TaxAverage) -> Worth:
    """One amount when all of the last years reached it (the average then did, too)."""
    years = _reached(case, given)
    points = given.points if years >= given.years else ZERO
    note = given.average_note if 0 < years < given.years else None
    return _less_violations(case, given, years, points, "tax_average", note)


def _reached(case: Snapshot, given: Terms) -> int:
    first = case.year - given.years
    return len([each for each in case.facts.tax_years or () if first <= each < case.year])


def _less_violations(
    case: Snapshot, given: Terms, years: int, points: Decimal, code: str, note: str | None = None
) -> Worth:
    count = case.facts.tax_violations or 0
    if case.facts.tax_years is None:
        points, note = ZERO, None
        basis: tuple[Basis, ...] = UNKNOWN
    else:
        figures = {
            "first": case.year - given.years,
            "last": case.year - 1,
            "years": years,
            "yuan": given.yuan,
            "points": rounded(points),
        }
        basis = (Basis(code, figures),)
    if count:
        basis = (*basis, Basis("violations", {"count": count, "each": given.violation}))
        points -= given.violation * count
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
