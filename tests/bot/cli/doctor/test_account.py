"""The doctor on the account: its token and its menu."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from flask import Flask

from bot.wechat.menu import load
from tests.bot.cli.doctor.conftest import Doctor
from tests.served import served


class Platform(HTTPServer):
    """WeChat's API with one answer to everything but the token."""

    token: dict[str, Any]
    menu: dict[str, Any]


class PlatformHandler(BaseHTTPRequestHandler):
    server: Platform

    def do_GET(self) -> None:
        self._send(self.server.menu)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._send(self.server.token)

    def _send(self, answer: dict[str, Any]) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, format: str, *args: object) -> None:
        del format, args


TOKEN_GOOD = {"access_token": "t", "expires_in": 7200}
NOT_LISTED = {"errcode": 40164, "errmsg": "invalid ip 203.0.113.9, not in whitelist rid: 1"}


@pytest.mark.parametrize(
    ("token", "menu", "name", "words"),
    [
        ({"errcode": 40125, "errmsg": "invalid appsecret"}, {}, "app_secret", "AppSecret"),
        ({"errcode": 40013, "errmsg": "invalid appid"}, {}, "app_id", "AppID"),
        (NOT_LISTED, {}, "whitelist", "203.0.113.9"),
        (TOKEN_GOOD, {"errcode": 46003, "errmsg": "menu no exist"}, "no_menu", "menu push"),
        (TOKEN_GOOD, {"menu": {"button": []}}, "other_menu", "menu diff"),
        (TOKEN_GOOD, {"menu": load()}, "menu", "一样"),
    ],
)
def test_the_account_is_looked_at(
    service: Flask,
    doctor: Doctor,
    token: dict[str, Any],
    menu: dict[str, Any],
    name: str,
    words: str,
) -> None:
    with Platform(("127.0.0.1", 0), PlatformHandler) as platform:
        platform.token, platform.menu = token, menu
        threading.Thread(target=platform.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{platform.server_address[1]}"
        with served(service) as url:
            found = doctor(url, JIFEN_WECHAT_APP_SECRET="secret", JIFEN_WECHAT_API_BASE=base)
        platform.shutdown()
    assert words in found[name]
