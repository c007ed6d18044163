"""The doctor on the settings and the way to the webhook: proxies, clocks, certificates."""

import io
import ssl
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bot.runtime.redis_client import Client
from bot.web.app import create_app
from tests.bot.cli.doctor.conftest import Doctor, Now
from tests.certificates import certificate
from tests.conftest import AES_KEY, make_settings
from tests.processes import free_port
from tests.served import Wsgi, served
from tests.standin import StandIn


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
