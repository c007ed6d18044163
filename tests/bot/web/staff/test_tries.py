"""How often somebody may try to come in: by account, by browser, by address."""

from collections.abc import Callable

import pytest

from bot.runtime.redis_client import Client
from bot.storage.audit import Audit
from bot.storage.throttle import LIMITS, Throttle
from tests.bot.web.staff.conftest import PASSWORD, Browser
from tests.conftest import SECRET


@pytest.fixture
def throttle(redis: Client) -> Throttle:
    return Throttle(redis)


def test_too_many_tries_for_one_account(browser: Callable[[], Browser], throttle: Throttle) -> None:
    for _ in range(LIMITS["name_address"]):
        assert browser().log_in("小李", "wrong").status_code == 401
    answer = browser().log_in("小李", PASSWORD)
    assert answer.status_code == 429
    assert "请等 15 分钟再试" in answer.text
    assert browser().log_in("老王").status_code == 302
    throttle.unlock("小李")
    assert browser().log_in("小李").status_code == 302


def from_address(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def test_a_stranger_cannot_lock_the_right_person_out(browser: Callable[[], Browser]) -> None:
    known = browser()
    assert known.log_in("小李").status_code == 302
    known.post("/logout")
    for _ in range(LIMITS["name_address"] + 5):
        browser().log_in("小李", "wrong")
    # from the same address: the browser that is known, and not a new one
    assert browser().log_in("小李").status_code == 429
    assert known.log_in("小李").status_code == 302
    # from another address: a new browser too
    assert browser().log_in("小李", headers=from_address("8.8.8.8")).status_code == 302


def test_a_known_browser_has_no_endless_tries_either(browser: Callable[[], Browser]) -> None:
    known = browser()
    known.log_in("小李")
    known.post("/logout")
    for _ in range(LIMITS["name_device"]):
        assert known.log_in("小李", "wrong").status_code == 401
    assert known.log_in("小李").status_code == 429


def test_a_refused_try_is_logged_once(browser: Callable[[], Browser], redis: Client) -> None:
    for _ in range(LIMITS["name_address"] + 4):
        browser().log_in("小李", "wrong")
    rows, _ = Audit(redis, SECRET).read()
    assert [row.what for row in rows].count("login_throttled") == 1


def test_an_unknown_name_is_throttled_just_the_same(browser: Callable[[], Browser]) -> None:
    for _ in range(LIMITS["name_address"]):
        browser().log_in("没有的人", "wrong")
    assert browser().log_in("没有的人", "wrong").status_code == 429


def test_too_many_tries_from_one_address(
    browser: Callable[[], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "address", 3)
    for number in range(3):
        browser().log_in(f"名字{number}", "wrong", headers={"X-Forwarded-For": "9.9.9.9"})
    answer = browser().log_in("小李", headers={"X-Forwarded-For": "1.1.1.1, 9.9.9.9"})
    assert answer.status_code == 429
    assert browser().log_in("小李", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 302
