"""The demo chat in a real browser: typing, menu, links, retry, users, errors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.runtime.redis_client import Client
from bot.web.app import create_app
from tests.browser.conftest import DESKTOP, PHONE, Open, serious_findings
from tests.conftest import Clock, make_settings
from tests.served import served
from tests.standin import StandIn


@pytest.fixture
def url(redis: Client, clock: Clock, tmp_path: Path) -> Iterator[str]:
    settings = make_settings("plain", tmp_path, demo=True)
    with served(create_app(settings, redis, brain=StandIn(), clock=clock)) as found:
        yield found + "/demo"


def say(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_conversation(open_page: Open, url: str, viewport: dict[str, int]) -> None:
    page = open_page(viewport=viewport)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    log = page.get_by_role("log")
    expect(log).to_contain_text("第 1 条：event subscribe")

    say(page, "你好")
    expect(log).to_contain_text("第 2 条：你好")
    say(page, "报告")
    link = log.get_by_role("link", name="https://jifen.example.cn/r/")
    expect(link).to_have_attribute("rel", "noopener")
    say(page, "卡片")
    expect(log.get_by_role("link", name="您的积分")).to_be_visible()

    # the menu, by keyboard alone
    top = page.get_by_role("button", name="算一算")
    top.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="算我的积分")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="算我的积分")).to_be_hidden()
    expect(top).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="算我的积分").click()
    expect(log).to_contain_text("click start_score")

    assert serious_findings(page) == []
    overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not overflow
    assert all(address.startswith(url.removesuffix("/demo")) for address in asked)


def test_retry_users_and_raw_exchange(open_page: Open, url: str) -> None:
    page = open_page(viewport=PHONE)
    page.goto(url)
    expect(page.get_by_role("log")).to_contain_text("第 1 条")
    page.get_by_role("button", name="工具", exact=True).click()
    page.get_by_role("button", name="把上一条再发一次").click()
    expect(page.get_by_role("status")).to_contain_text("得到同一条回复")
    expect(page.locator("#raw")).to_contain_text("<MsgType><![CDATA[event]]></MsgType>")
    assert serious_findings(page) == []

    page.get_by_role("button", name="换新用户").click()
    page.keyboard.press("Escape")
    expect(page.get_by_text("演示 · 用户 2")).to_be_visible()
    say(page, "第二个人")
    expect(page.get_by_role("log")).to_contain_text("第 2 条：第二个人")
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("第 2 条：第二个人")
    page.get_by_role("button", name="工具", exact=True).click()
    page.get_by_label("用户").select_option("用户 1")
    expect(page.get_by_role("log")).not_to_contain_text("第二个人")


def test_hostile_text_stays_text(open_page: Open, url: str) -> None:
    page = open_page()
    page.goto(url)
    expect(page.get_by_role("log")).to_contain_text("第 1 条")
    say(page, "<img src=x onerror=alert(1)> javascript:alert(1) ]]>")
    expect(page.get_by_role("log")).to_contain_text("第 2 条：<img src=x onerror=alert(1)>")
    assert page.locator("#log img").count() == 0


def test_an_unreachable_server_is_said_and_tried_again(open_page: Open, url: str) -> None:
    page = open_page()
    page.goto(url)
    expect(page.get_by_role("log")).to_contain_text("第 1 条")
    page.route("**/demo/send", lambda route: route.abort())
    say(page, "你好")
    expect(page.get_by_text("没有发出去")).to_be_visible()
    page.unroute("**/demo/send")
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("log")).to_contain_text("第 2 条：你好")
    expect(page.get_by_text("没有发出去")).to_have_count(0)
