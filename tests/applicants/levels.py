"""The levels that conversations are to reach, over all kinds and styles.

Not collected while the chat does not reach them; rename to `test_levels.py` then.
"""

from functools import cache

from tests.applicants import measure
from tests.applicants.measure import Judged, judge, plan
from tests.applicants.people import kinds
from tests.applicants.styles import STYLES

WALKS = 2 * len(STYLES) * len(kinds())
"""Two people of every kind in every style."""
ALL_AT_ONCE = "dump"
BIT_BY_BIT = ("short", "talkative")


@cache
def walks() -> list[Judged]:
    return [judge(*row) for row in plan(WALKS, seed=1)]


def of_styles(*styles: str) -> list[Judged]:
    return [each for each in walks() if each.walk.style in styles]


def test_results_are_exact() -> None:
    assert measure.exact(walks()) >= 98


def test_hardly_any_firm_total_is_wrong() -> None:
    assert measure.firm_wrong(walks()) <= 1


def test_eligibility_is_right() -> None:
    assert measure.eligibility(walks()) >= 98


def test_corrections_are_taken_at_once() -> None:
    taken, made = measure.corrections(walks())
    assert made >= 80
    assert taken / made >= 0.9


def test_a_result_comes_soon() -> None:
    assert measure.median_messages(of_styles(ALL_AT_ONCE)) <= 8
    assert measure.median_messages(of_styles(*BIT_BY_BIT)) <= 14


def test_no_reply_is_over_the_limit() -> None:
    assert sum(each.long for each in walks()) == 0


def test_no_question_is_repeated_without_a_word() -> None:
    assert sum(each.bare for each in walks()) == 0
