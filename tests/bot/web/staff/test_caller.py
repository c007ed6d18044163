"""Scoring a caller, and the case that the caller then opens in chat."""

import re
from decimal import Decimal

import pytest
from flask import Flask

from bot.runtime.redis_client import Client
from bot.runtime.settings import Settings
from bot.storage import keys
from bot.storage.keys import CASE_SECONDS
from bot.storage.turns import Store
from bot.web.app import create_app
from bot.web.conversation import Conversation
from replies.wording import basis_text
from scoring import parse_facts, score_range
from tests.bot.web.staff.conftest import Browser
from tests.conftest import Clock
from tests.wechat import WeChat

FORM = {
    "year": "2026", "birth": "1985-3", "sex": "male", "insurance.months": "12年3个月",
    "homes[1].kind": "rented", "homes[1].months": "8年", "education.diploma": "bachelor",
    "education.degree": "bachelor", "education.overlap_months": "0", "rest": "1",
    "suburb_months.live_only": "0",
}  # fmt: skip


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_same_engine_as_everywhere(agent: Browser) -> None:
    facts = {
        "birth": "1985-03", "sex": "male",
        "insurance": {"periods": [{"from": "2014-10", "to": "now"}]},
        "homes": [{"kind": "rented", "from": "2016-01", "to": "now"}],
        "suburb_months": {"live_only": 0},
        "education": {"diploma": "bachelor", "degree": "bachelor", "overlap_months": 0},
        "tax_years": [], "tax_violations": 0, "detentions": 0, "innovation_points": 0,
        "honour": False,
    }  # fmt: skip
    found = score_range(parse_facts(facts), 2026)
    assert found.low.total == found.high.total > Decimal(0)
    dated = {key: value for key, value in FORM.items() if not key.endswith("months")}
    dated |= {
        "insurance.periods[0].from": "2014年10月", "insurance.periods[0].to": "至今",
        "homes[1].from": "2016年1月到现在", "education.overlap_months": "0",
    }  # fmt: skip
    seen = plain(agent.part("/caller/score", dated).text)
    assert f"{found.low.total} 分" in seen
    for line in found.low.lines:
        assert basis_text(line) in seen
        assert line.document in seen
    for words in ("和历年分数线比", "往后几年", "怎么多得分", "2018", "以官方审核为准"):
        assert words in seen


def test_unknown_facts_make_a_range_and_are_named(agent: Browser) -> None:
    form = {k: v for k, v in FORM.items() if k != "rest"}
    seen = plain(agent.part("/caller/score", form).text)
    assert " 到 " in seen
    assert "行政拘留记录：先按没有算，每有 1 次扣 30 分" in seen


def test_a_wrong_fact_is_shown_at_its_field(agent: Browser) -> None:
    form = {**FORM, "homes[1].months": "很久"}
    part = agent.part("/caller/score", form).text
    assert 'data-wrong-field="homes[1].months"' in part
    whole = agent.post("/caller", form).text
    field = re.search(r'<input id="homes\[1\]\.months"[^>]*>', whole)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'value="很久"' in field[0]
    assert re.search(r'id="homes\[1\]\.months-said"[^>]*>按月算分', whole)


def test_contradictions_are_said(agent: Browser) -> None:
    seen = agent.part("/caller/score", {**FORM, "education.graduated": "1990-07"}).text
    assert "这里对不上" in seen


@pytest.mark.parametrize("value", ["<b>x</b>", "=1+1", "9" * 500, "\x00", "nan", "inf", "1e400"])
def test_hostile_values_do_no_harm(agent: Browser, value: str) -> None:
    for field in ("birth", "insurance.months", "equity_financing", "homes[0].from", "year"):
        answer = agent.post("/caller", {**FORM, field: value})
        assert answer.status_code == 200
        assert "<b>x</b>" not in answer.text


def test_more_rows_on_request(agent: Browser) -> None:
    seen = agent.post("/caller", {**FORM, "more": "homes"}).text
    assert 'name="homes[4].kind"' in seen
    assert 'value="8年"' in seen


def test_nothing_is_saved_from_an_empty_or_wrong_form(agent: Browser, redis: Client) -> None:
    for form in ({}, {"birth": "x"}):
        answer = agent.post("/caller/save", form)
        assert answer.status_code == 422
        assert "没有存" in answer.text
    assert list(redis.scan_iter("*:case:*")) == []


def saved(agent: Browser) -> str:
    answer = agent.post("/caller/save", FORM)
    found = re.search(r"查询 ([A-Z2-9]{6})</strong>", answer.text)
    assert found
    return found[1]


