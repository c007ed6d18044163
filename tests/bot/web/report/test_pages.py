"""The page over HTTP: who may read it, how long, and what happens when it cannot be shown."""

import gzip
import re
import struct
import threading
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from redis.exceptions import ConnectionError
from werkzeug.test import TestResponse

from bot.storage import keys
from bot.storage.record import PersonRecord
from bot.storage.turns import Store
from bot.web.report.paper import font
from bot.web.services import Services
from bot.wechat.replies import Wire, render
from tests.bot.web.report.people import PEOPLE, YEAR
from tests.records import put
from tests.wechat import USER, WeChat

WHO = "a" * 24
# The page is the same in both modes of the webhook.
pytestmark = pytest.mark.parametrize("mode", ["plain"], indirect=True)


@pytest.fixture
def parts(app: Flask) -> Services:
    found: Services = app.extensions["jifen"]
    return found


def save(store: Store, facts: object, report_id: str = "r1", year: object = YEAR) -> None:
    value = {"facts": facts, "year": year, "made": "2026-11-02T10:00:00+08:00"}
    put(store, WHO, PersonRecord(session={}, reports={report_id: value}))


def show(client: FlaskClient, parts: Services, report_id: str = "r1") -> TestResponse:
    return client.get(f"/r/{parts.links.token(WHO, report_id)}")


def assert_private(response: TestResponse) -> None:
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    assert '<meta name="robots" content="noindex' in response.text


@pytest.mark.parametrize("name", PEOPLE)
def test_every_kind_of_person_gets_a_page(
    client: FlaskClient, store: Store, parts: Services, name: str
) -> None:
    save(store, PEOPLE[name])
    response = show(client, parts)
    assert response.status_code == 200
    assert_private(response)
    for said in (
        "总分",
        "申报资格",
        "各项得分",
        "推算",
        "仅供参考，以官方审核为准",
        "2026 年 11 月",
    ):
        assert said in response.text
    assert "style=" not in response.text
    assert "1986-05-17" not in response.text


@pytest.mark.parametrize("name", PEOPLE)
def test_a_page_with_its_charts_and_files_is_light(
    client: FlaskClient, store: Store, parts: Services, name: str
) -> None:
    save(store, PEOPLE[name])
    page = show(client, parts)
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(files) >= 4
    sizes = [len(client.get(file).data) for file in set(files)]
    assert len(page.data) + sum(sizes) <= 90_000, "uncompressed"
    assert len(gzip.compress(page.data)) < 12_000


def test_who_can_never_file_sees_no_chart_without_own_points(
    client: FlaskClient, store: Store, parts: Services
) -> None:
    """The chart promised the own total and drew the published lines alone."""
    save(store, PEOPLE["retired"])
    shown = show(client, parts).text
    assert "不能申报" in shown
    assert "您的总分和分数线" not in shown


