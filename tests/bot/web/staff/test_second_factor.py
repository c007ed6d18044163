"""The second factor, the own password again, and forms that outlive a log-in."""

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.accounts import Accounts
from bot.storage.audit import Audit
from bot.storage.roles import AGENT
from bot.storage.second_factor import SecondFactor
from bot.storage.throttle import LIMITS
from tests.bot.web.staff.conftest import PASSWORD, Browser, set_up_factor
from tests.conftest import SECRET, Clock

NEW = {"do": "add", "name": "新来的", "role": AGENT, "password": "先用这一句足够长的密码吧"}


def codes_of(text: str) -> list[str]:
    return re.findall(r"<li>([A-Z0-9]{5}-[A-Z0-9]{5})</li>", text)


def done(redis: Client) -> list[str]:
    return [row.what for row in Audit(redis, SECRET).read()[0]]


def test_an_administrator_without_a_second_factor_sets_it_up_first(
    browser: Callable[[], Browser], accounts: Accounts, clock: Clock
) -> None:
    window = browser()
    assert window.log_in("老王").status_code == 302
    assert window.get("/").status_code == 200
    for path in ("/accounts", "/audit", "/answers/new"):
        assert window.get(path).location == "/staff/me/second-factor"
    seen = window.administrate("/me/second-factor", {"do": "begin"}).text
    assert "data:image/svg+xml" in seen
    found = re.search(r'class="mono">([A-Z2-7]{32})<', seen)
    assert found
    wrong = window.post("/me/second-factor", {"do": "confirm", "code": "000000"})
    assert wrong.status_code == 422
    code = pyotp.TOTP(found[1]).at(clock())
    codes = codes_of(window.post("/me/second-factor", {"do": "confirm", "code": code}).text)
    assert len(set(codes)) == 10
    assert window.get("/accounts").status_code == 200
    assert accounts.known("老王").second_factor


def test_the_password_alone_opens_nothing(
    browser: Callable[[], Browser], accounts: Accounts, factor: SecondFactor, clock: Clock
) -> None:
    del accounts
    secret = set_up_factor(factor, "老王", clock)
    window = browser()
    assert window.log_in("老王").status_code == 200
    assert window.get("/").status_code == 302
    assert window.post("/login/code", {"code": "000000"}).status_code == 401
    assert window.get("/").status_code == 302
    code = pyotp.TOTP(secret).at(clock())
    assert window.post("/login/code", {"code": code}).status_code == 302
    assert window.get("/").status_code == 200
    again = browser()
    again.log_in("老王")
    assert again.post("/login/code", {"code": code}).status_code == 401  # used


def test_codes_cannot_be_tried_out(
    browser: Callable[[], Browser], accounts: Accounts, factor: SecondFactor, clock: Clock
) -> None:
    del accounts
    secret = set_up_factor(factor, "老王", clock)
    window = browser()
    window.log_in("老王")
    for _ in range(LIMITS["factor"]):
        assert window.post("/login/code", {"code": "000000"}).status_code == 401
    assert window.post("/login/code", {"code": "000000"}).status_code == 429
    window.log_in("老王")
    code = pyotp.TOTP(secret).at(clock())
    assert window.post("/login/code", {"code": code}).status_code == 429


def test_a_recovery_code_works_once(
    browser: Callable[[], Browser], accounts: Accounts, factor: SecondFactor, clock: Clock
) -> None:
    set_up_factor(factor, "老王", clock)
    code = factor.renew("老王")[0]
    assert accounts.known("老王").recovery_left == 10
    for status in (302, 401):
        window = browser()
        window.log_in("老王")
        assert window.post("/login/code", {"code": code.lower()}).status_code == status
    assert accounts.known("老王").recovery_left == 9


def test_the_secret_and_the_recovery_codes_are_not_in_redis(
    accounts: Accounts, factor: SecondFactor, clock: Clock, redis: Client
) -> None:
    del accounts
    secret = set_up_factor(factor, "老王", clock)
    codes = factor.renew("老王")
    found: dict[Any, Any] = redis.hgetall(keys.account("老王"))
    stored = b" ".join([*found, *found.values()])
    assert secret.encode() not in stored
    assert not any(code.replace("-", "").encode() in stored for code in codes)


def test_a_second_factor_survives_a_change_of_the_secret_key(
    accounts: Accounts, factor: SecondFactor, clock: Clock, redis: Client
) -> None:
    del accounts
    totp = pyotp.TOTP(set_up_factor(factor, "老王", clock))
    code, other = factor.renew("老王")[:2]
    new = "n" * 40
    assert SecondFactor(redis, new, SECRET).check("老王", code, clock())
    assert SecondFactor(redis, new, SECRET).check("老王", totp.at(clock()), clock())
    # the app's secret has moved to the new key; recovery codes of the old one end with it
    clock.forward(minutes=5)
    assert SecondFactor(redis, new).check("老王", totp.at(clock()), clock())
    assert not SecondFactor(redis, new).check("老王", other, clock())


