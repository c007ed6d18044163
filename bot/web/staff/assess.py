"""One case seen from all sides: what the caller's page shows, from the same engine as the chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
    pairs = zip(found.low.lines, found.high.lines, strict=True)
    places = tuple(
        Place(each, standing(found.low.total, each.year), standing(found.high.total, each.year))
        for each in reversed(results())
    )
    return Assessment(
        year,
        found,
        tuple(Row(low, high) for low, high in pairs),
        places,
        project(facts, year, PROJECTED_YEARS),
        tuple(advise(facts, year)),
        contradictions(facts, year),
    )
