"""Facts that cannot all be true are said, one line each, and the score takes them as they stand."""

from typing import Any

import pytest

from replies.wording import basis_text
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
