"""A conversation goes to a colleague and comes back: what the person reads, what the bot leaves."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers import (
    BEIJING,
    Article,
    Desk,
    Incoming,
    JoinQueue,
    LeaveQueue,
    NotYours,
    Outcome,
    Silence,
    Text,
    TranscriptEntry,
    case_of,
    colleague,
    correct,
    respond,
)
from handlers.hand_over import IDLE
from tests.shipped import desk


def staffed(**more: Any) -> Desk:
    """A desk at which colleagues answer."""
    return desk(hours="工作日 9:00-17:00", staffed=True, **more)


STARTED = ("算一算", "同意", "1985年3月，男")


@dataclass
class Chat:
    """One conversation, with staff at its other end."""

    now: datetime = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)  # a Monday
    desk: Desk = field(default_factory=staffed)
    session: dict[str, Any] | None = None
    last: Outcome | None = None

    def say(self, text: str, kind: Any = "text") -> str:
        self.last = respond(Incoming("oPerson", kind, text), self.session, self.now, self.desk)
        self.session = self.last.session
        reply = self.last.reply
        return reply.text if isinstance(reply, Text) else ""

    def staff(self, act: Callable[..., Outcome], *words: str) -> None:
        assert self.session
        self.session = act(self.session, *words, self.now).session

    def forward(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)

    @property
    def silent(self) -> bool:
        return self.last is not None and isinstance(self.last.reply, Silence)


@pytest.fixture
def chat() -> Chat:
    found = Chat()
    for text in STARTED:
        found.say(text)
    return found


def test_asking_for_a_person_joins_the_queue_once(chat: Chat) -> None:
    said = chat.say("转人工")
    assert "已转给工作人员" in said
    assert "现在是服务时间" in said
    assert "12333" in said
    assert chat.last
    assert [each for each in chat.last.effects if isinstance(each, JoinQueue)]
    case = case_of(chat.session, chat.now)
    assert case
    assert (case.about, case.colleague, case.shown) == ("停在「在京社保」这一题", "", False)
    assert "已经在队里" in chat.say("人工")
    assert not [each for each in chat.last.effects if isinstance(each, JoinQueue)]


@pytest.mark.parametrize(
    "text",
    [
        "我想问问孩子户口能不能一起迁，转人工",
        "居住证过期了，帮我转人工吧",
        "找人工客服 我这事挺急的",
    ],
)
def test_a_wish_for_a_person_in_a_longer_message_is_heard(chat: Chat, text: str) -> None:
    for found in (chat, Chat()):
        assert "已转给工作人员" in found.say(text)
        case = case_of(found.session, found.now)
        assert case
        assert case.about == text


def test_who_does_not_want_a_person_is_not_queued(chat: Chat) -> None:
    assert "不转人工" in chat.say("不用转人工，我自己看")
    assert case_of(chat.session, chat.now) is None
    chat.say("转人工")
    assert "不转人工了" in chat.say("不用转人工了，我会了")
    assert case_of(chat.session, chat.now) is None


@pytest.mark.parametrize(
    ("hours", "at", "said"),
    [
        ("工作日 9:00-17:00", "2026-11-06 18:30", "最早周一9点回您"),
        ("工作日 9:00-17:00", "2026-11-02 07:00", "最早今天9点回您"),
        ("周一至周五 8:30—12:00，13:30—17:30", "2026-11-02 12:10", "最早今天13:30回您"),
        ("周一到周六 上午9点到下午6点", "2026-11-07 19:00", "最早周一9点回您"),
        ("每天9点-21点", "2026-11-07 22:00", "最早明天9点回您"),
        ("24小时", "2026-11-07 03:00", "现在是服务时间"),
    ],
)
def test_outside_the_hours_it_is_said_when_somebody_answers(
    chat: Chat, hours: str, at: str, said: str
) -> None:
    chat.desk = replace(staffed(), hours=hours)
    chat.now = datetime.fromisoformat(at).replace(tzinfo=BEIJING)
    chat.say("继续")
    assert said in chat.say("转人工")


@pytest.mark.parametrize("hours", ["", "以电话语音为准", "9点-9点"])
def test_hours_that_cannot_be_read_promise_no_time(chat: Chat, hours: str) -> None:
    chat.desk = replace(staffed(), hours=hours)
    said = chat.say("转人工")
    assert "最早" not in said
    assert "现在是服务时间" not in said


def test_an_account_that_cannot_write_first_says_so(chat: Chat) -> None:
    assert "再发一条消息" in chat.say("转人工")
    other = Chat(desk=staffed(pushes=True))
    assert "他们会在这里回您" in other.say("转人工")
    case = case_of(other.session, other.now)
    assert case
    assert case.openid == "oPerson"
    assert "oPerson" not in repr(chat.session), "kept only where it is needed"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("给看", True), ("同意", True), ("好的", False), ("不给看", False), ("不同意", False)],
)
def test_the_transcript_is_asked_for_at_the_hand_over(chat: Chat, text: str, shown: bool) -> None:
    assert "给看" in chat.say("转人工")
    chat.say(text)
    case = case_of(chat.session, chat.now)
    assert case
    assert case.shown is shown


def test_an_answer_to_the_standing_question_is_no_agreement(chat: Chat) -> None:
    chat.say("转人工")
    chat.say("2010年7月到现在，没断过")
    case = case_of(chat.session, chat.now)
    assert case
    assert not case.shown
    assert "2010年7月" in chat.say("我的资料")


def test_the_agreement_can_be_taken_back(chat: Chat) -> None:
    chat.say("转人工")
    chat.say("给看")
    chat.say("算了，不给看")
    chat.say("不给看")
    case = case_of(chat.session, chat.now)
    assert case
    assert not case.shown


def test_the_bot_goes_on_until_a_colleague_takes_it(chat: Chat) -> None:
    chat.say("转人工")
    assert "租" in chat.say("租房怎么算分")
    chat.staff(colleague.take, "小李")
    assert "已经接手" in chat.say("你好")
    chat.say("在吗")
    assert chat.silent
    chat.say("", kind="image")
    assert chat.silent


def test_answers_wait_for_the_next_message_and_come_once(chat: Chat) -> None:
    chat.say("转人工")
    chat.staff(colleague.take, "小李")
    chat.staff(colleague.answer, "小李", "居住证要在有效期内")
    said = chat.say("好的")
    assert "工作人员：居住证要在有效期内" in said
    assert "居住证" not in chat.say("好的")


def test_an_answer_that_waited_does_not_become_the_title_of_a_card(chat: Chat) -> None:
    for text in (
        "2009年7月到现在没断过没补缴，租房没备案，本科有学位2008年7月毕业，有居住证",
        "转人工",
    ):
        chat.say(text)
    chat.staff(colleague.take, "小李")
    chat.staff(colleague.answer, "小李", "居住证要在有效期内")
    chat.staff(colleague.finish, "小李")
    chat.say("出结果")
    assert chat.last
    reply = chat.last.reply
    said = f"{reply.title}\n{reply.description}" if isinstance(reply, Article) else ""
    said = said or getattr(reply, "text", "")
    assert "居住证要在有效期内" in said
    if isinstance(reply, Article):
        assert "工作人员" not in reply.title


def test_menu_and_erase_stay_the_bots(chat: Chat) -> None:
    chat.say("转人工")
    chat.staff(colleague.take, "小李")
    chat.say("在吗")
    assert "算一算" in chat.say("菜单")
    assert "确认删除" in chat.say("删除")
    chat.say("确认删除")
    assert chat.session is None


def test_the_bot_wakes_when_the_colleague_is_done(chat: Chat) -> None:
    chat.say("转人工")
    chat.staff(colleague.take, "小李")
    chat.say("在吗")
    chat.staff(colleague.finish, "小李")
    said = chat.say("租房怎么算分")
    assert "接下来由我来答" in said
    assert "租" in said.partition("由我来答")[2]
    assert case_of(chat.session, chat.now) is None


def test_a_colleague_who_left_does_not_mute_the_bot_for_ever(chat: Chat) -> None:
    chat.say("转人工")
    chat.staff(colleague.take, "小李")
    chat.say("在吗")
    chat.forward(seconds=IDLE.total_seconds() + 1)
    said = chat.say("租房怎么算分")
    assert "有一阵没回了" in said
    assert "租" in said
    case = case_of(chat.session, chat.now)
    assert case
    assert case.colleague == "", "it stands in the queue again"


def test_the_person_can_go_back_to_the_bot(chat: Chat) -> None:
    chat.say("转人工")
    chat.staff(colleague.take, "小李")
    assert "由我来答" in chat.say("回到机器人")
    assert chat.last
    assert [each for each in chat.last.effects if isinstance(each, LeaveQueue)]
    with pytest.raises(NotYours):
        chat.staff(colleague.answer, "小李", "晚了")


def test_only_the_owner_answers(chat: Chat) -> None:
    chat.say("转人工")
    chat.staff(colleague.take, "小李")
    for act in (colleague.answer, colleague.pass_to):
        with pytest.raises(NotYours, match="小李"):
            chat.staff(act, "老王", "我来")
    with pytest.raises(NotYours, match="小李"):
        chat.staff(colleague.take, "老王")
    chat.staff(colleague.pass_to, "小李", "老王")
    chat.staff(colleague.answer, "老王", "我来")
    with pytest.raises(NotYours, match="老王"):
        chat.staff(colleague.answer, "小李", "还有")


def test_a_colleague_may_take_what_another_has_left(chat: Chat) -> None:
    chat.say("转人工")
    chat.staff(colleague.take, "小李")
    chat.forward(seconds=IDLE.total_seconds() + 1)
    chat.staff(colleague.take, "老王")
    with pytest.raises(NotYours):
        chat.staff(colleague.answer, "小李", "我在")


def test_notes_outlive_the_hand_over(chat: Chat) -> None:
    chat.say("转人工")
    chat.staff(colleague.add_note, "小李", "要寄材料清单")
    chat.staff(colleague.take, "小李")
    chat.staff(colleague.finish, "小李")
    chat.say("转人工")
    case = case_of(chat.session, chat.now)
    assert case
    assert [(who, text) for who, _, text in case.notes] == [("小李", "要寄材料清单")]


@pytest.mark.parametrize("asked", ["我的资料", "导出我的资料"])
def test_the_person_may_read_what_was_noted_about_them(chat: Chat, asked: str) -> None:
    chat.say("转人工")
    chat.staff(colleague.add_note, "小李", "要寄材料清单")
    said = chat.say(asked)
    assert "11-02 10:00 要寄材料清单" in said
    assert "小李" not in said


def test_a_correction_is_told_and_marked(chat: Chat) -> None:
    assert chat.session
    chat.session = correct(chat.session, "birth", "1986年4月", chat.now, staffed()).session
    said = chat.say("核对")
    assert "工作人员替您更正了「出生年月」：1986年4月" in said
    assert "1986年4月（工作人员更正）" in said
    assert "替您更正" not in chat.say("核对")
    chat.say("我是1987年5月生的")
    assert "（工作人员更正）" not in chat.say("核对")


def test_what_is_said_is_kept_only_after_the_consent_or_for_a_colleague() -> None:
    fresh = Chat()
    fresh.say("租房怎么算分")
    assert fresh.last
    assert not [each for each in fresh.last.effects if isinstance(each, TranscriptEntry)]
    fresh.say("算一算")
    fresh.say("同意")
    fresh.say("1985年3月")
    (said,) = [each for each in fresh.last.effects if isinstance(each, TranscriptEntry)]
    assert (said.text, said.by, said.led_to) == ("1985年3月", "", "ask:insurance")
    other = Chat()
    other.say("转人工")
    other.say("我想问别的")
    assert other.last
    assert [each.text for each in other.last.effects if isinstance(each, TranscriptEntry)] == [
        "我想问别的"
    ]
