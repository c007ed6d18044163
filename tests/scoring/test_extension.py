"""Totals some years later, as if the present situation went on."""

from typing import Any

import pytest

from scoring import at_year, parse_facts

CASES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"insurance": {"months": 100, "continuous_months": 90, "repaid_months": 2}},
        {"insurance": {"months": 124, "continuous_months": 114, "repaid_months": 2}},
    ),
    ({"insurance": {"months": 100}}, {"insurance": {"months": 124}}),
    # Not insured now: nothing is added.
    (
        {"insurance": {"months": 100, "continuous_months": 0}},
        {"insurance": {"months": 100, "continuous_months": 0}},
    ),
    # The owned home goes on, else the longest of the others.
    (
        {"homes": [{"kind": "rented", "months": 50}, {"kind": "owned", "months": 10}]},
        {"homes": [{"kind": "rented", "months": 50}, {"kind": "owned", "months": 34}]},
    ),
    (
        {"homes": [{"kind": "dorm", "months": 9}, {"kind": "rented", "months": 50}]},
        {"homes": [{"kind": "dorm", "months": 9}, {"kind": "rented", "months": 74}]},
    ),
    # A dated home goes on by itself: totals are then the past.
    (
        {"homes": [{"kind": "owned", "months": 9}, {"kind": "rented", "from": "2020-01"}]},
        {"homes": [{"kind": "owned", "months": 9}, {"kind": "rented", "from": "2020-01"}]},
    ),
    ({"homes": []}, {"homes": []}),
    (
        {"suburb_months": {"live_only": 12, "live_and_work": 6}},
        {"suburb_months": {"live_only": 12, "live_and_work": 30}},
    ),
    ({"suburb_months": {"live_only": 12}}, {"suburb_months": {"live_only": 36}}),
    ({"suburb_months": {"live_only": 0}}, {"suburb_months": {"live_only": 0}}),
    # Sold before: no month is added.
    (
        {
            "suburb_months": {"live_only": 12},
            "homes": [
                {"kind": "owned", "from": "2018-01", "to": "2019-01"},
                {"kind": "rented", "from": "2019-02"},
            ],
        },
        {
            "suburb_months": {"live_only": 12},
            "homes": [
                {"kind": "owned", "from": "2018-01", "to": "2019-01"},
                {"kind": "rented", "from": "2019-02"},
            ],
        },
    ),
]


@pytest.mark.parametrize(("now", "later"), CASES)
def test_two_years_later(now: dict[str, Any], later: dict[str, Any]) -> None:
    assert at_year(parse_facts(now), 2024, 2026) == parse_facts(later)


def test_the_same_year_changes_nothing() -> None:
    facts = parse_facts({"insurance": {"months": 100}})
    assert at_year(facts, 2024, 2024) is facts
    assert at_year(facts, 2024, 2023) is facts
