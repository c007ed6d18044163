"""The way from the first message to a score, counted once a step."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from handlers import Count, Incoming, respond
from tests.shipped import desk

NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


def counted(*said: str) -> Counter[str]:
    """What a conversation adds to the day's numbers."""
    session, found = None, Counter[str]()
    for text in said:
        outcome = respond(Incoming("u", "text", text), session, NOW, desk())
        session = outcome.session
        found.update(each.name for each in outcome.effects if isinstance(each, Count))
    return found


def test_each_step_is_counted_once() -> None:
    found = counted("你好", "测算", "同意", "1985年3月，男", "有居住证", "不知道", "菜单", "测算")
    assert (found["way:hello"], found["way:consent"], found["way:told"]) == (1, 1, 1)
    assert found["finished_scores"] == 0


def test_a_question_that_was_asked_and_answered_is_settled() -> None:
    found = counted("测算", "同意", "1985年3月")
    assert found["asked:birth"] == found["settled:birth"] == 1
    standing = [
        name for name in found
        if name.startswith("asked:") and not found[name.replace("asked", "settled")]
    ]  # fmt: skip
    assert len(standing) == 1, "the one question that stands now"


def test_what_is_told_before_it_is_asked_was_never_asked() -> None:
    found = counted("测算", "同意", "1985年3月生，男，有居住证")
    assert "settled:residence_permit" not in found
    assert "asked:residence_permit" not in found


def test_going_back_asks_nothing_anew() -> None:
    straight = counted("测算", "同意", "1985年3月", "男")
    back = counted("测算", "同意", "1985年3月", "男", "上一步", "男")
    asked = {name: n for name, n in back.items() if name.startswith(("asked:", "settled:"))}
    assert asked == {name: n for name, n in straight.items() if name in asked}


@pytest.mark.parametrize("text", ["租房怎么算分", "你好", "删除"])
def test_who_only_asks_does_not_begin_a_score(text: str) -> None:
    found = counted(text)
    assert found["way:consent"] == found["way:told"] == 0
    assert found["way:hello"] == 1
