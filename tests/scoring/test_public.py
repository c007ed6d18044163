"""The public surface: what other floors may import, and that each name says what it is."""

import dataclasses
import inspect

import pytest

import scoring

NAMES = {
    "ITEMS", "VERSIONS", "Birth", "Condition", "Education", "Eligibility", "FactError", "Facts",
    "Home", "Insurance", "Job", "Line", "Missing", "RuleError", "Rules", "Score", "ScoreRange",
    "ScoringError", "Span", "SuburbMonths", "at_year", "contradictions", "cut_date",
    "eligibility", "extended", "last_year", "parse_facts", "retirement_month", "rules_for",
    "score", "score_range", "to_contract",
}  # fmt: skip


def test_the_names_of_the_core_are_there() -> None:
    assert set(scoring.__all__) >= NAMES
    assert sorted(set(scoring.__all__)) == sorted(scoring.__all__)
    assert all(hasattr(scoring, name) for name in scoring.__all__)


def test_every_public_name_has_a_docstring() -> None:
    silent = [
        name
        for name in scoring.__all__
        if (thing := getattr(scoring, name)) is not None
        and (inspect.isclass(thing) or inspect.isfunction(thing))
        and not (thing.__doc__ or "").strip()
    ]
    assert not silent


def test_results_cannot_be_changed() -> None:
    facts = scoring.parse_facts({})
    found = scoring.score(facts, 2026)
    for thing in (facts, found, found.lines[0], found.eligibility, found.eligibility.conditions[0]):
        field = dataclasses.fields(thing)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, field, None)


def test_the_ten_items_in_the_order_of_the_contract() -> None:
    assert scoring.ITEMS == (
        "employment", "residence", "education", "study_deduction", "suburb",
        "innovation", "tax", "age", "honour", "law",
    )  # fmt: skip


def test_the_cut_is_the_last_day_of_the_year_before() -> None:
    assert scoring.cut_date(2026).isoformat() == "2025-12-31"
