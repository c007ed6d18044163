"""The webhook as WeChat meets it, in plain and in safe mode."""

import logging
import os
import re
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import Client, connect
from bot.runtime.settings import Settings
from bot.storage import keys
from bot.storage.turns import Store
from bot.web.app import create_app
from bot.web.links import Links
from bot.wechat.replies import Wire
from bot.wechat.sender import Posting
from bot.wechat.signature import sign
from tests.conftest import TOKEN, Clock
from tests.standin import StandIn
from tests.wechat import USER, WeChat


def test_text_is_answered(wechat: WeChat) -> None:
    assert wechat.say("你好").text == "第 1 条：你好"
    assert wechat.say("再来").text == "第 2 条：再来"
    assert wechat.say("你好", user="other").text == "第 1 条：你好"


def test_verification(client: FlaskClient, clock: Clock) -> None:
    timestamp = str(int(clock.time()))
    query = {"timestamp": timestamp, "nonce": "n", "echostr": "<b>12345</b>"}
    answer = client.get("/wechat", query_string=query | {"signature": sign(TOKEN, timestamp, "n")})
    assert (answer.status_code, answer.text) == (200, "<b>12345</b>")
    assert answer.mimetype == "text/plain"
    assert client.get("/wechat", query_string=query).status_code == 403
    assert client.get("/wechat").status_code == 403


def test_retry_gets_the_same_bytes_and_runs_nothing_twice(
    wechat: WeChat, brain: StandIn, clock: Clock
) -> None:
    posting = wechat.text(USER, "你好")
    first = wechat.send(posting)
    clock.forward(seconds=5)
    assert wechat.send(posting).plain == first.plain
    assert brain.calls == 1


def test_retry_of_an_event(wechat: WeChat, brain: StandIn) -> None:
    posting = wechat.event(USER, "CLICK", "score")
    assert wechat.send(posting).plain == wechat.send(posting).plain
    assert brain.calls == 1


def test_retry_while_the_first_is_worked_on_waits_for_its_result(
    wechat: WeChat, brain: StandIn
) -> None:
    brain.slow = 0.5
    posting = wechat.text(USER, "你好")
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(wechat.send(posting).plain)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert brain.calls == 1


def test_two_messages_at_once_both_count(wechat: WeChat, brain: StandIn) -> None:
    brain.slow = 0.2
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(wechat.say(f"消息{n}").text))
        for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(text[:4] for text in found) == ["第 1 ", "第 2 ", "第 3 "]


def test_same_signature_with_another_body_is_refused(wechat: WeChat) -> None:
    first = wechat.text(USER, "你好")
    assert wechat.deliver(first).status_code == 200
    forged = Posting(first.query, wechat.text("victim", "删除").body, "")
    assert wechat.deliver(forged).status_code == 403


@pytest.mark.parametrize(
    "kind", ["image", "voice", "video", "shortvideo", "location", "link", "nonsense"]
)
def test_every_kind_is_answered(wechat: WeChat, kind: str) -> None:
    said = wechat.send(wechat.other(USER, kind)).text
    assert said == f"第 1 条：{kind if kind != 'nonsense' else 'unknown'}"


def test_a_message_from_nobody_is_acknowledged(wechat: WeChat, brain: StandIn) -> None:
    assert wechat.send(wechat.wrap("<xml><MsgType>text</MsgType></xml>")).kind == "silence"
    assert brain.calls == 0


def test_reports_are_linked(wechat: WeChat, settings: Settings) -> None:
    links = Links(settings.secret_key.get_secret_value())
    text = wechat.say("报告").text
    start, token = text.rsplit("/r/", 1)
    assert start.endswith("https://jifen.example.cn")
    linked = links.read(token)
    assert linked
    assert linked.report == "rep1"
    card = wechat.say("卡片")
    assert (card.kind, card.title) == ("news", "您的积分")
    assert links.read(card.url.rsplit("/r/", 1)[1]) == linked


def test_forged_report_links_are_not_read(settings: Settings) -> None:
    links = Links(settings.secret_key.get_secret_value())
    assert links.read("x" * 40) is None
    assert links.read(Links("another secret").token("who", "rep1")) is None
    assert links.read(links.token("who", "rep1"), max_age=-1) is None


def test_handoff_and_silence(wechat: WeChat) -> None:
    assert wechat.say("转人工").kind == "transfer_customer_service"
    assert wechat.deliver(wechat.text(USER, "沉默")).data == b"success"


