"""A total against the published years."""

import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import ResultsError
from scoring.outlook.results import live_ranks, parse_live, results
from scoring.outlook.standing import place_in, standing

POINTS = st.decimals(min_value=0, max_value=200, places=2)
YEARS = st.sampled_from([result.year for result in results()])


@pytest.mark.parametrize(
    ("year", "total", "passed", "distance", "place"),
    [
        (2025, "117.33", True, "0", "at_line"),
        (2025, "117.32", False, "-0.01", "out"),
        (2025, "117.34", True, "0.01", "between"),
        (2025, "120.63", True, "3.30", "level"),
        (2025, "120.62", True, "3.29", "between"),
        (2025, "139.38", True, "22.05", "level"),
        (2025, "139.39", True, "22.06", "first"),
        (2018, "90.75", True, "0", "at_line"),
        (2018, "122.00", True, "31.25", "between"),
        (2019, "93.58", True, "0", "at_line"),
        (2019, "100.00", True, "6.42", "listed"),
        (2019, "0", False, "-93.58", "out"),
    ],
)
def test_cases(year: int, total: str, passed: bool, distance: str, place: str) -> None:
    found = standing(Decimal(total), year)
    assert (found.passed, found.distance, found.place) == (passed, Decimal(distance), place)
    assert not found.estimate


@pytest.mark.parametrize(
    ("total", "place", "above", "below"),
    [
        ("119.93", "between", 5000, 6000),
        ("121.34", "level", 3000, 3000),
        ("125.00", "before", None, 1000),
    ],
)
def test_the_snapshot_of_2026_is_an_estimate(
    total: str, place: str, above: int | None, below: int | None
) -> None:
    found = standing(Decimal(total), 2026)
    assert found.estimate
    assert (found.place, found.above, found.below) == (place, above, below)


LIVE = """
[[live]]
year = 2027
day = "2027-04-25"
ranks = [[1000, 124.00], [3000, 122.50], [6000, 120.10]]
"""


@pytest.mark.parametrize(
    ("total", "place", "above", "below"),
    [
        ("125.00", "before", None, 1000),
        ("122.50", "level", 3000, 3000),
        ("121.00", "between", 3000, 6000),
        ("120.00", "behind", 6000, None),
    ],
)
def test_live_ranks_give_a_place_before_the_result(
    total: str, place: str, above: int | None, below: int | None
) -> None:
    (live,) = parse_live(LIVE)
    found = place_in(Decimal(total), live)
    assert (found.day, found.place, found.above, found.below) == (
        "2027-04-25",
        place,
        above,
        below,
    )


def test_live_ranks_are_dropped_once_the_result_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    old = LIVE.replace("2027", "2026").replace("122.50", "122.40")
    monkeypatch.setattr(
        sys.modules["scoring.outlook.results"],
        "_text",
        lambda: LIVE + LIVE.replace("04-25", "05-10") + old,
    )
    live_ranks.cache_clear()
    newest, published = live_ranks(2027), live_ranks(2026)
    live_ranks.cache_clear()
    assert newest is not None
    assert newest.day == "2027-05-10"
    assert published is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ('day = "2027-04-25"', "live 1: day: missing"),
        ("[[1000, 124.00], ", "rank 1000 must come after"),
    ],
)
def test_wrong_live_ranks_are_refused(change: str, reason: str) -> None:
    wrong = "" if reason.endswith("missing") else "[[6000, 119.00], [1000, 124.00], "
    with pytest.raises(ResultsError, match=reason):
        parse_live(LIVE.replace(change, wrong))


def test_the_line_of_2026_itself_is_no_estimate() -> None:
    assert standing(Decimal("119.92"), 2026).place == "at_line"


def test_an_unpublished_year_is_refused() -> None:
    with pytest.raises(ValueError, match="no result of 2027 yet"):
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
