"""What spares a search never hides what the search would find: acts with and without the screens.

A screen is a set of characters, of topics, or one pattern for several. Which characters a pattern
needs is found out from the pattern itself.
"""

import re
import re._parser as parser  # type: ignore[import-not-found]
import tomllib
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import handlers.commands as commands
from handlers.understanding import born as births
from handlers.understanding import (
    clauses,
    corrections,
    facts,
    frames,
    kept,
    run_together,
    shorthand,
    tax_corrected,
    understand,
)
from handlers.understanding import message as messages
from handlers.understanding import person as persons
from handlers.understanding.acts import Topic
from handlers.understanding.readers import moments
from handlers.understanding.readers.numerals import figures
from handlers.understanding.readers.remembered import forget
from handlers.understanding.topics import CUES, SIGNS
from replies.catalogue import commands as catalogue
from tests.handlers.understanding.test_acts import FILES, as_line, context

CASES = [case for path in FILES for case in tomllib.loads(path.read_text("utf-8"))["case"]]
START = catalogue.COMMANDS["start_score"]
ANY_TEXT = re.compile(".*", re.DOTALL)
BY_CHARACTERS = [
    *((CUES[topic], SIGNS[topic]) for topic in CUES),
    *((pattern, corrections.SIGNS_OF_INSTEAD) for pattern in corrections.INSTEADS),
    *((pattern, commands.SIGNS_OF_CHANGE) for pattern in commands.CHANGE),
    (run_together.STATED, run_together.SIGNS_OF_STATED),
    (frames.NOT_ANY, frames.SIGNS_OF_NOT_ANY),
    *((pattern, frames.SIGNS_OF_RELATIVE) for pattern in frames.RELATIVE),
    *((re.compile(said), clauses.SIGNS_OF_START) for said in START.said),
    *((re.compile(word), clauses.SIGNS_OF_START) for word in START.words),
    *(
        (re.compile(spelt), clauses.SIGNS_OF_START)
        for spelt, name in commands._by_pinyin().items()
        if name == "start_score"
    ),
    (tax_corrected.DENIED, tax_corrected.SIGNS_OF_ENOUGH),
    (tax_corrected.ADDED, tax_corrected.SIGNS_OF_ENOUGH),
]
SCREENS = [
    (catalogue, "_ANY_SAID"),
    (corrections, "_ANY_LEAD"),
    (corrections, "_ANY_ITEM"),
    (frames, "_ANYBODY"),
    (frames, "_ANY_TALK"),
    (frames, "_ANY_QUESTION"),
    (persons, "_ANY_RELATION"),
    (births, "_ANY_DATE"),
    (shorthand, "_SIGN"),
]
"""Patterns of which one look spares several."""
SIGN_SETS = [
    (corrections, "SIGNS_OF_INSTEAD"),
    (commands, "SIGNS_OF_CHANGE"),
    (run_together, "SIGNS_OF_STATED"),
    (frames, "SIGNS_OF_NOT_ANY"),
    (frames, "SIGNS_OF_RELATIVE"),
    (clauses, "SIGNS_OF_START"),
    (tax_corrected, "SIGNS_OF_ENOUGH"),
]


class Everything(frozenset[str]):
    """Signs that every text has."""

    def isdisjoint(self, other: Iterable[Any], /) -> bool:
        del other
        return False


def sees(pattern: re.Pattern[str], signs: frozenset[str]) -> bool:
    """Whether every text that `pattern` finds has one of `signs`."""
    return _sees(parser.parse(pattern.pattern, pattern.flags), signs)


def _sees(parts: Any, signs: frozenset[str]) -> bool:
    return any(_part_sees(str(kind), value, signs) for kind, value in parts)


def _part_sees(kind: str, value: Any, signs: frozenset[str]) -> bool:
    match kind:
        case "LITERAL":
            return chr(value) in signs
        case "RANGE":
            return signs.issuperset(map(chr, range(value[0], value[1] + 1)))
        case "CATEGORY":
            return str(value) == "CATEGORY_DIGIT" and signs.issuperset("0123456789")
        case "IN":
            return all(_part_sees(str(each), inner, signs) for each, inner in value)
        case "BRANCH":
            return all(_sees(branch, signs) for branch in value[1])
        case "SUBPATTERN":
            return _sees(value[-1], signs)
        case "MAX_REPEAT" | "MIN_REPEAT":
            return bool(value[0]) and _sees(value[2], signs)
        case "ASSERT":
            return _sees(value[1], signs)
    return False


@pytest.mark.parametrize(("pattern", "signs"), BY_CHARACTERS)
def test_a_pattern_with_signs_finds_nothing_without_one(
    pattern: re.Pattern[str], signs: frozenset[str]
) -> None:
    assert sees(pattern, signs)


def test_a_planted_sign_that_is_too_narrow_is_found() -> None:
    assert not sees(re.compile("换成|改成"), frozenset("换"))
    assert not sees(re.compile("[断停]?了"), frozenset("断停"))
    assert not sees(re.compile("(?!换)."), frozenset("换"))
    assert sees(re.compile("(?:我)?(?:换|改)[成到]{1,2}"), frozenset("换改"))


def lines(case: dict[str, Any]) -> list[str]:
    kept.READINGS.clear()
    return [as_line(act) for act in understand(case["text"], context(case))]


@pytest.fixture(scope="module")
def screened() -> list[list[str]]:
    return [lines(case) for case in CASES]


def test_acts_are_the_same_without_the_screens(
    monkeypatch: pytest.MonkeyPatch, screened: list[list[str]]
) -> None:
    for module, name in SCREENS:
        monkeypatch.setattr(module, name, ANY_TEXT)
    for module, name in SIGN_SETS:
        monkeypatch.setattr(module, name, Everything("x"))
    monkeypatch.setattr(messages, "_UNCUT", re.compile("(?!)"))
    monkeypatch.setattr(facts, "NEEDS", dict.fromkeys(facts.NEEDS, frozenset(Topic)))
    for case, before in zip(CASES, screened, strict=True):
        assert lines(case) == before, case["text"]


@pytest.mark.parametrize("extract", list(facts.NEEDS))
def test_a_need_of_an_extractor_that_is_too_narrow_is_found(
    extract: Any, monkeypatch: pytest.MonkeyPatch, screened: list[list[str]]
) -> None:
    monkeypatch.setattr(facts, "NEEDS", {**facts.NEEDS, extract: frozenset({Topic.SEX})})
    assert any(lines(case) != before for case, before in zip(CASES, screened, strict=True))


def test_nothing_is_remembered_after_a_message() -> None:
    understand("社保二零一零年三月到现在", context({}))
    assert figures.cache_info().currsize == 0  # type: ignore[attr-defined]


WRITTEN = (
    "2009年7月",
    "1985年13月",
    "1985年3月",
    "85年",
    "3月",
    "5日",
    "2010",
    "12",
    "去年",
    "june",
)
BETWEEN = (
    "到",
    "至今",
    "租房",
    "，",
    "份",
    "的",
    "现在",
    "个月",
    "毕业",
    "-",
    "前",
    "天",
    "昨天",
    "a",
    " ",
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WRITTEN + BETWEEN), max_size=7).map("".join))
def test_dates_written_out_are_those_that_every_pattern_finds(text: str) -> None:
    day = date(2026, 11, 22)
    found = moments.find_moments(text, day)
    with pytest.MonkeyPatch.context() as patch:
        forget()
        patch.setattr(moments, "_WRITTEN_OUT", re.compile("(?!)"))
        assert moments.find_moments(text, day) == found
    forget()
