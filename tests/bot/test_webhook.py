"""The webhook as WeChat meets it, in plain and in safe mode."""

import pytest

from tests.standin import StandIn
from tests.wechat import USER, WeChat


def test_text_is_answered(wechat: WeChat) -> None:
    assert wechat.say("你好").text == "第 1 条：你好"
    assert wechat.say("再来").text == "第 2 条：再来"
    assert wechat.say("你好", user="other").text == "第 1 条：你好"


def test_retry_gets_the_same_bytes_and_runs_nothing_twice(wechat: WeChat, brain: StandIn) -> None:
    posting = wechat.text(USER, "你好")
    first, again = wechat.send(posting), wechat.send(posting)
    assert first.plain == again.plain
    assert brain.calls == 1


@pytest.mark.parametrize(
    "kind", ["image", "voice", "video", "shortvideo", "location", "link", "nonsense"]
)
def test_every_kind_is_answered(wechat: WeChat, kind: str) -> None:
    said = wechat.send(wechat.other(USER, kind)).text
    assert said == f"第 1 条：{kind if kind != 'nonsense' else 'unknown'}"
