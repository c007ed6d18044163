"""The report in a real browser: folds, charts, print, copying, keyboard and screen reader."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.runtime.redis_client import connect
from bot.storage.record import PersonRecord
from bot.storage.turns import Store
from bot.web.app import create_app
from bot.web.services import Services
from tests.bot.web.report.people import PEOPLE, YEAR
from tests.browser.conftest import PHONE, WINDOWS, Open, overflow, serious_findings
from tests.conftest import SECRET, Clock, make_settings
from tests.records import put
from tests.served import served
from tests.standin import StandIn

SCREEN_AND_A_HALF = 1.5 * PHONE["height"]
PAPER = {"width": 703, "height": 1047}
"""The printed area of A4 within its margins, in CSS pixels."""
LEAST_LETTERS = 9 * 96 / 72
"""9 pt in CSS pixels."""
Link = Callable[[str], str]


@pytest.fixture(scope="module")
def link(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Link]:
    """The address of each person's report, on one server for all tests."""
    with connect(redis_url, read_timeout=5) as client:
        client.flushall()
        store = Store(client, SECRET)
        for name, facts in PEOPLE.items():
            value = {"facts": facts, "year": YEAR, "made": "2026-11-02T10:00:00+08:00"}
            put(store, name, PersonRecord(session={}, reports={name: value}))
        settings = make_settings("plain", tmp_path_factory.mktemp("data"))
        app = create_app(settings, client, brain=StandIn(), clock=Clock())
        parts: Services = app.extensions["jifen"]
        with served(app) as site:
            yield lambda name: f"{site}/r/{parts.links.token(name, name)}"
        store.close()


