"""The ten items of a score, one module an indicator: points, bounds and what was counted."""

from collections.abc import Callable
from functools import cache
from typing import Any

from scoring.facts.snapshot import Snapshot
from scoring.items import (
    age,
    conduct,
    education,
    employment,
    innovation,
    residence,
    suburb,
    tax,
)
from scoring.items.worth import ZERO, Basis, Bounds, Worth, fixed
from scoring.rules import Item, Rules

Shape = Callable[[Snapshot, Any], Worth]
# The function of a shape of arithmetic by the name that rule files use.
SHAPES: dict[str, Shape] = {
    "paid_months": employment.paid_months,
    "records": residence.records,
    "highest": education.highest,
    "study_window": education.study_window,
    "full_years": suburb.full_years,
    "one_award": innovation.one_award,
    "each_year": tax.each_year,
    "three_years": tax.three_years,
    "bands": age.bands,
    "honour": conduct.honour,
    "detentions": conduct.detentions,
}
# Education and its deduction hang together: `education.possible` has their bounds.
_BOUNDS: dict[str, Callable[[Snapshot, Any], Bounds]] = {
    "paid_months": employment.bounds,
    "records": residence.bounds,
    "full_years": suburb.bounds,
    "one_award": innovation.bounds,
    "each_year": tax.each_year_bounds,
    "three_years": tax.three_years_bounds,
    "bands": age.bounds,
    "honour": conduct.honour_bounds,
    "detentions": conduct.detentions_bounds,
}


def worth(case: Snapshot, item: Item) -> Worth:
    """What one item is worth; a fact that is not known is worth 0."""
    return SHAPES[item.shape](case, item.terms)


def worths(case: Snapshot) -> list[Worth]:
    """What every item is worth, in the order of the items."""
    return [shape(case, terms) for shape, terms in _shapes(case.rules)]


@cache
def _shapes(rules: Rules) -> tuple[tuple[Shape, Any], ...]:
    return tuple((SHAPES[item.shape], item.terms) for item in rules.items)


def bounds(case: Snapshot, item: Item) -> Bounds:
    """The least and the most that an item can be worth in a case whose insurance is settled."""
    return _BOUNDS[item.shape](case, item.terms)


__all__ = ["SHAPES", "ZERO", "Basis", "Bounds", "Worth", "bounds", "fixed", "worth", "worths"]
