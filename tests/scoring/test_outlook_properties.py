"""Projection and advice for anybody: dates, totals, mixtures, gaps, both rule versions."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring import advise, parse_facts, project, score, score_range
from tests.scoring.people import YEARS, people


@st.composite
def incomplete(draw: st.DrawFn) -> dict[str, Any]:
    raw = draw(people)
    return {key: value for key, value in raw.items() if draw(st.integers(0, 3))}


@given(people, YEARS, st.one_of(st.none(), st.booleans()))
def test_a_projection_begins_with_the_score(
    raw: dict[str, Any], year: int, goes_on: bool | None
) -> None:
    facts = parse_facts(raw)
    years = project(facts, year, 4, tax_goes_on=goes_on).years
    assert years[0].total == score(facts, year).total
    for before, each in pairwise(years):
        moved = sum((change.points for change in each.changes), Decimal())
        assert each.total == before.total + moved


@given(incomplete(), YEARS)
def test_a_projection_with_gaps_holds_the_range(raw: dict[str, Any], year: int) -> None:
    facts = parse_facts(raw)
    years = project(facts, year, 3).years
    found = score_range(facts, year)
    assert (years[0].low, years[0].high) == (found.low.total, found.high.total)
    assert all(each.low <= each.high for each in years)


@given(incomplete(), YEARS)
def test_advice_is_in_order_and_adds_up(raw: dict[str, Any], year: int) -> None:
    found = advise(parse_facts(raw), year)
    gains = [each.gain for each in found if each.opens is None]
    assert gains == sorted(gains, reverse=True)
    for each in found:
        assert each.gain == sum((points for _, points in each.parts), Decimal())
        assert year <= each.first_year <= each.by_year
