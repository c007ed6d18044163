"""Clauses beside the point of a question are no answer to it."""

import pytest

from handlers.asides import to_the_point
from handlers.steps import BY_KEY


@pytest.mark.parametrize(
    ("question", "text", "left"),
    [
        ("residence_permit", "我10年7月开始交社保一直没断", ""),
        ("residence_permit", "没结婚", ""),
        ("residence_permit", "有，社保10年", "有"),
        ("residence_permit", "租房没法办", "租房没法办"),
        ("criminal_record", "社保没断过", ""),
        ("criminal_record", "没坐过牢", "没坐过牢"),
        ("detentions", "没有", "没有"),
        ("repaid", "租房6年", ""),
        ("insurance", "毕业后一直交到现在，10年", "毕业后一直交到现在，10年"),
        ("rent_time", "租房8年，社保10年", "租房8年"),
        ("lease", "租的房子备案了", "租的房子备案了"),
        ("birth", "租房", "租房"),
        ("honour", "", ""),
        ("honour", "，。", "，。"),
    ],
)
def test_what_is_left_of_an_answer(question: str, text: str, left: str) -> None:
    assert question in BY_KEY
    assert to_the_point(question, text) == left
