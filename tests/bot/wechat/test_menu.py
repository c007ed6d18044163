"""The account's menu against a server that behaves like WeChat's API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.menu import menu as command
from bot.errors import ApiError, SettingsError
from bot.runtime.settings import Settings
from bot.wechat.account_api import AccountApi
from bot.wechat.menu import lines, load
from replies.wording import say
from tests.account_api import FakeApi, fake_api
from tests.conftest import make_settings


@pytest.fixture
def api_server() -> Iterator[FakeApi]:
    with fake_api() as found:
        yield found


@pytest.fixture
def settings(api_server: FakeApi, tmp_path: Path) -> Settings:
    return make_settings("plain", tmp_path, **api_server.settings)


def test_push_and_read_back(api_server: FakeApi, settings: Settings) -> None:
    api = AccountApi(settings)
    assert api.menu() is None
    api.put_menu(load())
    found = api.menu()
    assert found
    assert lines(found) == lines(load())
    (body,) = [body for path, body in api_server.seen if path == "/cgi-bin/menu/create"]
    assert "算一算".encode() in body, "escapes would be shown literally"
    asked = [path for path, _ in api_server.seen].count("/cgi-bin/stable_token")
    assert asked == 1


@pytest.mark.parametrize("code", [40164, 48001, 40018])
def test_errors_say_what_to_mend(api_server: FakeApi, settings: Settings, code: int) -> None:
    api_server.error = code
    with pytest.raises(ApiError) as caught:
        AccountApi(settings).put_menu(load())
    assert str(code) in str(caught.value)
    assert say(f"wechat.code.{code}") in str(caught.value)


def test_unreachable_and_missing(settings: Settings, tmp_path: Path) -> None:
    nowhere = settings.model_copy(update={"wechat_api_base": "http://127.0.0.1:1"})
    with pytest.raises(ApiError, match="连不上"):
        AccountApi(nowhere).menu()
    with pytest.raises(SettingsError, match="JIFEN_WECHAT_APP_SECRET"):
        AccountApi(make_settings("plain", tmp_path)).menu()


def test_commands(
    api_server: FakeApi,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("JIFEN_WECHAT_APP_ID", "wx1")
    monkeypatch.setenv("JIFEN_WECHAT_APP_SECRET", "app-secret")
    monkeypatch.setenv("JIFEN_WECHAT_API_BASE", settings.wechat_api_base)
    assert command.main(["diff"], standalone_mode=False) == 1
    assert "+算一算" in capsys.readouterr().out
    command.main(["push"], standalone_mode=False)
    assert "已发布" in capsys.readouterr().out
    assert command.main(["diff"], standalone_mode=False) == 0
    assert api_server.menu == load()


def test_every_key_opens_something() -> None:
    from handlers import command_of_event

    keys = [b["key"] for entry in load()["button"] for b in entry["sub_button"]]
    assert all(command_of_event(key) for key in keys)
