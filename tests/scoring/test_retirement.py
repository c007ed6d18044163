"""The gradual retirement table, group by group."""

from itertools import pairwise

import pytest

from scoring import Birth, last_year, parse_facts, retirement_month, score
from scoring.facts.model import Post, Sex
from scoring.months import month, written
from scoring.rules.retirement import TABLE

CASES: list[tuple[Sex, Post | None, str, str]] = [
    # Men: 60 until births of 1964-12, then a month for every four, up to 63.
    ("male", None, "1964-12", "2024-12"),
    ("male", None, "1965-01", "2025-02"),
    ("male", None, "1965-04", "2025-05"),
    ("male", None, "1965-05", "2025-07"),
    ("male", None, "1976-08", "2039-07"),
    ("male", None, "1976-09", "2039-09"),
    ("male", None, "1976-12", "2039-12"),
    ("male", None, "1990-01", "2053-01"),
    # Women, 55: the same step from 1970-01, up to 58.
    ("female", "manager", "1969-12", "2024-12"),
    ("female", "manager", "1970-01", "2025-02"),
    ("female", "manager", "1981-08", "2039-07"),
    ("female", "manager", "1981-09", "2039-09"),
    ("female", "manager", "1990-01", "2048-01"),
    # Women, 50: a month for every two from 1975-01, up to 55.
    ("female", "worker", "1974-12", "2024-12"),
    ("female", "worker", "1975-01", "2025-02"),
    ("female", "worker", "1975-02", "2025-03"),
    ("female", "worker", "1975-03", "2025-05"),
    ("female", "worker", "1978-03", "2029-11"),  # 51 years 8 months
    ("female", "worker", "1984-10", "2039-09"),
    ("female", "worker", "1984-11", "2039-11"),
    ("female", "worker", "1990-01", "2045-01"),
]


def birth(text: str) -> Birth:
    return Birth(int(text[:4]), int(text[5:7]))


@pytest.mark.parametrize(("sex", "post", "born", "retires"), CASES)
def test_the_month(sex: Sex, post: Post | None, born: str, retires: str) -> None:
    found = retirement_month(birth(born), sex, post)
    assert found is not None
    assert written(found) == retires


@pytest.mark.parametrize(("sex", "post", "born", "retires"), CASES)
def test_the_last_year_is_the_last_that_the_condition_lets_through(
    sex: Sex, post: Post | None, born: str, retires: str
) -> None:
    year = last_year(birth(born), sex, post)
    assert year is not None
    facts = parse_facts({"birth": born, "sex": sex, "post": post})
    met = [score(facts, y).eligibility.condition("retirement").met for y in (year, year + 1)]
    assert met == [True, False], retires


def test_the_delay_never_shrinks_and_ends_at_its_cap() -> None:
    for group in (TABLE.men, TABLE.women_managers, TABLE.women_workers):
        births = range(month(1950, 1), month(2000, 1))
        delays = [group.month(each) - each - group.base_years * 12 for each in births]
        assert delays == sorted(delays)
        assert {after - before for before, after in pairwise(delays)} <= {0, 1}
        assert (delays[0], delays[-1]) == (0, group.cap)


def test_what_is_not_known_leaves_it_open() -> None:
    assert retirement_month(Birth(1975), "male") is None
    assert retirement_month(Birth(1975, 3), "female") is None
    assert retirement_month(Birth(1975, 3), None) is None
    assert last_year(Birth(1975, 3), "female") is None
    assert last_year(Birth(1975), "male") is None


def test_a_post_means_nothing_for_a_man() -> None:
    assert retirement_month(Birth(1970, 1), "male", "worker") == retirement_month(
        Birth(1970, 1), "male"
    )
