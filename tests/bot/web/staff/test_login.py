"""Coming in and going out, and everything that must not let anyone in."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.test import TestResponse

from bot.runtime.redis_client import Client
from bot.storage import keys, passwords
from bot.storage.accounts import Accounts
from bot.web.app import create_app
from tests.bot.web.staff.conftest import EVERY_PAGE, PASSWORD, Browser
from tests.conftest import SECRET, Clock, make_settings
from tests.standin import StandIn


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_nothing_is_shown_without_a_log_in(browser: Callable[[], Browser], path: str) -> None:
    answer = browser().get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/staff/login?next=")


def test_htmx_is_sent_to_the_log_in_too(browser: Callable[[], Browser]) -> None:
    answer = browser().get("/?q=1", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/staff/login"
    assert answer.data == b""


@pytest.mark.parametrize(
    ("shown", "leads_to"),
    [
        ("https://jifen.example.cn/staff/?q=%E7%A7%9F", "?next=/staff/%3Fq%3D%25E7%25A7%259F"),
        ("https://evil.example/elsewhere", ""),
        ("http://[", ""),
    ],
)
def test_htmx_does_not_lose_where_one_was(
    browser: Callable[[], Browser], shown: str, leads_to: str
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": shown}
    answer = browser().get("/?q=1", headers=headers)
    assert answer.headers["HX-Redirect"] == f"/staff/login{leads_to}"


def test_log_in_leads_where_one_wanted_to_go(browser: Callable[[], Browser]) -> None:
    window = browser()
    answer = window.post(
        "/login", {"name": " 小李 ", "password": PASSWORD, "next": "/staff/numbers?days=7"}
    )
    assert answer.location == "/staff/numbers?days=7"
    assert window.get("/numbers").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/staff\\evil", "/staff/\n/x", "/wechat"],
)
def test_log_in_never_leads_outside(browser: Callable[[], Browser], elsewhere: str) -> None:
    answer = browser().post("/login", {"name": "小李", "password": PASSWORD, "next": elsewhere})
    assert answer.location == "/staff/"


def test_same_words_for_every_kind_of_failure(
    browser: Callable[[], Browser], accounts: Accounts
) -> None:
    accounts.disable("小李")
    answers = [
        browser().log_in(name, password)
        for name, password in [
            ("小李", PASSWORD),
            ("老王", "wrong"),
            ("没有的人", PASSWORD),
            ("", ""),
        ]
    ]
    assert {a.status_code for a in answers} == {401}
    assert all("名字或密码不对，或账号已停用。" in a.text for a in answers)


def test_unknown_names_take_as_long_as_known_ones(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hash with the same parameters is checked, whoever is named."""
    checked: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            checked.append(str(hash).rsplit("$", 2)[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Watched(time_cost=1, memory_cost=8, parallelism=1))
    passwords._stranger.cache_clear()
    for name in ("nobody", "小李", ""):
        assert accounts.verify(name, "wrong password") is None
    assert len(checked) == 3
    assert len(set(checked)) == 1


@pytest.mark.usefixtures("accounts")
def test_passwords_are_argon2id_and_never_stored_plainly(redis: Client) -> None:
    stored = redis.hget(keys.account("小李"), "password")
    assert isinstance(stored, bytes)
    assert stored.startswith(b"$argon2id$")


def test_passwords_cost_what_owasp_asks_for() -> None:
    """Asked of a process of its own: the tests hash quickly."""
    code = "from bot.storage.passwords import hashed; print(hashed('x' * 12))"
    stored = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def staff_cookie(answer: TestResponse) -> str:
    return next(h for h in answer.headers.getlist("Set-Cookie") if "jifen_staff=" in h)


def test_the_cookie_is_bound_to_the_host_when_the_public_url_is_https(
    browser: Callable[[], Browser],
) -> None:
    cookie = staff_cookie(browser().log_in("小李"))
    assert cookie.startswith("__Host-jifen_staff=")
    for word in ("HttpOnly", "SameSite=Lax", "Path=/;", "Secure"):
        assert word in f"{cookie};"
    assert "Domain" not in cookie


@pytest.mark.usefixtures("accounts")
def test_without_a_public_url_the_trusted_proxy_says_whether_it_is_https(
    redis: Client, brain: StandIn, clock: Clock, tmp_path: Path
) -> None:
    settings = make_settings("plain", tmp_path, public_url="", trusted_proxies="10.0.0.0/8")
    app = create_app(settings, redis, brain=brain, clock=clock)

    def cookie(direct: str, said: str) -> str:
        window, headers = Browser(app.test_client()), {"X-Forwarded-Proto": said}
        seen = window.get("/login", headers=headers, environ_base={"REMOTE_ADDR": direct}).text
        found = re.search(r'name="csrf" value="([^"]+)"', seen)
        assert found
        form = {"csrf": found[1], "name": "小李", "password": PASSWORD}
        return staff_cookie(
            window.client.post(
                "/staff/login", data=form, headers=headers, environ_base={"REMOTE_ADDR": direct}
            )
        )

    assert "Secure" in cookie("10.1.2.3", "https")
    assert "Secure" in cookie("10.1.2.3", "https, http")
    assert "Secure" not in cookie("10.1.2.3", "http")
    assert "Secure" not in cookie("9.9.9.9", "https")


def test_the_token_itself_is_not_in_redis(agent: Browser, redis: Client) -> None:
    cookie = agent.client.get_cookie("__Host-jifen_staff", path="/")
    assert cookie is not None
    for key in redis.scan_iter("*"):
        assert cookie.value.encode() not in key


def test_a_changed_secret_key_ends_every_log_in(
    agent: Browser, redis: Client, brain: StandIn, clock: Clock, tmp_path: Path
) -> None:
    cookie = agent.client.get_cookie("__Host-jifen_staff", path="/")
    assert cookie is not None

    def status(secret: str) -> int:
        settings = make_settings("plain", tmp_path, secret_key=SecretStr(secret))
        client = create_app(settings, redis, brain=brain, clock=clock).test_client()
        client.set_cookie("__Host-jifen_staff", cookie.value)
        return client.get("/staff/me").status_code

    assert status(SECRET) == 200
    assert status("t" * 40) == 302


@pytest.mark.parametrize("path", ["/login", "/logout", "/caller", "/consult", "/me/password"])
def test_every_form_needs_its_secret(agent: Browser, path: str) -> None:
    answer = agent.client.post(f"/staff{path}", data={"csrf": "x" * 40})
    assert answer.status_code == 419
    assert "这一页放得太久了" in answer.text


def test_another_log_ins_secret_does_not_do(agent: Browser, admin: Browser) -> None:
    answer = agent.client.post("/staff/logout", data={"csrf": admin.secret()})
    assert answer.status_code == 419


@pytest.mark.usefixtures("agent")
def test_an_idle_log_in_ends(redis: Client) -> None:
    left = [redis.ttl(key) for key in redis.scan_iter("*staff:login:*")]
    assert left == [keys.IDLE_SECONDS]


def test_a_log_in_ends_after_twelve_hours_whatever_happens(agent: Browser, clock: Clock) -> None:
    clock.forward(hours=11, minutes=59)
    assert agent.get("/me").status_code == 200
    clock.forward(minutes=2)
    assert agent.get("/me").status_code == 302


def test_logging_out_ends_the_log_in_on_the_server(agent: Browser, redis: Client) -> None:
    agent.post("/logout")
    assert list(redis.scan_iter("*staff:login:*")) == []
    assert agent.get("/").status_code == 302


def test_logging_out_everywhere(browser: Callable[[], Browser]) -> None:
    one, two = browser(), browser()
    one.log_in("小李")
    two.log_in("小李")
    one.post("/logout-everywhere")
    assert two.get("/").status_code == 302


def test_changing_the_password_ends_the_other_log_ins(browser: Callable[[], Browser]) -> None:
    here, there = browser(), browser()
    here.log_in("小李")
    there.log_in("小李")
    new = "换了一句新的好密码吧 77"
    wrong = here.post("/me/password", {"old": "no", "new": new, "again": new})
    assert wrong.status_code == 422
    assert "现在的密码不对" in wrong.text
    differ = here.post("/me/password", {"old": PASSWORD, "new": new, "again": "x"})
    assert "两次新密码不一样" in differ.text
    short = here.post("/me/password", {"old": PASSWORD, "new": "短", "again": "短"})
    assert "至少 12 个字符" in short.text
    assert here.post("/me/password", {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert browser().log_in("小李", PASSWORD).status_code == 401
    assert browser().log_in("小李", new).status_code == 302


def test_disabling_ends_log_ins_at_once(agent: Browser, accounts: Accounts) -> None:
    accounts.disable("小李")
    assert agent.get("/").status_code == 302


def test_first_visit_says_how_to_make_an_account(client: FlaskClient) -> None:
    seen = client.get("/staff/login").text
    assert "jifen staff add 名字 --role 管理员" in seen
    assert "没有默认密码" in seen
