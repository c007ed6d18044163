"""Which what-ifs together reach a line."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring import parse_facts, project, ways_to_reach
from tests.scoring.people import RENTER
from tests.scoring.test_advice import people

# 2027: 55.50 + 9.25 + 15 + 20 = 99.75, and 3.50 more every year while the age holds.


def _ways(line: str, by_year: int, raw: dict[str, Any] | None = None) -> list[tuple[str, ...]]:
    facts = parse_facts(raw or RENTER)
    found = ways_to_reach(facts, Decimal(line), by_year, from_year=2027)
    return [way.measures for way in found]


def test_going_on_is_enough_and_then_nothing_else_is_said() -> None:
    facts = parse_facts(RENTER)
    (way,) = ways_to_reach(facts, Decimal("106.75"), 2030, from_year=2027)
    assert (way.measures, way.year, way.total) == ((), 2029, Decimal("106.75"))


def test_one_measure_when_one_will_do() -> None:
    # 2029 without help: 106.75. Tax adds 4 by then, a home outside 4 + 1, with work 6 + 1.
    assert _ways("113", 2029)[0] == ("suburb_home_and_work",)
    assert _ways("110.75", 2029) == [("suburb_home_and_work",), ("suburb_home",), ("tax_years",)]


def test_two_measures_when_one_will_not_do() -> None:
    assert _ways("115", 2029) == [
        ("suburb_home_and_work", "tax_years"),
        ("suburb_home", "tax_years"),
    ]
    assert _ways("116", 2029) == [("suburb_home_and_work", "tax_years")]


def test_a_set_that_contains_a_smaller_one_is_left_out() -> None:
    for line in ("108", "112", "115", "117"):
        sets = [set(way) for way in _ways(line, 2030)]
        assert not any(one < other for one in sets for other in sets)


def test_nothing_reaches_it() -> None:
    assert _ways("200", 2036) == []


def test_years_in_which_one_may_not_apply_do_not_count() -> None:
    raw = RENTER | {"insurance": {"periods": [{"from": "2022-01", "to": "now"}]}}
    (way,) = ways_to_reach(parse_facts(raw), Decimal(40), 2032, from_year=2027)
    assert way.year == 2029  # 84 months end with December 2028
    assert _ways("40", 2028, raw) == []


def test_a_year_before_the_first_holds_nothing() -> None:
    assert _ways("1", 2026) == []


@given(people(), st.integers(80, 130), st.integers(2027, 2031))
def test_every_way_reaches_the_line_in_time(facts: Any, line: int, by_year: int) -> None:
    found = ways_to_reach(facts, Decimal(line), by_year, from_year=2027)
    for way in found:
        assert way.total >= line == way.line
        assert 2027 <= way.year <= by_year
        assert len(way.titles) == len(way.measures)
    years = project(facts, 2027, by_year - 2026).years
    enough = any(each.total >= line and each.eligible is not False for each in years)
    assert enough == any(way.measures == () for way in found)
