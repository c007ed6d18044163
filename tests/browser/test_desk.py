"""The desk in a real browser: two colleagues at once, by keyboard, with and without scripts."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.accounts import Accounts
from bot.storage.live_answers import LiveCatalogue
from bot.storage.roles import AGENT
from bot.web.app import create_app
from bot.web.conversation import Conversation
from tests.browser.conftest import PHONE, Open, overflow, serious_findings
from tests.conftest import Clock, make_settings
from tests.served import served
from tests.wechat import WeChat

PASSWORD = "一句足够长的好密码 42"
TOLD = (
    "算一算",
    "同意",
    "1985年3月，男，2009年7月起在北京交社保，没断过",
    "公积金能不能转过来",
    "转人工",
)
TABLET = {"width": 768, "height": 1024}


@pytest.fixture(scope="session")
def knowledge() -> LiveCatalogue:
    return LiveCatalogue(None)


@pytest.fixture
def app(redis: Client, clock: Clock, tmp_path: Path, knowledge: LiveCatalogue) -> Iterator[Flask]:
    settings = make_settings("plain", tmp_path, desk=True, hotline_hours="工作日 9:00-17:00")
    brain = Conversation(knowledge, settings, random.SystemRandom())
    made = create_app(settings, redis, brain=brain, clock=clock)
    yield made
    made.extensions["jifen"].store.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


@pytest.fixture
def wechat(app: Flask, clock: Clock) -> WeChat:
    return WeChat(app, app.extensions["jifen"].settings, clock.time)


@pytest.fixture
def label(wechat: WeChat, redis: Client) -> str:
    for text in TOLD:
        wechat.say(text)
    (found,) = (key.decode() for key in redis.scan_iter("{jifen}:desk:*"))
    return str(found.removeprefix(keys.desk("")))


@pytest.fixture
def colleague(site: str, open_page: Open, redis: Client, clock: Clock) -> Callable[..., Page]:
    """The window of a colleague who has just logged in."""

    def window(name: str, **options: object) -> Page:
        Accounts(redis).add(name, AGENT, PASSWORD, clock())
        page = open_page(**options)
        page.goto(f"{site}/staff/desk")
        page.get_by_label("名字").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="人工", exact=True)).to_be_visible()
        return page

    return window


def test_two_colleagues_at_once(colleague: Callable[..., Page], wechat: WeChat, label: str) -> None:
    first, second = colleague("小李"), colleague("小赵")
    for page in (first, second):
        page.get_by_role("link", name=f"对话 {label}").click()
        expect(page.get_by_text("接手后才能看对话和回复")).to_be_visible()
    first.get_by_role("button", name="接手").click()
    expect(first.get_by_text("已接手")).to_be_visible()
    second.get_by_role("button", name="接手").click()
    expect(second.get_by_role("alert")).to_contain_text("小李 已经接手这段对话")
    expect(second.get_by_label("回复对方")).to_have_count(0)
    first.get_by_label("回复对方").fill("您好，公积金不能转。")
    first.get_by_role("button", name="发送").click()
    expect(first.get_by_text("已记下，对方下次发消息时会看到")).to_be_visible()
    assert "工作人员：您好，公积金不能转。" in wechat.say("在吗").text
    first.get_by_role("button", name="聊完了").click()
    expect(first.get_by_text("已交还机器人")).to_be_visible()
    expect(first.get_by_text("没有人在等")).to_be_visible()


def test_what_the_person_says_appears_by_itself_and_what_is_typed_stays(
    colleague: Callable[..., Page], wechat: WeChat, label: str
) -> None:
    page = colleague("小李")
    page.clock.install()
    page.get_by_role("link", name=f"对话 {label}").click()
    page.get_by_role("button", name="接手").click()
    page.get_by_label("回复对方").fill("我先看看")
    wechat.say("我在单位不方便打电话")
    page.clock.run_for(6_000)
    expect(page.get_by_role("log")).to_contain_text("我在单位不方便打电话")
    expect(page.get_by_label("回复对方")).to_have_value("我先看看")
    expect(page.get_by_label("回复对方")).to_be_focused()


def test_a_quick_reply_goes_into_the_box(colleague: Callable[..., Page], label: str) -> None:
    page = colleague("小李")
    page.get_by_role("link", name=f"对话 {label}").click()
    page.get_by_role("button", name="接手").click()
    page.get_by_label("找答案").fill("租房怎么算分")
    page.keyboard.press("Enter")
    page.get_by_label("回复对方").fill("您好。")
    link = page.get_by_role("link", name=re.compile("^填入")).first
    words = link.get_attribute("data-fill")
    link.click()
    expect(page.get_by_label("回复对方")).to_have_value(f"您好。\n{words}")


@pytest.mark.usefixtures("label")
def test_without_scripts_everything_works(colleague: Callable[..., Page], wechat: WeChat) -> None:
    page = colleague("小李", java_script_enabled=False)
    page.get_by_role("button", name="接手").click()
    wechat.say("我在单位不方便打电话")
    page.get_by_role("link", name="刷新").click()
    expect(page.get_by_role("log")).to_contain_text("我在单位不方便打电话")
    page.get_by_role("link", name=re.compile("^填入")).first.click()
    expect(page.get_by_label("回复对方")).not_to_have_value("")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("已记下")).to_be_visible()
    page.get_by_label("写一条备注").fill("下午再看")
    page.get_by_role("button", name="存备注").click()
    expect(page.get_by_text("下午再看")).to_be_visible()


@pytest.mark.usefixtures("label")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit(
    colleague: Callable[..., Page], wechat: WeChat, scheme: str
) -> None:
    page = colleague("小李", color_scheme=scheme, viewport=PHONE)
    wechat.say("给看")
    assert serious_findings(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="接手").click()
    for size in (PHONE, TABLET):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert overflow(page) == 0
    assert serious_findings(page) == []