def test_a_saved_case_is_kept_a_week_and_logged(
    agent: Browser, admin: Browser, redis: Client, store: Store
) -> None:
    code = saved(agent)
    assert (store.cases.find(code) or {})["insurance"] == {"months": 147}
    assert b"insurance" not in (redis.get(keys.case(code)) or b"")
    assert CASE_SECONDS - 60 < redis.ttl(keys.case(code)) <= CASE_SECONDS
    log = admin.get("/audit").text
    assert "存下来电者的情况" in log
    assert code not in log


def test_the_caller_opens_the_case_in_chat_once(
    agent: Browser, redis: Client, settings: Settings, clock: Clock
) -> None:
    code = saved(agent)
    app: Flask = create_app(settings, redis, brain=Conversation.load(settings, redis), clock=clock)
    wechat = WeChat(app, settings, clock.time)
    first = wechat.say(f"查询 {code}").text
    assert "已打开" in first
    assert "分" in first
    assert redis.exists(keys.case(code)) == 0
    assert "查不到" in wechat.say(f"查询{code.lower()}", user="someone-else").text


def test_a_sentence_fills_the_form_without_scripts(agent: Browser) -> None:
    said = "85年3月生，女，社保十年，通州有房，一二三木头人"
    seen = agent.post("/caller", {"sentence": said}).text
    assert 'value="1985年3月"' in seen
    assert 'value="120个月"' in seen
    assert "听成：" in seen
    assert "没看懂：「一二三木头人」" in seen
    assert f'name="said" value="{said}"' in seen
    more = agent.post("/caller", {"said": said, "sentence": "不对，是86年4月生"}).text
    assert 'value="1986年4月"' in more


def test_a_sentence_that_is_not_read_yet_is_not_saved_unseen(agent: Browser, redis: Client) -> None:
    answer = agent.post("/caller/save", {**FORM, "sentence": "社保20年"})
    assert answer.status_code == 422
    assert 'value="240个月"' in answer.text
    assert list(redis.scan_iter("*:case:*")) == []


def test_a_half_typed_row_is_no_mistake(agent: Browser, store: Store) -> None:
    form = {**FORM, "homes[0].kind": "rented"}
    part = agent.part("/caller/score", form).text
    assert "data-wrong-field" not in part
    assert "还差" in part
    answer = agent.post("/caller/save", form)
    code = re.search(r"查询 ([A-Z2-9]{6})</strong>", answer.text)
    assert code
    assert [home["months"] for home in (store.cases.find(code[1]) or {})["homes"]] == [96]


def test_a_field_that_is_being_typed_in_is_not_wrong_yet(agent: Browser) -> None:
    form = {**FORM, "insurance.months": "12"}
    assert "data-wrong-field" in agent.part("/caller/score", form).text
    typing = agent.part("/caller/score", {**form, "typing": "insurance.months"}).text
    assert "data-wrong-field" not in typing
    assert "分</p>" in typing


def test_what_the_caller_must_agree_to_in_their_chat_is_not_saved(
    agent: Browser, store: Store
) -> None:
    answer = agent.post("/caller/save", {**FORM, "criminal_record": "yes", "detentions": "2"})
    assert "犯罪记录、拘留没有存" in answer.text
    (kept,) = store.cases.listed()
    assert not {"criminal_record", "detentions"} & {*kept.facts}
    assert kept.facts["birth"] == "1985-03"
    denied = agent.post("/caller/save", {**FORM, "criminal_record": "no"})
    assert "没有存" not in denied.text
    assert [each.facts.get("criminal_record") for each in store.cases.listed()].count(False) == 1


def test_a_double_click_saves_once(agent: Browser, redis: Client) -> None:
    assert saved(agent) == saved(agent)
    assert len(list(redis.scan_iter("*:case:*"))) == 1


def test_the_list_of_saved_cases(agent: Browser, admin: Browser, store: Store) -> None:
    assert "现在没有存下的情况" in agent.get("/caller/cases").text
    code = saved(agent)
    seen = admin.get("/caller/cases").text
    for words in (code, "小李", "2026-11-02 10:00", "分"):
        assert words in seen
    opened = admin.post("/caller/cases/open", {"code": code}).text
    assert 'value="147个月"' in opened
    assert store.cases.find(code)
    admin.post("/caller/cases/close", {"code": code})
    assert store.cases.find(code) is None
    assert code not in admin.get("/caller/cases").text
    gone = admin.post("/caller/cases/open", {"code": code}, follow_redirects=True)
    assert "打不开" in gone.text
    assert code not in admin.get("/audit").text


def test_what_was_typed_outlives_a_form_that_has_expired(agent: Browser, redis: Client) -> None:
    answer = agent.client.post("/staff/caller/save", data={**FORM, "csrf": "old"})
    assert answer.status_code == 419
    assert 'value="12年3个月"' in answer.text
    assert "填的都还在" in answer.text
    assert list(redis.scan_iter("*:case:*")) == []
