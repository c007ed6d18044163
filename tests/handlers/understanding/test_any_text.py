"""Whatever is typed: never an exception, always a value of the slot's form or a reason."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.readers import SLOTS, read
from handlers.understanding.readers.tidy import LONGEST

WORDS = (Path(__file__).parent / "words.txt").read_text("utf-8").split()
texts = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=9).map("".join))
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def is_span(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"from", "to"}
        and MONTH.fullmatch(value["from"]) is not None
        and (value["to"] == "now" or MONTH.fullmatch(value["to"]) is not None)
    )


def is_housing(value: Any) -> bool:
    if isinstance(value, str):
        return value in ("own", "rent", "dorm")
    return all(
        is_span(v) if k in ("own", "rent", "dorm") else isinstance(v, int) and k.endswith("_months")
        for k, v in value.items()
    )


def is_date(value: Any) -> bool:
    return MONTH.fullmatch(value) is not None or bool(date.fromisoformat(value))


FORMS: dict[str, Callable[[Any], bool]] = {
    "birth_date": is_date,
    "date": is_date,
    "sex": lambda v: v in ("male", "female"),
    "years_months": lambda v: (
        is_span(v)
        or (isinstance(v, list) and all(map(is_span, v)))
        or (isinstance(v, int) and 0 <= v <= 480)
    ),
    "yes_no": lambda v: isinstance(v, bool),
    "education": lambda v: (
        v in ("none", "college", "bachelor", "bachelor_no_degree", "master", "doctor")
    ),
    "money": lambda v: isinstance(v, int | float) and 0 <= v <= 10**9,
    "count": lambda v: isinstance(v, int) and 0 <= v <= 50,
    "housing": is_housing,
    "post": lambda v: v in ("manager", "worker"),
    "district": lambda v: isinstance(v, str) and len(v) in (2, 3),
    "tax_years": lambda v: v == sorted(set(v)),
}


@pytest.mark.parametrize("slot", sorted(SLOTS))
@given(text=texts, as_of=days, ask=texts)
def test_reads_any_text(slot: str, text: str, as_of: date, ask: str) -> None:
    reading = read(slot, text, as_of, ask)
    if reading.value is None:
        assert reading.say
    else:
        assert FORMS[slot](reading.value)
        assert not reading.unknown
    json.dumps(reading.value)


@pytest.mark.parametrize("slot", sorted(SLOTS))
@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b", "😀", "8" * 50, "一" * 250, "1" * (LONGEST + 1)]
)
def test_asks_again_for_what_is_no_answer(slot: str, text: str) -> None:
    assert read(slot, text, date(2026, 11, 22)).value is None


NO_ANSWERS = [
    "您好，在吗",
    "等一下",
    "稍等",
    "稍等一下哈",
    "等会儿",
    "我想想",
    "让我想想",
    "我查一下",
    "我去看看",
    "谢谢",
    "😂",
    "🙏🙏",
    "。。。",
    "https://www.baidu.com/s?wd=1",
    "{0.__class__}",
    "{{7*7}}",
    "<b>1</b>",
    "print(1)",
    "a=0",
    "select 1",
    "\\0",
    "没看懂",
    "看不懂",
    "无语",
]


@pytest.mark.parametrize("slot", sorted(SLOTS))
@pytest.mark.parametrize(
    "ask", ["您持有居住证吗？", "您的社保断缴过吗？", "您同意开始测算吗？", "补缴了几个月？"]
)
def test_asks_again_when_nothing_is_answered(slot: str, ask: str) -> None:
    for text in NO_ANSWERS:
        assert read(slot, text, date(2026, 11, 22), ask).value is None, text


def test_the_longest_text_is_refused_fast_and_with_a_reason() -> None:
    say = read("money", "十二万五" * 5000, date(2026, 11, 22)).say
    assert say is not None
    assert str(LONGEST) in say


def test_an_unknown_slot_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        read("colour", "蓝", date(2026, 11, 22))
