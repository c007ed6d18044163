"""A stand-in for the account's API: real HTTP on loopback, with every way in which it can fail."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr


class FakeApi(ThreadingHTTPServer):
    """Keeps a menu and the messages that were sent.

    `errors`: codes that the next calls get, in order; `error`: the one that every call gets.
    `garbage`: what is answered instead of JSON, `hang`: seconds before a message's answer.
    `end_token` lets the token that was given last run out.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.menu: dict[str, Any] | None = None
        self.seen: list[tuple[str, bytes]] = []
        self.sent: list[tuple[str, str]] = []
        self.errors: list[int] = []
        self.error, self.garbage, self.hang = 0, b"", 0.0
        self.tokens = 1
        self.stale: int = 0
        """The code for a token that has run out; 0: the present one is good."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def settings(self) -> dict[str, object]:
        """What an account that uses this API has set."""
        return {
            "wechat_app_id": "wx0123456789abcdef",
            "wechat_app_secret": SecretStr("app-secret"),
            "wechat_api_base": self.base,
        }

    def end_token(self, code: int = 42001) -> None:
        self.stale = code

    def asked(self, path: str) -> int:
        """How often a path was called."""
        return [each for each, _ in self.seen].count(path)


class _Handler(BaseHTTPRequestHandler):
    server: FakeApi

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        self.server.seen.append((parts.path, body))
        given = parse_qs(parts.query).get("access_token", [""])[0]
        answer = self._result(parts.path, given, body)
        text = self.server.garbage or json.dumps(answer).encode()
        try:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            pass  # the caller has stopped waiting

    def _result(self, path: str, token: str, body: bytes) -> dict[str, Any]:
        server = self.server
        if path == "/cgi-bin/stable_token":
            return self._token(json.loads(body))
        if server.stale and token == f"token-{server.tokens}":
            return {"errcode": server.stale, "errmsg": "access_token expired"}
        if token != f"token-{server.tokens}":
            return {"errcode": 40001, "errmsg": "invalid credential"}
        if code := (server.errors.pop(0) if server.errors else server.error):
            return {"errcode": code, "errmsg": "some error"}
        if path == "/cgi-bin/message/custom/send":
            time.sleep(server.hang)
            message = json.loads(body)
            server.sent.append((message["touser"], message["text"]["content"]))
        elif path == "/cgi-bin/menu/create":
            server.menu = json.loads(body)
        elif server.menu is None:
            return {"errcode": 46003, "errmsg": "menu no exist"}
        else:
            return {"menu": server.menu}
        return {"errcode": 0, "errmsg": "ok"}

    def _token(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The same token until it is forced, as the platform's stable token."""
        if asked["secret"] != "app-secret":
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if asked["force_refresh"]:
            self.server.tokens += 1
            self.server.stale = 0
        return {"access_token": f"token-{self.server.tokens}", "expires_in": 7200}

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@contextmanager
def fake_api() -> Iterator[FakeApi]:
    with FakeApi() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
