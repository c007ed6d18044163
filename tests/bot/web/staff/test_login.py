"""Coming in and going out, and everything that must not let anyone in."""

import json
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

from bot.errors import AccountError
from bot.runtime.redis_client import Client
from bot.storage import accounts as accounts_module
from bot.storage import keys, passwords
from bot.storage.accounts import Accounts
from bot.storage.audit import Audit
from bot.storage.roles import ADMIN, AGENT
from bot.storage.throttle import LIMITS, Throttle
from bot.web.app import create_app
from tests.bot.web.staff.conftest import PASSWORD, Browser
from tests.conftest import SECRET, Clock, make_settings
from tests.standin import StandIn


@pytest.fixture
def throttle(redis: Client) -> Throttle:
    return Throttle(redis)


EVERY_PAGE = [
    "/", "/caller", "/consult", "/questions", "/answers", "/versions", "/numbers", "/numbers.csv",
    "/me", "/me/second-factor", "/accounts", "/audit",
    "/answers/new", "/answers/age/edit", "/answers/age/card",
]  # fmt: skip
ADMIN_ONLY = ["/accounts", "/audit", "/answers/new", "/answers/age/edit", "/questions/x"]


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


@pytest.mark.parametrize("path", ADMIN_ONLY)
def test_what_only_administrators_may(agent: Browser, path: str) -> None:
    answer = agent.get(path)
    assert answer.status_code == 403
    assert "只给管理员看" in answer.text


@pytest.mark.parametrize(
    "path", ["/accounts", "/answers/preview", "/answers/publish", "/versions/rollback",
             "/questions/dismiss", "/answers/attach"],
)  # fmt: skip
def test_what_only_administrators_may_do(agent: Browser, path: str) -> None:
    assert agent.post(path).status_code == 403


def test_accounts_are_managed_by_administrators(
    admin: Browser, browser: Callable[[], Browser], accounts: Accounts
) -> None:
    given = {"do": "add", "name": "新来的", "role": AGENT, "password": "先用这一句足够长的密码吧"}
    assert admin.administrate("/accounts", given).status_code == 302
    assert "已经有账号" in admin.administrate("/accounts", given).text
    assert browser().log_in("新来的", "先用这一句足够长的密码吧").status_code == 302
    admin.administrate("/accounts", {"do": "role", "name": "新来的", "role": ADMIN})
    assert accounts.get("新来的").is_admin  # type: ignore[union-attr]
    admin.administrate("/accounts", {"do": "disable", "name": "新来的"})
    assert browser().log_in("新来的", "先用这一句足够长的密码吧").status_code == 401
    admin.administrate("/accounts", {"do": "enable", "name": "新来的"})
    admin.administrate(
        "/accounts", {"do": "password", "name": "新来的", "password": "又换了一句足够长的密码吧"}
    )
    assert browser().log_in("新来的", "又换了一句足够长的密码吧").status_code == 302
    assert "不能停用自己" in admin.administrate("/accounts", {"do": "disable", "name": "老王"}).text


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    with pytest.raises(AccountError, match="最后一个"):
        accounts.disable("老王")
    with pytest.raises(AccountError, match="最后一个"):
        accounts.set_role("老王", AGENT)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "aaaaaaaaaaaa",
        "password1234",
        "123456789012",
        "woaini1314520",
        "qwertyuiop123",
        "luohu1234567890",
        "jifenluohu2026",
        "Beijing2026!!",
        "P@ssw0rdP@ssw0rd",
        "小李小李小李小李小李小李",
        "x" * 201,
    ],
)
def test_weak_passwords_are_refused(accounts: Accounts, clock: Clock, password: str) -> None:
    with pytest.raises(AccountError):
        accounts.add("小李小李", AGENT, password, clock())


@pytest.mark.parametrize("password", [PASSWORD, "correct horse battery", "x8Kq2mPz71Lw"])
def test_good_passwords_are_taken(accounts: Accounts, clock: Clock, password: str) -> None:
    assert accounts.add("新来的", AGENT, password, clock()).name == "新来的"


