"""Homes that were sold or passed on, and employers that moved, told in a conversation."""

import pytest

from replies.wording import say
from tests.handlers.dialogue.test_policy import Talk


def owner() -> Talk:
    """Who has an own home in 通州 and is asked about the employer's district."""
    talk = Talk(without=("homes", "jobs"))
    talk.say("2013年5月通州拿的房本 一直住")
    return talk


def test_the_district_of_a_sold_home_is_no_district_of_the_employer() -> None:
    talk = owner()
    talk.say("2019年8月卖了通州的 19年9月东城拿房本")
    assert "jobs" not in talk.told
    assert [home.get("to") for home in talk.told["homes"]] == ["2019-08", "now"]


@pytest.mark.parametrize("said", ["通州那套早卖了 不住那了", "2019年卖了通州的换到东城"])
def test_a_sale_without_its_month_is_asked_about(said: str) -> None:
    talk = owner()
    assert say("reading.housing.given_up") in talk.say(said)
    talk.say("2019年8月卖了通州的")
    assert talk.told["homes"][0]["to"] == "2019-08"
    assert say("chat.ask.known") in talk.say("通州那套早卖了")


def test_the_day_it_was_passed_on_does_not_begin_the_home() -> None:
    talk = owner()
    talk.say("房子2019年1月就过户给前妻了")
    (home,) = talk.told["homes"]
    assert (home["certificate"], home["to"]) == ("2013-05", "2019-01")


def test_that_one_moved_out_is_no_repetition() -> None:
    talk = owner()
    assert say("chat.ask.known") not in talk.say("不住那了")
    assert talk.told["homes"][0]["lives"] is False


@pytest.mark.parametrize("said", ["单位以前在朝阳 2020年搬到亦庄", "公司在亦庄，2020年从朝阳迁来"])
def test_the_month_of_a_move_is_asked(said: str) -> None:
    talk = owner()
    assert say("reading.district.moved") in talk.say(said)
    assert "jobs" not in talk.told


def test_a_certificate_to_come_takes_back_only_the_home_without_one() -> None:
    talk = Talk(without=("homes",))
    talk.say("2013年5月海淀拿的房本，顺义还有一套自有房")
    assert len(talk.told["homes"]) == 2
    talk.say("房本还没下来")
    assert [home["district"] for home in talk.told["homes"]] == ["海淀"]


def test_a_period_of_years_is_not_dropped_in_silence() -> None:
    talk = Talk(without=("homes",))
    said = talk.say("租房有备案 2015年到2018年 2021年4月到2023年6月")
    assert say("reading.housing.years") in said


def test_a_landlord_who_does_not_register_is_no_home_and_no_repetition() -> None:
    talk = Talk(without=("homes", "education", "graduated"))
    talk.say("租房2019年5月起备案")
    assert say("chat.ask.lease_changed") in talk.say("新房东不给备案")
    assert [home["kind"] for home in talk.told["homes"]] == ["rented"]
