"""The checker, and what it says of the shipped catalogue."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from replies.catalogue import HERE, Catalogue
from replies.check import (
    ALIKE_ACROSS,
    close_pairs,
    elsewhere,
    is_keyword,
    main,
    near_duplicates,
    problems,
    too_few,
)
from replies.normalise import key_of
from replies.router import Router
from tests.replies.routing import answer, library


def with_examples(slug: str, *more: str) -> Router:
    catalogue = library()
    old = catalogue.get(slug)
    assert old is not None
    return Router(catalogue.with_edits([dataclasses.replace(old, examples=(*old.examples, *more))]))


def test_names_near_duplicates_across_answers() -> None:
    found = list(near_duplicates(with_examples("cards", "晚上几点关门呀").bank))
    assert len(found) == 1
    assert "cards" in found[0]
    assert "hours" in found[0]


def test_names_slips_within_an_answer() -> None:
    text = "请问外地来的人到你们图书馆能办借书证吗，要带什么材料，要交押金吗"
    (found,) = near_duplicates(with_examples("cards", text, text.replace("押金", "押今")).bank)
    assert found.startswith("cards / cards")


def test_names_examples_that_lead_elsewhere() -> None:
    stray = answer("elsewhere", "别的图书馆几点开门", "周末开门吗")
    catalogue = library()
    others = [entry for entry in catalogue.answers if entry.id != "elsewhere"]
    router = Router(dataclasses.replace(catalogue, answers=(*others, stray)))
    found = list(elsewhere(router))
    assert any(line.startswith("elsewhere: leads to hours") for line in found)


def test_near_misses_and_what_a_command_takes_may_stand_near() -> None:
    names = {line.split(":")[0] for line in elsewhere(Router(library()))}
    assert not names & {"branches", "chat", "menu"}


def test_names_answers_with_too_few_examples() -> None:
    found = list(too_few(library()))
    assert "cards: 6 examples, at least 40 are wanted" in found
    assert any(line.startswith("cards: ") and "keywords, at least 8" in line for line in found)


@pytest.mark.parametrize(
    ("example", "keyword"),
    [("郊区换房", True), ("居住证 12月31日", True), ("租房怎么算", False), ("房", False)],
)
def test_a_keyword_is_short_and_asks_nothing(example: str, keyword: bool) -> None:
    assert is_keyword(example) is keyword


def test_no_shipped_example_stands_twice() -> None:
    keys = [key_of(text) for _, _, texts in Catalogue.load().groups() for text in texts]
    assert len(keys) == len(set(keys))


def test_lists_every_broken_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "answers").mkdir()
    for slug in ("a", "b"):
        (tmp_path / "answers" / f"{slug}.md").write_text("nothing", "utf-8")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.count("must begin with +++") == 2


def test_the_shipped_catalogue_is_clean() -> None:
    assert problems(HERE) == []


def test_every_official_position_has_answer_short_text_and_source() -> None:
    catalogue = Catalogue.load()
    for number in range(1, 20):
        assert catalogue.by_official(number), number
    for entry in catalogue.answers:
        assert entry.text, entry.id
        assert entry.sources, entry.id


def test_no_near_duplicate_escapes_the_search_by_length() -> None:
    """The same pairs as when every two are compared."""
    keys = [key_of(text) for _, _, texts in Catalogue.load().groups() for text in texts][::20]
    keys += [f"{key[:-2]}了{key[-2:]}" for key in keys[::3]] + [key[1:] for key in keys[::5]]
    alike = process.cdist(keys, keys, scorer=fuzz.ratio, score_cutoff=ALIKE_ACROSS)
    wanted = set(zip(*np.nonzero(np.triu(alike, 1)), strict=True))
    assert len(wanted) > 200
    assert wanted == set(close_pairs(keys))
