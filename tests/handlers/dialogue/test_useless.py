"""「没用」: what was wrong is asked, kept beside the question, and counted."""

import pytest

from handlers import Count, LogQuestion
from tests.handlers.dialogue.test_policy import Talk


@pytest.mark.parametrize(
    ("said", "reason"),
    [("2", "point_missing"), ("看不明白", "unclear"), ("说得不对", "untrue"), ("1", "other_topic")],
)
def test_the_reason_is_kept_and_counted(said: str, reason: str) -> None:
    talk = Talk(stage="done")
    talk.say("职称能不能加分")
    assert "2 没说到点上" in talk.say("没用")
    talk.say(said)
    assert talk.outcome
    effects = talk.outcome.effects
    assert [each.reason for each in effects if isinstance(each, LogQuestion)] == [reason]
    assert f"useless:{reason}" in [each.name for each in effects if isinstance(each, Count)]


def test_anything_else_is_a_new_message() -> None:
    talk = Talk(stage="done")
    talk.say("职称能不能加分")
    talk.say("没用")
    assert "补缴" in talk.say("补缴算不算分")
    assert talk.outcome
    assert not any(isinstance(each, LogQuestion) for each in talk.outcome.effects)
