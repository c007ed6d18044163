"""Questions after a result: plans are never facts, the answer is a figure of the person's own."""

import json
import re

import pytest

from handlers import Incoming, respond
from handlers.session import Session
from handlers.understanding import Context, understand
from handlers.understanding.acts import Certainty, Choose, Correct, Tell
from replies.wording import say, texts
from tests.handlers.dialogue.test_policy import COMPLETE, NOW, Talk
from tests.shipped import desk

TODAY = NOW.date()
HOLDS_A_DIPLOMA = {"education": "bachelor_no_degree", "graduated": "2015-12"}


def done(**more: object) -> Talk:
    talk = Talk(stage="done")
    talk.stored["people"][""]["told"] |= more
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "为啥2020年8月以后租房没分",
        "那我燕郊的房卖了在通州买，2028年6月拿房本，什么时候能落",
        "28年通州买房",
        "2029年在大兴买房拿房本",
        "30年能落吗",
        "要是我今年税够10万呢",
        "把学历去掉不算呢",
    ],
)
def test_what_is_asked_or_planned_after_the_result_is_no_fact(said: str) -> None:
    talk = done()
    talk.say(said)
    assert talk.told == COMPLETE


@pytest.mark.parametrize(
    ("said", "year"), [("30年能落吗", 2030), ("2029年够吗", 2029), ("后年能上吗", 2028)]
)
def test_the_year_that_is_asked_for_is_answered(said: str, year: int) -> None:
    reply = done().say(said)
    assert reply.startswith(f"{year} 年推算")
    assert "线大约" in reply


@pytest.mark.parametrize("said", ["读研呢", "如果再读个在职硕士呢"])
def test_a_course_says_before_and_after_with_its_deduction(said: str) -> None:
    reply = done(education="bachelor", graduated="2008-07").say(said)
    assert "学历连同就学扣减从 15.00 变成" in reply
    assert "2027 年是" not in reply


@pytest.mark.parametrize("said", ["把自考去掉不算呢", "要是我把教育这项不填呢", "学历不填呢"])
def test_leaving_the_education_out_has_its_own_figure(said: str) -> None:
    assert "不用教育背景积分" in done(**HOLDS_A_DIPLOMA).say(said)


def test_a_degree_made_up_for_has_its_own_figure() -> None:
    assert (
        done(**HOLDS_A_DIPLOMA).say("要是明年补个学位呢").startswith("假如学历学位本科，有学士学位")
    )


def test_a_year_of_tax_supposed_joins_those_that_were_told() -> None:
    reply = done(tax_years=[2024, 2025]).say("要是我今年税够10万呢")
    assert "2024、2025、2026" in reply


def test_a_woman_whose_post_is_open_hears_both_retirements() -> None:
    reply = done(birth="1977-02", sex="female", post=None).say("我啥时候退休")
    assert "2028年3月" in reply
    assert "2033年12月" in reply


def test_another_post_opens_no_year_that_is_open_already() -> None:
    reply = done(birth="1977-02", sex="female", post="worker").say("要是管理岗呢")
    assert "从 2028 年变成 2033 年" in reply
    assert "起能申报" not in reply


@pytest.mark.parametrize("said", ["啥时候能报名", "哪年能报", "哪年可以申报"])
def test_when_to_file_is_answered_from_the_conditions(said: str) -> None:
    assert "可以申报" in done().say(said)


def test_until_when_to_file_is_answered_from_the_retirement() -> None:
    assert "最后一次能申报" in done().say("我能干到哪年申报")


@pytest.mark.parametrize("said", ["算我的", "那先算算", "别给我说这些官话 给我算分"])
def test_a_wish_to_count_begins(said: str) -> None:
    outcome = respond(Incoming("u", "text", said), None, NOW, desk())
    assert "同意就开始" in str(outcome.reply)


def test_the_husband_who_asks_does_not_give_his_wife_his_sex() -> None:
    talk = Talk(stage="done")
    talk.say("帮我老婆算一下")
    talk.say("我媳妇居住证有，税够不上")
    assert talk.told.get("sex", "female") == "female"
    assert talk.told["tax_years"] == []


def test_a_lease_that_could_be_registered_is_not() -> None:
    talk = Talk(without=("homes",))
    talk.say("租的房子，在西城，没备案。中介说可以帮忙备案，靠谱吗")
    assert talk.told["homes"][0]["registered"] is False


def test_a_year_of_birth_stays_where_the_month_is_withheld() -> None:
    talk = Talk(without=("birth", "sex"))
    talk.say("继续")
    talk.say("75年的 男，具体几月不想说")
    assert talk.told["birth"] == "1975"


def test_what_was_given_up_is_named_beside_the_range() -> None:
    talk = Talk(without=("tax_years",))
    talk.say("继续")
    for _ in range(3):
        talk.say("啊这不好答啊")
    talk.say("出结果")
    reply = talk.say("出结果")
    assert "「个税满10万的年份」没填" in reply
    assert "个税没到过10万" in reply
    assert talk.say("个税没到过10万").count("没填") == 0


