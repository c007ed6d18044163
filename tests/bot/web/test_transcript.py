"""The transcript player itself: it must notice what is wrong."""

from pathlib import Path

import pytest
from flask import Flask

from bot.runtime.redis_client import Client
from bot.runtime.settings import Settings
from tests.conftest import Clock
from tests.conversations.transcript import Player, read
from tests.wechat import WeChat

GOOD = """
# a comment
用户> 你好
    第二行
机器人> 第 1 条…你好
    第二行
机器人!> 第 2 条
@点击 start_score
机器人> click start_score
@重发
机器人> 第 2 条
@换人 乙
@语音 喂
机器人> 第 1 条
@换人 甲
用户> 转人工
机器人> [转人工]
用户> 卡片
机器人> [图文]…您的积分
用户> 沉默
机器人> [无回复]
@个案 XYZ789 {"birth": "1985-01"}
用户> 查询 XYZ789
机器人> 1985-01
@时间 +31d
用户> 在吗
机器人> 第 1 条
"""


@pytest.fixture
def player(app: Flask, settings: Settings, clock: Clock, redis: Client) -> Player:
    return Player("t.txt", WeChat(app, settings, clock.time), clock, redis)


def play(player: Player, tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.txt"
    path.write_text(text, "utf-8")
    player.play(read(path))


def test_a_right_transcript_passes(player: Player, tmp_path: Path) -> None:
    play(player, tmp_path, GOOD)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("用户> 你好\n机器人> 再见\n", "t.txt:2: does not say: 再见"),
        ("用户> 你好\n机器人> 你好…第 1 条\n", "does not say"),
        ("用户> 你好\n机器人!> 你好\n", "must not say"),
        ("用户> 你好\n用户> 你好\n机器人> 第 2 条\n", "no 机器人 line"),
        ("用户> 你好\n", "the last message has no"),
        ("机器人> 你好\n", "nothing was said"),
        ("@飞 x\n", "unknown entry"),
        ("你好\n", "not an entry"),
    ],
)
def test_a_wrong_one_is_noticed(player: Player, tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        play(player, tmp_path, text)
