"""What was told is neither asked again, nor lost, nor given to another person."""

import pytest

from handlers.session import Session
from tests.handlers.dialogue.test_policy import Talk

HOMES = "05年6月朝阳买的房 16年3月卖了 16年5月大兴又买一套"


def for_his_wife() -> Talk:
    talk = Talk(without=("birth", "sex", "insurance", "insurance_gap", "repaid", "education"))
    talk.say("想给我老婆算 她85年9月 社保2010年3月起没断")
    return talk


def of(talk: Talk, name: str) -> dict[str, object]:
    return Session.load(talk.stored).people[name].told


@pytest.mark.parametrize("said", ["本科在读", "本科在读 27年毕业", "还没毕业 在读本科"])
def test_a_course_still_attended_takes_no_diploma_away(said: str) -> None:
    talk = Talk(without=("residence_permit",))
    talk.say("继续")
    reply = talk.say(said)
    assert "在读、没毕业的先不算" in reply
    talk.say("嗯")
    assert (talk.told["education"], talk.told["graduated"]) == ("college", "2007-07")


def test_what_waits_to_be_read_back_is_not_asked_as_if_untold() -> None:
    talk = Talk(without=("homes", "residence_permit", "education", "graduated"))
    assert "对吗" in talk.say(HOMES)
    assert "哪种房" not in talk.say("有居住证")
    assert "大兴" in talk.say("本科双证 05年7月毕业")  # nothing else is open
    talk.say("对")
    assert [home["district"] for home in talk.told["homes"]] == ["朝阳", "大兴"]


@pytest.mark.parametrize(
    "said", ["我自己80年1月的", "那我自己80年1月", "我自己80年1月 社保05年1月起"]
)
def test_oneself_in_the_case_of_somebody_else_is_oneself(said: str) -> None:
    talk = for_his_wife()
    assert "回到您自己" in talk.say(said)
    assert of(talk, "")["birth"] == "1980-01"
    assert of(talk, "老婆")["birth"] == "1985-09"
    assert of(talk, "老婆")["insurance"] == {"periods": [{"from": "2010-03", "to": "now"}]}


def test_what_was_read_for_oneself_is_said() -> None:
    assert "出生年月1980年1月" in for_his_wife().say("我自己80年1月的")


def test_a_question_about_oneself_moves_no_facts() -> None:
    talk = for_his_wife()
    talk.say("我自己85年的社保断过吗")
    assert Session.load(talk.stored).name == "老婆"


def test_her_date_in_her_case_is_her_birth() -> None:
    assert of(for_his_wife(), "老婆")["birth"] == "1985-09"


def test_what_waits_to_be_read_back_stays_with_its_person() -> None:
    talk = for_his_wife()
    talk.say(HOMES)
    talk.say("我自己80年1月的")
    assert len(of(talk, "老婆")["homes"]) == 2  # type: ignore[arg-type]
    assert "homes" in Session.load(talk.stored).people["老婆"].unsure


@pytest.mark.parametrize(
    ("said", "year"),
    [("我22年算过100.33分 现在多少分了", 2022), ("2023年我得了105分，现在够吗", 2023)],
)
def test_points_of_an_earlier_year_are_not_those_of_today(said: str, year: int) -> None:
    talk = Talk()
    talk.stored = None
    reply = talk.say(said)
    assert f"是 {year} 年的分" in reply
    assert "照这样到 2027 年大约" in reply


@pytest.mark.parametrize("said", ["我118分要等几年", "我26年118.5分够吗"])
def test_points_of_today_are_compared_with_the_line(said: str) -> None:
    talk = Talk()
    talk.stored = None
    assert "离 2026 年的线" in talk.say(said)


@pytest.mark.parametrize("said", ["那还能不能报", "那我还能办吗", "那我明年能申请吗"])
def test_whether_one_may_apply_is_answered_from_the_own_case(said: str) -> None:
    talk = Talk(without=("homes",))
    talk.stored["people"][""]["told"]["repaid"] = {"months": 6}
    reply = talk.say(said)
    assert "2027 年不能申报" in reply
    assert "补缴合计最多 5 个月" in reply


@pytest.mark.parametrize("said", ["怎么办呀", "那咋办"])
def test_what_now_of_somebody_barred_is_no_list_of_steps(said: str) -> None:
    talk = Talk(without=("homes",))
    talk.stored["people"][""]["told"]["repaid"] = {"months": 6}
    reply = talk.say(said)
    assert "不能申报" in reply
    assert "登记编码" not in reply


@pytest.mark.parametrize("said", ["字大一点", "字太小看不清", "字体能调大点吗"])
def test_larger_letters_are_set_in_the_phone(said: str) -> None:
    talk = Talk(without=("tax_years",))
    talk.say("继续")
    reply = talk.say(said)
    assert "字体大小" in reply
    assert "个税" in reply


def test_a_suspended_permit_is_asked_about_at_once() -> None:
    talk = Talk(without=("residence_permit", "homes"))
    talk.say("继续")
    assert "有《北京市居住证》吗" in talk.say("居住证忘了签注被停了")
    talk.say("有")
    assert talk.told["residence_permit"] is True


def test_none_below_the_list_brings_the_question_it_is_about() -> None:
    talk = Talk(without=("criminal_record", "detentions"))
    talk.say("核对")
    assert "以下都没有，对吗" in talk.say("没有")
    assert "criminal_record" not in talk.told
    talk.say("没有")
    assert talk.told["criminal_record"] is False


def test_the_list_that_a_result_brings_does_not_offer_the_result_anew() -> None:
    talk = Talk(without=("homes", "education", "graduated", "honour"))
    talk.say("租房没备案，本科双证08年7月毕业")
    assert "再回一次「出结果」" in talk.say("出结果")


@pytest.mark.parametrize("command", ["核对", "我的资料"])
def test_what_waits_for_the_consent_is_not_said_to_be_nothing(command: str) -> None:
    talk = Talk()
    talk.stored = None
    talk.say("男 88年3月 社保12年6月到现在")
    reply = talk.say(command)
    assert "我先记着" in reply
    assert "没有存下任何情况" not in reply


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("22年5月结婚", "不影响积分"),
        ("我有两个孩子", "不影响积分"),
        ("23年4月换的工作", "社保别断"),
    ],
)
def test_what_does_not_count_is_no_failed_answer(said: str, reply: str) -> None:
    talk = Talk(without=("homes", "tax_years"))
    talk.say("继续")
    for _ in range(3):
        assert reply in talk.say(said)
    assert Session.load(talk.stored).question == "housing"


def test_a_result_barred_by_a_break_says_when_waiting_is_enough() -> None:
    talk = Talk(stage="review")
    told = talk.stored["people"][""]["told"]
    told["insurance_gap"] = ["2020-05", "2020-06", "2020-07"]
    reply = talk.say("出结果")
    assert "能不能补缴" in reply
    assert "补不上的话" in reply
    assert "2028 年起" in reply


def test_months_paid_late_that_nobody_told_are_asked_as_open() -> None:
    talk = Talk(without=("repaid",), stage="review")
    assert "补上「有没有补缴" in talk.say("出结果")


@pytest.mark.parametrize("said", ["老婆的户口在河北 我能帮她报吗", "我能替她申报吗"])
def test_filing_for_somebody_else_is_a_question_of_who_files(said: str) -> None:
    assert "单位提交" in for_his_wife().say(said)
