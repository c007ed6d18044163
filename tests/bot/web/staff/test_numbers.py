"""The day's numbers: counted by the webhook, shown, drawn and taken away as CSV."""

import csv
import io
from typing import Any

import pytest

from bot.storage import keys
from bot.storage.numbers import Day, days, total
from bot.web.staff.numbers import safe
from tests.bot.web.staff.conftest import Browser
from tests.conftest import Clock
from tests.wechat import WeChat


def test_nothing_yet(agent: Browser) -> None:
    seen = agent.get("/numbers").text
    assert "还没有对话" in seen
    assert "<svg" not in seen


def test_the_webhook_counts_people_and_reply_times(
    agent: Browser, wechat: WeChat, redis: Any, clock: Clock
) -> None:
    wechat.say("你好")
    wechat.say("再来")
    wechat.say("你好", user="other")
    agent.get("/numbers")  # writes what was counted
    (today,) = days(redis, clock().date(), 1)
    assert (today.people, today["messages"]) == (2, 3)
    assert today.within(0.5) is not None
    seen = agent.get("/numbers").text
    assert "2026-11-02" in seen
    assert "<svg" in seen


def test_shares_and_times() -> None:
    day = Day("d", {"answer:age": 6, "answer:quota": 1, "clarify": 2, "fallback": 1,
                    "took:5": 98, "took:50": 1, "took:more": 1}, 0)  # fmt: skip
    assert (day.questions, day.share("clarify"), day.share("fallback")) == (10, "20.0%", "10.0%")
    assert (day.within(0.5), day.within(0.99), day.within(1.0)) == (5, 50, "more")
    empty = Day("d", {}, 0)
    assert (empty.share("fallback"), empty.within(0.5)) == ("", None)
    assert total([day, day])["answer:age"] == 12


def test_csv_can_be_opened_safely(agent: Browser, redis: Any, clock: Clock) -> None:
    day = clock().date().isoformat()
    redis.hset(keys.numbers(day), mapping={"messages": 5, "answer:=cmd|'/c calc'!A1": 2})
    answer = agent.get("/numbers.csv?days=7")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert f'filename="jifen-{day}-7d.csv"' in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert rows[0][:3] == ["日期", "对话人数", "消息"]
    assert rows[1][2] == "5"
    assert len(rows) == 8
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1"])
def test_formulas_become_text(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    assert safe(5) == "5"
    assert safe(None) == ""


@pytest.mark.parametrize("wanted", ["x", "-1", "99999999", ""])
def test_odd_spans_are_thirty_days(agent: Browser, wanted: str) -> None:
    assert len(agent.get(f"/numbers.csv?days={wanted}").text.splitlines()) == 31
