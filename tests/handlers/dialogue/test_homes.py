"""Homes and jobs told bit by bit, several at once, corrected in parts."""

from typing import Any

import pytest

from handlers.dialogue.facts import facts_of
from handlers.dialogue.homes import merge, merge_jobs, put_lease, put_living
from scoring import parse_facts, score_range

Home = dict[str, Any]
RENTED: Home = {"kind": "rented", "from": "2010-01", "to": "2015-12"}
OWNED: Home = {"kind": "owned", "certificate": "2016-01", "district": "海淀"}


@pytest.mark.parametrize(
    ("known", "said", "now"),
    [
        # a detail fills the home of its kind
        ([{"kind": "owned"}], [{"kind": "owned", "district": "通州"}], [("owned", "通州")]),
        # two homes fill one and add one
        (
            [{"kind": "owned"}],
            [
                {"kind": "owned", "certificate": "2011-08"},
                {"kind": "owned", "certificate": "2020-02"},
            ],
            [("owned", "2011-08"), ("owned", "2020-02")],
        ),
        # another kind is another home
        ([RENTED], [OWNED], [("rented", "2010-01"), ("owned", "2016-01")]),
        # the same home again changes nothing
        ([OWNED], [dict(OWNED)], [("owned", "2016-01")]),
        # another district is another home
        (
            [OWNED],
            [{"kind": "owned", "district": "通州", "certificate": "2020-03"}],
            [("owned", "2016-01"), ("owned", "2020-03")],
        ),
    ],
)
def test_homes_are_merged(known: list[Home], said: list[Home], now: list[tuple[str, str]]) -> None:
    found = merge(known, said)
    assert [
        (h["kind"], h.get("certificate") or h.get("from") or h.get("district")) for h in found
    ] == now


def test_a_correction_changes_the_home_that_is_meant() -> None:
    other = {"kind": "owned", "certificate": "2020-03", "district": "大兴"}
    found = merge([OWNED, other], [{"kind": "owned", "district": "通州"}], replace=True)
    assert [home["district"] for home in found] == ["海淀", "通州"]
    found = merge([OWNED, other], [{"kind": "owned", "district": "通州"}], replace=True, place=0)
    assert [home["district"] for home in found] == ["通州", "大兴"]


def test_a_corrected_time_takes_the_old_one_away() -> None:
    found = merge([RENTED], [{"kind": "rented", "months": 60}], replace=True)
    assert found == [{"kind": "rented", "months": 60}]


def test_who_lived_there_from_the_certificate_on_still_did_so_when_its_month_is_corrected() -> None:
    known: Home = {"kind": "owned", "certificate": "2018-03", "lived_from": "2018-03"}
    (home,) = merge([known], [{"certificate": "2017-03"}], replace=True)
    assert home == {"kind": "owned", "certificate": "2017-03", "lives": True}
    moved = known | {"lived_from": "2019-01"}
    (home,) = merge([moved], [{"certificate": "2017-03"}], replace=True)
    assert home["lived_from"] == "2019-01"


def test_what_is_known_is_not_changed_in_place() -> None:
    known = [dict(OWNED)]
    merge(known, [{"kind": "owned", "lives": True}])
    put_living(known, True)
    assert known == [OWNED]


def test_living_is_said_of_the_first_home_outside_that_lacks_it() -> None:
    outer = {"kind": "owned", "certificate": "2018-01", "district": "通州"}
    found = put_living([OWNED, outer], "later")
    assert [home.get("lives") for home in found] == [None, "later"]
    found = put_living(found, {"from": "2019-06"})
    assert found[1]["lived_from"] == "2019-06"


def test_a_beginning_is_added_to_the_one_job() -> None:
    assert merge_jobs([{"district": "大兴"}], [{"from": "2019-01", "to": "now"}]) == [
        {"district": "大兴", "from": "2019-01", "to": "now"}
    ]
    assert merge_jobs([], [{"district": "海淀"}, {"district": "大兴", "from": "2021-07"}]) == [
        {"district": "海淀"},
        {"district": "大兴", "from": "2021-07"},
    ]


