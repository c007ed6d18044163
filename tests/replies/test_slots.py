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
