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
from scoring.items import ZERO, Basis, Worth, worths
from scoring.rules import Item


class Line(NamedTuple):
    """One item of a score, with everything a person needs to check it: its rule, what was found."""

    rule: Item
    found: Worth

    @property
    def item(self) -> str:
        """The key of the item, one of `ITEMS`."""
        return self.rule.key

    @property
    def title(self) -> str:
        """Its official title."""
        return self.rule.title

    @property
    def points(self) -> Decimal:
        """The points, with two places."""
        return self.found.points

    @property
    def basis(self) -> tuple[Basis, ...]:
        """The codes and figures of what was counted ("258 months, 0.25 each")."""
        return self.found.basis

    @property
    def document(self) -> str:
        """The document that bears the rule."""
        return self.rule.document

    @property
    def indicator(self) -> str:
        """Where in the document the rule stands."""
        return self.rule.indicator

    @property
    def official(self) -> int | None:
        """The number of the official answer that speaks to it."""
        return self.rule.official

    @property
    def note(self) -> str | None:
        """What is not certain about it, or what it asks in return."""
        return self.found.note

    @property
    def lookup(self) -> str | None:
        """Where the fact can be looked up."""
        return lookup_of(self.rule.key)


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
    lines = map(Line, case.rules.items, worths(case))
    return assemble(case, lines, judged, missing_facts(case, judged))


def assemble(
    case: Snapshot, lines: Iterable[Line], judged: Eligibility, missing: tuple[str, ...]
) -> Score:
    """A score of these lines."""
    kept = tuple(lines)
    total = sum([found.points for _, found in kept], ZERO)
    return Score(case.year, case.rules.name, total, kept, judged, missing)


_INDICATORS = {"education": ("education", "study_deduction"), "suburb": ("suburb",)}


def left_out(facts: Facts, year: int) -> tuple[LeftOut, ...]:
    """The total without each indicator that counts and may be left out, the better one first."""
    case = Snapshot(facts, year)
    pairs = zip(case.rules.items, worths(case), strict=True)
    points = {item.key: found.points for item, found in pairs}
    total = sum(points.values(), ZERO)
    found = []
    for indicator, items in _INDICATORS.items():
        note = case.rules.item(indicator).left_out_note
        if note is not None and any(points[item] for item in items):
            gain = -sum((points[item] for item in items), ZERO)
            found.append(LeftOut(indicator, items, total + gain, gain, note))
    return tuple(sorted(found, key=lambda each: -each.gain))
