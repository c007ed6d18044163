"""Kinds of fault in which what was said was taken for something else, one test each."""

import pytest

from tests.handlers.dialogue.test_policy import Talk

OWNER = [
    {
        "kind": "owned",
        "district": "通州",
        "certificate": "2018-01",
        "from": "2018-01",
        "to": "now",
        "lives": True,
    }
]


def owner() -> Talk:
    talk = Talk(without=("homes", "tax_years"))
    person = talk.stored["people"][""]
    person["told"]["homes"], person["trail"] = OWNER, ["insurance", "own_time"]
    return talk


@pytest.mark.parametrize("said", ["没房", "我没房", "没买房", "没有自己的房子"])
def test_no_own_home_is_an_answer_and_asks_which_kind_then(said: str) -> None:
    talk = Talk(without=("homes",))
    assert "没有自有房。那住的是哪种" in talk.say(said)
    talk.say("2")
    assert talk.told["homes"][0]["kind"] == "rented"


def test_never_rented_takes_the_lease_away() -> None:
    talk = Talk(without=("homes", "tax_years"))
    talk.say("租房")
    talk.say("没租过房，住的单位宿舍")
    assert [home["kind"] for home in talk.told["homes"]] == ["dorm"]


@pytest.mark.parametrize(
    ("said", "certificate"),
    [("不是1月，是11月", "2018-11"), ("不是2018年，是2017年", "2017-01")],
)
def test_the_old_value_says_which_date_is_wrong(said: str, certificate: str) -> None:
    talk = owner()
    talk.say(said)
    assert talk.told["homes"][0]["certificate"] == certificate
    assert talk.told["birth"] == "1985-03"


def test_a_month_alone_corrects_the_date_told_last() -> None:
    talk = Talk(without=("homes", "tax_years"))
    talk.say("自有房，通州，2018年1月的房本")
    talk.say("说错了，是6月")
    assert talk.told["homes"][0]["certificate"] == "2018-06"
    assert talk.told["birth"] == "1985-03"


@pytest.mark.parametrize(
    "said",
    ["今年应该够，去年够了", "去年够了，今年估计也能到", "去年够了今年应该够"],
)
def test_a_year_that_will_be_enough_is_read_back_with_the_others(said: str) -> None:
    talk = Talk(without=("tax_years",))
    assert "2025、2026" in talk.say(said)
    talk.say("对")
    assert talk.told["tax_years"] == [2025, 2026]


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ("海淀的房 商住的，2015年3月买的", "规划用途"),
        ("房子在大兴，商住两用，2015年5月房本", "规划用途"),
        ("房子是我爸的，2015年3月的房产证，在通州", "别人名下"),
        ("我住父母家，通州的，2015年3月拿的证", "别人名下"),
    ],
)
def test_a_home_that_does_not_count_is_not_the_own_one(said: str, because: str) -> None:
    talk = Talk(without=("homes",))
    assert because in talk.say(said)
    assert "homes" not in talk.told
    talk = Talk(without=("homes", "tax_years"))
    reply = talk.say(f"个税没到过10万，{said}")
    assert because in reply
    assert "没看懂" not in reply
    assert "homes" not in talk.told


def test_a_home_bought_after_living_with_others_is_ones_own() -> None:
    talk = Talk(without=("homes",))
    talk.say("住我姐家，2018年6月自己买了房，通州的房本")
    assert [home["kind"] for home in talk.told["homes"]] == ["owned"]


@pytest.mark.parametrize("said", ["我老公被拘留过，影响我吗", "我老公坐过牢，影响我吗"])
def test_the_record_of_somebody_else_asks_for_no_consent(said: str) -> None:
    assert "单独同意才存" not in Talk(without=("tax_years",)).say(said)


def test_the_own_record_still_does() -> None:
    assert "单独同意才存" in Talk(without=("tax_years",)).say("我坐过牢")


def test_who_is_angry_gets_a_kind_word_before_the_rule() -> None:
    talk = Talk()
    talk.stored = None
    reply = talk.say("你们这破政策凭什么啊 我在北京干了20年还落不了户")
    assert reply.startswith("您着急、有气，我理解")
    assert "理解" not in Talk().say("租房怎么积分")[:20]


def test_a_prize_of_unknown_worth_does_not_skip_the_question() -> None:
    talk = Talk(without=("tax_years",))
    assert "先跳过" not in talk.say("3个人得的 不知道几分")


@pytest.mark.parametrize("said", ["我大概110", "大约115左右"])
def test_a_score_without_its_unit_is_one(said: str) -> None:
    talk = Talk()
    talk.stored = None
    assert "还差" in talk.say(said)


def test_two_questions_that_nobody_can_answer_get_one_excuse() -> None:
    talk = Talk()
    talk.stored = None
    reply = talk.say("隔壁老王家的猫多少钱？楼下超市几点关门？")
    assert reply.count("没听懂") + reply.count("还是答不了") <= 1


def test_another_post_opens_no_later_year() -> None:
    talk = Talk()
    told = talk.stored["people"][""]["told"]
    told |= {"sex": "female", "birth": "1977-02", "post": "worker"}
    talk.say("出结果")
    reply = talk.say("那换成管理岗呢")
    assert "从 2028 年变成 2033 年" in reply
    assert "年起能申报" not in reply


def test_how_many_times_one_can_still_file_is_answered() -> None:
    talk = Talk()
    talk.say("出结果")
    assert "最多还有" in talk.say("还有几次机会")


def test_the_line_on_what_is_kept_for_the_consent_grows_shorter() -> None:
    talk = Talk()
    talk.stored = None
    talk.say("96年3月 男的，16年5月开始交社保")
    first, second = talk.say("没断过"), talk.say("租房没备案")
    assert "1 同意" in first
    assert "1 同意" not in second
