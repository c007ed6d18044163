"""Figures in a question are read and open its reply."""

import pytest

from replies.catalogue import Catalogue, CatalogueError, answer_of
from replies.catalogue.figures import figures
from replies.catalogue.slots import slots_of


@pytest.mark.parametrize(
    ("text", "slot", "place", "value"),
    [
        ("2023年多少分", "published_year", "year_line", "109.92"),
        ("22年的线", "published_year", "year", "2022"),
        ("２０２４ 分数线", "published_year", "year_line", "114.46"),
        ("2031年分数线预测", "coming_year", "year", "2031"),
        ("我118.3明年能上吗", "score_below", "gap", "1.62"),
        ("121分稳不稳", "score_above", "gap", "1.08"),
        ("我79年11月的，年龄分是多少", "birth_year", "age_points", "16"),
        ("1985年出生的给几分", "birth_year", "age_points", "20"),
        ("男，1968年5月生，还能报吗", "retiring", "last_year", "2029"),
        ("75年3月的女工人哪年到龄", "retiring", "retiring_month", "5"),
        ("75年3月的女工人还能报吗", "retired", "retired", "2025 年 5 月"),
        ("63年生的男的还能报不", "retired", "retired_age", "60 岁"),
        ("66年的男的", "retiring_soon", "first", "2026 年 5 月"),
        ("男，76年9月", "retiring", "retiring_age", "63 岁"),
        ("72年的男的能报到哪年", "retiring_in_year", "last", "2034 年 12 月"),
        ("三年个税13万、9.9万、10万", "taxes", "tax_points", "4"),
        ("头年缴税6万，后年7万", "taxes", "reached", "0"),
    ],
)
def test_reads_what_the_answer_can_use(text: str, slot: str, place: str, value: str) -> None:
    assert slots_of(text)[slot][place] == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "社保断了怎么办",
        "排名7100",
        "2002年进厂",
        "交了10万个税",
        "缴了118个月",
        "12345",
        "第6000名",
        "年收入40万，去年交税6万",
        "两年交税共12万",
    ],
)
def test_other_figures_are_left_alone(text: str) -> None:
    assert slots_of(text) == {}


RAW = {
    "id": "line",
    "title": "线",
    "short": "最近是 {latest_line} 分。",
    "variants": [
        {"when": "published_year", "short": "{year} 年是 {year_line}，最近 {latest_line}。"}
    ],
    "examples": ["线是多少"],
}


def test_a_variant_is_filled_from_the_question_and_the_published_figures() -> None:
    answer = answer_of(RAW, "line.md")
    line = figures()["latest_line"]
    assert answer.reply_to("2019年多少分") == f"2019 年是 93.58，最近 {line}。"
    assert answer.reply_to("多少分") == f"最近是 {line} 分。"


@pytest.mark.parametrize(
    ("variant", "key"),
    [
        ({"when": "someday", "short": "x"}, "variants[1].when"),
        ({"when": "published_year", "short": "{score}"}, "variants[1]"),
        ({"when": "published_year", "short": "长" * 301}, "variants[1]"),
        ({"when": "published_year"}, "short"),
    ],
)
def test_a_wrong_variant_is_refused(variant: dict[str, str], key: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        answer_of({**RAW, "variants": [variant]}, "line.md")
    assert refused.value.key == key


def test_every_shipped_variant_reads_well() -> None:
    for answer in Catalogue.load().answers:
        for variant in answer.variants:
            assert len(variant.short) <= 300, answer.id


@pytest.mark.parametrize(
    ("text", "slot", "place", "value"),
    [
        ("社保整整缴了12年，就业能有几分", "paid_span", "points", "36"),
        ("上班9年半有多少分", "paid_span", "points", "28.5"),
        ("工作了14年，自己的房子住了8年，一共几分", "work_and_home", "points", "50"),
        ("房本拿了4年，社保11年3个月，加起来多少", "work_and_home", "work_points", "33.75"),
        ("怀柔有房住了3年，单位也在怀柔，加几分", "suburb_both", "points", "9"),
        ("平谷的房住满7年，在东城上班，给几分", "suburb_live", "points", "12"),
        ("社保从2018年6月交到现在够7年了没", "paid_since", "months", "103"),
        ("社保22年3月开始交的，够不够7年", "paid_since_short", "missing", "26"),
    ],
)
def test_counts_spans_of_time(text: str, slot: str, place: str, value: str) -> None:
    assert slots_of(text)[slot][place] == value


@pytest.mark.parametrize(
    "text",
    [
        "社保断了3年还有多少分",
        "在老家缴了8年社保能有几分",
        "租房住了6年给几分",
        "上班5年，房子住了9年，一共几分",  # more months of a home than of work
        "怀柔的房，单位在哪算，几分",
        "补缴了2年社保给多少分",
    ],
)
def test_spans_that_are_not_plain_are_left_to_the_rule(text: str) -> None:
    assert not slots_of(text).keys() & {"paid_span", "work_and_home", "suburb_both", "suburb_live"}
