"""Every transcript, replayed through the signed webhook in both modes."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from bot.runtime.redis_client import Client
from bot.web.app import create_app
from bot.web.conversation import Conversation
from tests.conftest import Clock, make_settings
from tests.conversations.transcript import Player, read, settings_of
from tests.wechat import WeChat

FILES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_transcript(
    path: Path, mode: str, redis: Client, clock: Clock, tmp_path: Path, knowledge: Conversation
) -> None:
    lines = read(path)
    settings = make_settings(mode, tmp_path, **settings_of(lines))
    brain = replace(knowledge, settings=settings, rng=random.Random(path.name))
    app = create_app(settings, redis, brain=brain, clock=clock)
    try:
        Player(path.name, WeChat(app, settings, clock.time), clock, redis).play(lines)
    finally:
        app.extensions["jifen"].store.close()
