"""The demo page's own endpoint: it plays WeChat, and only for demo users."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.runtime.redis_client import Client
from bot.web.app import create_app
from tests.conftest import Clock, make_settings
from tests.standin import StandIn

USER = "demo-abc123"


@pytest.fixture
def app(mode: str, redis: Client, clock: Clock, brain: StandIn, tmp_path: Path) -> Flask:
    settings = make_settings(mode, tmp_path, demo=True)
    return create_app(settings, redis, brain=brain, clock=clock)


def send(client: FlaskClient, **message: Any) -> dict[str, Any]:
    answer = client.post("/demo/send", json={"user": USER} | message)
    assert answer.status_code == 200
    assert answer.json
    return dict(answer.json)


def test_page_keeps_its_own_policy(client: FlaskClient) -> None:
    page = client.get("/demo")
    assert page.status_code == 200
    for inline in ("<style", "style=", "onclick=", "javascript:", "http://", "https://"):
        assert inline not in page.text
    for name in ("demo.js", "demo.css", "icon.svg"):
        with client.get(f"/demo/static/{name}") as found:
            assert found.status_code == 200
            assert len(found.data) < 30_000


def test_forked_workers_do_not_number_alike(app: Flask) -> None:
    sender = app.extensions["jifen_demo"]
    here, there = sender.text(USER, "快速"), deepcopy(sender).text(USER, "快速")
    assert "<MsgId>" in here.plain
    assert number(here.plain) != number(there.plain)


def number(plain: str) -> str:
    return plain.partition("<MsgId>")[2].partition("</MsgId>")[0]


def test_messages_go_through_the_webhook(client: FlaskClient, mode: str) -> None:
    found = send(client, kind="text", text="你好")
    assert found["reply"]["text"] == "第 1 条：你好"
    assert found["status"] == 200
    assert ("Encrypt" in found["request"]["body"]) == (mode == "safe")
    assert "你好" in found["request"]["plain"]
    assert "第 1 条" in found["answer"]["plain"]
    assert send(client, kind="click", key="score")["reply"]["text"].endswith("click score")
    assert send(client, kind="voice", text="喂")["reply"]["text"].endswith("喂")
    assert send(client, kind="subscribe")["reply"]
    assert send(client, kind="image")["reply"]
    assert send(client, kind="text", text="卡片")["reply"]["kind"] == "news"


def test_a_retry_gets_the_same_reply(client: FlaskClient, brain: StandIn) -> None:
    first = send(client, kind="text", text="你好")
    again = client.post("/demo/again", json=first["request"]).json
    assert again
    assert again["answer"]["plain"] == first["answer"]["plain"]
    assert brain.calls == 1


@pytest.mark.parametrize(
    "message",
    [
        {"user": "oRealPerson", "kind": "text", "text": "删除"},
        {"user": USER, "kind": "nonsense"},
        {"user": USER, "kind": "text", "text": 5},
        {"user": USER, "kind": "text", "text": "字" * 2001},
        {"user": [], "kind": "text"},
        {},
        [],
    ],
)
def test_what_does_not_fit_is_refused(client: FlaskClient, brain: StandIn, message: Any) -> None:
    assert client.post("/demo/send", json=message).status_code == 400
    assert brain.calls == 0


def test_forms_of_other_sites_are_refused(client: FlaskClient) -> None:
    assert client.post("/demo/send", data={"user": USER, "kind": "text"}).status_code == 400
    assert client.post("/demo/send", data="{}", content_type="text/plain").status_code == 400
    assert client.post("/demo/again", json={"query": 1}).status_code == 400


@pytest.mark.parametrize("mode", ["plain"], indirect=True)
def test_a_forged_retry_is_refused_by_the_webhook(client: FlaskClient) -> None:
    first = send(client, kind="text", text="你好")
    forged = first["request"] | {"body": first["request"]["body"].replace(USER, "oRealPerson")}
    again = client.post("/demo/again", json=forged).json
    assert again
    assert again["status"] == 403
