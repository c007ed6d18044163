"""What moved between two application years, item by item, with the reason in words."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import Worth


@dataclass(frozen=True, slots=True)
class Change:
    """`points` more (or less) for an item than in the year before, and why."""

    item: str
    title: str
    points: Decimal
    reason: str


def changes(
    before: Snapshot, had: list[Worth], case: Snapshot, worths: list[Worth]
) -> tuple[Change, ...]:
    """Every item of `case` that is worth more or less than in `before`."""
    found = []
    for item, old, new in zip(case.rules.items, had, worths, strict=True):
        if new.points != old.points:
            reason = _reason(item.key, before, old, case, new)
            found.append(Change(item.key, item.title, new.points - old.points, reason))
    return tuple(found)


def _reason(item: str, before: Snapshot, old: Worth, case: Snapshot, new: Worth) -> str:
    if item == "employment" and before.employed is not None and case.employed is not None:
        return f"社保多 {case.employed - before.employed} 个月，共 {new.inputs}"
    if item == "tax" and before.rules is case.rules:
        return _tax(before, case, new)
    return f"{old.inputs} → {new.inputs}" if item == "suburb" else new.inputs


def _tax(before: Snapshot, case: Snapshot, new: Worth) -> str:
    years = case.rules.item("tax").terms.years
    reached = set(case.facts.tax_years or ())
    gone = [y for y in range(before.year - years, case.year - years) if y in reached]
    come = [y for y in range(before.year, case.year) if y in reached]
    parts = [f"{y} 年移出近 {years} 年" for y in gone] + [f"{y} 年达标计入" for y in come]
    return "，".join(parts) or new.inputs
