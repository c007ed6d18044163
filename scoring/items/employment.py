"""合法稳定就业: months of paid insurance."""

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import UNKNOWN, ZERO, Bounds, Worth, fixed, monthly, worth_of
from scoring.rules import parameters


def paid_months(case: Snapshot, given: parameters.Employment) -> Worth:
    """Months of paid insurance, no cap."""
    if case.employed is None:
        return Worth(ZERO, UNKNOWN)
    points = monthly(case.employed, given.per_year)
    return worth_of(points, "paid_months", months=case.employed, each=given.per_year / 12)


def bounds(case: Snapshot, given: parameters.Employment) -> Bounds:
    """The points of a case whose insurance is settled."""
    return fixed(paid_months(case, given))
