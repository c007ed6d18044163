"""Headers of every page, and pages for every error."""

import json

import pytest

from bot.storage import accounts as accounts_module
from tests.bot.web.staff.conftest import EVERY_PAGE, Browser


def test_headers_of_every_page(agent: Browser) -> None:
    for path in EVERY_PAGE:
        headers = agent.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_has_scripts_or_styles_inside(admin: Browser) -> None:
    for path in [*EVERY_PAGE, "/nowhere", "/?q=年龄"]:
        text = admin.get(path).text
        assert "style=" not in text
        assert " onclick=" not in text
        assert "<script>" not in text


def test_errors_are_pages(agent: Browser) -> None:
    for answer, code in [
        (agent.get("/nowhere"), 404),
        (agent.get("/consult/unknown-token"), 404),
        (agent.get("/logout"), 405),
        (agent.post("/numbers"), 405),
    ]:
        assert answer.status_code == code
        assert "回到查答案" in answer.text
    assert "没有这一页" in agent.part("/nowhere").text
    assert "<html" not in agent.part("/nowhere").text


def test_a_dead_redis_gives_a_page(agent: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(*_: object, **__: object) -> None:
        from redis.exceptions import ConnectionError as Dead

        raise Dead("gone")

    monkeypatch.setattr(accounts_module.Accounts, "get", dead)
    answer = agent.get("/")
    assert answer.status_code == 503
    assert "暂时连不上数据" in answer.text
    assert 'href="/staff/?"' in answer.text, "the way on is the same page again"


def test_a_failure_gives_a_page_without_details(
    agent: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.staff.lookup.browse", lambda _: json.loads("秘密"))
    answer = agent.get("/")
    assert answer.status_code == 500
    assert "秘密" not in answer.text
    assert "出了点问题" in answer.text


def test_hidden_fields_are_not_shown_as_what_was_typed(agent: Browser) -> None:
    late = {"csrf": "x", "key": "64c23e011c0265c9", "note": "对方下午三点以后方便接电话"}
    answer = agent.post("/desk/AAAAA/note", late)
    assert answer.status_code == 419
    assert "对方下午三点以后方便接电话" in answer.text
    assert "64c23e011c0265c9" not in answer.text
    assert "回到刚才的页面" in answer.text