def watched(page: Page) -> list[str]:
    """What the console of a page complains about, from now on."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text))
    return found


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_jumps_or_sticks_out_folded_or_open(
    open_page: Open, link: Link, name: str, window: str
) -> None:
    page = open_page(viewport=WINDOWS[window])
    said = watched(page)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries())"
        " window.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(link(name), wait_until="load")
    assert page.locator("h1").is_visible()
    assert page.evaluate("window.shift") < 0.01
    assert overflow(page) <= 0
    open_all(page)
    assert overflow(page) <= 0
    assert said == []


@pytest.mark.parametrize("name", ["below", "forty homes"])
def test_usable_by_everyone(open_page: Open, link: Link, name: str) -> None:
    page = open_page(viewport=PHONE)
    page.goto(link(name))
    open_all(page)
    assert serious_findings(page) == []


@pytest.mark.parametrize("name", PEOPLE)
def test_a_screen_and_a_half_stand_before_the_first_fold(
    open_page: Open, link: Link, name: str
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(link(name))
    top = page.evaluate("document.querySelector('details').getBoundingClientRect().top")
    assert top <= SCREEN_AND_A_HALF
    assert page.locator("details[open]").count() == 0
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= 2.8 * PHONE["height"], "folded, the whole page is short"


def test_folds_open_without_scripts(open_page: Open, link: Link) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto(link("complete"))
    expect(page.locator("svg.chart:visible")).to_have_count(1)
    expect(page.get_by_role("button", name="复制")).to_have_count(0)
    expect(page.get_by_role("button", name="打印")).to_have_count(0)
    page.locator("summary", has_text="各项得分").click()
    expect(page.locator("table.items tbody tr:visible")).to_have_count(10)
    page.locator("summary", has_text="您答的").click()
    expect(page.get_by_text("2008年7月至2015年12月")).to_be_visible()


def test_open_bars_are_hatched_wherever_they_are_drawn(open_page: Open, link: Link) -> None:
    """Found: the pattern came from a chart that a desk does not show, and the bars were hollow."""
    page = open_page()
    page.goto(link("open"))
    open_all(page)
    drawn = page.evaluate(
        "[...document.querySelectorAll('.bar.open')].filter((bar) => bar.checkVisibility())"
        ".map(() => document.querySelector('#hatch').closest('svg').checkVisibility())"
    )
    assert drawn
    assert all(drawn)


@pytest.mark.parametrize(
    ("name", "scripts"), [*((name, True) for name in PEOPLE), ("complete", False), ("open", False)]
)
def test_prints_on_two_pages(open_page: Open, link: Link, name: str, scripts: bool) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=scripts)
    page.goto(link(name))
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    # forty homes and forty-four periods make the one line about them fill a page
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= (3 if name == "forty homes" else 2)
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", pdf), "A4 upright"
    if scripts:
        expect(page.locator("details[open]")).to_have_count(0)


@pytest.mark.parametrize("name", ["below", "open", "retired"])
def test_paper_is_legible_and_nothing_is_cut(open_page: Open, link: Link, name: str) -> None:
    page = open_page(viewport=PAPER)
    page.goto(link(name))
    open_all(page)
    page.emulate_media(media="print")
    small, cut = page.evaluate(
        """(least) => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const small = new Set(), cut = new Set();
          for (let node; (node = texts.nextNode());) {
            const at = node.parentElement, style = getComputedStyle(at);
            if (!node.textContent.trim() || !at.checkVisibility()) continue;
            if (at.closest('.visually-hidden, .skip-link')) continue;
            const scale = at.ownerSVGElement ? at.getScreenCTM().a : 1;
            const size = parseFloat(style.fontSize) * scale;
            if (size < least - 0.05) small.add(`${size.toFixed(1)}: ${node.textContent.trim()}`);
            for (let box = at; box; box = box.parentElement) {
              const hides = getComputedStyle(box).overflow !== 'visible';
              if (hides && box.scrollHeight > box.clientHeight + 1) cut.add(node.textContent);
            }
          }
          return [[...small], [...cut]];
        }""",
        LEAST_LETTERS,
    )
    assert small == []
    assert cut == []
    assert page.locator("svg.chart:visible").count() == 2
    assert page.locator("table.items tbody tr:visible").count() == 10
    assert page.locator(".told-list dt:visible").count() >= 9
    assert overflow(page) <= 0


def test_the_sentence_is_copied(open_page: Open, link: Link) -> None:
    page = open_page(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(link("complete"))
    page.get_by_role("button", name="复制").click()
    expect(page.locator("[data-copy-status]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("[data-forward]").inner_text()
    assert copied.startswith("北京积分落户测算：2027 年可以申报")


def test_the_sentence_is_copied_where_the_new_way_is_refused(open_page: Open, link: Link) -> None:
    page = open_page(viewport=PHONE)
    page.goto(link("complete"))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.get_by_role("button", name="复制").click()
    expect(page.locator("[data-copy-status]")).to_have_text("已复制")
    page.evaluate("() => { document.execCommand = () => false; }")
    page.get_by_role("button", name="复制").click()
    expect(page.locator("[data-copy-status]")).to_have_text("请长按上面的字复制")


def test_inside_wechat_files_stand_for_the_print_button(open_page: Open, link: Link) -> None:
    page = open_page(viewport=PHONE, user_agent="Mozilla/5.0 MicroMessenger/8.0.50")
    page.goto(link("complete"))
    expect(page.get_by_role("button", name="打印")).to_have_count(0)
    expect(page.get_by_text("在浏览器打开")).to_be_visible()
    address = page.get_by_role("link", name="PDF 文件").get_attribute("href")
    answer = page.request.get(page.url.partition("/r/")[0] + str(address))
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF")


def test_another_plan_by_keyboard(open_page: Open, link: Link) -> None:
    page = open_page(viewport=PHONE)
    page.goto(link("below"))
    page.locator("#plan summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plan[open]")).to_be_visible()
    page.get_by_label("换一种打算").select_option("在职读硕士、拿双证")
    page.get_by_role("button", name="看这一种").press("Enter")
    expect(page).to_have_url(re.compile(r"plan=master#plan$"))
    expect(page.locator("#plan[open] .side.then")).to_contain_text("如果在职读硕士、拿双证")
    page.go_back()
    expect(page.locator("#plan .side.then")).to_contain_text("个税")


def test_all_folds_open_at_once(open_page: Open, link: Link) -> None:
    page = open_page()
    page.goto(link("open"))
    page.get_by_role("button", name="全部展开").click()
    assert page.locator("details:not([open])").count() == 0


def test_readable_at_200_percent(open_page: Open, link: Link) -> None:
    # A phone's width at twice the size is what a browser's zoom makes of 640 px.
    page = open_page(viewport={"width": 320, "height": 640}, device_scale_factor=2)
    page.goto(link("open"))
    open_all(page)
    assert overflow(page) <= 0
    # Larger letters alone, as WeChat's own setting makes them.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert overflow(page) <= 0


def test_keyboard_reaches_the_text_first(open_page: Open, link: Link) -> None:
    page = open_page()
    page.goto(link("complete"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "复制"


@pytest.mark.parametrize("window", WINDOWS)
def test_wrong_link_is_a_readable_page(open_page: Open, link: Link, window: str) -> None:
    page = open_page(viewport=WINDOWS[window])
    response = page.goto(f"{link('open').partition('/r/')[0]}/r/nonsense")
    assert response is not None
    assert response.status == 404
    assert page.locator("h1").inner_text() == "这个链接不对"
    assert serious_findings(page) == []
    assert overflow(page) <= 0
