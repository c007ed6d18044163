"""While Redis is away: only sure answers to questions, and never an answer to a step for one."""

import pytest

from bot.runtime.clock import beijing_now
from bot.runtime.settings import Settings
from bot.web.conversation import Conversation
from handlers import Reply, Text


@pytest.fixture(scope="module")
def conversation() -> Conversation:
    return Conversation.load(Settings.load(env_file=None))


@pytest.mark.parametrize(
    "text",
    [
        "没有补缴",
        "租房",
        "1",
        "有",
        "2010年7月到现在",
        "本科",
        "1985年3月",
        "男",
        "补缴过3个月",
        "删除",
    ],
)
def test_an_answer_to_a_step_is_never_taken_for_a_question(
    conversation: Conversation, text: str
) -> None:
    assert conversation.answer_alone(text, beijing_now()) is None


@pytest.mark.parametrize("text", ["租房和自有住房分数一样吗？", "什么是补缴", "菜单", "转人工"])
def test_what_needs_no_memory_is_answered(conversation: Conversation, text: str) -> None:
    said: Reply | None = conversation.answer_alone(text, beijing_now())
    assert isinstance(said, Text)
    assert said.text
