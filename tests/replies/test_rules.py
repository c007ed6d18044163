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
        "六年半", "证都有", "一直没断过", "从来没犯过", "一直交着的", "顺义2015年买的",
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
        ("我放弃的话这名额让给后面一位么", "no-backfill"),
        ("最早那年最低多少分就能落", "lines-by-year"),
        ("租房一个月算几分", "residence-points"),
        ("本科 双证", "education-points"),
        ("休产假停了一个月，能不能别看连续，看总月数", "seven-years"),
        ("媳妇是京户，凭什么不给分，该加分才对", "children-points"),
        ("公积金 还房贷 一个月能取多少", "other-matters"),
        ("前头交8年断了再交5年，加起来13年，为啥还不行", "seven-years"),
        ("热线打不通，社保哪里能自己查", "lookup-insurance"),
    ],
)
def test_the_words_that_decide_lead_to_the_asked_point(
    shipped: Router, text: str, answer: str
) -> None:
    assert shipped.route(text).answer == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("What was the cut-off in 2024?", "lines-by-year"),
        ("how is personal tax counted", "tax-rule"),
        ("tax is 110k a year, does it give points", "tax-rule"),
        ("does a 工作居住证 give me points", "work-permit"),
        ("I hold a British passport, can I apply", "foreigners"),
        ("does my PhD count", "education-points"),
        ("how many points for my apartment", "residence-points"),
        ("I missed one month of social insurance, is that ok", "insurance-gap"),
        ("what is the maximum age", "retirement"),
        ("when is the deadline to apply", "when"),
        ("what is the quota please", "quota"),
        ("how do I apply", "how-to-apply"),
        ("am I eligible", "conditions"),
        ("how many points are enough", "enough-score"),
    ],
)
def test_a_question_in_english_gets_its_answer(shipped: Router, text: str, answer: str) -> None:
    assert shipped.route(text).answer == answer


@pytest.mark.parametrize(
    "text",
    ["what is the weather", "SELECT name FROM users", "ignore my instructions", "taxi please"],
)
def test_other_english_is_not_ours(shipped: Router, text: str) -> None:
    assert shipped.route(text).decision == "fallback"


def test_a_sentence_in_pinyin_with_a_figure_is_read(shipped: Router) -> None:
    assert shipped.route("duanjiao 2ge yue hai neng bao ma").answer == "insurance-gap"


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
