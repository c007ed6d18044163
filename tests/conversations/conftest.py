"""The real conversation, loaded once per test worker."""

from pathlib import Path

import pytest

from bot.web.conversation import Conversation
from tests.conftest import make_settings


@pytest.fixture(scope="session")
def knowledge() -> Conversation:
    return Conversation.load(make_settings("plain", Path()))
