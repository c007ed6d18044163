"""Texts as people type them, made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replies.catalogue import Catalogue
from replies.normalise import LIMIT, Normaliser, cut, key_of, number, pairs_of, simplified

TABLES = {
    "fillers": ["请问", "您好", "谢谢"],
    "terms": ["积分落户", "社保", "职称", "纳税", "分值", "加分", "年龄"],
    "typos": {"什么": ["神么"]},
    "synonyms": {"社保": ["五险"], "房本": ["房产证"]},
}
EXAMPLES = ["社保断了"] * 30 + ["能加几分", "直接给分", "几分"] * 5


@pytest.fixture(scope="module")
def normaliser() -> Normaliser:
    return Normaliser(TABLES, pairs_of(EXAMPLES))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("積分落戶", "积分落户"),
        ("请问，社保……断了？？", "社保断了"),
        ("五险和房产证", "社保和房本"),
        ("神么是社保🙏", "什么是社保"),
        ("社宝断了", "社保断了"),
        ("几分落户", "积分落户"),
        ("几分", "几分"),
        ("那税", "纳税"),
        ("给分直接加", "给分直接加"),
        ("哈哈哈哈哈哈", "哈哈"),
        ("六千人，十五年，三万五千块", "6000人15年35000块"),
        ("缴了七年零两个月", "缴了7年零2个月"),
        ("社宝7年零3个月", "社保7年零3个月"),
        ("谢谢", "谢谢"),
        ("？！", ""),
        ("", ""),
    ],
)
def test_normalises(normaliser: Normaliser, typed: str, meant: str) -> None:
    assert normaliser(typed).text == meant


def test_traditional_text_with_a_lone_surrogate_is_simplified() -> None:
    assert simplified("補繳\ud800") == "补缴?"


def test_names_what_it_mended(normaliser: Normaliser) -> None:
    assert ("社宝", "社保") in normaliser("社宝断了").mended


def test_one_word_for_many_is_not_in_the_plain_form(normaliser: Normaliser) -> None:
    assert normaliser("请问五险").plain == "五险"


@pytest.mark.parametrize(
    ("words", "digits"),
    [("六千", "6000"), ("十五", "15"), ("一万二", "10002"), ("二零二六", "2026"), ("两百", "200")],
)
def test_number_words(words: str, digits: str) -> None:
    assert number(words) == digits


def test_a_long_story_keeps_both_ends() -> None:
    story = "头" + "中" * 5000 + "尾"
    assert cut(story)[0] == "头"
    assert cut(story)[-1] == "尾"
    assert len(cut(story)) <= LIMIT + 1


def test_key_tells_signs_apart_only_when_nothing_else_is_there() -> None:
    assert key_of("算一算！") == key_of("算一算")
    assert key_of("？？") == "??"


@given(st.text(max_size=60))
def test_any_text_is_normalised_twice_the_same(text: str) -> None:
    normaliser = Normaliser(TABLES, pairs_of(EXAMPLES))
    assert normaliser(text) == normaliser(text)


def test_shipped_tables_never_map_a_word_to_two() -> None:
    tables = Catalogue.load().synonyms
    for name in ("synonyms", "typos"):
        others = [other for words in tables[name].values() for other in words]
        assert len(others) == len(set(others))
