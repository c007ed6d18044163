"""Kinds of fault that whole conversations had when tried by hand, one test each."""

import pytest

from handlers.session import Session
from tests.handlers.dialogue.test_policy import NOW, Talk


def started() -> Talk:
    talk = Talk()
    talk.stored = None
    return talk


@pytest.mark.parametrize("said", ["1985年3月", "女", "我是本科", "42岁", "社保十年"])
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


@pytest.mark.parametrize(
    "said", ["一。", "１", "[OK]", "好的[微笑]", "同意[玫瑰]", "1同意", "1、同意", "👌", "嗯嗯"]
)
def test_an_agreement_as_people_type_it_is_one(said: str) -> None:
    talk = started()
    talk.say("算一算")
    talk.say(said)
    assert talk.stored["consent"]


@pytest.mark.parametrize("said", ["二。", "2、不同意", "不同意[流泪]"])
def test_a_refusal_as_people_type_it_is_one(said: str) -> None:
    talk = started()
    talk.say("算一算")
    assert "什么都没存" in talk.say(said)


@pytest.mark.parametrize("said", ["跳过", "具体忘了", "不对"])
def test_a_read_back_that_nobody_can_answer_is_dropped(said: str) -> None:
    talk = Talk(without=("insurance_gap", "repaid"))
    talk.say("中间断过几个月")
    assert "刚才那几项没有记" in talk.say(said)
    assert "insurance_gap" not in talk.told
    assert "我怕看错" not in talk.say("再说一遍")


def test_a_result_wanted_while_something_is_read_back_drops_nothing() -> None:
    talk = Talk(without=("insurance_gap", "repaid"))
    talk.say("中间断过几个月")
    reply = talk.say("出结果")
    assert "还没说对不对" in reply
    assert "社保断缴" in reply
    assert talk.told["insurance_gap"] == {}
    assert "我怕看错" not in talk.say("出结果")


def test_what_a_result_wanted_early_would_count_is_refused_where_it_cannot_be_true() -> None:
    talk = Talk(stage="done")
    del talk.stored["people"][""]["told"]["tax_violations"]
    talk.stored["doubtful"] = [["tax_violations", -1]]
    talk.stored["expect"] = "read_back"
    assert "还没说对不对" not in talk.say("出结果")
    assert "tax_violations" not in talk.told


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
    assert "净少 9.50 分" in reply  # 15 - 48 × 3.5 / 12 = 1 instead of 10.5
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
        ("我家里事多，后来一直嫌麻烦，居住证早就过期了没去续", "residence_permit"),
        ("对了我是全国劳模，零几年的事了", "honour"),
    ],
)
def test_what_decides_is_read_back_unless_it_is_a_plain_answer(said: str, topic: str) -> None:
    talk = Talk(without=(topic, "education", "graduated"))
    talk.stored["sensitive"] = NOW.isoformat()
    reply = talk.say(said)
    assert topic not in talk.told
    assert "我怕看错" in reply


BROKEN = {"periods": [{"from": "2010-05", "to": "now"}]}
GAP = ["2014-02", "2014-03", "2014-04"]


def broken(**more: object) -> Talk:
    """Somebody whose insurance broke for three months; whether they were made up for is asked."""
    talk = Talk(without=("insurance_gap", "repaid", "insurance", "education", "graduated"))
    told = talk.stored["people"][""]["told"]
    told |= {"insurance": BROKEN, "insurance_gap": GAP, **more}
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "那三个月后来公司给补上了",
        "断的那几个月后来都补上了",
        "就那3个月，单位后来给补缴了",
        "这三个月补缴过",
        "后来补上了",
    ],
)
def test_made_up_months_are_those_of_the_break_and_no_time_paid(said: str) -> None:
    talk = broken()
    talk.say("继续")
    talk.say(said)
    assert talk.told["insurance"] == BROKEN
    assert talk.told["insurance_gap"] == GAP
    assert talk.told["repaid"] == {"list": GAP}


