"""Deciding words: each kind of text that evidence alone took for something else."""

import pytest

from replies.catalogue import CatalogueError
from replies.catalogue.parse import read_rules
from replies.router import Router
from tests.shipped import shipped as shipped_answers


@pytest.fixture(scope="module")
def shipped() -> Router:
    return shipped_answers().router


@pytest.mark.parametrize(
    "text",
    [
        "1983年4月", "我九三年二月的", "79年11月20日出生", "男", "女的", "女工人", "9年零4个月",
        "六年半", "硕士双证", "一直没断过", "从来没犯过", "一直交着的", "顺义2015年买的",
    ],
)  # fmt: skip
def test_a_bare_fact_gets_no_answer(shipped: Router, text: str) -> None:
    assert shipped.route(text).decision == "fallback"


@pytest.mark.parametrize(
    "text",
    [
        "杭州积分入户排名在哪看",
        "广州积分制入户几号截止",
        "宁波落户租房可以吗",
        "苏州园区积分入户几月出结果",
    ],
)
def test_another_citys_points_are_not_ours(shipped: Router, text: str) -> None:
    assert shipped.route(text).answer == "other-cities"


@pytest.mark.parametrize(
    "text",
    [
        "摇号家庭积分怎么排的", "新能源指标还要排几年", "我爸退休金今年涨多少",
        "护照快过期了怎么换", "公租房轮候到多少号", "公积金怎么提取还房贷",
    ],
)  # fmt: skip
def test_the_matters_of_other_offices_are_not_ours(shipped: Router, text: str) -> None:
    assert shipped.route(text).answer == "other-matters"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("能不能学驾照那样，过了多少分就给落", "no-fixed-line"),
        ("我有房的公租房退了，还能算分吗", None),
        ("上海的社保转过来算分吗", "transferred-insurance"),
        ("租公租房备案了有几分", "public-rental"),
        ("退休金领了还能申报吗", None),
    ],
)
def test_words_that_only_look_like_them_stay_ours(
    shipped: Router, text: str, answer: str | None
) -> None:
    found = shipped.route(text)
    assert found.why.rule is None
    assert answer is None or found.answer == answer or found.point == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("72年的男同志年龄项给几分", "age"),
        ("中间有回补过八个月，是不是报不了", "repaid-limit"),
        ("这个办法用到哪年失效", "stability"),
        ("你是小姐姐还是机器人", "about-bot"),
        ("61年的男的现在还能报吗", "retirement-year"),
        ("社保15年4个月，自己的房子6年，总共几分", "residence-points"),
        ("延庆有房住了3年，单位也在延庆，职住几分", "area-examples"),
        ("社保从2018年3月交到现在够不够7年", "seven-years-count"),
    ],
)
def test_the_words_that_decide_lead_to_the_asked_point(
    shipped: Router, text: str, answer: str
) -> None:
    assert shipped.route(text).answer == answer


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("jisuan", "start_score"),
        ("kaishi", "start_score"),
        ("caidan", "menu"),
        ("zhuan ren gong", "human"),
        ("suan yi suan", "start_score"),
    ],
)
def test_commands_are_read_from_pinyin(shipped: Router, text: str, leads: str) -> None:
    assert shipped.route(text).intent == leads


def test_a_rule_leads_to_one_thing() -> None:
    for table in ({"every": ["a"]}, {"every": ["a"], "answer": "b", "negative": "c"}):
        with pytest.raises(CatalogueError, match="one of"):
            list(read_rules({"rule": table}))
