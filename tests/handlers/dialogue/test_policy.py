"""Kinds of fault that a conversation had, one test each."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from handlers import Erase, Incoming, LogQuestion, Outcome, Text, respond
from handlers.dialogue.facts import facts_of
from handlers.dialogue.policy import PRECEDENCE
from handlers.session import Session, Stage
from scoring import parse_facts, score_range
from tests.shipped import desk

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
COMPLETE: dict[str, Any] = {
    "birth": "1985-03",
    "sex": "male",
    "residence_permit": True,
    "criminal_record": False,
    "insurance": {"periods": [{"from": "2010-01", "to": "now"}]},
    "insurance_gap": [],
    "repaid": 0,
    "homes": [{"kind": "rented", "registered": False}],
    "education": "college",
    "graduated": "2007-07",
    "tax_years": [],
    "tax_violations": 0,
    "innovation": "none",
    "honour": False,
    "detentions": 0,
}


class Talk:
    """One conversation with what is stored kept as JSON."""

    def __init__(self, *, without: tuple[str, ...] = (), stage: str = "asking") -> None:
        told = {name: value for name, value in COMPLETE.items() if name not in without}
        people = {"": {"told": told}}
        self.stored: Any = {"version": 2, "consent": "x", "stage": stage, "people": people}
        self.outcome: Outcome | None = None

    def say(self, text: str) -> str:
        self.outcome = respond(Incoming("u", "text", text), self.stored, NOW, desk())
        self.stored = json.loads(json.dumps(self.outcome.session))
        assert isinstance(self.outcome.reply, Text)
        return self.outcome.reply.text

    @property
    def told(self) -> dict[str, Any]:
        return Session.load(self.stored).applicant.told

    @property
    def logged(self) -> bool:
        assert self.outcome
        return any(isinstance(effect, LogQuestion) for effect in self.outcome.effects)


def test_the_order_of_precedence_is_one_table() -> None:
    names = [rule.name for rule in PRECEDENCE]
    assert len(names) == len(set(names))
    assert names[:2] == ["colleague", "expected"]
    assert names[-1] == "go_on"


def test_an_old_value_stays_until_a_new_one_is_understood() -> None:
    talk = Talk(stage="review")
    talk.say("核对")
    talk.say("5")
    assert "没改" in talk.say("不改了")
    assert talk.told == COMPLETE


def test_a_correction_is_never_the_answer_to_the_question() -> None:
    talk = Talk(without=("residence_permit",))
    assert "女士" in talk.say("不对，我是女的")
    assert "residence_permit" not in talk.told
    assert talk.told["sex"] == "female"


@pytest.mark.parametrize("text", ["明白了", "知道了", "好的", "谢谢", "多谢了", "收到"])
def test_a_courtesy_is_no_answer_and_is_not_kept_for_staff(text: str) -> None:
    talk = Talk(without=("residence_permit",))
    talk.say("继续")
    assert "居住证" in talk.say(text)
    assert "residence_permit" not in talk.told
    assert not talk.logged


@pytest.mark.parametrize("text", ["再说一遍", "听不懂", "字太小了看不清", "为什么问这个"])
def test_asking_about_the_question_does_not_skip_it(text: str) -> None:
    talk = Talk(without=("tax_years",))
    talk.say("继续")
    assert "个税" in talk.say(text)
    assert Session.load(talk.stored).applicant.unknown == []


def test_what_erases_is_confirmed_by_its_own_word() -> None:
    talk = Talk(stage="done")
    assert "确认删除" in talk.say("删除")
    for text in ("好", "嗯", "等一下我想想"):
        assert "还没有删除" in talk.say(text)
        assert talk.told == COMPLETE


@pytest.mark.parametrize(
    "said",
    ["嗯 确定删", "是的", "确认", "嗯删吧", "删吧", "对，全删了", "全部删掉吧，谢谢", "确定删除"],
)
def test_a_clear_yes_in_other_words_erases(said: str) -> None:
    talk = Talk(stage="done")
    talk.say("删除")
    talk.say(said)
    assert talk.outcome
    assert any(isinstance(effect, Erase) for effect in talk.outcome.effects)
    assert talk.stored is None


@pytest.mark.parametrize("between", ["好的", "删了还能恢复吗", "我的资料"])
def test_its_own_word_erases_shortly_after_it_was_asked(between: str) -> None:
    talk = Talk(stage="done")
    talk.say("删除")
    talk.say(between)
    talk.say("确认删除")
    assert talk.stored is None


def test_its_own_word_erases_nothing_after_a_refusal() -> None:
    talk = Talk(stage="done")
    talk.say("删除")
    talk.say("不删了")
    assert "确认删除" in talk.say("确认删除")
    assert talk.told == COMPLETE


def test_starting_over_takes_a_clear_yes_too() -> None:
    talk = Talk(stage="done")
    talk.say("重新开始")
    assert "还没有清" in talk.say("好")
    talk.say("嗯，重来吧")
    assert talk.told == {}
    talk.say("删除")
    outcome = respond(Incoming("u", "text", "确认删除"), talk.stored, NOW, desk())
    assert outcome.session is None
    assert any(isinstance(effect, Erase) for effect in outcome.effects)


def test_an_expectation_ends_with_what_is_shown_next() -> None:
    talk = Talk(stage="done")
    talk.say("删除")
    talk.say("菜单")
    talk.say("是的")
    assert talk.told == COMPLETE, "a yes to something else"


@pytest.mark.parametrize("text", ["我的数据给我一份", "导出我的资料"])
def test_a_wish_to_see_the_data_never_leads_to_erasing(text: str) -> None:
    reply = Talk(stage="done").say(text)
    assert "1985年3月" in reply
    assert "确认删除" not in reply


def test_three_failures_move_on_and_never_say_the_same_twice() -> None:
    talk = Talk(without=("tax_years",))
    talk.say("继续")
    replies = [talk.say(text) for text in ("就那样吧", "随便写的啦", "差不多那样")]
    assert len(set(replies)) == 3
    assert Session.load(talk.stored).applicant.unknown == ["tax_years"]


def test_a_what_if_does_not_touch_the_record() -> None:
    talk = Talk(stage="done")
    assert "假如" in talk.say("如果我有硕士呢")
    assert talk.told == COMPLETE


def test_at_most_one_numbered_list_a_reply() -> None:
    talk = Talk(without=("residence_permit",))
    talk.say("继续")
    for text in ("租房怎么积分", "学历怎么弄", "社保", "转人工", "谢谢"):
        lines = talk.say(text).splitlines()
        assert sum(line.startswith("1 ") for line in lines) <= 1


def test_another_person_leaves_the_first_one_alone() -> None:
    talk = Talk(stage="done")
    talk.say("帮我老公算一个")
    talk.say("1983年5月，男")
    session = Session.load(talk.stored)
    assert session.people[""].told == COMPLETE
    assert session.people["老公"].told == {"birth": "1983-05", "sex": "male"}
    talk.say("回到我自己")
    assert Session.load(talk.stored).stage is not Stage.CONSENT


def test_at_most_six_people() -> None:
    talk = Talk(stage="done")
    for _ in range(8):
        talk.say("换下一个客户")
    assert len(Session.load(talk.stored).people) <= 6


def test_no_total_from_facts_that_cannot_all_be_true() -> None:
    talk = Talk(stage="review", without=("birth",))
    talk.say("我是1997年3月出生的")
    reply = talk.say("出结果")
    assert "对不上" in reply
    assert "可以申报" not in reply
    assert Session.load(talk.stored).stage is Stage.REVIEW


def test_a_certificate_of_which_only_the_year_is_known_keeps_the_range_tight() -> None:
    talk = Talk(without=("homes",))
    talk.say("自有房")
    assert "区" in talk.say("2018年")  # taken; the next question comes
    assert talk.told["homes"] == [{"kind": "owned", "certificate": "2018"}]
    found = score_range(parse_facts(facts_of(talk.told)), 2027)
    residence = next(each for each in found.items if each.low.item == "residence")
    assert residence.high.points - residence.low.points == Decimal("0.46")


def test_repayments_that_were_skipped_are_not_counted_as_none() -> None:
    talk = Talk(without=("repaid",))
    assert "补缴" in talk.say("继续")
    talk.say("跳过")
    reply = talk.say("出结果")
    assert "还看不出" in reply
    assert "补缴 0 个月" not in reply + talk.say("明细")


def test_certificates_of_two_levels_are_listed() -> None:
    talk = Talk()
    talk.stored["people"][""]["told"]["education"] = {"diploma": "master", "degree": "none"}
    assert "毕业证 硕士，学位 没有" in talk.say("核对")


def test_advice_names_the_way_before_the_measures() -> None:
    talk = Talk(stage="done")
    reply = talk.say("建议")
    assert reply.partition("每条都按您的情况")[0].strip()


@pytest.mark.parametrize(
    "question", ["这样的条件大概能有多少分？", "我这种情况几分啊", "能落户吗", "明年能不能落户"]
)
def test_facts_told_with_a_question_of_the_own_score_wait_for_the_consent(question: str) -> None:
    talk = Talk(stage="idle")
    talk.stored = None
    assert "同意就开始" in talk.say(f"我本科有学位，社保2010年3月到现在，{question}")
    reply = talk.say("同意")
    assert {"education", "insurance"} <= talk.told.keys()
    assert reply.startswith("记下了")
    assert "全文" not in reply  # no answer to a rule that nobody asked


def test_one_fact_and_a_question_of_the_own_score_are_kept_as_well() -> None:
    talk = Talk(stage="idle")
    talk.stored = None
    assert "同意就开始" in talk.say("社保2010年3月到现在，能落户吗？")
    assert talk.say("同意").startswith("记下了：在京社保2010年3月至现在")


@pytest.mark.parametrize("stage", ["asking", "review", "done"])
@pytest.mark.parametrize(
    ("wish", "value", "topic", "told"),
    [
        ("改学历", "本科有学位", "education", "bachelor"),
        ("改个税", "2024年", "tax_years", [2024]),
        ("改居住证", "没有", "residence_permit", False),
        ("改毕业时间", "2010年7月", "graduated", "2010-07"),
        ("改社保断缴", "2020年3月", "insurance_gap", ["2020-03"]),
        ("改荣誉表彰", "有", "honour", True),
        ("改犯罪记录", "没有", "criminal_record", False),
        ("改行政拘留", "1次", "detentions", 1),
    ],
)
def test_after_a_wish_to_change_the_next_answer_is_the_value(
    stage: str, wish: str, value: str, topic: str, told: object
) -> None:
    talk = Talk(stage=stage)
    talk.say(wish)
    talk.say(value)
    assert talk.told[topic] == told


def test_the_same_value_again_is_no_failed_answer() -> None:
    talk = Talk(stage="review")
    talk.say("改学历")
    assert talk.say("大专").startswith("好，没改")


def test_what_was_not_understood_is_said_once_a_reply() -> None:
    talk = Talk(without=("tax_years",))
    reply = talk.say("个税都没到10万，天上下雨地上流，你说怪不怪呢？门前大桥下游过一群鸭，是不是？")
    assert reply.count("没看懂") <= 1


def test_an_example_is_not_shown_twice_in_one_reply() -> None:
    talk = Talk(without=("graduated",))
    first = talk.say("继续")
    assert "例：" in first
    assert talk.say("2008年").count("例") == 1


@pytest.mark.parametrize("answer", ["2021年8月以后办了", "2021年8月起备案了", "从2021年8月开始的"])
def test_a_lease_registered_since_a_month_is_not_registered_before_it(answer: str) -> None:
    talk = Talk(without=("homes",))
    talk.say("租房")
    talk.say(answer)
    assert talk.told["homes"][0]["registered"] == {"from": "2021-08", "to": "now"}
