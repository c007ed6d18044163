"""合法稳定就业: months of paid insurance."""

from functools import lru_cache

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import NOTHING_KNOWN, Bounds, Worth, fixed, monthly, worth_of
from scoring.rules import parameters


def paid_months(case: Snapshot, given: parameters.Employment) -> Worth:
    """Months of paid insurance, no cap."""
    return NOTHING_KNOWN if case.employed is None else _paid(given, case.employed)


@lru_cache(maxsize=1024)
def _paid(given: parameters.Employment, months: int) -> Worth:
    points = monthly(months, given.per_year)
    return worth_of(points, "paid_months", months=months, each=given.per_year / 12)


def bounds(case: Snapshot, given: parameters.Employment) -> Bounds:
    """The points of a case whose insurance is settled."""
    return fixed(paid_months(case, given))