def test_another_administrator_can_take_a_lost_factor_away(
    admin: Browser, accounts: Accounts, factor: SecondFactor, clock: Clock
) -> None:
    set_up_factor(factor, "小李", clock)
    admin.administrate("/accounts", {"do": "factor", "name": "小李"})
    assert not accounts.known("小李").second_factor
    mine = admin.administrate("/accounts", {"do": "factor", "name": "老王"})
    assert mine.status_code == 422
    assert accounts.known("老王").second_factor


# --- the own password again ----------------------------------------------------------------------


def test_administration_asks_for_the_own_password_and_keeps_what_was_typed(
    admin: Browser, accounts: Accounts, clock: Clock, redis: Client
) -> None:
    asked = admin.post("/accounts", NEW)
    assert "再输一次自己的密码" in asked.text
    assert 'name="name" value="新来的"' in asked.text
    assert accounts.get("新来的") is None
    assert admin.post("/accounts", {**NEW, "own_password": "wrong"}).status_code == 422
    assert accounts.get("新来的") is None
    assert "password_wrong" in done(redis)
    assert admin.post("/accounts", {**NEW, "own_password": PASSWORD}).status_code == 302
    assert accounts.get("新来的") is not None
    # good for a few minutes, no longer
    assert admin.post("/accounts", {"do": "disable", "name": "新来的"}).status_code == 302
    clock.forward(minutes=6)
    assert "再输一次" in admin.post("/accounts", {"do": "enable", "name": "新来的"}).text


def test_the_own_password_cannot_be_tried_out(admin: Browser) -> None:
    for _ in range(LIMITS["password"]):
        assert admin.post("/accounts", {**NEW, "own_password": "wrong"}).status_code == 422
    assert admin.post("/accounts", {**NEW, "own_password": PASSWORD}).status_code == 429


# --- idle ----------------------------------------------------------------------------------------


def end_log_ins(redis: Client) -> None:
    """As half an hour without a request does."""
    for key in redis.scan_iter("*staff:login:*"):
        redis.delete(key)


def test_a_form_that_outlived_its_log_in_can_be_sent_after_the_next(
    agent: Browser, redis: Client
) -> None:
    secret = agent.secret()
    end_log_ins(redis)
    form = {"csrf": secret, "code": "写到一半的", "password": "never carried"}
    asked = agent.client.post("/staff/consult", data=form)
    assert asked.status_code == 200
    assert "刚才填的内容还在" in asked.text
    assert "never carried" not in asked.text
    draft = re.search(r'name="draft" value="([^"]+)"', asked.text)
    assert draft
    kept = draft[1].replace("&#34;", '"')
    resumed = agent.post("/login", {"name": "小李", "password": PASSWORD, "draft": kept})
    assert 'action="/staff/consult"' in resumed.text
    assert 'name="code" value="写到一半的"' in resumed.text
    # its secret is good at once
    fresh = re.search(r'name="csrf" value="([^"]+)"', resumed.text)
    assert fresh
    sent = agent.client.post("/staff/consult", data={"csrf": fresh[1], "code": "写到一半的"})
    assert sent.status_code == 422


def test_a_forged_form_is_never_kept(agent: Browser, redis: Client) -> None:
    end_log_ins(redis)
    answer = agent.client.post("/staff/consult", data={"csrf": "x" * 64, "code": "forged"})
    assert answer.status_code == 302
    assert "forged" not in answer.text


def test_a_draft_is_for_the_one_who_wrote_it(agent: Browser, redis: Client) -> None:
    secret = agent.secret()
    end_log_ins(redis)
    asked = agent.client.post("/staff/consult", data={"csrf": secret, "code": "小李的"})
    draft = re.search(r'name="draft" value="([^"]+)"', asked.text)
    assert draft
    kept = draft[1].replace("&#34;", '"')
    other = agent.post("/login", {"name": "老王", "password": PASSWORD, "draft": kept})
    assert "小李的" not in other.text


def test_a_live_form_stays_on_its_page_when_the_log_in_ends(agent: Browser, redis: Client) -> None:
    secret = agent.secret()
    end_log_ins(redis)
    headers = {"HX-Request": "true"}
    part = agent.client.post("/staff/caller", data={"csrf": secret}, headers=headers)
    assert "HX-Redirect" not in part.headers
    assert "填的内容还在这一页" in part.text
    agent.log_in("小李")
    again = agent.client.post("/staff/caller", data={"csrf": secret}, headers=headers)
    assert again.status_code == 200
    assert "登录已过期" not in again.text


# --- what is refused is logged -------------------------------------------------------------------


def test_every_refusal_is_in_the_log(agent: Browser, redis: Client) -> None:
    agent.get("/accounts")
    agent.client.post("/staff/consult", data={"csrf": "x"})
    for _ in range(LIMITS["code"] + 1):
        agent.post("/consult", {"code": "WRONG1"})
    agent.post("/me/password", {"old": "no", "new": "x", "again": "x"})
    found = done(redis)
    for what in ("refused", "form_refused", "throttled", "code_wrong", "password_wrong"):
        assert what in found


@pytest.mark.usefixtures("agent")
def test_every_page_of_the_log_leaves_a_trace(admin: Browser, redis: Client) -> None:
    before = done(redis).count("audit_look")
    admin.get("/audit?before=(99999999999999-0")
    assert done(redis).count("audit_look") == before + 1
