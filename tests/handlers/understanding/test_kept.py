"""Readings kept by their words are those that would be read again, and nobody's."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from handlers.understanding import Choice, Context, understand
from handlers.understanding.acts import Tell, Topic
from handlers.understanding.kept import MOST, READINGS, Readings, Watched, key_of
from tests.handlers.understanding.test_acts import FILES, context

CASES = [case for path in FILES for case in tomllib.loads(path.read_text("utf-8"))["case"]]
ASKED = Context(date(2026, 11, 22), 2027, "tax_years", "2024、2025、2026 这三年", ())
OTHERWISE: dict[str, Any] = {
    "today": date(2026, 11, 23),
    "year": 2028,
    "question": "repaid",
    "ask": "有补缴的月份吗？",
    "choices": (Choice(True, "有"),),
    "last_answered": "birth",
    "last_topic": "quota",
    "recent": ("birth",),
    "settled": True,
    "level": "master",
}
KNOWN = {
    "birth": "1985-03",
    "sex": "female",
    "insurance": {"periods": [{"from": "2010-01", "to": "2015-02"}, {"from": "2015-06"}]},
    "homes": [{"kind": "owned", "from": "2016-05", "district": "大兴"}],
    "jobs": [{"district": "海淀"}],
    "education": {"diploma": "bachelor"},
    "tax_years": [2024],
}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    READINGS.clear()
    yield
    READINGS.clear()


def test_a_text_read_again_gives_the_same_acts() -> None:
    short = [(case["text"], context(case)) for case in CASES if len(case["text"]) <= 12]
    first = [understand(*each) for each in short]
    assert len(READINGS) > 100
    assert [understand(*each) for each in short] == first


def test_what_is_kept_does_not_depend_on_the_known_facts() -> None:
    for case in CASES:
        if len(case["text"]) > 12:
            continue
        READINGS.clear()
        told = understand(case["text"], context(case))
        if len(READINGS):
            READINGS.clear()
            assert understand(case["text"], replace(context(case), known=KNOWN)) == told


def test_everything_but_the_known_facts_enters_the_key() -> None:
    assert {field.name for field in fields(Context)} == {*OTHERWISE, "known"}
    for name, value in OTHERWISE.items():
        assert key_of("没有", replace(ASKED, **{name: value})) != key_of("没有", ASKED), name
    assert key_of("没", ASKED) != key_of("没有", ASKED)


def test_the_values_of_choices_change_no_reading() -> None:
    for case in CASES:
        if case.get("choices"):
            READINGS.clear()
            bare = tuple(Choice(None, label) for label in case["choices"])
            told = understand(case["text"], context(case))
            READINGS.clear()
            assert understand(case["text"], replace(context(case), choices=bare)) == told


@pytest.mark.parametrize(
    "look", [lambda k: k.get("sex"), lambda k: "sex" in k, list, len, dict, lambda k: k == {}]
)
def test_a_look_at_the_known_facts_is_noted(look: Any) -> None:
    known = Watched({})
    assert not known.asked
    look(known)
    assert known.asked


def test_a_reading_that_looks_at_the_known_facts_is_not_kept() -> None:
    """Right after the birth 「说错了，是10月」 keeps the year that is known."""
    then = replace(ASKED, known={"birth": "1985-03"}, last_answered="birth")
    understand("说错了，是十月", then)
    assert not len(READINGS)


@pytest.mark.parametrize(
    "text",
    [
        "我叫张伟",
        "1985年3月",
        "八五年三月",
        "租房怎么积分",
        "13912345678",
        "查询 ABCDEF",
        "",
        "没有，谢谢你们啊啊啊啊啊啊",
    ],
)
def test_no_number_no_name_no_question_is_kept(text: str) -> None:
    understand(text, ASKED)
    assert not len(READINGS)


def test_the_values_of_a_reading_are_the_callers_own() -> None:
    district = replace(ASKED, question="home_district")
    for _ in range(2):
        (act,) = understand("通州", district)
        assert isinstance(act, Tell)
        assert act.topic is Topic.HOMES
        assert act.value == [{"kind": "owned", "district": "通州"}]
        act.value[0]["district"] = "大兴"
    assert len(READINGS) == 1


def test_a_full_house_is_emptied() -> None:
    readings = Readings(most=2)
    acts = understand("没有", ASKED)
    for number in range(5):
        readings.keep((number,), "没有", acts)
        assert len(readings) <= 2
    assert readings.get((4,)) == acts
    off = Readings(most=0)
    off.keep((0,), "没有", acts)
    assert not len(off)
    assert MOST >= 1000
