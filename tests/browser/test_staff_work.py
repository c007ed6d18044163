"""Scoring a caller, looking up and editing, as staff do it: typed, interrupted, two at once."""

import json

import pytest
from playwright.sync_api import Page, Route, expect
from pyotp import TOTP

from bot.runtime.redis_client import Client
from bot.storage.accounts import Accounts
from bot.storage.answer_versions import Edits
from bot.storage.logins import Logins
from bot.storage.roles import ADMIN
from bot.storage.sealing import Seal
from bot.storage.second_factor import SecondFactor
from bot.storage.turns import Store
from tests.browser.conftest import DESKTOP, PHONE, Open, overflow, serious_findings
from tests.browser.test_staff import PASSWORD
from tests.conftest import SECRET, Clock
from tests.few_answers import few

pytestmark = pytest.mark.usefixtures("few_answers")

SENTENCE = "85年3月生，女，社保从2009年7月到现在没断过，通州有房，一二三木头人"


@pytest.fixture
def key(redis: Client, clock: Clock) -> TOTP:
    """The administrator's account, and what makes its codes."""
    Accounts(redis).add("老王", ADMIN, PASSWORD, clock())
    factor = SecondFactor(redis, SECRET)
    made = TOTP(factor.begin("老王"))
    assert factor.confirm("老王", made.at(clock(), counter_offset=-1), clock())
    return made