def test_a_failure_inside_is_a_plain_apology(
    wechat: WeChat, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        started = time.monotonic()
        assert re.search("没有记下.*12333", wechat.say("出错").text)
        assert wechat.say("你好").text == "第 1 条：你好"
        assert time.monotonic() - started < 2, "the turn is given back before its lock runs out"
    assert "RuntimeError at standin.py" in caplog.text
    assert "秘密" not in caplog.text


def test_nothing_personal_is_logged(wechat: WeChat, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        wechat.say("我叫张三")
        wechat.app.test_client().get("/r/secrettoken")
    for secret in (USER, "张三", "secrettoken", "signature"):
        assert secret not in caplog.text


@pytest.mark.parametrize("body", [b"", b"x", b"<xml>", b"\xff\xfe", b"x" * 70_000])
def test_strangers_are_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/wechat?signature=0&timestamp=1&nonce=2", data=body)
    assert (answer.status_code, answer.text) == (403, "forbidden")


def test_redis_dies_and_comes_back(settings: Settings, clock: Clock, tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server, connect(server.url) as redis:
        wechat = WeChat(
            create_app(settings, redis, brain=StandIn(), clock=clock), settings, clock.time
        )
        assert wechat.say("你好").text == "第 1 条：你好"
        os.kill(int(redis.info("server")["process_id"]), signal.SIGKILL)
        started = time.monotonic()
        assert re.fullmatch("租房每年 0.5 分。\n.*没有记下.*", wechat.say("租房怎么算").text)
        assert re.search("测分暂时用不了.*没有记下", wechat.say("1985年").text)
        assert "没有记下" in wechat.send(wechat.event(USER, "CLICK", "score")).text
        assert wechat.send(wechat.event(USER, "LOCATION")).kind == "silence"
        assert time.monotonic() - started < 5
        assert wechat.app.test_client().get("/readyz").status_code == 503
        while not server.ensure():
            time.sleep(0.05)
        assert wechat.say("再来").text == "第 2 条：再来", "nothing was lost"


def test_redis_hangs(settings: Settings, clock: Clock, tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server, connect(server.url) as redis:
        wechat = WeChat(
            create_app(settings, redis, brain=StandIn(), clock=clock), settings, clock.time
        )
        wechat.say("你好")
        pid = int(redis.info("server")["process_id"])
        os.kill(pid, signal.SIGSTOP)
        try:
            started = time.monotonic()
            assert "测分暂时用不了" in wechat.say("1985年").text
            assert time.monotonic() - started < 4.5
        finally:
            os.kill(pid, signal.SIGCONT)


def test_redis_dies_in_the_middle_of_a_turn(
    settings: Settings, clock: Clock, tmp_path: Path
) -> None:
    with EmbeddedRedis(tmp_path) as server, connect(server.url) as redis:
        pid = int(redis.info("server")["process_id"])

        class Killer(StandIn):
            def respond(self, incoming, session, now, case):  # type: ignore[no-untyped-def]
                if incoming.text == "断电":
                    os.kill(pid, signal.SIGKILL)
                    time.sleep(0.2)
                return super().respond(incoming, session, now, case)

        app = create_app(settings, redis, brain=Killer(), clock=clock)
        wechat = WeChat(app, settings, clock.time)
        wechat.say("你好")
        assert "测分暂时用不了" in wechat.say("断电").text
        while not server.ensure():
            time.sleep(0.05)
        time.sleep(2.6)  # the lock of the turn that died
        assert wechat.say("再来").text == "第 2 条：再来"


def test_health_and_metrics(client: FlaskClient, wechat: WeChat) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ok\n"
    wechat.say("你好")
    numbers = client.get("/metrics").text
    assert 'jifen_messages_total{kind="text"}' in numbers
    assert USER not in numbers


def test_readiness_tests_a_write(client: FlaskClient, redis: Client) -> None:
    """A Redis that answers and refuses writes is not ready: people would go without memory."""
    redis.config_set("maxmemory", "1")
    try:
        assert redis.ping()
        assert client.get("/readyz").status_code == 503
    finally:
        redis.config_set("maxmemory", "0")
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("event", ["LOCATION", "VIEW", "MASSSENDJOBFINISH", "kf_create_session"])
def test_silent_events_leave_no_trace(
    wechat: WeChat, redis: Client, brain: StandIn, mode: str, event: str
) -> None:
    assert wechat.send(wechat.event(USER, event)).kind == "silence"
    assert brain.calls == 0
    kept = list(redis.scan_iter("*"))
    # plain mode remembers that this timestamp and nonce are used up: nothing of the person
    assert [b":once:" in key for key in kept] == [True] * (mode == "plain")


@pytest.mark.parametrize("event", ["unsubscribe", "user_authorization_cancellation"])
def test_who_leaves_is_erased(wechat: WeChat, redis: Client, store: Store, event: str) -> None:
    for text in ("你好", "报告", "代码"):
        wechat.say(text)
    assert wechat.send(wechat.event(USER, event)).kind == "silence"
    record = store.record(store.who(USER))
    assert (record.session, record.reports, record.code, record.questions) == (None, {}, "", [])
    assert [Wire.load(reply.encode()).text for *_, reply in record.replies] == [""]
    assert 0 < redis.ttl(keys.record(store.who(USER))) <= 20 * 60
    assert wechat.say("再来").text == "第 1 条：再来"


@pytest.mark.parametrize("path", ["/nothing", "/wechat/x", "/demo"])
def test_unknown_pages_say_so(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


def test_security_headers(client: FlaskClient) -> None:
    headers = client.get("/healthz").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_the_app_needs_no_redis_to_start(settings: Settings, clock: Clock, redis_url: str) -> None:
    with connect(redis_url + "-nowhere") as nowhere:
        app: Flask = create_app(settings, nowhere, brain=StandIn(), clock=clock)
        assert app.test_client().get("/healthz").status_code == 200


def test_daily_numbers(wechat: WeChat, app: Flask, redis: Client) -> None:
    wechat.say("你好")
    app.extensions["jifen"].store.counts.write()
    numbers: dict[Any, Any] = redis.hgetall("{jifen}:numbers:2026-11-02")
    assert numbers[b"messages"] == b"1"
    assert [n for name, n in numbers.items() if name.startswith(b"took:")] == [b"1"]
