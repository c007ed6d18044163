"""Whatever is typed: acts without an exception, and evidence that stands in the text."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding import Choice, Context, acts_as_json, understand
from handlers.understanding.acts import Act, Tell, WhatIf
from handlers.understanding.message import read_message
from handlers.understanding.questions import QUESTIONS
from handlers.understanding.readers.tidy import tidy

WORDS = (Path(__file__).parent / "words.txt").read_text("utf-8").split()
MORE = [*"，。；、\n？={}", "不对", "打错了", "如果", "帮我老公算", "呢", "到现在", "断了", "换到"]
texts = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(WORDS + MORE), max_size=14).map("".join)
)
contexts = st.builds(
    Context,
    st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    st.integers(2018, 2100),
    st.sampled_from([None, *QUESTIONS]),
    st.sampled_from(["", "您持有居住证吗", "里面有补缴的月份吗"]),
    st.sampled_from([(), (Choice("own", "自有房"), Choice("none", "都不是"))]),
    st.sampled_from([None, *QUESTIONS]),
)


def evidences(act: Act) -> list[tuple[str, int, int]]:
    told = [act, *(act.changes if isinstance(act, WhatIf) else ())]
    return [(each.evidence.clause, each.evidence.start, each.evidence.end) for each in told]


@given(texts, contexts)
def test_evidence_stands_in_the_text(text: str, context: Context) -> None:
    for act in understand(text, context):
        for clause, start, end in evidences(act):
            assert text[start:end] == clause
            assert clause


@given(texts, contexts)
def test_acts_are_in_the_order_of_the_text(text: str, context: Context) -> None:
    starts = [act.evidence.start for act in understand(text, context)]
    corrected = text.startswith(("不对", "打错了"))
    assert corrected or starts == sorted(starts)


@given(texts, contexts)
def test_json_has_the_fields_of_every_act(text: str, context: Context) -> None:
    acts = understand(text, context)
    shown = acts_as_json(acts)
    assert len(shown) == len(acts)
    assert all(each["act"] and each["evidence"]["clause"] for each in shown)


@given(texts)
def test_something_is_said_of_every_message_that_is_not_blank(text: str) -> None:
    acts = understand(text, Context(date(2026, 11, 22), 2027))
    assert bool(acts) == bool(text.strip())


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=8).map("".join)))
def test_clauses_are_in_order_and_apart(text: str) -> None:
    clauses = read_message(text).clauses
    assert all(text[c.start : c.end] == c.raw for c in clauses)
    assert all(a.end <= b.start for a, b in pairwise(clauses))


@given(st.lists(st.sampled_from(WORDS), max_size=8).map("".join))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5000,
        "（" * 3000,
        "如果" * 900,
        "不对" * 900,
        "2009年7月到" * 300,
        "\x00\u202e" * 500,
        "没有" * 999,
    ],
)
def test_a_hostile_text_gives_acts(text: str) -> None:
    assert isinstance(understand(text, Context(date(2026, 11, 22), 2027)), tuple)


def test_the_same_facts_whatever_separates_them() -> None:
    parts = ["女", "1985年3月生", "本科有学位", "社保2010年4月到现在", "租房", "没有犯罪记录"]
    context = Context(date(2026, 11, 22), 2027)
    told = [
        {
            (act.topic, str(act.value))
            for act in understand(mark.join(parts), context)
            if isinstance(act, Tell)
        }
        for mark in ("，", "。", "；", "\n", "、", " ", "｜")
    ]
    assert all(each == told[0] for each in told)
    assert len(told[0]) == len(parts)
