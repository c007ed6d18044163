"""A real browser on a real server: Debian's Chromium, one for all tests.

Skipped with the reason on a machine without Chromium.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.runtime.redis_client import Client
from bot.web.app import create_app
from tests.conftest import Clock, make_settings
from tests.served import served
from tests.standin import StandIn

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
TABLET = {"width": 768, "height": 1024}
WINDOWS = {"390": PHONE, "768": TABLET, "1280": DESKTOP}


@pytest.fixture
def mode() -> str:
    """Pages do not know how WeChat sends its messages."""
    return "plain"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(redis: Client, clock: Clock, tmp_path: Path) -> Iterator[str]:
    """All pages, with the shipped answers, over an empty Redis."""
    app = create_app(make_settings("plain", tmp_path), redis, brain=StandIn(), clock=clock)
    with served(app) as url:
        yield url


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Open]:
    """Pages that fail the test on any script error or blocked script, style or request."""
    contexts, troubles = [], []

    def opened(**options: Any) -> Page:
        context = chromium.new_context(**({"viewport": DESKTOP, "locale": "zh-CN"} | options))
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda said: troubles.append(said.text) if "Content Security" in said.text else None,
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def serious_findings(page: Page) -> list[str]:
    """What axe-core finds serious or critical on the page as it stands: in the light scheme, and
    of contrasts in the dark one."""
    # through the debugger, so that the page's own policy need not allow it
    page.evaluate(AXE)
    found = _findings(page, "{}")
    page.emulate_media(color_scheme="dark")
    found += _findings(page, "{runOnly: ['color-contrast']}")
    page.emulate_media(color_scheme="light")
    return found


def _findings(page: Page, options: str) -> list[str]:
    asked = f"async () => JSON.stringify((await axe.run(document, {options})).violations)"
    found = json.loads(page.evaluate(asked))
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
