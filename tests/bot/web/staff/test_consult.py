"""An applicant reads out a code; staff see the facts, and correct one without losing anything."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from bot.runtime.clock import BEIJING
from bot.runtime.redis_client import Client
from bot.runtime.settings import Settings
from bot.storage import keys
from bot.storage.keys import OPENED_SECONDS
from bot.storage.live_answers import shipped
from bot.storage.throttle import LIMITS
from bot.storage.turns import Store
from bot.web.app import create_app
from bot.web.conversation import Conversation
from handlers import Desk, correct, overview
from tests.bot.web.staff.conftest import Browser
from tests.conftest import Clock
from tests.records import put
from tests.wechat import USER, WeChat

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)


def desk() -> Desk:
    return Desk(shipped().catalogue, shipped().router)


@pytest.fixture
def app(settings: Settings, redis: Client, clock: Clock) -> Iterator[Flask]:
    """The web side over the real conversation."""
    made = create_app(settings, redis, brain=Conversation.load(settings, redis), clock=clock)
    yield made
    made.extensions["jifen"].store.close()


@pytest.fixture
def code(wechat: WeChat) -> str:
    """The code of an applicant who is in the middle of the questions."""
    for text in ("算一算", "1", "1985年3月", "男"):
        wechat.say(text)
    found = re.search(r"[A-HJ-KM-NP-Z2-9]{6}", wechat.say("咨询码").text)
    assert found
    return found[0]


def open_code(window: Browser, code: str) -> str:
    """The path of the opened conversation."""
    answer = window.post("/consult", {"code": code})
    assert answer.status_code == 302, answer.text
    return answer.location.removeprefix("/staff")


def test_staff_see_what_was_told(agent: Browser, code: str) -> None:
    seen = agent.get(open_code(agent, f" {code[:3].lower()} {code[3:]} ")).text
    for words in ("1985年3月", "男", "正在答题", "北京市居住证", "还没答的", "2027 年申报"):
        assert words in seen


def test_a_code_opens_once(agent: Browser, admin: Browser, code: str) -> None:
    open_code(agent, code)
    again = admin.post("/consult", {"code": code})
    assert again.status_code == 422
    never = admin.post("/consult", {"code": "ZZZZ99"})
    line = "这个码打不开：可能听错了一位，或已过期、已用过。"
    assert line in again.text
    assert line in never.text


def test_only_who_opened_it_may_look(agent: Browser, admin: Browser, code: str) -> None:
    path = open_code(agent, code)
    assert admin.get(path).status_code == 404
    assert agent.get(path).status_code == 200


def test_opening_ends_after_half_an_hour(agent: Browser, code: str, redis: Client) -> None:
    open_code(agent, code)
    (key,) = redis.scan_iter("*staff:opened:*")
    assert 0 < int(redis.ttl(key)) <= OPENED_SECONDS


def test_guessing_is_slowed_down(agent: Browser, code: str) -> None:
    for number in range(LIMITS["code"]):
        assert agent.post("/consult", {"code": f"AAA{number:03}"}).status_code == 422
    assert agent.post("/consult", {"code": code}).status_code == 429


def test_every_look_is_in_the_log_without_facts(agent: Browser, admin: Browser, code: str) -> None:
    path = open_code(agent, code)
    agent.get(path)
    agent.post(f"{path}/correct", {"step": "birth", "text": "1986年4月"})
    agent.post("/consult", {"code": "ZZZZ99"})
    log = admin.get("/audit").text
    for words in ("用咨询码打开对话", "再看打开的对话", "更正一项", "咨询码不对", "出生年月"):
        assert words in log
    assert "1986" not in log
    assert code not in log


def test_a_correction_reaches_the_applicant(agent: Browser, wechat: WeChat, code: str) -> None:
    path = open_code(agent, code)
    answer = agent.post(f"{path}/correct", {"step": "birth", "text": "1986年4月"})
    assert answer.status_code == 302
    assert "1986年4月" in agent.get(path).text
    assert "1986年4月" in wechat.say("我的资料").text
    assert "社保" in wechat.say("继续").text


def test_staff_may_fill_in_what_was_not_told(agent: Browser, wechat: WeChat, code: str) -> None:
    path = open_code(agent, code)
    agent.post(f"{path}/correct", {"step": "education", "text": "5"})
    agent.post(f"{path}/correct", {"step": "criminal_record", "text": "不知道"})
    seen = agent.get(path).text
    assert "硕士" in seen
    assert "硕士" in wechat.say("我的资料").text


@pytest.mark.parametrize("text", ["随便", "2099年1月", "99"])
def test_a_correction_that_cannot_be_read_changes_nothing(
    agent: Browser, wechat: WeChat, code: str, text: str
) -> None:
    path = open_code(agent, code)
    answer = agent.post(f"{path}/correct", {"step": "birth", "text": text})
    assert answer.status_code == 422
    assert "没有改" in answer.text
    assert f'value="{text}"' in answer.text
    assert "1985年3月" in wechat.say("我的资料").text


def test_an_unknown_step_is_refused(agent: Browser, code: str) -> None:
    path = open_code(agent, code)
    assert agent.post(f"{path}/correct", {"step": "nothing", "text": "1"}).status_code == 400


def test_erasing_ends_the_look(agent: Browser, wechat: WeChat, code: str) -> None:
    path = open_code(agent, code)
    wechat.say("删除")
    assert "已全部删除" in wechat.say("确认删除").text
    assert agent.get(path).status_code == 404
    assert "1985" not in agent.get(path).text


def test_an_erased_code_opens_nothing(agent: Browser, wechat: WeChat, code: str) -> None:
    wechat.say("删除")
    wechat.say("确认删除")
    assert agent.post("/consult", {"code": code}).status_code == 422


def test_a_correction_waits_for_the_applicants_turn(
    agent: Browser, code: str, redis: Any, store: Store
) -> None:
    path = open_code(agent, code)
    who = store.who(USER)
    redis.set(keys.lock(who), "the applicant's", px=400)
    done: list[int] = []
    form = {"csrf": agent.secret(), "step": "birth", "text": "1986年4月"}
    correcting = threading.Thread(
        target=lambda: done.append(
            agent.client.post(f"/staff{path}/correct", data=form).status_code
        )
    )
    correcting.start()
    # what the applicant's own message writes in the meantime must survive
    record = store.record(who)
    record.session = correct(record.session or {}, "residence_permit", "有", NOW, desk()).session
    put(store, who, record)
    correcting.join()
    assert done == [302]
    facts = overview(store.session(who) or {}, NOW).facts
    assert facts == {"birth": "1986-04", "sex": "male", "residence_permit": True}
    assert redis.exists(keys.lock(who)) == 0


def test_both_may_write_at_once(agent: Browser, wechat: WeChat, code: str, store: Store) -> None:
    path = open_code(agent, code)
    form = {"csrf": agent.secret(), "step": "education", "text": "5"}

    def correct() -> None:
        for _ in range(5):
            agent.client.post(f"/staff{path}/correct", data=form)

    correcting = threading.Thread(target=correct)
    correcting.start()
    for text in ("2010年7月到现在", "没有", "我有居住证"):
        wechat.say(text)
    correcting.join()
    facts = overview(store.session(store.who(USER)) or {}, NOW).facts
    assert facts["residence_permit"] is True
    assert facts["insurance"]["periods"]
    assert facts["education"]["diploma"] == "master"


def test_the_report_shows_the_correction(
    agent: Browser, wechat: WeChat, code: str, store: Store
) -> None:
    path = open_code(agent, code)
    assert "请核对" in wechat.say("结果").text
    wechat.say("出结果")
    (kept,) = store.record(store.who(USER)).reports.values()
    assert kept["facts"]["birth"] == "1985-03"
    # what was not asked yet counts as none here too, as the chat has said
    assert (kept["facts"]["detentions"], "detentions" in kept["assumed"]) == (0, True)
    said = re.search("([-−]?[0-9.]+) 到 ([0-9.]+) 分", wechat.say("结果").text)
    assert said
    seen = agent.get(path).text
    assert "先当没有" in seen
    assert said[1] in seen
    assert said[2] in seen
    agent.post(f"{path}/correct", {"step": "birth", "text": "1986年4月"})
    (kept,) = store.record(store.who(USER)).reports.values()
    assert kept["facts"]["birth"] == "1986-04"


def test_the_facts_can_be_taken_over_into_the_form(agent: Browser, code: str) -> None:
    seen = agent.get(open_code(agent, code)).text
    assert '<input type="hidden" name="birth" value="1985年3月">' in seen
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', seen))
    taken = agent.post("/caller", form).text
    assert re.search(r'<input[^>]*name="birth"[^>]*value="1985年3月"', taken)
    assert "data-total" in taken
