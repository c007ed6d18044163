"""Limits: one person's flood is refused with a kind line and costs the others nothing."""

import threading
from typing import cast

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from bot.web.limits import AT_ONCE, Buckets, Limits, Rate
from bot.web.services import Services
from tests.standin import StandIn
from tests.wechat import USER, WeChat


@pytest.fixture
def services(app: Flask) -> Services:
    """The parts of the app, whose limits a test may lower."""
    return cast(Services, app.extensions["jifen"])


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 3)), max_size=60))
def test_never_more_than_the_burst_and_what_came_in_since(
    tries: list[tuple[float, float]],
) -> None:
    now = taken = 0.0
    buckets = Buckets(Rate(10, 2), clock=lambda: now)
    for pause, cost in tries:
        now += pause
        if buckets.take("x", cost):
            taken += cost
        assert taken <= 10 + 2 * now + 1e-6


def test_memory_stays_bounded() -> None:
    buckets = Buckets(Rate(5, 1), kept=100)
    for number in range(1000):
        assert buckets.take(f"user {number}")
    assert len(buckets) == 100


def test_a_clock_that_is_set_back_gives_nothing() -> None:
    now = 100.0
    buckets = Buckets(Rate(1, 1), clock=lambda: now)
    assert buckets.take("x")
    now = 0.0
    assert not buckets.take("x")


def test_a_flood_is_answered_with_a_kind_line(
    wechat: WeChat, brain: StandIn, services: Services
) -> None:
    services.limits.person = Buckets(Rate(3, 0))
    said = [wechat.say("你好").text for _ in range(5)]
    assert [text.startswith("第") for text in said] == [True] * 3 + [False] * 2
    assert "发得太快" in said[-1]
    assert "没有记下" in said[-1]
    assert brain.calls == 3
    assert wechat.say("你好", user="another").text == "第 1 条：你好"


def test_long_texts_cost_more(wechat: WeChat, services: Services) -> None:
    services.limits.person = Buckets(Rate(4, 0))
    assert wechat.say("长" * 400).text.startswith("第 1 条")
    assert "没有记下" in wechat.say("长" * 400).text
    assert wechat.say("短").text.startswith("第 2 条")


def test_everybody_together_has_a_limit(wechat: WeChat, services: Services) -> None:
    services.limits.everybody = Buckets(Rate(2, 0))
    said = [wechat.say("你好", user=f"u{number}").text for number in range(3)]
    assert "用的人太多" in said[2]
    assert "没有记下" in said[2]


def test_one_person_cannot_hold_every_thread(wechat: WeChat, brain: StandIn) -> None:
    brain.slow = 0.3
    said: list[str] = []
    threads = [
        threading.Thread(target=lambda: said.append(wechat.say("你好").text))
        for _ in range(AT_ONCE + 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("没有记下" in text for text in said) == 2
    assert wechat.say("你好").text == f"第 {AT_ONCE + 1} 条：你好", "the count went down again"


def test_leaving_is_never_refused(wechat: WeChat, services: Services) -> None:
    wechat.say("你好")
    services.limits.person = Buckets(Rate(0, 0))
    wechat.send(wechat.event(USER, "unsubscribe"))
    services.limits = Limits()
    assert wechat.say("又来了").text == "第 1 条：又来了"


def test_an_address_has_a_limit_on_pages(app: Flask, services: Services, wechat: WeChat) -> None:
    services.limits.address = Buckets(Rate(2, 0))
    client = app.test_client()
    found = [client.get("/r/nonsense") for _ in range(3)]
    assert [each.status_code for each in found] == [404, 404, 429]
    assert "一分钟" in found[2].text
    other = client.get("/r/nonsense", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert other.status_code == 404
    assert client.get("/healthz").status_code == 200
    assert wechat.say("你好").text == "第 1 条：你好"
