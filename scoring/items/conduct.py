"""荣誉表彰 and 守法记录: what was awarded once, and what each detention takes off."""

from functools import lru_cache

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import NOTHING_KNOWN, ZERO, Bounds, Worth, fixed, rounded, worth_of
from scoring.rules import parameters


def honour(case: Snapshot, given: parameters.Honour) -> Worth:
    """One amount, once."""
    held = case.facts.honour
    return NOTHING_KNOWN if held is None else _honour(given, held)


@lru_cache(maxsize=16)
def _honour(given: parameters.Honour, held: bool) -> Worth:
    return worth_of(rounded(given.points), "honour") if held else worth_of(ZERO, "no_honour")


def honour_bounds(case: Snapshot, given: parameters.Honour) -> Bounds:
    """With and without an honour, while it is not known."""
    if case.facts.honour is not None:
        return fixed(honour(case, given))
    low, high = (case.with_facts(case.facts._replace(honour=each)) for each in (False, True))
    return Bounds(honour(low, given), honour(high, given))


def detentions(case: Snapshot, given: parameters.Law) -> Worth:
    """Points off for each detention."""
    count = case.facts.detentions
    return NOTHING_KNOWN if count is None else _detained(given, count)


@lru_cache(maxsize=256)
def _detained(given: parameters.Law, count: int) -> Worth:
    if not count:
        return worth_of(ZERO, "no_detentions")
    return worth_of(rounded(-given.each * count), "detentions", count=count, each=given.each)


def detentions_bounds(case: Snapshot, given: parameters.Law) -> Bounds:
    """Unknown detentions count as none: no number bounds them; the range names what each costs."""
    return fixed(detentions(case, given))
