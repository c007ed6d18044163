"""Rule files are checked at start: a wrong one is refused with file, key and reason."""

import re
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest

from scoring import ITEMS, VERSIONS, FactError, RuleError, rules_for, score
from scoring.facts import lookup_of
from scoring.facts.parse import parse_facts
from scoring.items import SHAPES as ARITHMETIC
from scoring.rules.__main__ import with_table
from scoring.rules.load import SHAPES, innovation_values, load, read_rules
from scoring.rules.retirement import read_table

RULES = files("scoring.rules")
FOLDER = RULES.joinpath("versions")
TEXT = FOLDER.joinpath("2020.toml").read_text("utf-8")
TRIAL = FOLDER.joinpath("2018-trial.toml").read_text("utf-8")
RETIREMENT = RULES.joinpath("retirement.toml").read_text("utf-8")

WRONG = [
    ('per_year = "3"', "per_year = 3.0", "employment.terms.per_year", "decimal in quotes"),
    ('per_year = "3"', 'per_year = "drei"', "employment.terms.per_year", "decimal in quotes"),
    ('per_year = "3"', "", "employment.terms.per_year", "missing"),
    ('since = "1998-07"', 'since = "1998-13"', "employment.terms.since", "month like"),
    ('shape = "paid_months"', 'shape = "paid"', "employment.shape", "no shape 'paid'"),
    ('shape = "paid_months"', 'shape = "bands"', "employment.shape", "known: paid_months"),
    ('indicator = "年龄指标"', 'indicater = "年龄指标"', "age.indicater", "unknown key"),
    ('title = "年龄"', 'title = ""', "age.title", "must not be empty"),
    ("first_year = 2020", 'first_year = "2020"', "first_year", "must be int"),
    ("first_year = 2020", "first_year = 2020\nlast_year = 2019", "last_year", "before first_year"),
    ("first_year = 2020", "first_year = 2020\nfeatures = 1", "features", "unknown key"),
    ("[honour]", "[honor]", "honor", "unknown key"),
    ("until = 46", "until = 44", "age.terms", "young to old"),
    ("until = 46", "until = true", "age.terms.band[1].until", "must be int"),
    ("until = 46", "until = -1", "age.terms.band[1].until", "must not be negative"),
    ('diploma = "college"', 'diploma = "colege"', "education.terms", "diploma must be one of"),
    ('degree = "bachelor"', 'degree = "college"', "education.terms", "degree must be one of"),
    ('points = "37"\n', 'points = "3"\n', "education.terms", "most points to the fewest"),
    ('education = "15"', 'education = "16"', "study_deduction.terms.cap", "worth 15"),
    ("yuan = 5000000", "yuan = 50000000", "innovation.terms", "downwards"),
    ("central = [", "central = []\nx = [", "suburb.terms.x", "unknown key"),
    ('central = ["东城", "西城", "朝阳", "海淀", "丰台", "石景山"]', "central = []",
     "suburb.terms.central", "must not be empty"),
    ('central = ["东城", "西城", "朝阳", "海淀", "丰台", "石景山"]', 'central = "东城"',
     "suburb.terms.central", "must be a list"),
    ("continuous_months = 84", "", "eligibility.continuous_months", "missing"),
    ("[age.sources]", "[age.origins]", "age.origins", "unknown key"),
    ('band = { confidence = "high"', 'bands = { confidence = "high"',
     "age.sources.bands", "known: band"),
    ('band = { confidence = "high"', 'band = { confidence = "sure"',
     "age.sources.band", "confidence"),
    ('per_year = { confidence = "high", official = 10', 'x = { confidence = "high", official = 10',
     "employment.sources.x", "known: since, per_year"),
    ('name = "2020"', "name = 2020 2020", "(whole file)", "not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "reason"), WRONG)
def test_a_wrong_rule_file_is_refused(old: str, new: str, key: str, reason: str) -> None:
    assert old in TEXT
    with pytest.raises(RuleError, match=re.escape(reason)) as caught:
        read_rules("broken.toml", TEXT.replace(old, new, 1))
    assert (caught.value.file, caught.value.key) == ("broken.toml", key)
    assert str(caught.value).startswith(f"broken.toml: {key}: ")


def test_a_missing_item_is_refused() -> None:
    head, _, _ = TEXT.partition("[law]")
    with pytest.raises(RuleError, match="law: missing"):
        read_rules("broken.toml", head)


def test_a_wrong_retirement_table_is_refused() -> None:
    with pytest.raises(RuleError, match=r"men\.step"):
        read_table("retirement.toml", RETIREMENT.replace("step = 4", "step = 0", 1))
    with pytest.raises(RuleError, match="women_workers: missing"):
        read_table("retirement.toml", RETIREMENT.partition("[women_workers]")[0])
    with pytest.raises(RuleError, match="not TOML"):
        read_table("retirement.toml", "[")


def test_years_must_not_overlap(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TRIAL, "utf-8")
    (tmp_path / "b.toml").write_text(
        TEXT.replace("first_year = 2020", "first_year = 2019"), "utf-8"
    )
    with pytest.raises(RuleError, match=r"b\.toml: first_year: overlaps"):
        load(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(RuleError, match="no rule version"):
        load(empty)


def test_every_year_has_the_rules_in_force() -> None:
    assert [rules_for(year).name for year in (2018, 2019, 2020, 2026, 2100)] == [
        "2018-trial",
        "2018-trial",
        "2020",
        "2020",
        "2020",
    ]


@pytest.mark.parametrize("year", [2017, 2101, 0, -1])
def test_a_year_without_rules_is_refused(year: int) -> None:
    with pytest.raises(FactError, match="year"):
        score(parse_facts({}), year)


def test_every_shape_has_its_arithmetic() -> None:
    assert set(SHAPES) == set(ARITHMETIC)
    assert {item for item, _ in SHAPES.values()} == set(ITEMS)


def test_every_line_can_be_checked() -> None:
    """Each item of each version carries its source; the official numbers are real answers."""
    for rules in VERSIONS:
        assert tuple(item.key for item in rules.items) == ITEMS
        for item in rules.items:
            assert item.document.startswith("《")
            assert item.indicator
            assert lookup_of(item.key)
            assert item.official is None or 1 <= item.official <= 19
            assert not re.search(r"第.{1,3}条", item.document + item.indicator)


def test_the_values_of_innovation() -> None:
    assert innovation_values() == (0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)


def test_every_figure_has_a_source_and_the_docs_list_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    assert with_table(page) == page, "run python -m scoring.rules"
    for rules in VERSIONS:
        for item in rules.items:
            figures = [each.name for each in fields(item.terms) if not each.name.endswith("_note")]
            assert list(item.sources) == figures, item.key
            assert [f for f in figures if f"`{item.key}.{f}`" not in page] == []
