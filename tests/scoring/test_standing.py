"""A total against the published years."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.outlook.results import results
from scoring.outlook.standing import standing

POINTS = st.decimals(min_value=0, max_value=200, places=2)
YEARS = st.sampled_from([result.year for result in results()])


@pytest.mark.parametrize(
    ("year", "total", "passed", "distance", "place"),
    [
        (2025, "117.33", True, "0", "与第 6000 名同分，同分同落，正好入围"),
        (2025, "117.32", False, "-0.01", "未进入当年名单"),
        (2025, "117.34", True, "0.01", "第 5500–6000 名之间"),
        (2025, "120.63", True, "3.30", "与第 1000 名同分"),
        (2025, "120.62", True, "3.29", "第 1000–1500 名之间"),
        (2025, "139.38", True, "22.05", "与第 1 名同分"),
        (2025, "139.39", True, "22.06", "高于当年第 1 名"),
        (2018, "90.75", True, "0", "与第 6000 名同分，同分同落，正好入围"),
        (2018, "122.00", True, "31.25", "第 1–100 名之间"),
        (2019, "93.58", True, "0", "与第 6000 名同分，同分同落，正好入围"),
        (2019, "100.00", True, "6.42", "进入当年名单，更细的名次没有分数可对照"),
        (2019, "0", False, "-93.58", "未进入当年名单"),
    ],
)
def test_cases(year: int, total: str, passed: bool, distance: str, place: str) -> None:
    found = standing(Decimal(total), year)
    assert (found.passed, found.distance, found.place) == (passed, Decimal(distance), place)
    assert not found.estimate


@pytest.mark.parametrize(
    ("total", "place"),
    [
        ("119.93", "大约第 5000–6000 名之间"),
        ("121.34", "大约与第 3000 名同分"),
        ("125.00", "大约第 1000 名之前"),
    ],
)
def test_the_snapshot_of_2026_is_worded_as_an_estimate(total: str, place: str) -> None:
    found = standing(Decimal(total), 2026)
    assert found.estimate
    assert found.place.startswith(place)
    assert "估计" in found.place


def test_the_line_of_2026_itself_is_no_estimate() -> None:
    assert standing(Decimal("119.92"), 2026).place == "与第 6000 名同分，同分同落，正好入围"


def test_an_unpublished_year_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="2027 年的结果尚未公布"):
        standing(Decimal(100), 2027)


@given(year=YEARS, one=POINTS, other=POINTS)
def test_more_points_never_stand_worse(year: int, one: Decimal, other: Decimal) -> None:
    lower, higher = sorted((standing(one, year), standing(other, year)), key=lambda s: s.total)
    assert lower.passed <= higher.passed
    assert lower.distance <= higher.distance
    last = 10**9
    assert (higher.below or last) <= (lower.below or last)
    assert (higher.above or 0) <= (lower.above or last)


@given(year=YEARS, total=POINTS)
def test_passed_is_at_or_above_the_line(year: int, total: Decimal) -> None:
    found = standing(total, year)
    assert found.passed == (total >= found.line)
    assert found.distance == total - found.line
