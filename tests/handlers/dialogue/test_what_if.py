"""What-ifs and questions after the result: the record stays, the figures are the person's own.

The applicant of `Talk`: insured since 2010-01, so 204 months at the cut of December 2026; renting,
filled up to 2020-07; college; 86.79 points for 2027 and 3.00 more a year.
"""

from typing import Any

import pytest

from tests.handlers.dialogue.test_policy import COMPLETE, Talk

BACHELOR = {"education": "bachelor", "graduated": "2008-07"}
WOMAN = {"sex": "female", "post": "worker"}
DORM = {"homes": [{"kind": "dorm", "from": "2012-03", "to": "now"}]}
OWNER = {
    "homes": [
        {
            "kind": "owned",
            "from": "2016-05",
            "certificate": "2016-05",
            "district": "通州",
            "lives": True,
        }
    ],
    "jobs": [{"district": "大兴", "from": "2018-01"}],
}
OUTSIDE = {"jobs": [{"district": "大兴"}]}


def done(**more: object) -> Talk:
    talk = Talk(stage="done")
    talk.stored["people"][""]["told"] |= more
    return talk


NEVER_FACTS: list[tuple[str, dict[str, Any]]] = [
    ("我打算28年在通州买房", {}),
    ("2028年在通州买房", {}),
    ("准备后年把房子买在大兴", {}),
    ("要是我改成管理岗呢", WOMAN),
    ("宿舍换成租房备案有区别吗", DORM),
    ("为啥2020年8月以后租房没分", {}),
    ("那我燕郊的房卖了在通州买，2028年6月拿房本，什么时候能落", {}),
    ("我单位明年搬到大兴", {}),
    ("租房备案有什么用", {}),
    ("29年本科毕业能加多少分", {}),
    ("2010年7月到2012年6月住宿舍算吗", {}),
    ("明年5月交满15年社保够吗", {}),
    ("个税不交了呢", {}),
    ("我下月拿房本，通州的", {}),
    ("我想明年生孩子，产假期间社保断吗", {}),
]


@pytest.mark.parametrize(("said", "more"), NEVER_FACTS)
def test_a_plan_or_a_question_after_the_result_is_no_fact(said: str, more: dict[str, Any]) -> None:
    talk = done(**more)
    talk.say(said)
    assert talk.told == COMPLETE | more


@pytest.mark.parametrize(
    ("said", "topic", "value"),
    [
        ("不对，我1985年5月生的，现在多少分", "birth", "1985-05"),
        ("个税改成24、25年", "tax_years", [2024, 2025]),
        ("我社保是2009年7月开始的", "insurance", {"periods": [{"from": "2009-07", "to": "now"}]}),
        ("今年个税也满10万了", "tax_years", [2026]),
    ],
)
def test_a_plain_statement_after_the_result_is_a_fact(said: str, topic: str, value: object) -> None:
    talk = done()
    talk.say(said)
    assert talk.told[topic] == value


FIGURES: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    # a home from January 2027, 12 months at the cut of 2027: 1.00 and 2 of 职住 more
    ("要是明年在通州买房呢", {}, ("2028 年 92.79 分（不变的话 89.79 分）", "按在城六区算")),
    # the unit outside counts from now on: 3 a year, not 2
    ("要是明年在通州买房呢", OUTSIDE, ("2028 年 93.79 分（不变的话 89.79 分）",)),
    ("28年在通州买房", {}, ("2028年1月拿房本", "2029 年 95.79 分（不变的话 92.79 分）")),
    ("要是去年在通州买了房呢", {}, ("2025年1月拿房本",)),
    (
        "要是2028年在通州买房2029年换到通州上班呢",
        {},
        ("2028年1月拿房本", "通州（2029年1月至现在）"),
    ),
    ("我2028年在通州买房，单位也搬过去呢", {}, ("通州（2028年1月至现在）",)),
    ("要是2028年买房呢", {}, ("没说房在哪个区",)),
    ("要是改租房备案呢", {}, ("2026年11月至现在，备案了",)),
    # 26 of the master less 36 months × 3.5 / 12 = 10.5, instead of 10.5: 5.00 more
    ("读研呢", {}, ("2030年7月毕业", "从 10.50 变成 15.50，净多 5.00 分")),
    ("要是我读个研29年毕业呢", {}, ("2029年7月毕业", "净多 5.00 分", "2030 年")),
    ("在职读研2027年9月入学2030年6月毕业值不值", {}, ("2030年6月毕业", "净多 5.00 分")),
    # 37 less 10.5
    ("如果读个在职博士31年毕业呢", {}, ("2031年7月毕业", "从 10.50 变成 26.50")),
    # 15 less 48 × 3.5 / 12 = 14: 1.00 instead of 10.50
    ("那我上个专升本划算不", {}, ("净少 9.50 分，不划算",)),
    ("读个本科呢", BACHELOR, ("只按最高的一个算",)),
    # 86.79 - 10.50
    ("如果不算学历呢", {}, ("2027 年是 76.29 分", "可以选择不用教育背景积分")),
    # the diploma held already leaves open what was taken off
    ("要是我有硕士呢", BACHELOR, ("到 2031 年",)),
    ("要是以后每年税都够10万呢", {}, ("从 2027 年起每年满 10 万", "2028 年 91.79 分")),
    ("要是我今年税够10万呢", {}, ("2027 年是 88.79 分", "往后几年是按每年也满 10 万")),
    # 84 months from January 2027 to December 2033
    (
        "要是社保断一个月呢",
        {},
        (
            "2026年12月起断 1个月",
            "2027 年是 86.54 分",
            "2027 到 2033 年都不能申报，2034 年才能再报",
        ),
    ),
    (
        "要是明年2月社保断一个月呢",
        {},
        ("2028 年 89.54 分", "2028 到 2034 年都不能申报，2035 年才能再报", "连续 7 年从恢复"),
    ),
    ("如果我离职两年再回来呢", {}, ("断 2年", "超过 5 个月，补缴也接不上")),
    ("要是2028年3月到5月断缴呢", {}, ("2028年3月起断 3个月",)),
    ("要是2027年和2028年税都够呢", {}, ("2027、2028", "2028 年 91.79 分")),
    # 12 of 职住, and December 2026 without a home: 0.08
    ("要是我把房子卖了呢", OWNER, ("2026年12月卖掉", "2027 年是 95.25 分")),
    ("要是单位明年搬到海淀呢", OWNER, ("单位缴社保的区海淀（2027年1月至现在）",)),
    ("要是明年搬回城里租房呢", OWNER, ("职住区域的分就没有了",)),
    ("明年通州买房好还是租房备案好", {}, ("自有房在通州", "备案了", "第 1 种更好")),
    ("如果我去读个全日制硕士呢", {}, ("净多 5.00 分", "社保停了")),
    ("27年6月以后我不交了呢", {}, ("至2027年5月", "2028 年起不能申报")),
    ("要是我改成管理岗呢", WOMAN, ("最后能报的一年从",)),
    ("如果明年买通州的房和读个研哪个好", {}, ("自有房在通州", "净多 5.00 分", "第 1 种更好")),
]


