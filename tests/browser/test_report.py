"""The report in a real browser: charts, no scripts, print, keyboard and screen reader."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page

from bot.storage.record import PersonRecord
from bot.storage.turns import Store
from bot.web.report.view import MANY_LINES, AdviceRow, MissingRow, Report, build
from bot.web.services import Services
from scoring import Facts
from tests.bot.web.report.people import PEOPLE, YEAR
from tests.browser.conftest import AXE, DESKTOP, PHONE, served
from tests.records import put

SHOTS = os.environ.get("REPORT_SCREENSHOTS")  # a folder: keep pictures of the pages there


@pytest.fixture
def site(app: Flask, store: Store) -> Iterator[str]:
    """The app on a port of its own, with a report saved under the name of each person."""
    for name, facts in PEOPLE.items():
        value = {"facts": facts, "year": YEAR, "made": "2026-11-02T10:00:00+08:00"}
        put(store, name, PersonRecord(session={}, reports={name: value}))
    with served(app) as url:
        yield url


@pytest.fixture
def link(app: Flask, site: str) -> Any:
    parts: Services = app.extensions["jifen"]
    return lambda name: f"{site}/r/{parts.links.token(name, name)}"


def open_page(chromium: Browser, **options: Any) -> tuple[Page, list[str]]:
    """A page, and the list of what its console will complain about."""
    page = chromium.new_page(**options)
    problems: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            problems.append(message.text)

    page.on("console", console)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return page, problems


def crowded(facts: Facts, year: int, computed: date, filled_in: date | None) -> Report:
    """A report that is fuller than any real one."""
    report = build(facts, year, computed, filled_in)
    long = "这一条说明特别长，长到一行两行都放不下，要看它在纸上会不会把页面撑成两页。" * 4
    advice = AdviceRow(long[:30], "+12.00", long, long, long, long, long)
    return replace(
        report,
        items=tuple(replace(each, inputs=long, note=long) for each in report.items),
        conditions=tuple(replace(each, reason=long) for each in report.conditions),
        advice=(advice,) * 9,
        missing=(MissingRow("缺的一项", long),) * 14,
        contradictions=(long,) * 12,
        assumptions=(long,) * 3,
    )


def full(facts: Facts, year: int, computed: date, filled_in: date | None) -> Report:
    """The most that is still printed in the larger letters."""
    report = crowded(facts, year, computed, filled_in)
    short = tuple(replace(each, inputs="没有", note="") for each in report.items)
    return replace(
        report,
        items=report.items[: MANY_LINES // 2] + short[MANY_LINES // 2 :],
        missing=report.missing[: MANY_LINES // 2],
        contradictions=(),
    )


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_page_is_accessible_draws_its_charts_and_stays_put(
    chromium: Browser, link: Any, name: str, viewport: Any
) -> None:
    page, problems = open_page(chromium, viewport=viewport)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(each) => { window.shift += each.value; }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(link(name), wait_until="load")
    assert page.locator("svg.chart:visible").count() == 2
    assert page.evaluate("window.shift") < 0.01
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"], "the page must not scroll sideways"
    assert problems == [], "console, Content-Security-Policy included"

    page.evaluate(AXE)
    found = page.evaluate("axe.run().then((r) => r.violations)")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    if SHOTS:
        kind = "phone" if viewport is PHONE else "desk"
        target = Path(SHOTS) / f"report-{name.replace(' ', '-')}-{kind}.png"
        page.screenshot(path=target, full_page=True)
    page.close()


@pytest.mark.parametrize("name", PEOPLE)
def test_everything_can_be_read_without_scripts(chromium: Browser, link: Any, name: str) -> None:
    page, _ = open_page(chromium, viewport=PHONE, java_script_enabled=False)
    page.goto(link(name))
    assert page.locator(".print-button:visible").count() == 0
    assert page.locator("svg.chart:visible").count() == 2
    assert page.locator("table.items tbody tr:visible").count() == 10
    assert page.locator("table.coming tbody tr:visible").count() == 10
    assert page.locator("h1").is_visible()
    page.close()


@pytest.mark.parametrize("name", [*PEOPLE, "crowded", "full"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_prints_on_one_a4_page(
    chromium: Browser, link: Any, name: str, scripts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name not in PEOPLE:
        monkeypatch.setattr("bot.web.report.pages.build", {"crowded": crowded, "full": full}[name])
        name = "open"
    page, _ = open_page(chromium, viewport=PHONE, java_script_enabled=scripts)
    page.goto(link(name))
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", pdf), "A4 upright"
    page.close()


def test_readable_at_200_percent(chromium: Browser, link: Any) -> None:
    # A phone's width at twice the size is what a browser's zoom makes of 640 px.
    page, _ = open_page(chromium, viewport={"width": 320, "height": 640}, device_scale_factor=2)
    page.goto(link("open"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # Larger letters alone, as WeChat's own setting makes them.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_keyboard_reaches_the_text_first(chromium: Browser, link: Any) -> None:
    page, _ = open_page(chromium, viewport=DESKTOP)
    page.goto(link("complete"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('[data-print]').focus()")
    assert page.evaluate("document.activeElement.textContent") == "打印"
    page.close()


def test_wrong_link_is_a_readable_page(chromium: Browser, site: str) -> None:
    page, _ = open_page(chromium, viewport=PHONE)
    response = page.goto(f"{site}/r/nonsense")
    assert response is not None
    assert response.status == 404
    assert page.locator("h1").inner_text() == "这个链接不对"
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id))") == []
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "report-sorry-phone.png", full_page=True)
    page.close()
