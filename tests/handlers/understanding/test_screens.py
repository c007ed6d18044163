"""What spares a search never hides what the search would find: acts with and without the screens.

A screen is a set of characters, of topics, or one pattern for several. Which characters a pattern
needs is found out from the pattern itself.
"""

import re
import re._parser as parser  # type: ignore[import-not-found]
import tomllib
from collections.abc import Iterable
from typing import Any

import pytest

import handlers.commands as commands
from handlers.understanding import born as births
from handlers.understanding import (
    corrections,
    facts,
    frames,
    kept,
    run_together,
    shorthand,
    understand,
)
from handlers.understanding import message as messages
from handlers.understanding import person as persons
from handlers.understanding.acts import Topic
from handlers.understanding.readers.numerals import figures
from handlers.understanding.topics import CUES, SIGNS
from replies.catalogue import commands as catalogue
from tests.handlers.understanding.test_acts import FILES, as_line, context

CASES = [case for path in FILES for case in tomllib.loads(path.read_text("utf-8"))["case"]]
ANY_TEXT = re.compile("")
BY_CHARACTERS = [
    *((CUES[topic], SIGNS[topic]) for topic in CUES),
    *((pattern, corrections.SIGNS_OF_INSTEAD) for pattern in corrections.INSTEADS),
    *((pattern, commands.SIGNS_OF_CHANGE) for pattern in commands.CHANGE),
    (run_together.STATED, run_together.SIGNS_OF_STATED),
    (frames.NOT_ANY, frames.SIGNS_OF_NOT_ANY),
]
SCREENS = [
    (catalogue, "_ANY_SAID"),
    (corrections, "_ANY_LEAD"),
    (corrections, "_ANY_ITEM"),
    (frames, "_ANY_RELATIVE"),
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
