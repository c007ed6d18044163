"""The staff console in a real browser, as staff use it: by keyboard, with a caller waiting."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, Response, expect

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.accounts import Accounts
from bot.storage.record import PersonRecord
from bot.storage.roles import ADMIN
from bot.storage.sealing import Purpose
from bot.storage.second_factor import SecondFactor
from bot.storage.turns import Store
from tests.browser.conftest import DESKTOP, PHONE, Open, overflow, serious_findings
from tests.conftest import SECRET, Clock
from tests.records import put

pytestmark = pytest.mark.usefixtures("few_answers")

PASSWORD = "一句足够长的好密码 42"
PAGES = [
    "/", "/?q=租房", "/?q=qqqqqq", "/answers/age/card", "/caller", "/consult", "/questions",
    "/answers", "/answers/new", "/answers/age/edit", "/versions", "/numbers", "/accounts",
    "/audit", "/me", "/me/second-factor", "/nowhere",
]  # fmt: skip


@pytest.fixture
def admin(site: str, open_page: Open, redis: Client, clock: Clock) -> Page:
    """An administrator's window, logged in."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    log_in(page, site, enrolled(redis, clock))
    return page


def enrolled(redis: Client, clock: Clock) -> str:
    """Make the administrator's account with a second factor; its code of this moment."""
    Accounts(redis).add("老王", ADMIN, PASSWORD, clock())
    factor = SecondFactor(redis, SECRET)
    secret = factor.begin("老王")
    assert factor.confirm("老王", pyotp.TOTP(secret).at(clock(), counter_offset=-1), clock())
    return pyotp.TOTP(secret).at(clock())


def log_in(page: Page, site: str, code: str) -> None:
    page.goto(f"{site}/staff/")
    page.get_by_label("名字").fill("老王")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("手机验证器里的 6 位数").fill(code)
    page.keyboard.press("Enter")
    # the first page loads the answers and trains the router
    expect(page.get_by_role("heading", name="查答案")).to_be_visible(timeout=30_000)


