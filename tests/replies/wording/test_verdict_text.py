"""The verdict in words: every sentence borne by the rules, nothing twice."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings

from replies.wording import contradiction_lines, full_sheet, short_sheet
from scoring import parse_facts, verdict
from tests.scoring.people import RENTER, people

DAY = date(2026, 11, 25)
SINCE_2008: dict[str, Any] = {"from": "2008-07"}
# What an expert looks for in the sheets of odd people: it must stand there, or must not.
ODD: dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]] = {
    "no permit and a criminal record": (
        {"residence_permit": False, "criminal_record": True},
        ("有记录就不能申报",),
        ("赶得上",),
    ),
    "no permit and a gap of three months": (
        {
            "residence_permit": False,
            "insurance": {
                "periods": [{"from": "2008-07", "to": "2022-03"}, {"from": "2022-07"}],
            },
        },
        ("2022 年 4 月到 6 月断了 3 个月", "居住证办好、断的月份补上的话，", "补不上的话："),
        ("的话，断的",),
    ),
    "a gap over the turn of a year": (
        {"insurance": {"periods": [{"from": "2008-07", "to": "2022-10"}, {"from": "2023-02"}]}},
        ("2022 年 11 月到 2023 年 1 月断了 3 个月",),
        (),
    ),
    "a gap of six months": (
        {"insurance": {"periods": [{"from": "2008-07", "to": "2023-03"}, {"from": "2023-10"}]}},
        ("断的 6 个月超过补缴的上限 5 个月",),
        ("已补的 0 个月",),
    ),
    "stopped paying in September": (
        {"insurance": {"periods": [SINCE_2008 | {"to": "2026-09"}]}},
        ("如果 2026 年 12 月起恢复缴", "2026 年 10 月到 11 月断了 2 个月"),
        ("要重新连续缴满",),
    ),
    "a woman in a worker's post past retirement": (
        {"birth": "1974-03", "sex": "female", "post": "worker"},
        ("按 50 岁还是 55 岁看岗位，由单位认定",),
        (),
    ),
    "a woman whose post is not known": (
        {"birth": "1974-03", "sex": "female"},
        ("补上「岗位类别」，才看得出能不能申报。", "到 2030 年还不够线"),
        ("到 2036 年",),
    ),
    "a man past retirement": (
        {"birth": "1960-03"},
        ("已到退休年龄",),
        ("看岗位",),
    ),
    "paid at the city level, living outside": (
        {
            "jobs": [SINCE_2008 | {"district": "市本级"}],
            "homes": [SINCE_2008 | {"kind": "owned", "certificate": "2008-07", "district": "通州"}],
        },
        ("在市本级缴纳的按城六区以内算",),
        ("居住并工作",),
    ),
    "far above the line": (
        {"honour": True, "innovation_points": 12, "tax_years": [2024, 2025, 2026]},
        ("不用再做别的",),
        ("每条都按您的情况单独算过",),
    ),
    "a detention": (
        {"detentions": 1},
        ("算到 2031 年", "违法记录满 5 年，不再扣"),
        (),
    ),
    "a doctor's degree that is to come": (
        {"education": {"diploma": "doctor", "degree": "doctor", "graduated": "2027-06"}},
        ("以前的学历另有分，这里没有算",),
        (),
    ),
    "a doctorate for half a point, and only a slow line is reached": (
        {
            "birth": "1988-03",
            "insurance": {"periods": [{"from": "2014-06"}]},
            "homes": [
                {
                    "kind": "owned",
                    "from": "2019-09",
                    "certificate": "2019-09",
                    "district": "昌平",
                },
            ],
            "jobs": [{"district": "昌平", "from": "2010-01"}],
            "education": {"diploma": "master", "degree": "master", "graduated": "2010-07"},
            "innovation_points": 1,
            "tax_years": [2023, 2024, 2025, 2026],
        },
        ("线涨得慢，2033 年够线", "下一步：社保别断就好。线涨幅居中的话，", "只多这一点，不划算"),
        ("下一步：在职读博士", "就有希望够线"),
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_people_read_what_is_borne_by_the_rules(name: str) -> None:
    changed, there, absent = ODD[name]
    sheet = full_sheet(verdict(parse_facts(RENTER | changed), DAY))
    assert [each for each in there if each not in sheet] == []
    assert [each for each in absent if each in sheet] == []


FUTURE = {"kind": "rented", "from": "2027-02"}


@settings(max_examples=25)
@given(people)
@example({"homes": [FUTURE, {**FUTURE, "kind": "dorm"}]})
def test_no_sentence_is_said_twice_outside_the_notes_of_the_rules(raw: dict[str, Any]) -> None:
    found = verdict(parse_facts(raw), DAY)
    for sheet in (short_sheet(found), full_sheet(found)):
        plain = [line for line in sheet.splitlines() if line and not line.startswith(" ")]
        twice = [line for line, count in Counter(plain).items() if count > 1]
        assert twice == []


def test_two_homes_with_one_fault_are_one_line() -> None:
    homes = [{"kind": "rented", "from": "2027-01"}, {"kind": "rented", "from": "2027-01"}]
    found = verdict(parse_facts(RENTER | {"homes": homes}), DAY)
    assert len(found.contradictions) > len(contradiction_lines(found.contradictions)) == 1
