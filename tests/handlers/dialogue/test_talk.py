"""Kinds of fault that whole conversations had when tried by hand, one test each."""

import pytest

from handlers.session import Session
from tests.handlers.dialogue.test_policy import NOW, Talk


def started() -> Talk:
    talk = Talk()
    talk.stored = None
    return talk


@pytest.mark.parametrize("said", ["1985年3月", "女", "本科", "42岁", "社保十年"])
def test_a_bare_fact_first_is_kept_for_the_consent(said: str) -> None:
    talk = started()
    reply = talk.say(said)
    assert said in reply
    assert "同意就开始" in reply


@pytest.mark.parametrize("said", ["租房", "居住证"])
def test_a_bare_subject_first_is_a_question(said: str) -> None:
    assert "同意就开始" not in started().say(said)


@pytest.mark.parametrize("said", ["同意", "不同意"])
def test_an_agreement_that_nobody_asked_for_is_no_question(said: str) -> None:
    assert "没有等您同意" in started().say(said)


@pytest.mark.parametrize("said", ["跳过", "具体忘了", "不对"])
def test_a_read_back_that_nobody_can_answer_is_dropped(said: str) -> None:
    talk = Talk(without=("insurance_gap", "repaid"))
    talk.say("中间断过几个月")
    assert "刚才那几项没有记" in talk.say(said)
    assert "insurance_gap" not in talk.told
    assert "我怕看错" not in talk.say("再说一遍")


def test_a_correction_may_mean_any_of_the_last_answers() -> None:
    talk = Talk(without=("birth", "sex", "insurance", "insurance_gap", "repaid"))
    talk.say("八五年三月 男的")
    talk.say("不对不对，是1985年5月")
    assert talk.told["birth"] == "1985-05"
    assert "insurance" not in talk.told


def test_a_month_before_the_first_payment_is_no_break() -> None:
    talk = Talk(without=("insurance_gap", "repaid"))
    assert "还没开始交社保" in talk.say("2006年7月")
    assert "insurance_gap" not in talk.told


def test_the_certificate_is_no_back_payment() -> None:
    talk = Talk(without=("repaid", "homes"))
    talk.say("2016年5月拿的本")
    assert "repaid" not in talk.told
    assert talk.told["homes"][0]["certificate"] == "2016-05"


def test_a_place_is_taken_where_a_time_was_asked() -> None:
    talk = Talk(without=("homes",))
    talk.say("自有房")
    talk.say("不是大兴是通州")
    assert talk.told["homes"] == [{"kind": "owned", "district": "通州"}]


def test_a_message_for_another_person_does_not_answer_the_question_of_the_first() -> None:
    talk = Talk(without=("insurance_gap", "repaid"))
    talk.say("我老公，82年8月，社保09年3月到现在")
    assert talk.told == {
        "birth": "1982-08",
        "sex": "male",
        "insurance": {"periods": [{"from": "2009-03", "to": "now"}]},
    }


@pytest.mark.parametrize("said", ["不删了", "先不删", "别删"])
def test_who_thinks_better_of_erasing_is_not_asked_again(said: str) -> None:
    talk = Talk(stage="done")
    talk.say("删除")
    assert "没有删除" in talk.say(said)
    assert "确认删除" not in talk.say(said)


def test_an_unanswered_phone_does_not_skip_the_question() -> None:
    talk = Talk(without=("education", "graduated"))
    for _ in range(4):
        reply = talk.say("打不通")
    assert "换个时段" in reply
    assert "最高学历" in reply


def test_a_course_still_to_be_begun_counts_only_later() -> None:
    reply = Talk(stage="done").say("如果再读个在职本科呢")
    assert "假如从现在开始读" in reply
    assert "2027 年是" not in reply


def test_what_follows_a_what_if_supposes_too() -> None:
    talk = Talk(stage="done")
    talk.say("如果我有本科双证呢")
    assert talk.say("那硕士呢").startswith("假如")


def test_points_that_the_score_does_not_hold_are_said_to_be_none() -> None:
    assert "没有 33.3 分" in Talk(stage="done").say("为什么扣我33.3分")


def test_only_one_of_two_own_homes_is_lived_in() -> None:
    talk = Talk(without=("homes",))
    talk.say("海淀有套房2011年8月的房本，2020年2月在大兴又买了一套，拿了房本自己住")
    talk.say("单位在西城")
    assert "对不上" not in talk.say("核对")


def test_a_span_to_now_asks_once_about_breaks_and_back_payments() -> None:
    talk = Talk(without=("insurance", "insurance_gap", "repaid"))
    reply = talk.say("社保2010年1月到现在")
    assert "断过吗？有没有补缴" in reply
    talk.say("没断过，也没补缴")
    assert talk.told["insurance_gap"] == []
    assert talk.told["repaid"] == 0


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("先说一下，十年前跟人打架判过缓刑，别的都挺好", "criminal_record"),
        ("我家里事多，后来居住证一直嫌麻烦没去办，最近才想起来，到期忘了签注", "residence_permit"),
        ("对了我是全国劳模，零几年的事了", "honour"),
    ],
)
def test_what_decides_is_read_back_unless_it_is_a_plain_answer(said: str, topic: str) -> None:
    talk = Talk(without=(topic, "education", "graduated"))
    talk.stored["sensitive"] = NOW.isoformat()
    reply = talk.say(said)
    assert topic not in talk.told
    assert "我怕看错" in reply


def test_a_known_fact_told_again_is_no_failed_answer() -> None:
    talk = Talk(without=("education", "graduated"))
    talk.say("继续")
    assert "这个已经记着：性别男士" in talk.say("男的")
    assert Session.load(talk.stored).tries == 0


@pytest.mark.parametrize("said", ["有", "有的", "我有"])
def test_there_is_one_among_the_rare_asks_which(said: str) -> None:
    talk = Talk(without=("tax_violations", "innovation", "honour"))
    talk.say("继续")
    assert "有的是哪一项" in talk.say(said)
    assert "honour" not in talk.told


@pytest.mark.parametrize("said", ["别的都没有", "其他也没有", "没别的"])
def test_none_of_the_rest_answers_the_rare_ones(said: str) -> None:
    talk = Talk(without=("tax_violations", "innovation", "honour"))
    talk.say("继续")
    talk.say(said)
    assert talk.told["honour"] is False


def test_moving_is_supposed_of_what_was_supposed_before() -> None:
    talk = Talk(stage="done")
    assert "单位缴社保的区大兴" in talk.say("如果单位搬到大兴呢")
    assert "单位缴社保的区通州" in talk.say("那搬到通州呢")
    assert "租房在" in Talk(stage="done").say("那搬到大兴呢")


def test_the_own_question_beside_facts_is_answered_from_them() -> None:
    talk = Talk(without=("tax_years", "homes"))
    reply = talk.say("我租房没备案，今年够分吗")
    assert talk.told["homes"] == [{"kind": "rented", "registered": False}]
    assert reply.startswith("2027 年可以申报")
