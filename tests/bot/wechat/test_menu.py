"""The account's menu against a server that behaves like WeChat's API."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from bot.cli.menu import menu as command
from bot.errors import ApiError, SettingsError
from bot.runtime.settings import Settings
from bot.wechat.api import Api
from bot.wechat.menu import lines, load
from replies.wording import say
from tests.conftest import make_settings


class FakeApi(HTTPServer):
    """Keeps a menu; answers with `error` where it is set."""

    error: int = 0
    menu: dict[str, Any] | None = None
    seen: list[tuple[str, bytes]]


class Handler(BaseHTTPRequestHandler):
    server: FakeApi

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        self.server.seen.append((parts.path, body))
        answer: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
        if parts.path == "/cgi-bin/stable_token":
            answer = {"access_token": "t0ken", "expires_in": 7200}
        elif parse_qs(parts.query).get("access_token") != ["t0ken"]:
            answer = {"errcode": 40001, "errmsg": "invalid credential"}
        elif self.server.error:
            answer = {"errcode": self.server.error, "errmsg": "some error"}
        elif parts.path == "/cgi-bin/menu/create":
            self.server.menu = json.loads(body)
        elif self.server.menu is None:
            answer = {"errcode": 46003, "errmsg": "menu no exist"}
        else:
            answer = {"menu": self.server.menu}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture
def api_server() -> Iterator[FakeApi]:
    with FakeApi(("127.0.0.1", 0), Handler) as server:
        server.seen = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(api_server: FakeApi, tmp_path: Path) -> Settings:
    return make_settings(
        "plain",
        tmp_path,
        wechat_app_id="wx1",
        wechat_app_secret=SecretStr("app-secret"),
        wechat_api_base=f"http://127.0.0.1:{api_server.server_port}",
    )


def test_push_and_read_back(api_server: FakeApi, settings: Settings) -> None:
    api = Api(settings)
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
        Api(settings).put_menu(load())
    assert str(code) in str(caught.value)
    assert say(f"wechat.code.{code}") in str(caught.value)


def test_unreachable_and_missing(settings: Settings, tmp_path: Path) -> None:
    nowhere = settings.model_copy(update={"wechat_api_base": "http://127.0.0.1:1"})
    with pytest.raises(ApiError, match="连不上"):
        Api(nowhere).menu()
    with pytest.raises(SettingsError, match="JIFEN_WECHAT_APP_SECRET"):
        Api(make_settings("plain", tmp_path)).menu()


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