@pytest.mark.parametrize(("said", "more", "parts"), FIGURES)
def test_a_what_if_has_figures_of_ones_own(
    said: str, more: dict[str, Any], parts: tuple[str, ...]
) -> None:
    talk = done(**more)
    reply = talk.say(said)
    assert all(part in reply for part in parts), reply
    assert "只是假设，没有改您的资料" in reply
    assert talk.told == COMPLETE | more
    assert len(reply.splitlines()) <= 15


@pytest.mark.parametrize(
    ("said", "more", "part"),
    [
        ("2040年能行吗", {}, "推算只到 2036 年"),
        ("五年后能落吗", {}, "2031 年推算您 98.79 分"),
        ("要是再等三年呢", {}, "2029 年推算您 92.79 分"),
        ("2035年能行吗", {"birth": "1969-02"}, "最后能报的是 2030 年"),
        (
            "28年能落吗",
            {"insurance": {"periods": [{"from": "2021-05", "to": "now"}]}},
            "还不能申报",
        ),
        (
            "哪年能报",
            {"insurance": {"periods": [{"from": "2021-05", "to": "now"}]}},
            "从 2029 年起",
        ),
        ("哪年能报", {"residence_permit": False}, "下面的办好了，2027 年就可以申报"),
        ("我还能报几年", {"birth": "1969-02"}, "最后一次能申报的是 2030 年，最多还有 4 次"),
        ("落户稳了吗", {}, "积分 86.79 分"),
        ("为什么我社保分这么少", {}, "就业 51.00"),
    ],
)
def test_years_and_filing_are_answered_from_the_verdict(
    said: str, more: dict[str, Any], part: str
) -> None:
    assert part in done(**more).say(said)


def test_a_unit_outside_leaves_only_the_home_to_advise() -> None:
    reply = done(**OUTSIDE).say("建议")
    assert "在城六区外买房自住：2028 年先加 4 分" in reply
    assert "工作也换过去" not in reply


def test_who_can_reach_no_line_is_told_so_in_spite_of_a_range() -> None:
    talk = done(insurance={"months": 150}, homes=[{"kind": "owned"}])
    assert "也够不到线" in talk.say("建议")
    assert "够不到线" in talk.say("结果")


def test_who_passes_anyway_is_not_told_that_the_range_hides_it() -> None:
    owner = {
        "homes": [{"kind": "owned", "from": "2010-05", "district": "通州", "lives": True}],
        "insurance": {"periods": [{"from": "2004-07", "to": "now"}]},
        "education": "doctor",
        "graduated": "2003-07",
        "birth": "1977-03",
        "innovation": "award",
        "tax_years": [2024, 2025],
    }
    reply = done(**owner).say("建议")
    assert "不用再做别的" in reply
    assert "一个范围" not in reply


def test_a_range_names_what_would_settle_it() -> None:
    owner = {"homes": [{"kind": "owned", "from": "2012-05"}], "education": "master"}
    assert "补上「" in done(**owner).say("建议")


@pytest.mark.parametrize(
    ("years", "said"),
    [([2025, 2026], "个税以后每年也满"), ([2024], "个税以后不到"), ([], "不变。")],
)
def test_a_projection_says_what_it_assumes_of_the_tax(years: list[int], said: str) -> None:
    assert said in done(tax_years=years).say("预测")


def test_the_years_with_a_range_are_one_sentence() -> None:
    reply = done(**BACHELOR, homes=[{"kind": "owned", "from": "2009-05"}]).say("我哪年能落户")
    assert reply.count("按最高算") <= 1