@pytest.mark.parametrize("key", [k for k in texts() if k.endswith(".filled")])
def test_the_example_that_fills_a_question_is_understood(key: str) -> None:
    acts = understand(say(key), Context(TODAY, 2027))
    assert all(isinstance(act, Tell | Choose | Correct) for act in acts)
    assert any(isinstance(act, Tell) and act.certainty is not Certainty.DOUBTFUL for act in acts)


def test_a_little_told_gives_no_range_of_everything() -> None:
    talk = Talk(without=tuple(COMPLETE))
    talk.say("有居住证")
    reply = talk.say("我够吗")
    assert "说不准" in reply
    assert json.dumps(talk.told) == '{"residence_permit": true}'


@pytest.mark.parametrize("said", ["要是社保断一个月呢", "如果断缴1个月会怎样"])
def test_a_break_supposed_says_in_which_years_nobody_can_file(said: str) -> None:
    talk = done()
    reply = talk.say(said)
    assert "2027 到 2033 年都不能申报" in reply
    assert talk.told == COMPLETE


@pytest.mark.parametrize("said", ["要是我改成管理岗呢", "宿舍换成租房备案有区别吗"])
def test_a_question_in_words_of_a_change_changes_nothing(said: str) -> None:
    talk = done()
    talk.say(said)
    assert talk.told == COMPLETE


def test_oneself_is_counted_again_in_ordinary_words() -> None:
    talk = done()
    assert "您前面的资料都还在" in talk.say("给我媳妇算算")
    talk.say("给我自己也算一下，我80年6月的")
    assert talk.told["birth"] == "1980-06"


def test_a_newcomer_has_no_facts_from_before() -> None:
    outcome = respond(Incoming("u", "text", "给我媳妇算算"), None, NOW, desk())
    assert "前面的资料" not in str(outcome.reply)


def test_a_degree_told_after_the_diploma_keeps_its_date() -> None:
    talk = Talk(stage="review")
    talk.stored["people"][""]["told"] |= HOLDS_A_DIPLOMA
    talk.say("本科有学位")
    assert talk.told["education"] == "bachelor"
    assert talk.told["graduated"] == "2015-12"


def test_at_the_review_the_newer_statement_wins() -> None:
    talk = Talk(stage="review")
    talk.say("说一下我的情况吧，1986年5月出生，学历是大专，一直在北京上班的")
    assert talk.told["birth"] == "1986-05"


@pytest.mark.parametrize(
    ("asked", "said", "value"),
    [
        ("tax_years", "税没有", []),
        ("tax_years", "一年交税三四千", []),
        ("tax_years", "差得远呢", []),
        ("tax_years", "三年都够，二十好几万", [2024, 2025, 2026]),
        ("criminal_record", "一个都不沾", False),
        ("criminal_record", "没有，直接出结果吧", False),
    ],
)
def test_everyday_answers_are_understood(asked: str, said: str, value: object) -> None:
    talk = Talk(without=(asked,))
    talk.say("继续")
    talk.say(said)
    assert talk.told[asked] == value


def test_a_correction_before_the_consent_takes_the_place_of_what_it_corrects() -> None:
    session = None
    for text in ("76年11月的女的，社保2010年5月到现在", "不对，是76年10月生的", "同意"):
        session = respond(Incoming("u", "text", text), session, NOW, desk()).session
    assert Session.load(session).applicant.told["birth"] == "1976-10"


def test_a_month_told_anew_keeps_the_year_of_birth() -> None:
    session = None
    for text in ("76年11月的女的", "说错了是10月", "同意"):
        session = respond(Incoming("u", "text", text), session, NOW, desk()).session
    assert Session.load(session).applicant.told["birth"] == "1976-10"


def test_the_notice_of_the_consent_is_shown_once() -> None:
    session, replies = None, []
    for text in ("算一算", "76年11月的女的", "社保2010年5月到现在"):
        outcome = respond(Incoming("u", "text", text), session, NOW, desk())
        session = outcome.session
        replies.append(str(outcome.reply))
    assert ["存多久" in reply for reply in replies] == [True, False, False]
    assert all("同意" in reply for reply in replies)


@pytest.mark.parametrize("said", ["滚", "凭什么", "烦不烦"])
def test_somebody_angry_gets_a_human_word(said: str) -> None:
    assert "有气我理解" in done().say(said)


def test_an_agreement_beside_anger_agrees() -> None:
    session = None
    for text in ("算一算", "烦不烦 同意同意"):
        session = respond(Incoming("u", "text", text), session, NOW, desk()).session
    assert Session.load(session).consent


def test_a_corrected_level_takes_its_date_with_it() -> None:
    talk = Talk(stage="review")
    talk.say("哦不对我硕士毕业的，05年6月天津大学，双证")
    assert talk.told["education"] == "master"
    assert talk.told["graduated"] == "2005-06"


def test_a_break_of_which_only_the_length_is_known_gives_a_range() -> None:
    told: dict[str, object] = {
        "insurance": {"periods": [{"from": "2003-09", "to": "now"}]},
        "insurance_gap": {"months": 14},
    }
    reply = done(**told, repaid=0).say("结果")
    assert "能不能申报还看不出" in reply
    assert re.search(r"积分 [\d.]+ 到 [\d.]+ 分", reply)
    assert "就业 66.50（266 个月" in done(**told, repaid=0).say("明细")
