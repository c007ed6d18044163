"""All texts as one set: short enough, plain, without exclamation marks or emoji."""

import re

import pytest

from replies.catalogue import Catalogue
from replies.glossary import explain, terms
from replies.wording import TextError, say, texts

EMOJI = re.compile("[\U0001f300-\U0001faff☀-➿]")


def test_every_text_is_short_and_calm() -> None:
    for key, text in texts().items():
        assert len(text.encode()) <= 1200, key
        assert "！" not in text, key
        assert "!" not in text, key
        assert not EMOJI.search(text), key
        if not key.startswith("chat.aliases"):
            assert "你" not in text, f"{key}: people are addressed with 您"


def test_every_answer_is_calm_and_fits_a_message() -> None:
    for answer in Catalogue.load().answers:
        for text in (answer.short, answer.text):
            assert "！" not in text
            assert not EMOJI.search(text)
            assert len(text.encode()) <= 1900, answer.id


def test_a_missing_text_or_value_is_named() -> None:
    with pytest.raises(TextError, match=r"no\.such"):
        say("no.such")
    with pytest.raises(TextError, match="year"):
        say("sheet.title", total=3)


@pytest.mark.parametrize(
    "typed",
    ["什么是补缴", "补缴是什么意思", "补缴是啥", "请问什么叫补缴？", "解释一下补缴", "啥是补缴"],
)
def test_terms_are_explained(typed: str) -> None:
    assert (explain(typed) or "").startswith("补缴：")


@pytest.mark.parametrize("typed", ["补缴", "补缴算分吗", "什么是爱情", "", "什么"])
def test_other_texts_are_no_terms(typed: str) -> None:
    assert explain(typed) is None


def test_explanations_are_short() -> None:
    assert all(len(text) <= 90 for text in terms().values())
