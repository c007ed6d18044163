"""The caller's form: what staff type → facts, and facts → the form again."""

import pytest
from werkzeug.datastructures import MultiDict

from bot.web.staff.facts_form import (
    NOTHING_ELSE,
    fill_form,
    month_of,
    months_of,
    number_of,
    read_form,
    row_counts,
)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("2015-07", "2015-07"), ("2015-7", "2015-07"), ("2015.7", "2015-07"), ("201507", "2015-07"),
        ("２０１５年７月", "2015-07"), ("2015年7月3日", "2015-07-03"), ("20150703", "2015-07-03"),
        ("至今", "now"), ("到现在", "now"), ("目前", "now"), ("now", "now"), ("很久", "很久"),
    ],
)  # fmt: skip
def test_months_as_staff_type_them(typed: str, month: str) -> None:
    assert month_of(typed) == month


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("100", 100),
        ("100个月", 100),
        ("8年", 96),
        ("8年3个月", 99),
        ("8年零3月", 99),
        ("半天", "半天"),
    ],
)
def test_durations_as_staff_type_them(typed: str, months: int | str) -> None:
    assert months_of(typed) == months


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("2000万", 20_000_000), ("1,500,000元", 1_500_000), ("1.5万", 15_000), ("多", "多")],
)
def test_money_as_staff_type_it(typed: str, yuan: int | str) -> None:
    assert number_of(typed) == yuan


FACTS = {
    "birth": "1985-03",
    "sex": "female",
    "post": "worker",
    "residence_permit": True,
    "criminal_record": False,
    "honour": False,
    "insurance": {"periods": [{"from": "2009-07", "to": "now"}], "repaid": ["2016-03", "2016-04"]},
    "homes": [
        {
            "kind": "owned",
            "certificate": "2016-05",
            "lived_from": "2019-06",
            "from": "2016-05",
            "to": "now",
            "district": "通州",
        },
        {"kind": "rented", "months": 40},
    ],
    "jobs": [{"district": "通州", "from": "2018-01", "to": "now"}],
    "suburb_months": {"live_only": 3, "live_and_work": 0},
    "education": {
        "diploma": "master",
        "degree": "master",
        "graduated": "2009-07",
        "overlap_months": 0,
    },
    "innovation_points": 0,
    "equity_financing": 1000,
    "tax_years": [2024, 2025],
    "tax_violations": 0,
    "detentions": 1,
}


def test_every_fact_goes_there_and_back() -> None:
    filled = fill_form(FACTS)
    years = [name.removeprefix("tax_years=") for name in filled if name.startswith("tax_years=")]
    assert read_form(MultiDict(filled), years).facts == FACTS


def test_nothing_known_is_not_the_same_as_nothing_there() -> None:
    assert read_form({}, []).facts == {}
    none = {"homes.none": "1", "jobs.none": "1", "tax_years.none": "1"}
    assert read_form(none, []).facts == {"homes": [], "jobs": [], "tax_years": []}
    assert fill_form({"homes": [], "tax_years": []}) == {"homes.none": "1", "tax_years.none": "1"}


def test_the_rest_is_taken_for_nothing_only_when_staff_say_so() -> None:
    assert read_form({"rest": "1", "detentions": "2"}, ["2025"]).facts == NOTHING_ELSE | {
        "detentions": 2,
        "tax_years": [2025],
    }
    assert "innovation_points" not in read_form({"rest": "1", "equity_financing": "9"}, []).facts


def test_a_fault_finds_its_row_behind_blank_ones() -> None:
    given = read_form({"homes[2].kind": "rented", "homes[2].months": "x"}, [])
    assert given.facts["homes"] == [{"kind": "rented", "months": "x"}]
    assert given.field_of("homes[0].months") == "homes[2].months"
    assert given.field_of("birth") == "birth"


def test_there_is_always_room_for_one_more() -> None:
    assert row_counts({})["homes"] == 3
    assert row_counts({"homes[2].kind": "rented"})["homes"] == 4
    assert row_counts({"homes[2].kind": "rented", "more": "homes"})["homes"] == 6
    assert row_counts({"homes[39].kind": "rented", "more": "homes"})["homes"] == 40
