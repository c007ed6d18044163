"""A service on a real port, and what `jifen doctor` finds there."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from bot.cli import cli, guarded
from bot.runtime.redis_client import Client
from bot.web.app import create_app
from tests.conftest import AES_KEY, APP_ID, SECRET, TOKEN, Clock, make_settings
from tests.standin import StandIn

Doctor = Callable[..., dict[str, str]]


class Now(Clock):
    """The app's clock, right or a quarter of an hour ahead."""

    def __init__(self, ahead: int = 0) -> None:
        self.now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=ahead)


@pytest.fixture
def mode() -> str:
    return "safe"


@pytest.fixture
def service(redis: Client, tmp_path: Path) -> Flask:
    """The running service, in safe mode."""
    settings = make_settings("safe", tmp_path)
    return create_app(settings, redis, brain=StandIn(), clock=Now())


@pytest.fixture
def doctor(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    redis_url: str,
) -> Doctor:
    """Run the doctor with the settings of `service`, some changed: the findings by id."""
    monkeypatch.chdir(tmp_path)
    right = {
        "JIFEN_WECHAT_TOKEN": TOKEN, "JIFEN_WECHAT_APP_ID": APP_ID, "JIFEN_WECHAT_AES_KEY": AES_KEY,
        "JIFEN_SECRET_KEY": SECRET, "JIFEN_REDIS_URL": redis_url,
        "JIFEN_PUBLIC_URL": "https://jifen.example.cn", "JIFEN_DATA_DIR": str(tmp_path / "data"),
    }  # fmt: skip

    def run(url: str, **changed: str) -> dict[str, str]:
        for name, value in (right | changed).items():
            monkeypatch.setenv(name, value)
        code = guarded(
            lambda: cli.main(["doctor", "--json", "--url", url], "jifen", standalone_mode=False)
        )
        told = json.loads(capsys.readouterr().out)
        assert told["ok"] == (code == 0)
        found = {each["id"]: each["text"] for each in told["findings"]}
        bad = [each["id"] for each in told["findings"] if each["verdict"] == "bad"]
        assert bool(bad) == bool(code)
        return found

    return run
