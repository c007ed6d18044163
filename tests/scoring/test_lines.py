"""The published results as data."""

from decimal import Decimal

import pytest

from scoring import ResultsError
from scoring.outlook.results import last_result, lines_by_year, parse_results, results

ONE = """
[[result]]
year = 2025
quota = 6000
passed = 6004
line = 117.33
published = "2025-07-14"
"""


def test_all_years_are_there_in_order() -> None:
    assert [result.year for result in results()] == list(range(2018, 2027))
    assert last_result().year == 2026


def test_lines_are_exact() -> None:
    assert [str(result.line) for result in results()] == (
        ["90.75", "93.58", "97.13", "100.88", "105.42", "109.92", "114.46", "117.33", "119.92"]
    )


def test_unknown_stays_unknown_and_doubt_is_kept() -> None:
    by_year = lines_by_year()
    assert by_year[2019].applicants == 106_403
    assert by_year[2021].applicants is None
    assert by_year[2018].doubtful == {"applicants"}
    assert not by_year[2019].doubtful
    assert by_year[2019].ranks == ()


def test_everyone_tied_with_rank_6000_passed() -> None:
    assert all(result.passed >= result.quota for result in results())
    assert all(result.line == dict(result.ranks)[6000] for result in results() if result.ranks)


def test_points_are_decimals() -> None:
    for result in results():
        for _, score in (*result.ranks, *result.snapshot):
            assert isinstance(score, Decimal)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "years must follow"),
        ("[[result]\n", "results.toml"),
        (ONE.replace("line = 117.33\n", ""), "result 1: line: missing"),
        (ONE.replace("117.33", '"117.33"'), "result 1: line: must be a number"),
        (ONE.replace("6000", '"6000"'), "result 1: quota: must be int"),
        (ONE.replace('"2025-07-14"', "7"), "result 1: published: must be str"),
        (ONE + "cutoff = 1\n", "result 1: cutoff: no such key"),
        (ONE + ONE.replace("2025\n", "2027\n"), "years must follow"),
        (ONE + "ranks = [[5500, 118.00], [6000, 117.26]]\n", "must be the line"),
        (ONE + "ranks = [[5500, 117.00], [6000, 117.33]]\n", "score not above"),
    ],
)
def test_a_wrong_file_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ResultsError, match=r"results\.toml") as refused:
        parse_results(text)
    assert reason in str(refused.value)
