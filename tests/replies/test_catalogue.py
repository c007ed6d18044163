"""Catalogue files: what is read, and what is refused with file, key and reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from replies.catalogue import Catalogue, CatalogueError, answer_of, parse_answer
from replies.catalogue.figures import figures, fill

FILE = """+++
id = "tax"
official = 16
title = "纳税"
short = "每年满 10 万元加 2 分。{latest_year} 年的线是 {latest_line} 分。"
sources = [{document = "办法", indicator = "纳税", date = "2020-07-16", confidence = "high"}]
related = []
next_step = "算一算"
examples = ["个税多少能加分", "交税加几分"]
+++
详细的话。
{lines_table}
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a catalogue folder out of file texts and gives its path."""

    def written(*answers: str, intents: str = "", negatives: str = "") -> Path:
        folder = tmp_path / "answers"
        folder.mkdir()
        for text in answers:
            slug = text.split('id = "')[1].split('"')[0]
            (folder / f"{slug}.md").write_text(text, "utf-8")
        (tmp_path / "intents.toml").write_text(intents, "utf-8")
        (tmp_path / "negatives.toml").write_text(negatives, "utf-8")
        return tmp_path

    return written


def test_reads_an_answer_and_fills_its_figures(write: Write) -> None:
    catalogue = Catalogue.load(write(FILE))
    (answer,) = catalogue.answers
    known = figures()
    assert answer.official == 16
    assert known["latest_line"] in answer.short
    assert "{" not in answer.text
    assert known["line_2018"] in answer.text
    assert answer.sources[0].indicator == "纳税"
    assert catalogue.get("tax") is answer
    assert catalogue.by_official(16) == (answer,)
    assert answer_of(answer.raw, "tax.md") == answer


def test_a_folder_of_bare_answer_files_is_a_catalogue_too(tmp_path: Path) -> None:
    (tmp_path / "tax.md").write_text(FILE, "utf-8")
    assert len(Catalogue.load(tmp_path).answers) == 1


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('title = "纳税"', "", "title", "missing"),
        ('title = "纳税"', 'titel = "纳税"', "titel", "unknown key"),
        ("official = 16", "official = 20", "official", "1 to 19"),
        ("{latest_line}", "{latest_lime}", "short", "unknown placeholder"),
        ('short = "', 'short = "' + "长" * 300, "short", "at most 300"),
        ("详细的话。", "长" * 601, "text", "at most 600"),
        ('["个税多少能加分", "交税加几分"]', "[]", "examples", "at least one"),
        ("交税加几分", "个税多少能加分？", "examples", "twice"),
        ('confidence = "high"', 'confidence = "sure"', "sources[1].confidence", "one of"),
        ("related = []", 'related = ["none"]', "related", "no other answer"),
        ("related = []", "related = [", "+++", "not TOML"),
        ("+++\nid", "id", "+++", "must begin"),
    ],
)
def test_refuses_with_file_key_and_reason(
    write: Write, old: str, new: str, key: str, reason: str
) -> None:
    folder = write(FILE.replace(old, new))
    with pytest.raises(CatalogueError) as refused:
        Catalogue.load(folder)
    assert refused.value.file == "tax.md"
    assert refused.value.key == key
    assert reason in refused.value.reason


def test_refuses_an_example_in_two_answers(write: Write) -> None:
    other = FILE.replace('"tax"', '"fine"').replace("交税加几分", "罚款多少")
    with pytest.raises(CatalogueError, match="个税多少能加分"):
        Catalogue.load(write(FILE, other))


def test_refuses_an_unknown_intent_and_a_negative_without_its_answer(write: Write) -> None:
    folder = write(FILE, intents='[dance]\nexamples = ["跳舞"]\n')
    with pytest.raises(CatalogueError, match="unknown intent"):
        Catalogue.load(folder)
    (folder / "intents.toml").write_text('[help]\nexamples = ["帮助"]\n', "utf-8")
    (folder / "negatives.toml").write_text('[city]\nanswer = "x"\nexamples = ["上海"]\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"city\.answer"):
        Catalogue.load(folder)


def test_refuses_a_file_whose_name_is_not_its_id(tmp_path: Path) -> None:
    (tmp_path / "taxes.md").write_text(FILE, "utf-8")
    with pytest.raises(CatalogueError, match="id"):
        Catalogue.load(tmp_path)


def test_edits_replace_and_add_and_are_checked(write: Write) -> None:
    catalogue = Catalogue.load(write(FILE))
    edited = parse_answer(FILE.replace("交税加几分", "纳税有分吗"), "edit")
    assert catalogue.with_edits([edited]).get("tax") == edited
    clash = parse_answer(FILE.replace('"tax"', '"other"'), "edit")
    with pytest.raises(CatalogueError, match="as well"):
        catalogue.with_edits([clash])


def test_fill_leaves_other_text_alone() -> None:
    assert fill("{a} 和 {{", {"a": "1"}) == "1 和 {{"
