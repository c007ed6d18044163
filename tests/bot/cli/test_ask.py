"""`jifen ask` beside a running service."""

import sys

import pytest

from bot.cli import main
from bot.runtime.redis_client import Client
from bot.storage.answer_versions import Edits
from tests.conftest import Clock
from tests.few_answers import few

QUESTION = few().catalogue.get("age").examples[0]  # type: ignore[union-attr]


def test_ask_prints_what_staff_have_published(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    redis: Client,
    redis_url: str,
    clock: Clock,
    few_answers: None,
) -> None:
    """Not the shipped answer, once there is another."""
    del few_answers
    monkeypatch.setenv("JIFEN_REDIS_URL", redis_url)
    monkeypatch.setattr(sys, "argv", ["jifen", "ask", QUESTION])
    assert main() == 0
    assert "同事改过的标题" not in capsys.readouterr().out
    shipped = few().catalogue.get("age")
    assert shipped
    edit = {**shipped.raw, "title": "同事改过的标题"}
    Edits(redis).publish(0, {"age": edit}, "老王", "改标题", clock())
    assert main() == 0
    assert "同事改过的标题" in capsys.readouterr().out
