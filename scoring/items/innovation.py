"""创新创业: one award, or the firm's equity financing."""

from decimal import Decimal
from functools import lru_cache

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import NOTHING_KNOWN, ZERO, Bounds, Worth, fixed, rounded, worth_of
from scoring.rules import parameters


def one_award(case: Snapshot, given: parameters.Innovation) -> Worth:
    """One item only: an award's value, or the step of the firm's equity financing."""
    facts = case.facts
    if facts.innovation_points is None and facts.equity_financing is None:
        return NOTHING_KNOWN
    return _better(given, facts.innovation_points or 0, facts.equity_financing or 0)


@lru_cache(maxsize=256)
def _better(given: parameters.Innovation, points: int, raised: int) -> Worth:
    award = Decimal(points)
    equity = next((step.points for step in given.equity if raised >= step.yuan), ZERO)
    if equity > award:
        return worth_of(rounded(equity), "equity", given.equity_note, yuan=raised, points=equity)
    if award:
        return worth_of(rounded(award), "award", given.award_note, points=award)
    return worth_of(ZERO, "no_innovation")


def bounds(case: Snapshot, given: parameters.Innovation) -> Bounds:
    """The points whatever the award turns out to be."""
    facts = case.facts
    if facts.innovation_points is not None or facts.equity_financing is not None:
        return fixed(one_award(case, given))
    most = max(*given.awards, *given.competitions)
    return Bounds(
        one_award(case.with_facts(facts._replace(innovation_points=0)), given),
        one_award(case.with_facts(facts._replace(innovation_points=most)), given),
    )
