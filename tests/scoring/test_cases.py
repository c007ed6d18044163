"""The boundary cases in tests/scoring/cases: data, a hand sum each."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from scoring import ITEMS, Score, parse_facts, score, score_range

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


def seen(found: Score, key: str, wanted: Any) -> Any:
    """What `found` has to say about an expectation called `key`."""
    if key in ITEMS:
        return f"{found.line(key).points:.2f}"
    if key == "total":
        return f"{found.total:.2f}"
    if key == "eligible":
        return found.eligibility.verdict
    if key == "open":
        return found.eligibility.verdict is None
    if key == "missing":
        return list(found.missing)
    if key == "has_missing":
        return [name for name in wanted if name in found.missing]
    if key == "not_missing":
        return [name for name in wanted if name not in found.missing]
    if key == "note":
        return {
            item: text for item, text in wanted.items() if text in (found.line(item).note or "")
        }
    if key == "met_from":
        return {name: found.eligibility.condition(name).met_from for name in wanted}
    raise AssertionError(f"a case expects {key!r}, which is not known here")


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    found = score(parse_facts(case["facts"]), case["year"])
    expected = case["expected"]
    assert {key: seen(found, key, wanted) for key, wanted in expected.items()} == expected
    assert found.total == sum(line.points for line in found.lines)


# What is not known scores 0, while the range holds what these facts cannot fall below.
UNSETTLED = {"insurance", "homes", "insurance.periods", "homes.from"}


@pytest.mark.parametrize("case", CASES)
def test_the_range_of_a_case_holds_its_settled_items(case: dict[str, Any]) -> None:
    facts = parse_facts(case["facts"])
    found, held = score(facts, case["year"]), score_range(facts, case["year"])
    assert held.low.total <= held.high.total
    for each in held.items:
        if not each.is_open and not UNSETTLED & set(found.missing):
            assert each.low.points == found.line(each.low.item).points, each.low.item
