"""The desk: people who asked for a person, and colleagues who answer them in the chat."""

import random
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.live_answers import LiveCatalogue
from bot.storage.turns import Store
from bot.web.app import create_app
from bot.web.conversation import Conversation
from handlers.hand_over import IDLE
from tests.account_api import FakeApi, fake_api
from tests.bot.web.staff.conftest import PASSWORD, Browser
from tests.conftest import Clock, make_settings
from tests.wechat import USER, WeChat

TOLD = ("算一算", "同意", "1985年3月，男")
ASKED = "转人工"


@pytest.fixture(scope="session")
def knowledge() -> LiveCatalogue:
    return LiveCatalogue(None)


@pytest.fixture
def more() -> dict[str, Any]:
    """Settings beside those of every bot in tests."""
    return {"desk": True, "hotline_hours": "工作日 9:00-17:00"}


@pytest.fixture
def app(
    redis: Client, clock: Clock, tmp_path: Path, more: dict[str, Any], knowledge: LiveCatalogue
) -> Iterator[Flask]:
    settings = make_settings("plain", tmp_path, **more)
    brain = Conversation(knowledge, settings, random.SystemRandom())
    made = create_app(settings, redis, brain=brain, clock=clock)
    yield made
    made.extensions["jifen"].store.close()


@pytest.fixture
def wechat(app: Flask, clock: Clock) -> WeChat:
    return WeChat(app, app.extensions["jifen"].settings, clock.time)


@pytest.fixture
def second(browser: Callable[[], Browser], accounts: Any, clock: Clock) -> Browser:
    """Another colleague at another computer."""
    accounts.add("小赵", "坐席", PASSWORD, clock())
    found = browser()
    assert found.log_in("小赵").status_code == 302
    return found


@pytest.fixture
def label(wechat: WeChat, redis: Client) -> str:
    """The label of somebody who asked for a person in the middle of the questions."""
    for text in (*TOLD, "公积金能不能一起转过来", ASKED):
        wechat.say(text)
    found: Any = redis.zrange(keys.DESK, 0, -1)
    return str(found[0].decode())


def act(window: Browser, label: str, what: str, **form: str) -> Any:
    return window.post(f"/desk/{label}/{what}", form)


def test_who_asked_stands_in_the_queue_without_an_id(
    agent: Browser, label: str, clock: Clock
) -> None:
    clock.forward(minutes=25)
    seen = agent.get("/desk").text
    for words in (label, "公积金能不能一起转过来", "等了 25 分钟", "接手", "等着的（1）"):
        assert words in seen
    assert USER not in seen
    assert "可以申报" in seen or "还看不出" in seen, "the verdict"
    assert 'class="tag warn count">1<' in agent.get("/").text, "seen from every page"


def test_the_empty_desk_says_how_it_fills(agent: Browser) -> None:
    assert "没有人在等" in agent.get("/desk").text


def test_before_it_is_taken_nothing_said_is_shown(agent: Browser, label: str) -> None:
    seen = agent.get(f"/desk/{label}").text
    assert "接手后才能看对话和回复" in seen
    assert "1985年3月，男" not in seen
    assert agent.get(f"/desk/{label}/talk").status_code == 204


def test_only_what_came_after_is_shown_without_the_agreement(
    agent: Browser, wechat: WeChat, clock: Clock, label: str
) -> None:
    clock.forward(minutes=2)
    wechat.say("房子在通州")
    act(agent, label, "take")
    seen = agent.get(f"/desk/{label}/talk").text
    assert "房子在通州" in seen
    assert "1985年3月，男" not in seen
    assert "对方没有同意看以前的对话" in agent.get(f"/desk/{label}").text


def test_with_the_agreement_all_of_thirty_days_is_shown(
    agent: Browser, wechat: WeChat, label: str, clock: Clock
) -> None:
    wechat.say("给看")
    act(agent, label, "take")
    seen = agent.get(f"/desk/{label}/talk").text
    assert "1985年3月，男" in seen
    assert "机器人：问「在京社保」" in seen
    clock.forward(days=31)
    assert "1985年3月，男" not in agent.get(f"/desk/{label}/talk").text


def test_an_answer_is_given_with_the_next_message_and_comes_once(
    agent: Browser, wechat: WeChat, label: str
) -> None:
    act(agent, label, "take")
    done = act(agent, label, "answer", text="公积金不能转。", key="a")
    assert "done=waits" in done.location
    said = wechat.say("好的")
    assert "工作人员：公积金不能转。" in said.text
    assert wechat.say("还在吗").kind == "silence"


