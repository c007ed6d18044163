"""Corrections and read-backs in ways that people really use, one test a kind of fault."""

import pytest

from tests.handlers.dialogue.test_policy import Talk


def doubting() -> Talk:
    """A conversation in which another start of the insurance waits to be read back."""
    talk = Talk(without=("tax_years",))
    talk.stored["expect"] = "read_back"
    talk.stored["doubtful"] = [["insurance", {"months": 264}]]
    return talk


def test_a_denied_read_back_means_what_is_told_with_it() -> None:
    talk = doubting()
    talk.say("不对 还是10年1月")
    assert talk.told["insurance"]["periods"] == [{"from": "2010-01", "to": "now"}]
    assert talk.told["insurance_gap"] == []
    assert "我怕看错" not in talk.say("核对")


def test_a_denied_read_back_of_yes_or_no_takes_the_plain_answer() -> None:
    talk = Talk(without=("residence_permit", "tax_years"))
    talk.stored["expect"] = "read_back"
    talk.stored["doubtful"] = [["residence_permit", False]]
    talk.say("不对 有的 就是过期没签")
    assert talk.told["residence_permit"] is True
    assert talk.told["birth"] == "1985-03"


def test_the_list_is_shown_with_what_is_doubtful() -> None:
    talk = doubting()
    talk.say("谢谢")
    reply = talk.say("核对")
    assert "1 出生年月" in reply
    assert "我怕看错" in reply


def test_the_result_goes_on_without_what_was_not_confirmed() -> None:
    talk = doubting()
    talk.say("核对")
    reply = talk.say("出结果")
    assert "这几处我怕看错" not in reply
    assert "先按前面的「2010年1月至现在」算" in reply
    assert talk.told["insurance"] == {"periods": [{"from": "2010-01", "to": "now"}]}


def test_the_list_names_what_is_still_open() -> None:
    reply = Talk(without=("tax_years", "education", "graduated")).say("核对")
    assert "还没答：学历学位、个税" in reply
    assert "都答完了" not in reply


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("还有去年个税没到10万", [2024, 2026]),
        ("2025年个税没到10万", [2024, 2026]),
        ("不对，25年没够", [2024, 2026]),
        ("我其实23年也满了", [2023, 2024, 2025, 2026]),
    ],
)
def test_one_year_of_tax_is_taken_out_or_added(said: str, years: list[int]) -> None:
    talk = Talk(without=("residence_permit",))
    talk.stored["people"][""]["told"]["tax_years"] = [2024, 2025, 2026]
    talk.say(said)
    assert talk.told["tax_years"] == years


def test_the_words_that_take_back_may_come_last() -> None:
    talk = Talk(without=("tax_years",))
    talk.say("社保是08年7月 说错了")
    assert talk.told["insurance"]["periods"] == [{"from": "2008-07", "to": "now"}]


def test_the_certificate_at_the_review_is_that_of_the_one_home() -> None:
    talk = Talk(without=("homes",))
    home = {"kind": "owned", "district": "通州", "certificate": "2014-03", "from": "2014-03"}
    talk.stored["people"][""]["told"]["homes"] = [home | {"to": "now", "lives": False}]
    talk.say("核对")
    talk.say("房本2014年5月")
    assert [each["certificate"] for each in talk.told["homes"]] == ["2014-05"]


def test_the_end_of_a_course_is_no_month_paid_late() -> None:
    talk = Talk(without=("repaid", "graduated"))
    talk.say("2015年6月毕业的 业余的")
    assert "repaid" not in talk.told
    assert talk.told["graduated"] == "2015-06"


def test_a_break_without_its_months_is_asked_for_as_one() -> None:
    talk = Talk(without=("insurance_gap",))
    talk.say("断过2个月")
    assert "断的是哪几个月" in talk.say("再说一遍")
    talk.say("不知道")
    assert talk.say("核对").count("社保断缴") == 1


@pytest.mark.parametrize("said", ["算一下", "那我算一下吧", "算算分"])
def test_the_usual_words_for_a_score_begin_it(said: str) -> None:
    talk = Talk()
    talk.stored = None
    assert "同意就开始" in talk.say(said)


def test_what_was_not_told_is_not_said_to_be_known() -> None:
    talk = Talk(without=("homes",))
    assert "您说过" not in talk.say("20年10月才住进去")
