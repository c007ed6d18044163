"""What only administrators may do, accounts, and which passwords and names are taken."""

from collections.abc import Callable

import pytest

from bot.errors import AccountError
from bot.runtime.redis_client import Client
from bot.storage.accounts import Accounts
from bot.storage.audit import Audit
from bot.storage.roles import ADMIN, AGENT
from tests.bot.web.staff.conftest import PASSWORD, Browser
from tests.conftest import SECRET, Clock

ADMIN_ONLY = ["/accounts", "/audit", "/answers/new", "/answers/age/edit", "/questions/x"]


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