YEAR: Home = {"kind": "owned", "certificate": "2018"}
MONTH: Home = {"kind": "owned", "certificate": "2018-05", "from": "2018-05", "to": "now"}


@pytest.mark.parametrize(("known", "said"), [(YEAR, MONTH), (MONTH, YEAR)])
def test_a_year_alone_is_the_same_home_and_takes_no_month_away(known: Home, said: Home) -> None:
    (home,) = merge([known], [said])
    assert home["certificate"] == "2018-05"


def test_the_next_employer_ends_the_one_before() -> None:
    """「社保07年7月在朝阳交」, then 「20年6月单位搬到亦庄」."""
    first = {"district": "朝阳", "from": "2007-07", "to": "now"}
    then = {"district": "大兴", "from": "2020-06", "to": "now"}
    assert merge_jobs([first], [then]) == [{**first, "to": "2020-05"}, then]
    assert merge_jobs([{"district": "朝阳"}], [then]) == [
        {"district": "朝阳", "to": "2020-05"},
        then,
    ]
    assert merge_jobs([then], [first]) == [then, first]


@pytest.mark.parametrize("since", ["2013-01", "2020-09", "2021-03"])
def test_of_one_lease_only_the_registered_time_is_needed(since: str) -> None:
    """「租房，21年3月起备案」: whatever the beginning, the points are the same."""
    registered = {"from": since, "to": "now"}
    told = {
        "birth": "1988-11",
        "insurance": {"periods": [{"from": "2010-08", "to": "now"}]},
        "insurance_gap": [],
        "repaid": 0,
    }
    homes = (
        {"kind": "rented", "registered": registered},
        {"kind": "rented", "from": "2010-08", "to": "now", "registered": registered},
    )
    totals = [
        score_range(parse_facts(facts_of({**told, "homes": [home]})), 2027).low.total
        for home in homes
    ]
    assert totals[0] == totals[1]


SOLD: Home = {"kind": "owned", "district": "通州", "to": "2019-08"}
LIVED: Home = {
    "kind": "owned",
    "district": "通州",
    "certificate": "2013-05",
    "from": "2013-05",
    "to": "now",
    "lived_from": "2013-05",
}


@pytest.mark.parametrize("replace", [False, True])
def test_a_sale_ends_the_home_in_that_district(replace: bool) -> None:
    """「2019年8月卖了通州的」: its beginning stays, and so does the other home."""
    assert merge([LIVED, OWNED], [SOLD], replace=replace) == [{**LIVED, "to": "2019-08"}, OWNED]


def test_a_home_left_is_not_lived_in_any_more() -> None:
    """「不住那了」 after 「一直住」; a home that was sold keeps what was said of it."""
    (home,) = put_living([LIVED], False)
    assert home["lives"] is False
    assert "lived_from" not in home
    sold = {**LIVED, "to": "2019-08"}
    assert put_living([sold], False) == [sold]


def test_a_lease_that_ended_before_the_rule_is_not_asked_about() -> None:
    """「租房到2019年9月」: neither its registration nor its beginning matters."""
    rented = {"kind": "rented", "to": "2019-09"}
    assert put_lease([rented], True) == [rented]
    told = {"insurance": {"periods": [{"from": "2010-03", "to": "now"}]}, "homes": [rented, OWNED]}
    assert [home["kind"] for home in facts_of(told)["homes"]] == ["owned"]
    later = {"kind": "rented", "to": "2021-09"}
    assert "homes" not in facts_of({**told, "homes": [later, OWNED]})


def test_a_lease_ends_with_the_home() -> None:
    """「租房2019年5月起备案」, then 「2019年5月到2022年2月」 as its time."""
    since = {"kind": "rented", "registered": {"from": "2019-05", "to": "now"}}
    (home,) = merge([since], [{"kind": "rented", "from": "2019-05", "to": "2022-02"}], replace=True)
    assert home["registered"] == {"from": "2019-05", "to": "2022-02"}
    (home,) = merge([since], [{"kind": "rented", "from": "2019-05", "to": "now"}])
    assert home["registered"] == since["registered"]
