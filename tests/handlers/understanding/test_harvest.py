"""Several facts in one message."""

from datetime import date
from typing import Any

import pytest

from handlers.understanding.readers import harvest

TODAY = date(2026, 11, 22)


def facts(text: str) -> dict[str, Any]:
    return {fact: reading.value for fact, reading in harvest(text, TODAY).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "我85年的，女，社保十年，租房，本科有学位",
            {
                "birth": "1985",
                "sex": "female",
                "insurance": 120,
                "housing": "rent",
                "education": "bachelor",
            },
        ),
        (
            "我是1985年3月生的女的，本科没学位，社保2010年3月到现在，自有住房",
            {
                "birth": "1985-03",
                "sex": "female",
                "insurance": {"from": "2010-03", "to": "now"},
                "housing": "own",
                "education": "bachelor_no_degree",
            },
        ),
        (
            "八五年生人，男，硕士，在北京租房十年，没有犯罪记录",
            {
                "birth": "1985",
                "sex": "male",
                "housing": {"rent_months": 120},
                "education": "master",
                "criminal_record": False,
            },
        ),
        (
            "女 90年 本科 社保10年",
            {"birth": "1990", "sex": "female", "insurance": 120, "education": "bachelor"},
        ),
        (
            "男，35岁，社保12年，自有房3年，租房5年",
            {
                "sex": "male",
                "insurance": 144,
                "housing": {"own_months": 36, "rent_months": 60},
            },
        ),
        (
            "我有居住证，社保连续8年，没有前科",
            {"insurance": 96, "residence_permit": True, "criminal_record": False},
        ),
        ("个税24年和25年都满10万，我是劳模", {"tax_years": [2024, 2025], "honour": True}),
        ("居住证没过期，没得过荣誉", {"residence_permit": True, "honour": False}),
        ("本科毕业，硕士在读", {"education": "bachelor"}),
        ("老家有房，北京租房", {"housing": "rent"}),
        ("社保10年，没断过，没补缴", {"insurance": 120}),
        ("85年的，社保不清楚，女", {"birth": "1985", "sex": "female"}),
        ("社保2015年3月至今，硕士双证", {
            "insurance": {"from": "2015-03", "to": "now"},
            "education": "master",
        }),
        # Not sure, so nothing is taken.
        ("社保10年，断过2次", {}),
        ("社保七八年了", {}),
        # No cue word of its own.
        ("10", {}),
        ("8年", {}),
        ("1985年3月", {}),
        ("你好", {}),
        ("我妈有北京户口", {}),
        ("男朋友是北京人", {}),
        # Questions tell nothing.
        ("租房能加分吗", {}),
        ("本科有多少分", {}),
        ("社保交了七年可以申请吗", {}),
        ("大专毕业社保十年能落户", {}),
        ("积分落户怎么算", {}),
    ],
)  # fmt: skip
def test_takes_what_is_said(text: str, expected: dict[str, Any]) -> None:
    assert facts(text) == expected