@pytest.mark.parametrize(
    "said",
    [
        "自考本科，只有毕业证没学位，15年12月",
        "大专，2009年6月拿的毕业证",
        "本科双证，2008.7",
    ],
)
def test_a_date_of_graduation_is_no_back_payment(said: str) -> None:
    talk = broken()
    talk.say("继续")
    talk.say(said)
    assert "repaid" not in talk.told
    assert talk.told["graduated"]


@pytest.mark.parametrize(
    "said", ["就补缴那三个月，没别的断", "补缴就3个月", "补了三个月", "没别的断过"]
)
def test_a_number_of_months_keeps_the_dates_that_were_told(said: str) -> None:
    talk = broken(repaid={"list": GAP})
    talk.say("继续")
    assert "记着呢" in talk.say(said)
    assert talk.told["repaid"] == {"list": GAP}
    assert talk.told["insurance_gap"] == GAP


def test_a_length_in_passing_does_not_replace_the_dates_of_insurance() -> None:
    talk = broken(repaid=0)
    talk.say("继续")
    talk.say("交了三个月社保")
    assert talk.told["insurance"] == BROKEN


def test_back_payments_told_are_not_asked_again_with_the_breaks() -> None:
    talk = broken()
    told = talk.stored["people"][""]["told"]
    del told["insurance_gap"]
    told["repaid"] = {"list": GAP}
    assert "补缴" not in talk.say("继续")


@pytest.mark.parametrize(
    ("asked", "value"), [("tax_years", []), ("residence_permit", False), ("criminal_record", False)]
)
@pytest.mark.parametrize(
    "said",
    ["没有没有 我老老实实的人", "没有 都没有", "没有没有", "肯定没有啊，老老实实一个人"],
)
def test_a_plain_no_among_other_words_answers(asked: str, value: object, said: str) -> None:
    talk = Talk(without=(asked,))
    talk.say("继续")
    talk.say(said)
    assert talk.told[asked] == value


@pytest.mark.parametrize(
    "said",
    [
        "税没多少 一年也就交几百块吧",
        "哪有十万啊 一年到头工资也就十来万 肯定没有",
        "税没够过",
        "哪有十万啊",
    ],
)
def test_little_tax_is_no_year_of_enough(said: str) -> None:
    talk = Talk(without=("tax_years",))
    talk.say("继续")
    talk.say(said)
    assert talk.told["tax_years"] == []


@pytest.mark.parametrize(
    ("asked", "said", "value"),
    [
        ("insurance", "13.7 没断", {"periods": [{"from": "2013-07", "to": "now"}]}),
        ("insurance", "13.7", {"periods": [{"from": "2013-07", "to": "now"}]}),
        ("homes", "20.7", [{"kind": "owned", "certificate": "2020-07"}]),
    ],
)
def test_a_terse_date_is_no_score(asked: str, said: str, value: object) -> None:
    talk = Talk(without=(asked,))
    told = talk.stored["people"][""]["told"]
    if asked == "homes":
        told["homes"] = [{"kind": "owned"}]
    talk.say("继续")
    assert "还差" not in talk.say(said)
    if isinstance(value, list):
        assert talk.told[asked][0].items() >= value[0].items()
    else:
        assert talk.told[asked] == value


def test_a_terse_date_before_the_consent_is_kept() -> None:
    talk = started()
    talk.say("算一算")
    talk.say("13.7 没断")
    talk.say("同意")
    assert talk.told["insurance"] == {"periods": [{"from": "2013-07", "to": "now"}]}


def test_what_somebody_else_did_is_asked_about_and_not_recorded() -> None:
    talk = Talk(without=("criminal_record", "detentions"))
    talk.say("继续")
    reply = talk.say("没有，但是我老公五年前被行政拘留过，影响我吗")
    assert "扣 30 分" in reply
    assert not talk.told.get("detentions")


def test_what_is_withheld_is_not_none() -> None:
    talk = Talk(without=("criminal_record", "detentions", "honour", "innovation"))
    talk.say("继续")
    talk.say("没犯罪没拘留，别的不说")
    assert talk.told["criminal_record"] is False
    assert "honour" not in talk.told
    assert Session.load(talk.stored).applicant.unknown == ["rare"]


