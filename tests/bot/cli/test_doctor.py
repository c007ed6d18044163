"""`jifen doctor`: every broken state of an installation is broken here, and told apart by name."""

import datetime
import io
import json
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.serving import make_server

from bot.cli import cli, guarded
from bot.runtime.redis_client import Client
from bot.web.app import create_app
from bot.wechat.menu import load
from tests.certificates import certificate
from tests.conftest import AES_KEY, APP_ID, SECRET, TOKEN, Clock, make_settings
from tests.processes import free_port
from tests.standin import StandIn

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
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


@contextmanager
def served(app: Wsgi, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=tls)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


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


def test_all_is_well(service: Flask, doctor: Doctor) -> None:
    with served(service) as url:
        assert set(doctor(url)) == {"settings", "redis", "webhook"}


# --- the service and the settings differ ---------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "name", "words"),
    [
        ({"JIFEN_WECHAT_TOKEN": "othertoken"}, "refused_wrong_signature", "JIFEN_WECHAT_TOKEN"),
        ({"JIFEN_WECHAT_AES_KEY": AES_KEY[::-1]}, "refused_cannot_be_decrypted", "AES_KEY"),
        ({"JIFEN_WECHAT_APP_ID": "wxother"}, "refused_other_app_id", "JIFEN_WECHAT_APP_ID"),
        ({"JIFEN_WECHAT_AES_KEY": ""}, "refused_plain_message_in_safe_mode", "安全模式"),
        ({"JIFEN_SECRET_KEY": "n" * 40, "JIFEN_WECHAT_TOKEN": "other"}, "refused", "SECRET_KEY"),
    ],
)
def test_settings_that_differ_are_told_apart(
    service: Flask, doctor: Doctor, changed: dict[str, str], name: str, words: str
) -> None:
    with served(service) as url:
        assert words in doctor(url, **changed)[name]


def test_a_clock_that_is_ahead(redis: Client, doctor: Doctor, tmp_path: Path) -> None:
    settings = make_settings("safe", tmp_path)
    app = create_app(settings, redis, brain=StandIn(), clock=Now(ahead=15))
    with served(app) as url:
        assert "NTP" in doctor(url)["refused_timestamp_outside_the_window"]