def test_a_link_has_a_card_without_figures(
    client: FlaskClient, store: Store, parts: Services
) -> None:
    """A preview stands in a chat for all to see, before anybody opens the page."""
    save(store, PEOPLE["complete"])
    text = show(client, parts).text
    card = dict(re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', text))
    assert card["og:title"] == "北京积分落户测算报告"
    assert card["og:description"] == card["description"]
    assert not re.search(r"\d+\.\d\d", card["og:title"] + card["description"])
    assert card["og:image"].startswith("https://jifen.example.cn/static/report/card.png?v=")
    first = re.search(r'<img [^>]*src="([^"]+)" width="(\d+)"', text)
    assert first
    assert card["og:image"].endswith(first[1]), "the platform takes the first picture"
    assert int(first[2]) >= 300
    picture = client.get(first[1])
    assert (picture.status_code, picture.mimetype) == (200, "image/png")


def test_what_was_answered_stands_in_the_report(
    client: FlaskClient, store: Store, parts: Services
) -> None:
    save(store, PEOPLE["complete"])
    text = show(client, parts).text
    assert "<dt>租房</dt><dd>2008年7月至2015年12月</dd>" in text
    assert "<dt>出生年月</dt><dd>1986年</dd>" in text


def test_what_was_never_asked_is_not_said_to_be_answered(
    client: FlaskClient, store: Store, parts: Services
) -> None:
    facts = {"birth": "1986-05", "honour": False, "detentions": 0}
    value = {"facts": facts, "year": YEAR, "made": "2026-11-02T10:00:00+08:00"}
    value["assumed"] = ["honour"]
    put(store, WHO, PersonRecord(session={}, reports={"r1": value}))
    told = show(client, parts).text.partition('id="told"')[2].partition("</details>")[0]
    assert "行政拘留" in told
    assert "荣誉表彰" not in told


def test_gaps_between_periods_are_not_called_unbroken(
    client: FlaskClient, store: Store, parts: Services
) -> None:
    periods = [{"from": "2010-01", "to": "2012-12"}, {"from": "2014-01", "to": "now"}]
    save(store, {"insurance": {"periods": periods}})
    assert "没断过" not in show(client, parts).text


def test_a_plan_stands_beside_going_on_as_now(
    client: FlaskClient, store: Store, parts: Services
) -> None:
    save(store, PEOPLE["below"])
    token = parts.links.token(WHO, "r1")
    text = client.get(f"/r/{token}?plan=master").text
    assert '<option value="master" selected>' in text
    assert "如果在职读硕士、拿双证" in text
    assert f"/r/{token}/report.pdf?plan=master" in text
    assert client.get(f"/r/{token}?plan=nonsense%2B{'x' * 999}").status_code == 200


@pytest.mark.parametrize("name", PEOPLE)
def test_a_file_to_keep(client: FlaskClient, store: Store, parts: Services, name: str) -> None:
    save(store, PEOPLE[name])
    response = client.get(f"/r/{parts.links.token(WHO, 'r1')}/report.pdf")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", response.data))
    assert pages <= (3 if name == "forty homes" else 2)


def test_a_picture_to_keep(client: FlaskClient, store: Store, parts: Services) -> None:
    save(store, PEOPLE["open"])
    response = client.get(f"/r/{parts.links.token(WHO, 'r1')}/report.png")
    assert (response.status_code, response.mimetype) == (200, "image/png")
    assert response.data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", response.data[16:24])
    assert width == 750, "a phone's width, twice as fine"
    assert height > 3 * width


@pytest.mark.parametrize("why", ["no font", "too many", "fault"])
def test_without_the_file_the_page_says_how_to_print(
    client: FlaskClient,
    store: Store,
    parts: Services,
    monkeypatch: pytest.MonkeyPatch,
    why: str,
) -> None:
    save(store, PEOPLE["open"])
    font()
    if why == "no font":
        monkeypatch.setattr("bot.web.report.pages.font", str)
        assert "在浏览器打开" in show(client, parts).text
        assert "report.pdf" not in show(client, parts).text
    elif why == "too many":
        monkeypatch.setattr("bot.web.report.paper.WAIT_SECONDS", 0.01)
        monkeypatch.setattr("bot.web.report.paper._ONE_AT_A_TIME", threading.Semaphore(0))
    else:
        monkeypatch.setattr("bot.web.report.paper._PROGRAM", "/nowhere.py")
    response = client.get(f"/r/{parts.links.token(WHO, 'r1')}/report.pdf")
    assert response.status_code == 503
    assert_private(response)
    assert "文件没有做出来" in response.text


def test_text_is_no_markup_for_the_typesetter(
    client: FlaskClient, store: Store, parts: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = '#panic(1) #read("/etc/passwd") $x$ *b* </svg>'
    monkeypatch.setattr("bot.web.report.pages.told_rows", lambda *_: ((hostile, hostile),))
    save(store, PEOPLE["complete"])
    token = parts.links.token(WHO, "r1")
    assert client.get(f"/r/{token}/report.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_files_of_wrong_links_are_not_found(client: FlaskClient, kind: str) -> None:
    assert client.get(f"/r/nonsense/report.{kind}").status_code == 404
    assert client.get("/r/nonsense/report.exe").status_code == 404


def test_facts_are_shown_as_text_only(
    client: FlaskClient, store: Store, parts: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No fact holds free text; if one ever does, it is escaped."""
    hostile = (("<script>alert(1)", "<script>alert(2)"),)
    monkeypatch.setattr("bot.web.report.pages.told_rows", lambda *_: hostile)
    save(store, PEOPLE["complete"])
    text = show(client, parts).text
    assert "&lt;script&gt;alert(2)" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("token", ["", "nonsense", "a/b", "x" * 5000, "%00", "..%2f..%2fetc"])
def test_what_was_never_a_link_is_not_found(client: FlaskClient, token: str) -> None:
    response = client.get(f"/r/{token}")
    assert response.status_code == 404
    assert_private(response)
    assert "回复「结果」" in response.text


def test_tampered_link_is_not_found(client: FlaskClient, store: Store, parts: Services) -> None:
    save(store, PEOPLE["complete"])
    token = parts.links.token(WHO, "r1")
    assert client.get(f"/r/{token[:-1]}").status_code == 404
    assert client.get(f"/r/{'x' + token[1:]}").status_code == 404


def test_link_lives_thirty_days(
    client: FlaskClient, store: Store, parts: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, PEOPLE["complete"])
    token = parts.links.token(WHO, "r1")
    later = int(datetime.now().astimezone().timestamp())

    def in_days(days: float) -> int:
        monkeypatch.setattr(
            TimestampSigner, "get_timestamp", lambda _self: later + int(days * keys.DAY)
        )
        return client.get(f"/r/{token}").status_code

    assert in_days(29.9) == 200
    assert in_days(30.1) == 410
    assert "已经过期" in client.get(f"/r/{token}").text


def test_erased_report_is_gone(client: FlaskClient, parts: Services) -> None:
    response = show(client, parts, "never-saved")
    assert response.status_code == 410
    assert_private(response)
    assert "回复「结果」" in response.text


@pytest.mark.parametrize(
    ("facts", "year"), [({"birth": "yesterday"}, YEAR), ({}, 2200), ({"no such fact": 1}, YEAR)]
)
def test_saved_facts_that_no_longer_fit_ask_for_a_new_score(
    client: FlaskClient, store: Store, parts: Services, facts: object, year: int
) -> None:
    save(store, facts, year=year)
    response = show(client, parts)
    assert response.status_code == 410
    assert "重新算一次" in response.text


def test_redis_down_is_said(
    client: FlaskClient, parts: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(parts.store.client, "get", down)
    response = show(client, parts)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert_private(response)
    assert "没有丢" in response.text


def test_failure_shows_a_page_and_no_facts(
    client: FlaskClient, store: Store, parts: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_named: object) -> None:
        raise RuntimeError("1986-05-17")

    save(store, PEOPLE["complete"])
    monkeypatch.setattr("bot.web.report.pages.build", fails)
    response = show(client, parts)
    assert response.status_code == 500
    assert_private(response)
    assert "1986" not in response.text


def test_only_reading_is_possible(client: FlaskClient, parts: Services) -> None:
    assert client.post(f"/r/{parts.links.token(WHO, 'r1')}").status_code == 405


def test_link_from_the_chat_opens_the_report_until_it_is_erased(
    client: FlaskClient, wechat: WeChat
) -> None:
    found = re.search(r"/r/[\w.-]+", wechat.say("报告", USER).text)
    assert found is not None
    response = client.get(found[0])
    assert response.status_code == 200
    assert USER not in response.text
    wechat.say("删除", USER)
    assert client.get(found[0]).status_code == 410


def test_an_article_in_the_chat_has_the_picture_of_the_card(client: FlaskClient) -> None:
    wire = Wire("news", 5, "正文", "标题", "https://jifen.example.cn/r/token")
    picture = re.search(r"<PicUrl><!\[CDATA\[(.+?)\]\]>", render(wire, "gh_x", "o_x"))
    assert picture
    answer = client.get(picture[1].removeprefix("https://jifen.example.cn"))
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