@pytest.mark.parametrize("said", ["近三年个税都超过10万", "这三年都够10万的税"])
def test_a_year_that_is_not_over_is_asked_about(said: str) -> None:
    talk = Talk(without=("tax_years",))
    talk.say("继续")
    assert "2024、2025、2026（2026 年还没过完" in talk.say(said)
    assert "tax_years" not in talk.told
    talk.say("对")
    assert talk.told["tax_years"] == [2024, 2025, 2026]


def test_the_year_under_way_joins_those_that_were_told() -> None:
    talk = Talk(stage="review")
    talk.say("个税2024、2025年够10万")
    talk.say("改个税")
    assert "2024、2025、2026" in talk.say("26年我到现在还没满10万，不过年底肯定够")


@pytest.mark.parametrize("stage", ["review", "done"])
def test_a_correction_hits_the_fact_that_it_names(stage: str) -> None:
    homes = [{"kind": "owned", "certificate": "2016-05", "from": "2016-05", "district": "海淀"}]
    talk = Talk(stage=stage)
    talk.stored["people"][""]["told"]["homes"] = homes
    talk.say("不对，近三年是24 25 26都超10万")
    assert talk.told["tax_years"] == [2024, 2025, 2026]
    assert talk.told["homes"] == homes


def test_several_lines_of_the_review_are_corrected_by_their_numbers() -> None:
    talk = Talk(stage="review")
    talk.say("核对")
    talk.say("5补缴过2015年3月，8本科有学位09年6月")
    assert talk.told["education"] == "bachelor"
    assert talk.told["graduated"] == "2009-06"


def test_a_correction_names_what_was_wrong() -> None:
    talk = Talk(stage="review")
    talk.say("性别错了，是我老婆，女的")
    assert talk.told["sex"] == "female"


def test_one_of_several_employers_is_corrected_alone() -> None:
    talk = Talk(stage="review")
    jobs = [
        {"district": "海淀", "from": "2010-01", "to": "2019-12"},
        {"district": "昌平", "from": "2020-01", "to": "now"},
    ]
    talk.stored["people"][""]["told"]["jobs"] = jobs
    shown = talk.say("核对")
    number = next(line.split()[0] for line in shown.splitlines() if "单位缴社保的区" in line)
    talk.say(f"第{number}项昌平是21年1月起")
    assert [job["district"] for job in talk.told["jobs"]] == ["海淀", "昌平"]
    assert talk.told["jobs"][1]["from"] == "2021-01"


VOICE = (
    "然后呢我是女的，90年2月生，那时候也不懂，从15年3月交社保到现在，买不起嘛一直租房没备案，"
    "然后呢本科有学位12年7月毕业的，现在在朝阳一个仓库当库管"
)


def test_words_of_a_pause_are_not_quoted_back() -> None:
    talk = started()
    assert "同意就开始" in talk.say(VOICE)
    reply = talk.say("同意")
    assert "没看懂" not in reply
    assert talk.told["jobs"] == [{"district": "朝阳"}]
    assert talk.told["education"] == "bachelor"


def test_what_is_known_is_not_called_unclear() -> None:
    talk = Talk(without=("tax_years",))
    talk.say("继续")
    assert "记着呢" in talk.say("我是男的")


def test_a_corrected_period_keeps_its_listed_break() -> None:
    talk = broken()
    talk.say("继续")
    talk.say("把社保时间改成09年11月到现在，其中2021年2月、3月和4月断了")
    assert talk.told["insurance"] == {"periods": [{"from": "2009-11", "to": "now"}]}
    assert talk.told["insurance_gap"] == ["2021-02", "2021-03", "2021-04"]


@pytest.mark.parametrize(
    "said", ["2022-09以后办了", "22.9以后办了", "22年9月以后办了", "二零二二年九月起备案"]
)
def test_a_lease_registered_since_a_month_in_any_spelling(said: str) -> None:
    talk = Talk(without=("homes",))
    talk.stored["people"][""]["told"]["homes"] = [{"kind": "rented", "from": "2010-01"}]
    talk.say("继续")
    talk.say(said)
    assert talk.told["homes"][0]["registered"] == {"from": "2022-09", "to": "now"}


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
