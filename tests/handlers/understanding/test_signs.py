"""The quick looks that spare a search must never hide what the search would find."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.understanding import understand
from handlers.understanding.acts import Topic
from handlers.understanding.message import read_message
from handlers.understanding.readers.numerals import figures
from handlers.understanding.readers.remembered import forget
from handlers.understanding.topics import CUES, SIGNS
from tests.handlers.understanding.test_acts import context

HERE = Path(__file__).parent
TYPED = [
    case["text"]
    for path in sorted((HERE / "acts").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


def hidden(topic: Topic, text: str) -> bool:
    return CUES[topic].search(text) is not None and SIGNS[topic].isdisjoint(text)


def test_no_clause_of_the_cases_loses_a_topic() -> None:
    for typed in TYPED:
        for clause in read_message(typed).clauses:
            for text in (clause.text, clause.figures):
                assert not [topic for topic in CUES if hidden(topic, text)], text
    forget()


@pytest.mark.parametrize("topic", list(CUES))
def test_no_text_that_a_cue_finds_is_without_a_sign(topic: Topic) -> None:
    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(CUES[topic]))
    def check(text: str) -> None:
        assert not hidden(topic, text)

    check()


def test_nothing_is_remembered_after_a_message() -> None:

    understand("社保二零一零年三月到现在", context({}))
    assert figures.cache_info().currsize == 0  # type: ignore[attr-defined]
