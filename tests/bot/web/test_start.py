"""The start page, and the pages for addresses that lead nowhere."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.errors import SettingsError
from bot.runtime.redis_client import Client
from bot.web.app import create_app
from tests.conftest import Clock, make_settings
from tests.standin import StandIn

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def mode() -> str:
    """Pages do not know how WeChat sends its messages."""
    return "plain"


def client_of(redis: Client, clock: Clock, folder: Path, **settings: object) -> FlaskClient:
    made = make_settings("plain", folder, **settings)
    return create_app(made, redis, brain=StandIn(), clock=clock).test_client()


def test_the_start_page_says_what_this_is(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "能不能申报" in page.text
    assert 'href="tel:12333"' in page.text
    assert "/demo" not in page.text
    assert "<img" not in page.text, "no account is set"
    assert len(page.data) < 10_000


def test_the_start_page_shows_the_account_and_the_demo(
    redis: Client, clock: Clock, tmp_path: Path
) -> None:
    page = client_of(
        redis, clock, tmp_path,
        demo=True, account_name="积分<顾问>", account_qr="http://weixin.qq.com/r/abc123",
        hotline="010-12345", hotline_hours="工作日 9:00–17:00",
    ).get("/").text  # fmt: skip
    assert 'src="data:image/svg+xml' in page
    assert "积分&lt;顾问&gt;" in page
    assert 'href="/demo"' in page
    assert "010-12345" in page
    assert "工作日 9:00–17:00" in page


def test_a_qr_code_holds_an_address(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="JIFEN_ACCOUNT_QR"):
        make_settings("plain", tmp_path, account_qr="javascript:alert(1)")


@pytest.mark.parametrize("path", ["/nothing", "/demo", "/r", "/static/none.css"])
def test_an_unknown_address_leads_on(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=BROWSER, follow_redirects=True)
    assert page.status_code == 404
    if path != "/r":  # a page of the report's own
        assert "没有这个页面" in page.text
        assert '<a class="button primary" href="/">' in page.text
    assert 'lang="zh-Hans"' in page.text


def test_programs_get_one_line(client: FlaskClient) -> None:
    answer = client.get("/nothing", headers={"Accept": "*/*"})
    assert answer.mimetype == "text/plain"
    assert answer.text.count("\n") == 1


def test_a_failure_shows_a_page_that_names_nothing(
    redis: Client, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> str:
        raise RuntimeError("secret")

    client = client_of(redis, clock, tmp_path)
    monkeypatch.setattr("bot.web.start.account_picture", fails)
    page = client.get("/", headers=BROWSER)
    assert page.status_code == 500
    assert "secret" not in page.text
    assert "回首页" in page.text
