"""Makes the pictures of the documentation: `python -m tests.browser.pictures docs/screenshots`.

Everything is served for real, over an empty server for Redis data of its own; the chat is the real
one. The people are those of the report's tests.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import typst
from playwright.sync_api import (
    Browser,
    FloatRect,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import Client, connect
from bot.storage.accounts import Accounts
from bot.storage.record import PersonRecord
from bot.storage.roles import AGENT
from bot.storage.turns import Store
from bot.web.app import create_app
from bot.web.report.paper import document
from bot.web.report.typesetting import SHEET
from bot.web.report.view import build
from bot.web.services import Services
from handlers import told_rows
from scoring import parse_facts
from tests.bot.web.report.people import PEOPLE, YEAR
from tests.browser.test_desk import TOLD
from tests.browser.test_staff import PASSWORD, enrolled, fill_store, log_in
from tests.conftest import SECRET, Clock, make_settings
from tests.records import put
from tests.served import served
from tests.wechat import WeChat

PHONE, DESKTOP = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)
Scheme = Literal["light", "dark"]
STORY = (
    "85年3月生，男，2009年7月社保到现在没断过，没补缴，通州自己的房，2016年5月拿的房本一直住着，"
    "单位在海淀，本科双证2008年毕业，有居住证，24、25这两年个税够10万"
)
TALK = ("测算", "同意", STORY, "都没有", "什么是备案", "出结果")


@contextmanager
def everything(folder: Path, clock: Clock) -> Iterator[tuple[str, Client, dict[str, str]]]:
    """The address of all pages, the client, and the path of each person's report; one person waits
    for a colleague."""
    with EmbeddedRedis(folder) as server, connect(server.url) as client:
        store = Store(client, SECRET)
        for name, facts in PEOPLE.items():
            value = {"facts": facts, "year": YEAR, "made": "2026-11-02T10:00:00+08:00"}
            put(store, name, PersonRecord(session={}, reports={name: value}))
        fill_store(store, clock)
        settings = make_settings(
            "plain", folder, demo=True, desk=True, public_url="", account_name="积分落户顾问",
            account_qr="http://weixin.qq.com/r/abcdEFGH1234567",
        )  # fmt: skip
        app = create_app(settings, client, clock=clock)
        parts: Services = app.extensions["jifen"]
        for said in TOLD:
            WeChat(app, settings, clock.time).say(said)
        with served(app) as url:
            links = {name: f"/r/{parts.links.token(name, name)}" for name in PEOPLE}
            yield url, client, links
        store.close()


def main(target: Path) -> None:
    """Make all pictures."""
    clock = Clock()
    with (
        tempfile.TemporaryDirectory() as folder,
        everything(Path(folder), clock) as (url, client, links),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        _report(browser, url, links, target)
        _start(browser, url, target)
        _demo(browser, url, target)
        _console(browser, url, client, clock, target)
        _desk(browser, url, client, clock, target)
        browser.close()
    _pdf(target)


def _report(browser: Browser, url: str, links: dict[str, str], target: Path) -> None:
    shots: tuple[tuple[str, ViewportSize, Scheme, str], ...] = (
        ("below", PHONE, "light", "phone"),
        ("below", DESKTOP, "light", "desk"),
        ("open", PHONE, "dark", "phone-dark"),
    )
    for name, size, scheme, kind in shots:
        page = browser.new_page(viewport=size, color_scheme=scheme, locale="zh-CN")
        page.goto(url + links[name])
        if kind == "desk":
            for fold in ("items", "plan"):
                page.locator(f"#{fold} summary").click()
            page.mouse.move(0, 0)
        page.screenshot(path=target / f"report-{name}-{kind}.png", full_page=True)
        page.close()
    page = browser.new_page(viewport=PHONE, locale="zh-CN")
    page.goto(f"{url}/r/nonsense")
    page.screenshot(path=target / "report-sorry-phone.png", clip=_top(360))
    page.close()


def _start(browser: Browser, url: str, target: Path) -> None:
    page = browser.new_page(viewport=PHONE, locale="zh-CN")
    page.goto(url)
    page.screenshot(path=target / "start-phone.png", full_page=True)
    page.close()


def _demo(browser: Browser, url: str, target: Path) -> None:
    shots: tuple[tuple[ViewportSize, Scheme, str], ...] = (
        (PHONE, "light", "phone"),
        (DESKTOP, "dark", "desk"),
    )
    for size, scheme, kind in shots:
        page = browser.new_page(viewport=size, color_scheme=scheme, locale="zh-CN")
        page.goto(f"{url}/demo")
        expect(page.locator(".message")).to_have_count(1)
        for number, said in enumerate(TALK, 1):
            page.get_by_label("输入消息").fill(said)
            page.keyboard.press("Enter")
            expect(page.locator(".message")).to_have_count(1 + 2 * number)
        page.screenshot(path=target / f"demo-{kind}.png")
        page.close()


CONSOLE = (
    ("/?q=租房", DESKTOP, "staff-lookup-1280"),
    ("/?q=租房", PHONE, "staff-lookup-390"),
    ("/caller", DESKTOP, "staff-caller-1280"),
    ("/questions", PHONE, "staff-questions-390"),
    ("/numbers", DESKTOP, "staff-numbers-1280"),
)


def _console(browser: Browser, url: str, client: Client, clock: Clock, target: Path) -> None:
    page = browser.new_page(viewport=PHONE, locale="zh-CN")
    page.goto(f"{url}/staff/")
    page.screenshot(path=target / "staff-login-390.png", clip=_top(560))
    log_in(page, url, enrolled(client, clock))
    for path, size, name in CONSOLE:
        page.set_viewport_size(size)
        page.goto(f"{url}/staff{path}", wait_until="networkidle")
        if path == "/caller":
            _caller(page)
        page.screenshot(path=target / f"{name}.png", full_page=path == "/numbers")
    page.close()


def _desk(browser: Browser, url: str, client: Client, clock: Clock, target: Path) -> None:
    """A conversation that a colleague has taken."""
    Accounts(client).add("小李", AGENT, PASSWORD, clock())
    page = browser.new_page(viewport=DESKTOP, locale="zh-CN")
    page.goto(f"{url}/staff/desk")
    page.get_by_label("名字").fill("小李")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="对话").first.click()
    page.get_by_role("button", name="接手").click()
    page.get_by_label("找答案").fill("公积金能不能转过来")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="填入").first).to_be_visible()
    page.screenshot(path=target / "staff-desk-1280.png")
    page.set_viewport_size(PHONE)
    page.screenshot(path=target / "staff-desk-390.png")
    page.close()


def _caller(page: Page) -> None:
    """A call that is half through."""
    page.get_by_label("出生年月").fill("1985-3")
    page.get_by_label("正常缴了多久").fill("12年")
    expect(page.locator("[data-total]")).to_contain_text("分")


def _pdf(target: Path) -> None:
    """The first page of the PDF, as a picture."""
    facts, clock = PEOPLE["below"], Clock()
    told = told_rows(facts, YEAR, clock().date())
    report = build(parse_facts(facts), YEAR, clock().date(), None, told=told)
    inputs = {"data": json.dumps(document(report, ""), ensure_ascii=False), "kind": "pdf"}
    made = typst.compile(SHEET, format="png", sys_inputs=inputs, ppi=90.0)
    assert isinstance(made, list)
    (target / "report-below-pdf.png").write_bytes(made[0])


def _top(height: int) -> FloatRect:
    return FloatRect(x=0, y=0, width=PHONE["width"], height=height)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