@pytest.fixture
def admin(
    site: str, open_page: Open, redis: Client, clock: Clock, key: TOTP, few_answers: None
) -> Page:
    """An administrator's window, logged in without the way over the log-in page."""
    del key, few_answers
    accounts = Accounts(redis)
    account = accounts.get("老王")
    assert account
    token = Logins(redis, accounts, Seal(SECRET)).begin(account, clock())
    page = open_page()
    # __Host- asks for https, and a cookie knows no port
    url = site.replace("http:", "https:")
    cookie = {"name": "__Host-jifen_staff", "value": token, "url": url, "secure": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{site}/staff/")
    expect(page.get_by_role("heading", name="查答案")).to_be_visible()
    return page


@pytest.fixture
def caller(admin: Page, site: str) -> Page:
    admin.goto(f"{site}/staff/caller")
    return admin


def focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_sentence_fills_the_form_and_the_focus_stays(caller: Page) -> None:
    assert focus(caller) == "sentence"  # no tab at all
    caller.keyboard.type(SENTENCE)
    caller.keyboard.press("Enter")
    expect(caller.get_by_label("出生年月")).to_have_value("1985年3月")
    expect(caller.locator("#sentence-heard")).to_contain_text("没看懂：「一二三木头人」")
    expect(caller.locator("[data-total]")).to_contain_text("到")
    assert focus(caller) == "sentence"
    # a home without a time is half a row, not a mistake
    expect(caller.locator("[data-said='homes[0]']")).to_contain_text("还差")
    expect(caller.locator("#result .notice.bad")).to_have_count(0)
    caller.keyboard.type("不对，是86年4月生")
    caller.keyboard.press("Enter")
    expect(caller.get_by_label("出生年月")).to_have_value("1986年4月")
    assert serious_findings(caller) == []


def test_fields_echo_and_enter_moves_on(caller: Page) -> None:
    field = caller.get_by_label("正常缴了多久")
    field.fill("12年")
    expect(caller.locator("[data-said='insurance.months']")).to_have_text("144 个月")
    field.press("Enter")
    assert focus(caller) == "insurance.continuous_months"
    assert caller.url.endswith("/staff/caller")  # nothing was sent, nothing jumped
    # a unit is missing: said once the field is left, and the rest is computed
    caller.keyboard.type("12")
    expect(caller.locator("[data-total]")).to_be_visible()
    expect(caller.locator("[data-said='insurance.continuous_months']")).to_have_text("")
    caller.keyboard.press("Enter")
    wrong = caller.locator("[data-said='insurance.continuous_months']")
    expect(wrong).to_contain_text("是年还是月")
    expect(caller.locator("[data-total]")).to_be_visible()


def test_rows_are_added_without_a_reload(caller: Page) -> None:
    caller.evaluate("window.before = true")
    caller.get_by_role("button", name="再加两处").click()
    assert focus(caller) == "homes[3].kind"
    caller.get_by_label("第 4 处住所哪种").select_option("rented")
    caller.get_by_label("第 4 处住所多久").fill("5年")
    expect(caller.locator("[data-said='homes[3].months']")).to_have_text("60 个月")
    assert caller.evaluate("window.before") is True


def test_a_draft_outlives_a_reload_and_an_ended_log_in(
    caller: Page, site: str, redis: Client, clock: Clock, key: TOTP
) -> None:
    caller.get_by_label("出生年月").fill("1985年3月")
    caller.get_by_label("第 1 处住所多久").fill("5年")
    caller.reload()
    expect(caller.locator("#restored")).to_be_visible()
    expect(caller.get_by_label("出生年月")).to_have_value("1985年3月")
    expect(caller.get_by_label("第 1 处住所多久")).to_have_value("5年")
    for name in redis.scan_iter("*staff:login*"):
        redis.delete(name)
    caller.get_by_label("毕业年月").fill("2008年7月")
    expect(caller.locator("#result")).to_contain_text("登录")
    caller.goto(f"{site}/staff/caller")
    caller.get_by_label("名字").fill("老王")
    caller.get_by_label("密码").fill(PASSWORD)
    caller.keyboard.press("Enter")
    caller.get_by_label("手机验证器里的 6 位数").fill(key.at(clock()))
    caller.keyboard.press("Enter")
    expect(caller.get_by_label("毕业年月")).to_have_value("2008年7月")
    expect(caller.get_by_label("出生年月")).to_have_value("1985年3月")
    caller.locator("#restored a").click()
    expect(caller.get_by_label("出生年月")).to_have_value("")


def test_a_double_click_saves_one_case(caller: Page, site: str, store: Store) -> None:
    caller.get_by_label("出生年月").fill("1985年3月")
    expect(caller.locator("[data-total]")).to_be_visible()
    caller.get_by_role("button", name="存下，给来电者一个码").dblclick()
    expect(caller.locator(".code-note")).to_be_visible()
    assert len(store.cases.listed()) == 1
    caller.goto(f"{site}/staff/caller/cases")
    expect(caller.get_by_role("table")).to_contain_text("老王")
    assert serious_findings(caller) == []


def test_a_result_that_could_not_be_renewed_is_not_shown_as_current(caller: Page) -> None:
    caller.get_by_label("出生年月").fill("1985年3月")
    expect(caller.locator("[data-total]")).to_be_visible()
    caller.route("**/caller/score", lambda route: route.abort())
    caller.get_by_label("出生年月").fill("1975年3月")
    expect(caller.locator("#stale")).to_be_visible()
    expect(caller.locator("#result")).to_have_class("stack stale")
    caller.unroute("**/caller/score")
    caller.get_by_label("出生年月").fill("1976年3月")
    expect(caller.locator("#stale")).to_be_hidden()


def test_nothing_is_looked_up_while_an_input_method_composes(admin: Page) -> None:
    asked: list[str] = []
    admin.on("request", lambda request: asked.append(request.url))
    session = admin.context.new_cdp_session(admin)
    admin.locator("#q").focus()
    for letters in ("n", "ni", "nian", "nian l", "nian ling"):
        session.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
    admin.wait_for_timeout(250)
    assert [url for url in asked if "?q=" in url] == []
    session.send("Input.insertText", {"text": "年龄"})
    expect(admin.locator("[data-hit]").first).to_be_visible()
    expect(admin.locator("mark").first).to_have_text("年龄")


def test_back_returns_to_the_search(admin: Page, site: str) -> None:
    admin.locator("#q").fill("年龄")
    expect(admin.locator("[data-hit]").first).to_be_visible()
    admin.wait_for_url("**/staff/?q=*")
    admin.goto(f"{site}/staff/me")
    admin.go_back()
    expect(admin.locator("#q")).to_have_value("年龄")
    expect(admin.locator("[data-hit]").first).to_be_visible()


def test_a_search_that_fails_is_not_shown_as_current(admin: Page) -> None:
    admin.locator("#q").fill("年龄")
    expect(admin.locator("[data-hit]").first).to_be_visible()

    def broken(route: Route) -> None:
        route.fulfill(status=503, body="")

    admin.route("**/staff/?q=*", broken)
    admin.locator("#q").fill("名额")
    expect(admin.locator("#stale")).to_be_visible()
    admin.unroute("**/staff/?q=*")
    admin.locator("#q").fill("名额有多少")
    expect(admin.locator("#stale")).to_be_hidden()


def test_on_a_phone_the_answer_is_in_sight_of_the_hits(admin: Page, site: str) -> None:
    """It stood below all hits."""
    admin.set_viewport_size(PHONE)  # type: ignore[arg-type]
    admin.goto(f"{site}/staff/?q=年")
    expect(admin.locator("#answer [data-short]")).to_be_in_viewport()
    hits = admin.locator("[data-hit]")
    assert hits.count() >= 5
    hits.last.click()
    title = hits.last.locator(".hit-title").inner_text()
    expect(admin.locator("#answer h2")).to_contain_text(title.splitlines()[-1][-6:])
    expect(admin.locator("#answer h2")).to_be_in_viewport()


def test_on_a_phone_the_bar_says_total_and_verdict(caller: Page) -> None:
    caller.set_viewport_size(PHONE)  # type: ignore[arg-type]
    caller.get_by_label("出生年月").fill("1985年3月")
    bar = caller.locator("#total-bar")
    expect(bar).to_contain_text("分")
    expect(bar).to_contain_text("能不能申报")
    expect(bar).to_be_in_viewport()
    assert overflow(caller) <= 0


def test_two_staff_at_once_lose_no_edit(
    admin: Page, site: str, redis: Client, clock: Clock
) -> None:
    """Both open the same answer; one publishes, then the other."""
    admin.goto(f"{site}/staff/answers/age/edit")
    colleague = Edits(redis)
    raw = json.loads(json.dumps(dict(_raw("age")), default=str))
    colleague.publish(0, {"age": {**raw, "short": "同事写的短回复。"}}, "小张", "抢先", clock())
    admin.get_by_label("短回复").fill("我写的短回复。")
    expect(admin.locator("#short-hint [data-counted]")).to_contain_text("已写 7 / 300")
    admin.get_by_role("button", name="预览").click()
    expect(admin.get_by_role("alert")).to_contain_text("小张")
    expect(admin.locator("ins", has_text="同事")).to_have_count(1)
    assert serious_findings(admin) == []
    admin.get_by_label("用小张的").check()
    admin.get_by_role("button", name="再预览").click()
    expect(admin.get_by_text("没有改动")).to_be_visible()
    assert Edits(redis).live().answers["age"]["short"] == "同事写的短回复。"


def _raw(slug: str) -> dict[str, object]:
    answer = few().catalogue.get(slug)
    assert answer
    return dict(answer.raw)


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["390", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_new_pages_are_usable_by_everyone(
    admin: Page, site: str, store: Store, redis: Client, clock: Clock, window: dict[str, int],
    scheme: str,
) -> None:  # fmt: skip
    raw = {**_raw("age"), "short": "新的短回复。"}
    Edits(redis).publish(
        0, {"age": json.loads(json.dumps(raw, default=str))}, "小张", "改", clock()
    )
    store.cases.save({"birth": "1985-03"}, "小张", clock())
    store.questions.keep("公积金能不能一起迁过来", "useless", ("age",), clock())
    admin.set_viewport_size(window)  # type: ignore[arg-type]
    admin.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    problems = []
    for path in (
        "/caller/cases", "/answers/age/history", "/versions/0/rollback", "/questions?why=useless",
        "/?q=年龄",
    ):  # fmt: skip
        admin.goto(f"{site}/staff{path}")
        problems += [f"{path}: {finding}" for finding in serious_findings(admin)]
        if (wide := overflow(admin)) > 0:
            problems.append(f"{path}: {wide} pixels too wide")
    assert problems == []
