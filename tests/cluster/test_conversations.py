"""Every transcript over a cluster and over Sentinels, with the least rights on Redis."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from bot.web.app import create_app
from bot.web.conversation import Conversation
from tests.cluster.conftest import Backing
from tests.conftest import Clock, make_settings
from tests.conversations.conftest import knowledge
from tests.conversations.test_transcripts import FILES
from tests.conversations.transcript import Player, read, settings_of
from tests.wechat import WeChat

__all__ = ["knowledge"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_transcript(
    path: Path, backing: Backing, clock: Clock, tmp_path: Path, knowledge: Conversation
) -> None:
    lines = read(path)
    settings = make_settings("plain", tmp_path, **settings_of(lines))
    brain = replace(knowledge, settings=settings, rng=random.Random(path.name))
    app = create_app(settings, backing.bot, brain=brain, clock=clock)
    try:
        player = Player(path.name, WeChat(app, settings, clock.time), clock, backing.admin)
        player.play(lines)
    finally:
        app.extensions["jifen"].store.close()