@pytest.mark.parametrize("name", ["", "a", "有 空格", "-x", "x" * 40, "<b>x</b>"])
def test_odd_names_are_refused(accounts: Accounts, clock: Clock, name: str) -> None:
    with pytest.raises(AccountError, match="名字用"):
        accounts.add(name, AGENT, PASSWORD, clock())


def test_everything_is_in_the_log(admin: Browser, agent: Browser) -> None:
    agent.post("/logout")
    agent.log_in("小李", "wrong")
    seen = admin.get("/audit").text
    for words in ("登录", "退出", "登录失败", "小李"):
        assert words in seen
    assert "看操作记录" in admin.get("/audit").text
    assert "还没有记录" in admin.get("/audit?who=nobody").text


def test_the_log_is_read_in_pages(admin: Browser, redis: Client, clock: Clock) -> None:
    audit = Audit(redis, SECRET)
    for number in range(120):
        audit.write(clock(), "小李" if number % 2 else "老王", "login", str(number))
    rows, more = audit.read(count=50)
    assert [row.about for row in rows[:2]] == ["119", "118"]
    older, _ = audit.read(more, count=50)
    assert older[0].about == "69"
    mine, _ = audit.read(count=200, who="小李")
    assert len(mine) == 60
    assert "看更早的" in admin.get("/audit").text


def test_first_visit_says_how_to_make_an_account(client: FlaskClient) -> None:
    seen = client.get("/staff/login").text
    assert "jifen staff add 名字 --role 管理员" in seen
    assert "没有默认密码" in seen


def test_headers_of_every_page(agent: Browser) -> None:
    for path in EVERY_PAGE:
        headers = agent.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_has_scripts_or_styles_inside(admin: Browser) -> None:
    for path in [*EVERY_PAGE, "/nowhere", "/?q=年龄"]:
        text = admin.get(path).text
        assert "style=" not in text
        assert " onclick=" not in text
        assert "<script>" not in text


def test_errors_are_pages(agent: Browser) -> None:
    for answer, code in [
        (agent.get("/nowhere"), 404),
        (agent.get("/consult/unknown-token"), 404),
        (agent.get("/logout"), 405),
        (agent.post("/numbers"), 405),
    ]:
        assert answer.status_code == code
        assert "回到查答案" in answer.text
    assert "没有这一页" in agent.part("/nowhere").text
    assert "<html" not in agent.part("/nowhere").text


def test_a_dead_redis_gives_a_page(agent: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(*_: object, **__: object) -> None:
        from redis.exceptions import ConnectionError as Dead

        raise Dead("gone")

    monkeypatch.setattr(accounts_module.Accounts, "get", dead)
    answer = agent.get("/")
    assert answer.status_code == 503
    assert "暂时连不上数据" in answer.text


def test_a_failure_gives_a_page_without_details(
    agent: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.staff.lookup.browse", lambda _: json.loads("秘密"))
    answer = agent.get("/")
    assert answer.status_code == 500
    assert "秘密" not in answer.text
    assert "出了点问题" in answer.text


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "太短"), ("password1234", "太容易猜"), ("正在下雨的 早上 七点 四十", "够了")],
)
def test_a_meter_says_how_good_a_new_password_is(agent: Browser, password: str, said: str) -> None:
    """ASVS 2.1.8."""
    answer = agent.part("/password-strength", {"new": password})
    assert said in answer.text
    assert "<meter" in answer.text


@pytest.mark.usefixtures("agent")
def test_who_owns_an_account_is_told_what_was_done_to_it(
    admin: Browser, browser: Callable[[], Browser]
) -> None:
    """ASVS 2.2.3: a reset password, and a log-in from a browser that was never used for it."""
    other = "另一句足够长的好密码 43"
    admin.administrate("/accounts", {"name": "小李", "do": "password", "password": other})
    elsewhere = browser()
    assert elsewhere.log_in("小李", other).status_code == 302
    seen = elsewhere.get("/me").text
    for words in ("老王重设了您的密码", "没用过的设备", "请马上改密码"):
        assert words in seen
    assert "重设了您的密码" not in admin.get("/me").text
    elsewhere.post("/me/news", {})
    assert "重设了您的密码" not in elsewhere.get("/me").text
