"""A first message that tells facts and asks a rule gets the rule first."""

from datetime import UTC, datetime

import pytest

from handlers import Incoming, Text, respond
from replies.wording import say
from tests.shipped import desk

NOW = datetime(2026, 11, 25, tzinfo=UTC)
CONSENT = say("chat.consent").splitlines()[0]


def first_reply(text: str) -> str:
    outcome = respond(Incoming("someone", "text", text), None, NOW, desk())
    assert isinstance(outcome.reply, Text)
    return outcome.reply.text


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("在大兴租的房住了六年，公司也在大兴，职住能拿分吗", "没有"),
        ("女 本科只有学位证 毕业证没拿到 是15还是10.5", "按低一档算"),
        ("补缴7个月", "补缴合计不超过 5 个月"),
        ("房子在怀柔 人在朝阳上班 职住这项怎么给", "职住区域满一年才给"),
        ("男的到多大就不能报了", "看法定退休的那个月"),
        ("退休年龄 男", "到了法定退休年龄"),
        ("有过前科还能报不", "不能"),
        ("我补缴过八个月，是不是就没戏了", "补缴合计不超过 5 个月"),
        ("平谷的房子住了5年，单位在昌平，职住给几分", "按您说的 5 年算是 12 分"),
    ],
)
def test_a_question_among_facts_is_answered(text: str, begins: str) -> None:
    said = first_reply(text)
    assert said.startswith(begins), said
    assert CONSENT not in said


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("硕士", "学历只取最高的一个"),
        ("单证硕士 积分", "15 分"),
        ("大专分值", "学历只取最高的一个"),
        ("2022 分线数", "2022 年的线是 105.42 分"),
        ("63年生的男的今年还能申报吗", "报不了了"),
        ("我69年的女的还让报不", "报不了了"),
        ("71年的男同志还可以报吗", "还能报"),
        ("男，75年6月生的，多大岁数退休", "1975 年 6 月生的，62 岁零"),
        ("您到底是男是女呀", "这里不是官方"),
        ("重头来一遍", "还没有答过的内容"),
        ("选错了想退到上一题", "现在没有可以返回的题"),
        ("你都存了我什么", "您还没有存下任何情况"),
    ],
)
def test_a_first_message_in_few_words_is_answered(text: str, begins: str) -> None:
    said = first_reply(text)
    assert said.startswith(begins), said


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("我的外卖到哪了", "没听懂"),
        ("快递到哪了", "没听懂"),
    ],
)
def test_where_a_parcel_is_asks_for_no_repetition(text: str, begins: str) -> None:
    assert first_reply(text).startswith(begins)


def test_the_own_case_beside_a_clear_rule_gets_the_rule_and_then_the_consent() -> None:
    said = first_reply("社保连续缴了六年零十个月，没断过，明年能报吗")
    assert said.startswith("要在京连续缴满 7 年")
    assert CONSENT in said


def test_a_score_in_a_question_about_a_rule_is_not_taken_for_the_own_score() -> None:
    assert first_reply("天津积分150分够不够").startswith("我们只做北京")


def test_points_a_year_are_not_taken_for_the_own_score() -> None:
    assert "还差 116.92" not in first_reply("现在有117，每年涨3分，什么时候能上岸")


@pytest.mark.parametrize(
    "text",
    ["男 1982年3月 本科 社保2009年开始 在丰台租房 能落户吗", "我39，硕士，社保13年，昌平有房"],
)
def test_facts_and_the_own_score_ask_for_the_consent_alone(text: str) -> None:
    assert first_reply(text).startswith(CONSENT)
