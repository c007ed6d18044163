"""Facts that cannot all be true are said, one line each, and the score takes them as they stand."""

from datetime import date
from typing import Any

import pytest

from replies.wording import basis_text, contradiction_error
from replies.wording.codes import contradiction_text
from scoring import contradictions, parse_facts, score

DATED = {"periods": [{"from": "2015-01"}]}
CASES: list[tuple[str, dict[str, Any], str]] = [
    (
        "home months beyond employment",
        {"insurance": {"months": 10}, "homes": [{"kind": "owned", "months": 12}]},
        "住所一共 12 个月，比社保的 10 个月多 2 个月",
    ),
    (
        "dated home months beyond employment",
        {"insurance": DATED, "homes": [{"kind": "rented", "from": "2014-01"}]},
        "住所一共 96 个月，比社保的 84 个月多 12 个月",
    ),
    (
        "graduation before birth + 15",
        {"birth": "1985-03", "education": {"diploma": "college", "graduated": "2000-02"}},
        "毕业时间 2000 年 2 月离出生不到 15 年",
    ),
    (
        "graduation after the cut",
        {"education": {"diploma": "college", "graduated": "2022-07"}},
        "在 2021 年年底之后",
    ),
    (
        "certificate after the period",
        {
            "homes": [
                {"kind": "owned", "from": "2015-01", "to": "2018-01", "certificate": "2018-02"}
            ]
        },
        "第 1 处住所 2018 年 2 月才拿到产权证",
    ),
    (
        "overlapping owned and rented months",
        {
            "homes": [
                {"kind": "owned", "from": "2015-01", "to": "2018-01"},
                {"kind": "rented", "from": "2017-12", "to": "2019-01"},
            ]
        },
        "第 1 处（自有住所）和第 2 处（租房）重叠 2 个月",
    ),
    ("too many months", {"insurance": {"months": 283}}, "的 282 个月还多"),
    (
        "a run longer than everything",
        {"insurance": {"months": 90, "continuous_months": 92, "repaid_months": 1}},
        "连续缴纳 92 个月，比正常缴纳加补缴的 91 个月还多",
    ),
    (
        "a total that the dates do not give",
        {"insurance": {"months": 80, "periods": [{"from": "2015-01"}]}},
        "按起止年月数出来是 84 个月",
    ),
    (
        "insured as a child",
        {"birth": "2000-03", "insurance": {"periods": [{"from": "2015-01"}]}},
        "不满 16 周岁",
    ),
    ("born after the cut", {"birth": "2022-03"}, "出生年月在 2021 年年底之后"),
    (
        "overlap beyond employment",
        {"insurance": {"months": 10}, "education": {"degree": "master", "overlap_months": 11}},
        "比社保一共的 10 个月还多",
    ),
    (
        "overlap that the dates do not give",
        {
            "insurance": DATED,
            "education": {"degree": "master", "graduated": "2015-06", "overlap_months": 7},
        },
        "按起止年月数出来是 6 个月",
    ),
    ("suburb months beyond the window", {"suburb_months": {"live_only": 49}}, "48 个月还多"),
    (
        "suburb months without an own home",
        {"suburb_months": {"live_only": 12}, "homes": []},
        "住所里没有自有的",
    ),
    (
        "suburb months that the homes do not give",
        {
            "suburb_months": {"live_only": 12},
            "homes": [{"kind": "owned", "from": "2020-01", "district": "通州"}],
        },
        "按自有住所的起止年月数出来是 24 个月",
    ),
]


