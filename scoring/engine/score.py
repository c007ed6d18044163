"""From facts to points with reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from scoring.engine.eligibility import Eligibility, judge
from scoring.engine.missing import missing_facts
from scoring.facts.model import Facts
from scoring.facts.registry import lookup_of
from scoring.facts.snapshot import Snapshot
from scoring.items import ZERO, Basis, Worth, worth
from scoring.rules import ITEMS, Item


class Line(NamedTuple):
    """One item of a score, with everything a person needs to check it.

    `points` has two places. `basis` are the codes and figures of what was counted ("258 months,
    0.25 each"), `document` and `indicator` say where the rule stands, `official` is the number of
    the official answer that speaks to it, `note` what is not certain about it, `lookup` where the
    fact can be looked up.
    """

    item: str
    title: str
    points: Decimal
    basis: tuple[Basis, ...]
    document: str
    indicator: str
    official: int | None = None
    note: str | None = None
    lookup: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the total is without an indicator that the applicant may leave out.

    `indicator` is "education" (with its deduction) or "suburb"; `gain` is how many points more
    the total has without it (never shown as certain: `note` words the confidence).
    """

    indicator: str
    items: tuple[str, ...]
    total: Decimal
    gain: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Score:
    """The points for one application year. `total` is the exact sum of the lines.

    `missing` are the names of the facts that are not known, those that can move most first.
    """

    year: int
    rules: str
    total: Decimal
    lines: tuple[Line, ...]
    eligibility: Eligibility
    missing: tuple[str, ...]

    def line(self, item: str) -> Line:
        """The line of an item (one of `ITEMS`)."""
        return next(line for line in self.lines if line.item == item)


def score(facts: Facts, year: int) -> Score:
    """The score of `facts` for the application year `year` (2018 to 2100, else `FactError`).

    Everything is counted up to 31 December of the year before; spans that go on run to that day.
    A fact that is not known scores 0 and is named in `missing`.
    """
    return score_of(Snapshot(facts, year))


def score_of(case: Snapshot) -> Score:
    """The same for facts that are already laid out at their cut."""
    judged = judge(case)
    lines = [line_of(item, worth(case, item)) for item in case.rules.items]
    return assemble(case, lines, judged, missing_facts(case, judged))


_LOOKUPS = {item: lookup_of(item) for item in ITEMS}


def line_of(item: Item, found: Worth) -> Line:
    """The line that shows `found`."""
    return Line(
        item.key,
        item.title,
        found.points,
        found.basis,
        item.document,
        item.indicator,
        item.official,
        found.note,
        _LOOKUPS[item.key],
    )


def assemble(
    case: Snapshot, lines: Iterable[Line], judged: Eligibility, missing: tuple[str, ...]
) -> Score:
    """A score of these lines."""
    kept = tuple(lines)
    total = sum([line.points for line in kept], ZERO)
    return Score(case.year, case.rules.name, total, kept, judged, missing)


_INDICATORS = {"education": ("education", "study_deduction"), "suburb": ("suburb",)}


def left_out(facts: Facts, year: int) -> tuple[LeftOut, ...]:
    """The total without each indicator that counts and may be left out, the better one first."""
    case = Snapshot(facts, year)
    points = {item.key: worth(case, item).points for item in case.rules.items}
    total = sum(points.values(), ZERO)
    found = []
    for indicator, items in _INDICATORS.items():
        note = case.rules.item(indicator).left_out_note
        if note is not None and any(points[item] for item in items):
            gain = -sum((points[item] for item in items), ZERO)
            found.append(LeftOut(indicator, items, total + gain, gain, note))
    return tuple(sorted(found, key=lambda each: -each.gain))
