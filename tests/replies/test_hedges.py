"""How sure an answer says it is, its sources say too."""

from replies.catalogue import Catalogue

WORDS = {"medium": ("把握中等",), "low": ("把握不高", "把握低", "把握较低")}
ASK = ("为准", "12333", "没有查到", "没有写", "我们查到的", "问")


def test_what_is_not_certain_has_a_source_that_says_so() -> None:
    silent = [
        (answer.id, confidence)
        for answer in Catalogue.load().answers
        if answer.id != "about-bot"  # speaks of how sure the others are
        for confidence, words in WORDS.items()
        if any(word in answer.short + answer.text for word in words)
        and confidence not in {source.confidence for source in answer.sources}
    ]
    assert not silent


def test_an_answer_without_a_certain_source_says_whom_to_ask() -> None:
    bold = [
        answer.id
        for answer in Catalogue.load().answers
        if "high" not in {source.confidence for source in answer.sources}
        and not any(word in answer.short for word in ASK)
    ]
    assert not bold
