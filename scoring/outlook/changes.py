"""What moved between two application years, item by item, and what it was counted from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.facts.snapshot import Snapshot
from scoring.items import Basis, Worth


@dataclass(frozen=True, slots=True)
class PointsChange:
    """`points` more (or less) for an item than in the year before.

    `code` with `values` says why (worded in replies/texts/reasons.toml); `before` and `basis` are
    what the item was counted from in the two years.
    """

    item: str
    title: str
    points: Decimal
    code: str
    values: Mapping[str, object]
    before: tuple[Basis, ...]
    basis: tuple[Basis, ...]


def changes(
    before: Snapshot, had: list[Worth], case: Snapshot, worths: list[Worth]
) -> tuple[PointsChange, ...]:
    """Every item of `case` that is worth more or less than in `before`."""
    found = []
    for item, old, new in zip(case.rules.items, had, worths, strict=True):
        if new.points != old.points:
            code, values = _why(item.key, before, case)
            points = new.points - old.points
            found.append(
                PointsChange(item.key, item.title, points, code, values, old.basis, new.basis)
            )
    return tuple(found)


def _why(item: str, before: Snapshot, case: Snapshot) -> tuple[str, Mapping[str, object]]:
    if item == "employment" and before.employed is not None and case.employed is not None:
        return "more_months", {"months": case.employed - before.employed}
    lapsed = _lapsed(item, before, case)
    if lapsed is not None:
        return "lapsed", {"years": lapsed}
    if item == "tax" and before.rules is case.rules:
        years = case.rules.item("tax").terms.years
        reached = set(case.facts.tax_years or ())
        gone = [y for y in range(before.year - years, case.year - years) if y in reached]
        come = [y for y in range(before.year, case.year) if y in reached]
        if gone or come:
            return "tax_years", {"gone": tuple(gone), "come": tuple(come), "years": years}
    return "instead" if item == "suburb" else "counted", {}


def _lapsed(item: str, before: Snapshot, case: Snapshot) -> int | None:
    """After how many years the offences of an item no longer count; None: none lapsed."""
    terms = case.rules.item(item).terms
    if item == "tax" and before.facts.tax_violations and not case.facts.tax_violations:
        return int(terms.violation_years)
    if item == "law" and before.facts.detentions and not case.facts.detentions:
        return int(terms.counted_years)
    return None
