"""What makes a person ineligible or moves the total much is read back before it counts."""

import pytest

from tests.handlers.dialogue.test_policy import COMPLETE, Talk

STORY = "补充一下，另外我2013年3月到2014年8月社保断了，那时候在老家，其他没变"
SMALL = "补充一下，我在朝阳租房，一直没备案，离单位挺近的，其他没变"


def done() -> Talk:
    talk = Talk(stage="review")
    talk.say("核对")
    assert "2027" in talk.say("对")
    return talk


def test_after_the_result_a_longer_message_that_moves_the_total_is_read_back() -> None:
    talk = done()
    reply = talk.say(STORY)
    assert "对吗" in reply
    assert "断缴" in reply
    assert talk.told == COMPLETE, "nothing is written before the yes"
    talk.say("对")
    assert talk.told["insurance_gap"][0] == "2013-03"


def test_several_facts_are_read_back_in_one_message_without_numbers() -> None:
    talk = done()
    reply = talk.say(
        "补充一下，我学历其实是本科双证，后来2023、2024、2025个税都够十万了，居住证也丢了"
    )
    assert reply.count("对吗") == 1
    assert not any(line[:1].isdigit() for line in reply.splitlines())


@pytest.mark.parametrize("no", ["不对", "不是", "看错了"])
def test_a_no_leaves_what_was_told(no: str) -> None:
    talk = done()
    talk.say(STORY)
    talk.say(no)
    assert talk.told == COMPLETE


def test_what_changes_little_is_taken_at_once() -> None:
    talk = done()
    reply = talk.say(SMALL)
    assert "对吗" not in reply
    assert talk.told["homes"][0]["district"] == "朝阳"


def test_a_plain_statement_after_the_result_is_taken_at_once() -> None:
    talk = done()
    talk.say("2013年3月到2014年8月社保断了")
    assert talk.told["insurance_gap"][0] == "2013-03"


@pytest.mark.parametrize("word", ["出结果", "报告"])
def test_no_result_before_what_was_read_out_of_a_story_is_read_back(word: str) -> None:
    talk = Talk(without=("birth", "insurance", "insurance_gap", "tax_years"))
    talk.say("继续")
    talk.say("我1985年3月出生的，社保2009年7月一直交到现在，没断过，家里事多一直没顾上")
    reply = talk.say(word)
    assert "1985年3月" in reply
    assert "对吗" in reply or "核对" in reply
    assert talk.stored["stage"] == "review"


def test_a_fact_told_in_passing_is_read_back_before_the_result() -> None:
    talk = Talk(without=("birth", "sex"))
    talk.say("继续")
    talk.say("男的")
    assert talk.stored["stage"] == "asking"
    talk.say("出结果")
    assert talk.stored["stage"] == "review"


def test_the_own_question_in_a_story_says_that_nothing_was_read_back_yet() -> None:
    talk = Talk(without=("birth", "insurance", "insurance_gap"))
    talk.say("继续")
    reply = talk.say("我1985年3月出生的，社保2009年7月一直交到现在，没断过，今年够分吗")
    assert "核对过才作准" in reply