def test_the_reason_of_a_refusal_is_for_the_doctor_alone(
    service: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    answer = service.test_client().post("/wechat?openid=oSecret", data=b"x")
    assert answer.status_code == 403
    assert "X-Jifen-Reason" not in answer.headers
    assert "refused with 403: no timestamp or nonce" in caplog.text
    assert "oSecret" not in caplog.text
    forged = {"X-Jifen-Doctor": f"abc.{'0' * 24}"}
    assert "X-Jifen-Reason" not in service.test_client().post("/wechat", headers=forged).headers


# --- what stands in front ------------------------------------------------------------------------


def without_query(app: Wsgi) -> Wsgi:
    return lambda env, start: app({**env, "QUERY_STRING": ""}, start)


def without_body(app: Wsgi) -> Wsgi:
    def wrapped(env: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        return app({**env, "CONTENT_LENGTH": "0", "wsgi.input": io.BytesIO()}, start)

    return wrapped


def answers(status: str, body: bytes, *headers: tuple[str, str], only: str = "") -> Any:
    """A gateway with an answer of its own, for one method or all."""

    def around(app: Wsgi) -> Wsgi:
        def wrapped(env: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            if only and env["REQUEST_METHOD"] != only:
                return app(env, start)
            start(status, [("Content-Type", "text/html"), *headers])
            return [body]

        return wrapped

    return around


ELSEWHERE = ("Location", "https://www.jifen.example.cn/wechat")


@pytest.mark.parametrize(
    ("around", "name", "words"),
    [
        (without_query, "refused_no_timestamp_or_nonce", "参数"),
        (without_body, "refused_not_a_message", "正文"),
        (answers("403 Forbidden", b"blocked", only="GET"), "get_blocked", "GET"),
        (answers("403 Forbidden", b"<h1>nginx</h1>"), "gateway_refused", "防火墙"),
        (answers("200 OK", b"success"), "always_success", "不是本程序"),
        (answers("200 OK", b"<h1>Welcome</h1>"), "no_reply", "不是微信回复"),
        (answers("301 Moved Permanently", b"", ELSEWHERE), "redirect", ELSEWHERE[1]),
        (answers("502 Bad Gateway", b"nginx"), "gateway", "502"),
    ],
)
def test_what_stands_in_front_is_told_apart(
    service: Flask, doctor: Doctor, around: Callable[[Any], Wsgi], name: str, words: str
) -> None:
    with served(around(service)) as url:
        assert words in doctor(url)[name]


def test_a_path_that_is_404(service: Flask, doctor: Doctor) -> None:
    with served(service) as url:
        assert "/wechat" in doctor(f"{url}/weixin")["path"]


class OldClock(BaseHTTPRequestHandler):
    """A gateway whose clock stands still."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response_only(403)
        self.send_header("Date", "Mon, 02 Nov 2026 02:00:00 GMT")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        del format, args


def test_a_time_in_the_answer_that_is_off(doctor: Doctor) -> None:
    with HTTPServer(("127.0.0.1", 0), OldClock) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert "NTP" in doctor(f"http://127.0.0.1:{server.server_address[1]}")["clock"]
        server.shutdown()


def test_nobody_listens(doctor: Doctor) -> None:
    assert "jifen serve" in doctor(f"http://127.0.0.1:{free_port()}")["unreachable"]


def test_a_name_that_does_not_exist(doctor: Doctor) -> None:
    assert "DNS" in doctor("http://no-such-host.invalid")["no_name"]


def encrypted(folder: Path, name: str, days: int = 30) -> ssl.SSLContext:
    """A server's TLS with a certificate that signs itself, good for `days`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder, "server", name, days))
    return context


@pytest.mark.parametrize(
    ("name", "days", "trusted", "finding"),
    [
        ("127.0.0.1", 30, False, "certificate_ca"),
        ("other.example.cn", 30, True, "certificate_name"),
        ("127.0.0.1", -1, True, "certificate_expired"),
    ],
)
def test_certificates_are_told_apart(
    service: Flask,
    doctor: Doctor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    days: int,
    trusted: bool,
    finding: str,
) -> None:
    tls = encrypted(tmp_path, name, days)
    if trusted:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "server.pem"))
    with served(service, tls) as url:
        assert finding in doctor(url)


# --- settings ------------------------------------------------------------------------------------


def test_misspelt_names_are_named_with_what_was_meant(
    service: Flask, doctor: Doctor, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("JIFEN_WECHAT_AESKEY=x\nJIFEN_NOTHING_LIKE_IT=1\n", "utf-8")
    with served(service) as url:
        found = doctor(url)
    assert "JIFEN_WECHAT_AES_KEY" in found["misspelt"]
    assert "JIFEN_NOTHING_LIKE_IT" in found["unknown_setting"]


def test_a_port_that_the_platform_does_not_call(service: Flask, doctor: Doctor) -> None:
    with served(service) as url:
        assert "8443" in doctor(url, JIFEN_PUBLIC_URL="https://jifen.example.cn:8443")["port"]


# --- Redis ---------------------------------------------------------------------------------------


@contextmanager
def user(redis: Any, *rules: str) -> Iterator[None]:
    redis.execute_command("ACL", "SETUSER", "bot", "reset", "on", ">se/cret", "~*", *rules)
    try:
        yield
    finally:
        redis.execute_command("ACL", "DELUSER", "bot")


def as_user(redis_url: str, password: str) -> str:
    return redis_url.replace("unix://", f"unix://bot:{quote(password, safe='')}@", 1)


def test_a_wrong_redis_password(
    service: Flask, doctor: Doctor, redis: Client, redis_url: str
) -> None:
    with served(service) as url, user(redis, "+@all"):
        right = doctor(url, JIFEN_REDIS_URL=as_user(redis_url, "se/cret"))
        wrong = doctor(url, JIFEN_REDIS_URL=as_user(redis_url, "nope"))
    assert "redis" in right
    assert "密码" in wrong["redis_password"]


def test_a_user_without_info(service: Flask, doctor: Doctor, redis: Client, redis_url: str) -> None:
    with served(service) as url, user(redis, "+@all", "-info", "-config"):
        found = doctor(url, JIFEN_REDIS_URL=as_user(redis_url, "se/cret"))
    assert "INFO" in found["redis_no_info"]
    assert "webhook" in found


def test_a_user_that_may_not_write(
    service: Flask, doctor: Doctor, redis: Client, redis_url: str
) -> None:
    with served(service) as url, user(redis, "+@all", "-set"):
        assert "SET" in doctor(url, JIFEN_REDIS_URL=as_user(redis_url, "se/cret"))["redis_rights"]


def test_a_redis_that_is_full(service: Flask, doctor: Doctor, redis: Any) -> None:
    redis.config_set("maxmemory", "1")
    try:
        with served(service) as url:
            assert "maxmemory" in doctor(url)["redis_full"]
    finally:
        redis.config_set("maxmemory", "0")


def test_a_redis_that_evicts(service: Flask, doctor: Doctor, redis: Any) -> None:
    redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        with served(service) as url:
            assert "noeviction" in doctor(url)["redis_policy"]
    finally:
        redis.config_set("maxmemory-policy", "noeviction")


def test_a_replica_that_takes_no_writes(service: Flask, doctor: Doctor, redis: Any) -> None:
    redis.execute_command("REPLICAOF", "127.0.0.1", str(free_port()))
    try:
        with served(service) as url:
            assert "只读" in doctor(url)["redis_readonly"]
    finally:
        redis.execute_command("REPLICAOF", "NO", "ONE")


FULL = b"-MISCONF Errors writing to the AOF file: No space left on device\r\n"


def test_a_disk_that_is_full(service: Flask, doctor: Doctor) -> None:
    """As a server answers whose append-only file cannot grow."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while head := self.rfile.readline():
                words = []
                for _ in range(int(head[1:])):
                    length = int(self.rfile.readline()[1:])
                    words.append(self.rfile.read(length + 2)[:-2].upper())
                reply = {b"PING": b"+PONG\r\n", b"SET": FULL, b"CLIENT": b"+OK\r\n"}
                self.wfile.write(reply.get(words[0], b"-ERR unknown command\r\n"))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with served(service) as url:
            found = doctor(url, JIFEN_REDIS_URL=f"redis://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
    assert "磁盘满了" in found["disk_full"]


def test_a_redis_that_is_gone(service: Flask, doctor: Doctor) -> None:
    with served(service) as url:
        found = doctor(url, JIFEN_REDIS_URL=f"redis://127.0.0.1:{free_port()}")
    assert "JIFEN_REDIS_URL" in found["redis_unreachable"]


# --- the platform's API --------------------------------------------------------------------------


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
