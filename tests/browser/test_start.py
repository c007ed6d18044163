"""The start page and the error pages in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.runtime.redis_client import connect
from bot.web.app import create_app
from tests.browser.conftest import WINDOWS, Open, overflow, serious_findings
from tests.conftest import Clock, make_settings
from tests.served import served
from tests.standin import StandIn


@pytest.fixture(scope="module")
def site(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = make_settings(
        "plain", tmp_path_factory.mktemp("data"), demo=True, account_name="积分落户顾问",
        account_qr="http://weixin.qq.com/r/abc123",
    )  # fmt: skip
    with (
        connect(redis_url, read_timeout=5) as client,
        served(create_app(settings, client, brain=StandIn(), clock=Clock())) as url,
    ):
        yield url


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_usable_by_everyone(open_page: Open, site: str, path: str, window: str) -> None:
    page = open_page(viewport=WINDOWS[window])
    page.goto(site + path)
    assert serious_findings(page) == []
    assert overflow(page) <= 0


def test_the_start_page_leads_to_the_demo(open_page: Open, site: str) -> None:
    page = open_page()
    page.goto(site)
    code = page.get_by_role("img", name="公众号的二维码")
    expect(code).to_be_visible()
    assert code.evaluate("(img) => img.complete && img.naturalWidth > 100"), "the policy lets it in"
    page.get_by_role("link", name="打开演示聊天").click()
    expect(page.get_by_role("log")).to_contain_text("第 1 条")


def test_an_error_page_leads_back(open_page: Open, site: str) -> None:
    page = open_page()
    page.goto(f"{site}/nowhere")
    expect(page.get_by_text("没有这个页面")).to_be_visible()
    page.get_by_role("link", name="回首页").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("北京积分落户")
