"""One fact, one row: what comes from the registry agrees with it."""

from pathlib import Path

import pytest

from scoring import FACTS, RuleError, choices_of, parse_facts
from scoring.facts import parse, registry
from scoring.facts.__main__ import with_table

ROW = """
[military_service]
kind = "yes_no"
title = "服过兵役"
assume = false
reader = "yes_no"
document = "has served"
"""
TEXT = (Path(registry.__file__).parent / registry.FILE).read_text("utf-8")


def test_the_table_in_the_docs_is_the_registry() -> None:
    page = (Path(__file__).parents[2] / "docs" / "facts.md").read_text("utf-8")
    assert with_table(page) == page, "run python -m scoring.facts"


def test_a_new_yes_no_fact_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    wider = registry.read_registry("registry.toml", TEXT + ROW)
    monkeypatch.setattr(registry, "FACTS", wider)
    caches = (registry.rows_of, parse.readers_of)
    for each in caches:
        each.cache_clear()
    try:
        facts = parse_facts({"military_service": True, "honour": False})
    finally:
        for each in caches:
            each.cache_clear()
    assert facts.get("military_service") is True
    assert facts.get("honour") is False
    assert choices_of(wider["military_service"]) == (True, False)


WRONG = [
    ('kind = "yes_no"', 'kind = "maybe"', "military_service.kind"),
    ('kind = "yes_no"', 'kind = "choice"', "military_service.choices"),
    ("assume = false", "assume = 3", "military_service.assume"),
    ("assume = false", 'item = "wealth"', "military_service.item"),
    ("assume = false", 'depends_on = ["wealth"]', "military_service.depends_on"),
    ('title = "服过兵役"', "", "military_service.title"),
    ("assume = false", "asume = false", "military_service.asume"),
]


@pytest.mark.parametrize(("old", "new", "key"), WRONG)
def test_a_wrong_row_is_refused_with_file_and_key(old: str, new: str, key: str) -> None:
    with pytest.raises(RuleError) as caught:
        registry.read_registry("registry.toml", TEXT + ROW.replace(old, new))
    assert (caught.value.file, caught.value.key) == ("registry.toml", key)
    assert caught.value.reason


def test_rare_facts_count_as_none() -> None:
    rare = {name: fact.assume for name, fact in FACTS.items() if fact.assume is not None}
    assert rare == {"innovation_points": 0, "tax_violations": 0, "detentions": 0, "honour": False}
