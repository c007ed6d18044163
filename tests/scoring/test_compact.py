"""Fewer spans, the same months."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring import Span, parse_facts, project, score_range
from scoring.months import NO_MONTHS, Months, month
from scoring.outlook.compact import compact, merged
from tests.scoring.people import YEARS, people

CUT = month(2030, 12)
first = st.integers(month(2000, 1), month(2031, 1))
spans = st.lists(
    st.builds(
        lambda start, length: Span(start, None if length is None else start + length),
        first,
        st.none() | st.integers(0, 40),
    ),
    max_size=12,
)


def months(found: list[Span]) -> Months:
    held = NO_MONTHS
    for each in found:
        held = Months(held | each.months(CUT))
    return held


@given(spans)
def test_merged_spans_hold_the_same_months_and_do_not_touch(given: list[Span]) -> None:
    found = merged(given)
    assert months(found) == months(given)
    for before, after in pairwise(found):
        assert before.last is not None
        assert before.last + 1 < after.first
    assert any(each.last is None for each in found) == any(each.last is None for each in given)


@given(people, YEARS)
def test_compact_facts_score_the_same(raw: dict[str, Any], year: int) -> None:
    facts = parse_facts(raw)
    few, many = score_range(compact(facts), year), score_range(facts, year)
    assert (few.items, few.missing) == (many.items, many.missing)
    assert few.low.eligibility.verdict is many.low.eligibility.verdict
    assert project(compact(facts), year, 3) == project(facts, year, 3)
