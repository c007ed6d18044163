"""The table of readings, beside the package it was made from."""

from pypinyin import lazy_pinyin

from replies.catalogue import Catalogue
from replies.pinyin import readings, syllables, table
from replies.pinyin_build import characters
from replies.pinyin_build import readings as read


def known(text: str) -> str:
    return "".join(filter(readings, text))


def test_terms_are_read_as_the_package_reads_them() -> None:
    terms = Catalogue.load().synonyms["terms"]
    assert isinstance(terms, list)
    for term in map(str, terms):
        assert syllables(term) == lazy_pinyin(term)


def test_titles_are_read_as_the_package_reads_them() -> None:
    # Words read as their characters are not in the table: 提交还能 is cut as 提, 交还, 能.
    titles = [known(answer.title) for answer in Catalogue.load().answers]
    other = [title for title in titles if syllables(title) != lazy_pinyin(title)]
    assert len(other) <= 0.01 * len(titles)


def test_characters_are_read_as_the_package_reads_them() -> None:
    every = list(characters())
    assert len(every) == len(table().readings) == 6763
    assert all(table().readings[character] == read(character) for character in every)


def test_a_word_is_read_otherwise_than_its_characters() -> None:
    assert syllables("弹性") == ["tan", "xing"]
    assert readings("弹") == ("dan", "tan")


def test_what_the_table_does_not_hold_stands_for_itself() -> None:
    assert syllables("A1，囧𠮷社保") == ["A", "1", "，", "囧", "𠮷", "she", "bao"]
    assert readings("囧") == ()
