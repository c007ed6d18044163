"""One case seen from all sides: what the caller's page shows, from the same engine as the chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from replies.wording import (
    basis_text,
    condition_reason,
    condition_title,
    contradiction_lines,
)
from scoring import (
    Advice,
    Facts,
    Line,
    Projection,
    ScoreRange,
    Standing,
    YearResult,
    advise,
    contradictions,
    parse_facts,
    project,
    results,
    score_range,
    standing,
)

PROJECTED_YEARS = 8


@dataclass(frozen=True)
class Row:
    """One item: its line at the low and at the high end (the same where nothing is missing)."""

    low: Line
    high: Line

    @property
    def settled(self) -> bool:
        return self.low.points == self.high.points

    @property
    def least(self) -> str:
        """What the low end was counted from."""
        return basis_text(self.low)

    @property
    def most(self) -> str:
        """What the high end was counted from."""
        return basis_text(self.high)


@dataclass(frozen=True)
class Judged:
    """One condition in words."""

    met: bool | None
    title: str
    reason: str


@dataclass(frozen=True)
class Place:
    """Where the total stands against one published year, at both ends of the range."""

    result: YearResult
    low: Standing
    high: Standing


@dataclass(frozen=True)
class Assessment:
    """Everything about a case for one application year."""

    year: int
    found: ScoreRange
    conditions: tuple[Judged, ...]
    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    projection: Projection
    advice: tuple[Advice, ...]
    doubts: tuple[str, ...]

    @property
    def settled(self) -> bool:
        return self.found.low.total == self.found.high.total


def assess(raw: Mapping[str, Any], year: int) -> Assessment:
    """`FactError` when a fact cannot be used."""
    facts: Facts = parse_facts(raw)
    found = score_range(facts, year)
    places = tuple(
        Place(each, standing(found.low.total, each.year), standing(found.high.total, each.year))
        for each in reversed(results())
    )
    return Assessment(
        year,
        found,
        tuple(
            Judged(each.met, condition_title(each), condition_reason(each))
            for each in found.low.eligibility.conditions
        ),
        tuple(Row(each.low, each.high) for each in found.items),
        places,
        project(facts, year, PROJECTED_YEARS),
        tuple(advise(facts, year)),
        tuple(contradiction_lines(contradictions(facts, year))),
    )