@pytest.mark.parametrize(("facts", "said"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_each_is_one_line(facts: dict[str, Any], said: str) -> None:
    found = contradictions(parse_facts(facts), 2022)
    assert len(found) == 1
    line = contradiction_text(found[0])
    assert said in line
    assert "\n" not in line
    assert found[0].fields


def test_sound_facts_have_none() -> None:
    facts: dict[str, Any] = {
        "birth": "1985-03",
        "insurance": DATED,
        "homes": [
            {"kind": "rented", "from": "2015-01", "to": "2018-01"},
            {"kind": "owned", "from": "2018-01", "certificate": "2018-02", "district": "通州"},
        ],
        "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2008-07"},
        "suburb_months": {"live_only": 47},
    }
    assert contradictions(parse_facts(facts), 2022) == ()
    assert contradictions(parse_facts({}), 2022) == ()


def test_many_overlapping_homes_stay_one_line_each() -> None:
    facts = {"homes": [{"kind": "rented", "from": "2015-01"}] * 1000}
    assert len(contradictions(parse_facts(facts), 2022)) == 999


def test_a_month_claimed_twice_is_scored_once() -> None:
    homes = [{"kind": kind, "from": "2015-01"} for kind in ("owned", "rented", "dorm")]
    found = score(parse_facts({"insurance": DATED, "homes": homes}), 2022)
    assert basis_text(found.line("residence")) == "自有住所 84 个月 × 1 ÷ 12"


# No score of these can be true: `jifen score --jsonl` refuses them. The codes and the fields.
IMPOSSIBLE: list[tuple[dict[str, Any], str, str]] = [
    ({"insurance": {"months": 1200}}, "too_many_months", "insurance.months"),
    ({"birth": "2030-01"}, "born_after_cut", "birth"),
    (
        {"insurance": {"periods": [{"from": "2030-01"}]}},
        "in_the_future",
        "insurance.periods[0].from",
    ),
    ({"jobs": [{"district": "通州", "from": "2030-01"}]}, "in_the_future", "jobs[0].from"),
    (
        {"insurance": {"periods": [{"from": "2011-01"}], "continuous_months": 50}},
        "run_against_dates",
        "insurance.continuous_months",
    ),
    (
        {
            "jobs": [
                {"district": "通州", "from": "2015-01", "to": "2018-06"},
                {"district": "朝阳", "from": "2018-05"},
            ]
        },
        "two_places_of_work",
        "jobs[1]",
    ),
    (
        {"homes": [{"kind": "owned", "from": "2015-01", "certificate": "2027-03"}]},
        "certificate_after_cut",
        "homes[0].certificate",
    ),
    ({"tax_years": [2030]}, "tax_year_in_future", "tax_years"),
    (
        {"suburb_months": {"live_only": 60}, "homes": [{"kind": "owned", "months": 10}]},
        "suburb_exceeds_own_home",
        "suburb_months",
    ),
    (
        {"birth": "2013-11", "insurance": {"months": 120}},
        "more_months_than_age",
        "insurance.months",
    ),
    ({"suburb_months": {"live_only": 12}, "homes": []}, "suburb_without_own_home", "homes"),
]


@pytest.mark.parametrize(("facts", "code", "field"), IMPOSSIBLE, ids=[c[1] for c in IMPOSSIBLE])
def test_what_cannot_be_true_is_impossible(facts: dict[str, Any], code: str, field: str) -> None:
    found = contradictions(parse_facts(facts), 2027, date(2026, 11, 25))
    assert [(each.code, each.impossible) for each in found] == [(code, True)]
    assert field in found[0].fields
    assert contradiction_error(found[0]).startswith(found[0].fields[0])


def test_the_month_of_a_change_of_work_may_have_two_places() -> None:
    jobs = [
        {"district": "通州", "from": "2015-01", "to": "2018-06"},
        {"district": "朝阳", "from": "2018-06"},
    ]
    found = contradictions(parse_facts({"jobs": jobs}), 2027)
    assert [(each.code, each.impossible) for each in found] == [("two_places_of_work", False)]


def test_what_today_does_not_know_may_be_asked_for_a_later_year() -> None:
    facts = parse_facts({"insurance": {"periods": [{"from": "2030-01"}]}, "tax_years": [2031]})
    assert contradictions(facts, 2033, date(2026, 11, 25)) == ()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, True),
        ({"lived": False}, False),
        ({"lived_from": "2030-01"}, False),
        ({"district": "通州"}, False),  # both outside: it makes no difference in which
        ({"from": "2012-03", "to": "2019-06"}, False),  # the month of the move
    ],
)
def test_two_own_homes_lived_in_at_once_are_a_doubt(changed: dict[str, Any], found: bool) -> None:
    inside = {"kind": "owned", "from": "2012-03", "certificate": "2012-03", "district": "海淀"}
    outside = {"kind": "owned", "from": "2019-06", "certificate": "2019-06", "district": "昌平"}
    said = contradictions(parse_facts({"homes": [inside | changed, outside]}), 2027)
    doubts = [each for each in said if each.code == "lives_in_two_homes"]
    assert bool(doubts) is found
    assert not any(each.impossible or each.harmless for each in doubts)


@pytest.mark.parametrize(
    ("graduated", "said"),
    [
        ("2028", ["graduates_in_later_year"]),
        ("2028-06", ["graduated_after_cut"]),
        ("2026", []),
    ],
)
def test_a_graduation_to_come_is_a_remark_where_only_its_year_is_told(
    graduated: str, said: list[str]
) -> None:
    facts = {"education": {"diploma": "master", "degree": "master", "graduated": graduated}}
    found = contradictions(parse_facts(facts), 2027)
    assert [each.code for each in found] == said
    assert all(each.harmless for each in found)