def weigh(page: Page) -> Callable[[], int]:
    """What the page has had sent so far, in bytes as transferred."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    return lambda: sum(each.request.sizes()["responseBodySize"] for each in responses)


def fill_store(store: Store, clock: Clock) -> None:
    """Some days of numbers, and questions that nobody answered."""
    for back in range(12):
        now = clock() - timedelta(days=back)
        for name, times in {
            "messages": 90 - 5 * back, "finished_scores": 9, "answer:age": 14, "answer:quota": 7,
            "clarify": 4, "fallback": 3, "handoff": 2, "people": 20 + back,
            "took:5": 60, "took:20": 25, "took:50": 1,
            "way:hello": 40 - back, "way:consent": 22, "way:told": 20 - back // 3,
            "asked:own_time": 12, "settled:own_time": 8, "asked:rare": 10, "settled:rare": 9,
        }.items():  # fmt: skip
            store.client.hincrby(keys.numbers(f"{now:%Y-%m-%d}"), name, times)
    texts = [
        "公积金能不能一起迁过来",
        "公积金可以一起迁过来吗",
        "孩子上学要等多久",
        "你们周末上班吗",
    ]
    for text in texts:
        store.questions.keep(text, "fallback", ("age",), clock())


def test_look_up_by_keyboard_alone(admin: Page) -> None:
    admin.keyboard.press("Escape")
    admin.locator("h1").click()
    admin.keyboard.press("/")
    admin.keyboard.type("租房备案", delay=10)
    hits = admin.locator("[data-hit]")
    expect(hits.first).to_be_visible()
    first = admin.locator("#answer h2").inner_text()
    admin.keyboard.press("ArrowDown")
    expect(admin.locator("#answer h2")).not_to_have_text(first)
    admin.keyboard.press("Enter")
    expect(admin.locator("#answer")).to_be_focused()
    admin.keyboard.press("c")
    expect(admin.locator("[data-copied]")).to_have_text("已复制")
    copied = admin.evaluate("navigator.clipboard.readText()")
    assert copied == admin.locator("[data-short]").inner_text()


def test_a_caller_is_scored_while_staff_type(admin: Page, site: str, store: Store) -> None:
    admin.goto(f"{site}/staff/caller")
    admin.get_by_label("出生年月").fill("1985-3")
    admin.get_by_label("正常缴了多久").fill("12年")
    expect(admin.locator("[data-total]")).to_contain_text("分")
    before = admin.locator("[data-total]").inner_text()
    admin.get_by_label("毕业证").select_option("master")
    admin.get_by_label("学位证").select_option("master")
    admin.get_by_label("这一栏没填的都按「没有」算").check()
    expect(admin.locator("[data-total]")).not_to_have_text(before)
    admin.get_by_label("正常缴了多久").fill("很久")
    admin.keyboard.press("Tab")
    expect(admin.locator("[data-said='insurance.months']")).to_contain_text("8年3个月")
    expect(admin.get_by_label("正常缴了多久")).to_have_attribute("aria-invalid", "true")
    admin.get_by_label("正常缴了多久").fill("150个月")
    expect(admin.locator("[data-said='insurance.months']")).to_have_text("")
    admin.get_by_role("button", name="存下，给来电者一个码").click()
    code = admin.locator(".code-note strong").inner_text().removeprefix("查询 ")
    stored = store.cases.find(code) or {}
    assert stored["insurance"] == {"months": 150}
    assert stored["birth"] == "1985-03"


def test_everything_works_without_scripts(
    site: str, open_page: Open, redis: Client, clock: Clock
) -> None:
    page = open_page(java_script_enabled=False)
    log_in(page, site, enrolled(redis, clock))
    page.get_by_role("searchbox").fill("年龄怎么加分")
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.locator("[data-hit]").first).to_be_visible()
    page.goto(f"{site}/staff/caller")
    page.get_by_label("出生年月").fill("1985年3月")
    page.get_by_label("正常缴了多久").fill("多年")
    page.get_by_role("button", name="算分", exact=True).last.click()
    expect(page.locator("[data-said='insurance.months']")).to_contain_text("8年3个月")
    page.get_by_label("正常缴了多久").fill("100个月")
    page.get_by_role("button", name="算分", exact=True).last.click()
    expect(page.locator("[data-total]")).to_be_visible()


def test_a_question_becomes_an_example_and_goes_live(
    admin: Page, site: str, store: Store, clock: Clock
) -> None:
    fill_store(store, clock)
    admin.goto(f"{site}/staff/questions")
    expect(admin.get_by_text("还有 1 种问法")).to_be_visible()
    admin.get_by_role("link", name=re.compile("孩子上学要等多久")).click()
    admin.get_by_role("button", name="归到这个答案，先预览").click()
    expect(admin.get_by_role("alert")).to_contain_text("还没有选")
    assert serious_findings(admin) == []
    admin.get_by_label("或别的答案").select_option("other-matters")
    admin.get_by_role("button", name="归到这个答案，先预览").click()
    # the comparison comes by itself
    expect(admin.locator("#compared")).to_contain_text("孩子上学要等多久")
    assert serious_findings(admin) == []
    admin.get_by_role("button", name="发布", exact=True).click()
    admin.get_by_label("自己的密码").fill(PASSWORD)
    admin.get_by_role("button", name="确认").click()
    expect(admin.get_by_text("正在用")).to_be_visible()
    said = admin.get_by_text("机器人会这样答")
    for _ in range(50):  # the worker trains the new router in the background
        admin.goto(f"{site}/staff/?q=孩子上学要等多久")
        if said.count():
            break
        admin.wait_for_timeout(100)
    expect(said).to_be_visible()
    admin.goto(f"{site}/staff/questions")
    expect(admin.get_by_text("孩子上学要等多久")).to_have_count(0)


def test_numbers_are_drawn_and_nothing_jumps(
    admin: Page, site: str, store: Store, clock: Clock
) -> None:
    fill_store(store, clock)
    weight = weigh(admin)
    admin.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries())"
        " window.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    admin.goto(f"{site}/staff/numbers", wait_until="networkidle")
    expect(admin.locator("svg.chart:visible")).to_have_count(2)
    assert 10_000 < weight() <= 60_000
    assert admin.evaluate("window.shift") < 0.05


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["390", "1280"])
def test_pages_are_usable_by_everyone(
    admin: Page, site: str, store: Store, clock: Clock, window: dict[str, int]
) -> None:
    """No serious finding of axe, nothing wider than the window, none heavier than 60 KB."""
    fill_store(store, clock)
    admin.set_viewport_size(window)  # type: ignore[arg-type]
    problems = []
    for path in PAGES:
        admin.goto(f"{site}/staff{path}")
        problems += [f"{path}: {finding}" for finding in serious_findings(admin)]
        if (wide := overflow(admin)) > 0:
            problems.append(f"{path}: {wide} pixels too wide")
    assert problems == []


def test_readable_at_200_percent(admin: Page, site: str) -> None:
    admin.set_viewport_size({"width": 640, "height": 450})
    for path in ("/?q=租房", "/caller", "/consult", "/questions"):
        admin.goto(f"{site}/staff{path}")
        assert overflow(admin) <= 0, path


def test_pages_without_charts_are_light(admin: Page, site: str) -> None:
    for path in ("/", "/caller", "/answers"):
        # a fresh cache each time: a second page would come lighter
        page = admin.context.browser.new_context(  # type: ignore[union-attr]
            storage_state=admin.context.storage_state()
        ).new_page()
        weight = weigh(page)
        page.goto(f"{site}/staff{path}", wait_until="networkidle")
        assert 10_000 < weight() <= 60_000, path
        page.context.close()


def test_a_conversation_is_opened_and_corrected(
    admin: Page, site: str, redis: Any, store: Store, clock: Clock
) -> None:
    session = {
        "facts": {"birth": "1985-03", "sex": "male", "insurance": {"months": 147}},
        "notes": {"consent": "x"},
        "stage": "asking",
        "step": "housing",
        "skipped": ["residence_permit"],
        "seen": clock().isoformat(),
    }
    until = int(clock().timestamp()) + 1800
    put(store, "w" * 24, PersonRecord(session=session, code="ABC234", code_until=until))
    key = keys.code("ABC234")
    redis.set(key, store.seal.seal(Purpose.CODE, key, b"w" * 24))
    admin.goto(f"{site}/staff/consult")
    admin.keyboard.type("zzz999")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("alert")).to_contain_text("这个码打不开")
    admin.get_by_label("咨询码").fill("abc234")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("12年3个月", exact=True)).to_be_visible()
    for window in (PHONE, DESKTOP):
        admin.set_viewport_size(window)  # type: ignore[arg-type]
        assert serious_findings(admin) == []
        assert overflow(admin) <= 0
    admin.locator("summary", has_text="出生年月").click()
    admin.locator("#fix-birth").fill("1986年4月")
    admin.locator("#fix-birth").press("Enter")
    expect(admin.get_by_text("「出生年月」已改好")).to_be_visible()
    assert "1986-04" in str(store.session("w" * 24))


def test_the_result_prints_without_the_form(admin: Page, site: str) -> None:
    admin.goto(f"{site}/staff/caller")
    admin.get_by_label("出生年月").fill("1985-03")
    expect(admin.locator("[data-total]")).to_be_visible()
    admin.emulate_media(media="print")
    expect(admin.locator("#caller-form")).to_be_hidden()
    expect(admin.locator("header")).to_be_hidden()
    expect(admin.locator("[data-total]")).to_be_visible()
    pdf = admin.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2, "found: four pages"