def test_a_double_click_answers_once(agent: Browser, wechat: WeChat, label: str) -> None:
    act(agent, label, "take")
    for _ in range(2):
        assert act(agent, label, "answer", text="只说一遍", key="same").status_code == 302
    assert wechat.say("好的").text.count("只说一遍") == 1


def test_two_at_once_cannot_both_have_it(
    agent: Browser, second: Browser, wechat: WeChat, label: str
) -> None:
    windows = [agent, second]
    secrets = [each.secret() for each in windows]
    answers: list[int] = []

    def take(number: int) -> None:
        form = {"csrf": secrets[number]}
        path = f"/staff/desk/{label}/take"
        answers.append(windows[number].client.post(path, data=form).status_code)

    threads = [threading.Thread(target=take, args=(n,)) for n in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [302, 422]
    said = [act(each, label, "answer", text=f"我是{n}") for n, each in enumerate(windows)]
    assert sorted(each.status_code for each in said) == [302, 422]
    refused = next(each for each in said if each.status_code == 422)
    assert "已经接手这段对话" in refused.text
    assert "我是" in refused.text, "what was typed stays"
    assert wechat.say("好的").text.count("工作人员：") == 1


def test_a_conversation_is_handed_to_a_colleague(
    agent: Browser, second: Browser, label: str
) -> None:
    act(agent, label, "take")
    act(agent, label, "note", note="要看居住证的日期")
    assert act(agent, label, "pass", other="谁也不是").status_code == 422
    assert act(agent, label, "pass", other="小赵").status_code == 302
    assert act(agent, label, "answer", text="我").status_code == 422
    seen = second.get(f"/desk/{label}").text
    assert "要看居住证的日期" in seen
    assert "转给 小赵" in seen
    assert act(second, label, "answer", text="我来").status_code == 302


def test_done_gives_the_person_back_to_the_bot(agent: Browser, wechat: WeChat, label: str) -> None:
    act(agent, label, "take")
    wechat.say("在吗")
    assert act(agent, label, "finish").status_code == 302
    assert "没有人在等" in agent.get("/desk").text
    said = wechat.say("租房怎么算分").text
    assert "接下来由我来答" in said
    assert "0.5" in said
    assert agent.get(f"/desk/{label}").status_code == 404


def test_who_left_does_not_keep_it(
    agent: Browser, second: Browser, label: str, clock: Clock
) -> None:
    act(agent, label, "take")
    clock.forward(seconds=IDLE.total_seconds() + 1)
    assert "等着的（1）" in second.get("/desk").text
    assert act(second, label, "take").status_code == 302


def test_a_correction_at_the_desk_is_told_and_marked(
    agent: Browser, wechat: WeChat, label: str
) -> None:
    form = {"step": "birth", "text": "1986年4月"}
    assert act(agent, label, "correct", **form).status_code == 422, "not before it is taken"
    act(agent, label, "take")
    assert act(agent, label, "correct", **form).status_code == 302
    assert "没有改" in act(agent, label, "correct", step="birth", text="随便").text
    assert "替您更正了「出生年月」：1986年4月" in wechat.say("好的").text
    act(agent, label, "finish")
    assert "1986年4月（工作人员更正）" in wechat.say("核对").text


def test_quick_replies_come_from_the_catalogue(agent: Browser, label: str) -> None:
    act(agent, label, "take")
    seen = agent.get(f"/desk/{label}?q=租房怎么算分").text
    found = re.search(r"quick=([\w-]+)", seen)
    assert found
    filled = agent.get(f"/desk/{label}?quick={found[1]}").text
    box = re.search(r"<textarea[^>]*>(.+?)</textarea>", filled, re.DOTALL)
    assert box
    assert box[1] in seen


def test_asking_for_a_person_does_not_empty_the_quick_replies(agent: Browser, label: str) -> None:
    """「转人工」 is near no answer: what was asked before it is looked for."""
    act(agent, label, "take")
    assert re.search(r'data-fill="[^"]*公积金', agent.get(f"/desk/{label}").text)


def test_erasing_ends_it_at_once(agent: Browser, wechat: WeChat, label: str, redis: Client) -> None:
    act(agent, label, "take")
    wechat.say("删除")
    assert "已全部删除" in wechat.say("确认删除").text
    assert agent.get(f"/desk/{label}").status_code == 404
    assert act(agent, label, "answer", text="晚了").status_code == 404
    assert not redis.exists(keys.DESK, keys.desk(label))


def test_who_read_and_who_answered_is_in_the_log(
    agent: Browser, admin: Browser, wechat: WeChat, label: str
) -> None:
    wechat.say("给看")
    agent.get(f"/desk/{label}")
    act(agent, label, "take")
    agent.get(f"/desk/{label}")
    act(agent, label, "answer", text="您好，公积金不能转")
    log = admin.get("/audit?who=小李").text
    for words in ("看转人工的情况", "接手对话", "看 30 天的对话", "在聊天里回复", label):
        assert words in log
    for never in ("公积金", "1985", USER):
        assert never not in log


@pytest.mark.parametrize(
    ("what", "form"),
    [("answer", {"text": ""}), ("answer", {"text": "长" * 601}), ("note", {"note": " "}),
     ("pass", {"other": "小李"})],
)  # fmt: skip
def test_what_cannot_be_done_says_why(
    agent: Browser, label: str, what: str, form: dict[str, str]
) -> None:
    act(agent, label, "take")
    answer = act(agent, label, what, **form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_waiting_times_and_hand_overs_are_counted(
    agent: Browser, label: str, clock: Clock, store: Store, app: Flask
) -> None:
    clock.forward(minutes=25)
    act(agent, label, "take")
    act(agent, label, "answer", text="您好")
    act(agent, label, "finish")
    app.extensions["jifen"].store.counts.write()
    counts: Any = store.client.hgetall(keys.numbers(f"{clock():%Y-%m-%d}"))
    for name in ("desk:asked", "desk:taken", "desk:answered", "desk:done", "desk:wait:60"):
        assert counts[name.encode()] == b"1"
    assert counts[b"people"] == b"1", "a colleague's act is no message of the person"

    seen = agent.get("/numbers").text
    assert "转人工以后" in seen
    assert "15 到 60 分钟" in seen
    assert "排到人工" in agent.get("/numbers.csv").text


# --- through the account's API -------------------------------------------------------------------


@pytest.fixture
def api() -> Iterator[FakeApi]:
    with fake_api() as found:
        yield found


class TestPushed:
    """An account with an AppSecret: answers go out as 客服消息."""

    @pytest.fixture
    def more(self, api: FakeApi) -> dict[str, Any]:
        return {"desk": True, **api.settings}

    def test_an_answer_reaches_the_chat_at_once_and_only_once(
        self, agent: Browser, wechat: WeChat, label: str, api: FakeApi
    ) -> None:
        act(agent, label, "take")
        done = act(agent, label, "answer", text="您好，我来看")
        assert "done=sent" in done.location
        assert [(who, text.startswith("工作人员")) for who, text in api.sent] == [(USER, True)] * 2
        assert wechat.say("好的").kind == "silence"
        act(agent, label, "finish")
        assert "由我来答" in api.sent[-1][1]
        assert "由我来答" not in wechat.say("租房怎么算分").text

    @pytest.mark.parametrize("code", [45015, 45047, 48001, 40003, 45009])
    def test_what_wechat_refuses_is_said_and_waits(
        self, agent: Browser, wechat: WeChat, label: str, api: FakeApi, code: int
    ) -> None:
        act(agent, label, "take")
        api.error = code
        done = act(agent, label, "answer", text="您好，我来看")
        assert f"code={code}" in done.location
        seen = agent.get(done.location.removeprefix("/staff")).text
        assert "微信没让发" in seen
        assert "1 条等对方下次发消息" in seen
        assert "您好，我来看" in wechat.say("好的").text

    def test_a_token_that_ran_out_is_no_failure(
        self, agent: Browser, label: str, api: FakeApi
    ) -> None:
        act(agent, label, "take")
        api.end_token()
        assert "done=sent" in act(agent, label, "answer", text="您好").location

    def test_no_answer_from_wechat_is_said_as_such(
        self, agent: Browser, wechat: WeChat, label: str, api: FakeApi
    ) -> None:
        act(agent, label, "take")
        api.garbage = b"<html>502</html>"
        done = act(agent, label, "answer", text="您好，我来看")
        assert "不知道送到没有" in agent.get(done.location.removeprefix("/staff")).text
        assert "您好，我来看" in wechat.say("好的").text

    def test_after_48_hours_nothing_is_tried(
        self, agent: Browser, label: str, api: FakeApi, clock: Clock
    ) -> None:
        clock.forward(hours=49)
        agent.log_in("小李")
        act(agent, label, "take")
        done = act(agent, label, "answer", text="您好")
        assert "done=waits" in done.location
        assert api.sent == []

    def test_the_id_is_kept_sealed_and_only_meanwhile(
        self, agent: Browser, label: str, redis: Client, store: Store
    ) -> None:
        who = store.who(USER)
        assert USER in repr(store.record(who))
        assert not any(USER.encode() in (redis.dump(key) or b"") for key in redis.keys("*"))
        act(agent, label, "take")
        act(agent, label, "finish")
        assert USER not in repr(store.record(who))
