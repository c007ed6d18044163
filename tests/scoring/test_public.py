"""The public surface: what other floors may import, and that each name says what it is."""

import doctest
import inspect
from pathlib import Path

import pytest

import scoring

NAMES = {
    "DISTRICTS", "FACTS", "HOME_PLACES", "ITEMS", "LINE_CASES", "VERSIONS", "WORK_PLACES",
    "Advice", "Aim", "Assumption", "BackTest", "Basis", "Birth", "Caution", "CheckedScore",
    "Condition", "Contradiction", "Cure", "Earliest", "Education", "Eligibility", "Fact",
    "FactError", "FactErrors", "Facts", "Gap", "Held", "Home", "Hurdle", "Insurance",
    "ItemRange", "Job", "JsonError", "JsonMapping", "JsonObject", "LeftOut", "Line", "LineBand",
    "LineCase", "LivePlace", "Missing", "NextStep", "Option", "Place", "Plan", "PlanYear",
    "PointsChange", "ProjectedYear", "Projection", "Remedy", "ResultsError", "RuleError",
    "Rules", "Score", "ScoreRange", "ScoringError", "Span", "Standing", "Step", "SuburbMonths",
    "Verdict", "Way", "YearResult",
    "advise", "application_year", "at_year", "back_test", "checked_score", "choices_of",
    "compare_plans", "contradictions", "course_years", "cut_date", "eligibility", "extended",
    "innovation_values", "last_result", "last_year", "left_out", "line_band", "live_place",
    "parse_facts", "project", "read_json", "results", "retirement_month", "retirement_span",
    "rules_for", "score",
    "score_range", "standing", "to_contract", "verdict", "verdict_to_json",
}  # fmt: skip


def test_the_public_names_are_these() -> None:
    assert sorted(scoring.__all__) == sorted(NAMES)
    assert all(hasattr(scoring, name) for name in scoring.__all__)


def test_every_public_name_has_a_docstring() -> None:
    things = {name: getattr(scoring, name) for name in scoring.__all__}
    assert not [
        name
        for name, thing in things.items()
        if getattr(thing, "__module__", "").startswith("scoring") and not thing.__doc__
    ]


def test_the_page_on_the_package_names_all_and_its_example_runs() -> None:
    page = Path(__file__).parents[2] / "docs" / "scoring.md"
    text = page.read_text("utf-8")
    assert not [name for name in scoring.__all__ if f"`{name}" not in text]
    done = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert done.attempted
    assert not done.failed


def test_results_cannot_be_changed() -> None:
    facts = scoring.parse_facts({})
    found = scoring.score(facts, 2026)
    for thing in (facts, found, found.lines[0], found.eligibility, found.eligibility.conditions[0]):
        name = next(iter(inspect.get_annotations(type(thing))))
        with pytest.raises(AttributeError):
            setattr(thing, name, None)


def test_the_ten_items_in_the_order_of_the_contract() -> None:
    assert scoring.ITEMS == (
        "employment", "residence", "education", "study_deduction", "suburb",
        "innovation", "tax", "age", "honour", "law",
    )  # fmt: skip


def test_the_cut_is_the_last_day_of_the_year_before() -> None:
    assert scoring.cut_date(2026).isoformat() == "2025-12-31"
