"""The verdict: case files for every kind of fault, and that nothing in it contradicts the rest."""

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Remedy, Step, Verdict, parse_facts, project, score, score_range, verdict
from tests.scoring.people import RENTER, people

DAY = date(2026, 11, 25)
CASES = [
    pytest.param(case, id=case["name"])
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
SIMPLE: dict[str, Callable[[Verdict], Any]] = {
    "year": lambda found: found.year,
    "eligible": lambda found: "open" if found.eligible is None else found.eligible,
    "low": lambda found: str(found.low),
    "high": lambda found: str(found.high),
    "step": lambda found: found.next_step.step.value,
    "after": lambda found: [each.remedy.value for each in found.after],
    "cautions": lambda found: [each.code for each in found.cautions],
    "advice": lambda found: [each.key for each in found.advice],
    "last_year": lambda found: found.last_year,
    "until": lambda found: found.until,
    "aims": lambda found: {
        str(aim.year): ["+".join(way.measures) for way in aim.ways] for aim in found.aims
    },
    "earliest": lambda found: {
        each.case: [each.best or 0, each.safe or 0] for each in found.earliest
    },
    "remedies": lambda found: {
        each.condition.key: [cure.remedy.value for cure in each.cures] for each in found.hurdles
    },
    "years": lambda found: {each.condition.key: each.cures[0].year for each in found.hurdles},
}


def seen(found: Verdict, key: str, wanted: Any) -> Any:
    """What `found` has to say about an expectation called `key`."""
    keys = [each.key for each in found.advice]
    if key == "has_advice":
        return [each for each in wanted if each in keys]
    if key == "no_advice":
        return [each for each in wanted if each not in keys]
    if key == "first_years":
        return {each.key: each.first_year for each in found.advice if each.key in wanted}
    return SIMPLE[key](found)


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    changed = {k: None if v == "unknown" else v for k, v in case["facts"].items()}
    found = verdict(parse_facts(RENTER | changed), case.get("day", DAY))
    expected = case["expected"]
    assert {key: seen(found, key, wanted) for key, wanted in expected.items()} == expected


@st.composite
def incomplete(draw: st.DrawFn) -> dict[str, Any]:
    raw = draw(people)
    return {key: value for key, value in raw.items() if draw(st.integers(0, 5))}


years = st.sampled_from([2022, 2026, 2027, 2028])


@settings(max_examples=60)
@given(people | incomplete(), years)
def test_nothing_in_a_verdict_contradicts_the_rest(raw: dict[str, Any], year: int) -> None:
    facts = parse_facts(raw)
    found = verdict(facts, DAY, year)
    held = score_range(facts, year)
    assert (found.low, found.high) == (held.low.total, held.high.total)
    first = found.ahead.years[0]
    assert (first.low, first.high) == (found.low, found.high)
    assert found.eligible is first.eligible
    assert found.last_gap.high - found.last_gap.low == found.high - found.low
    if found.next_line is not None and found.next_gap is not None:
        assert found.next_line.year == year
        assert found.next_gap.low == found.low - found.next_line.high
        assert found.next_gap.high == found.high - found.next_line.low
    # Unmet conditions come first, each with a way out or the word that there is none.
    assert [each.condition.met for each in found.hurdles] == sorted(
        (each.condition.met for each in found.hurdles), key=lambda met: met is None
    )
    assert all(each.cures for each in found.hurdles)
    assert bool(found.hurdles) == (found.eligible is not True)


@settings(max_examples=60)
@given(people | incomplete(), years)
def test_the_earliest_year_is_one_to_file_in(raw: dict[str, Any], year: int) -> None:
    found = verdict(parse_facts(raw), DAY, year)
    could = dict(zip((each.year for each in found.ahead.years), found.could, strict=True))
    rows = {each.year: each for each in found.ahead.years}
    for each in found.earliest:
        for reached, side in ((each.best, "high"), (each.safe, "low")):
            if reached is None:
                continue
            assert could[reached] is not False
            assert getattr(rows[reached], side) >= rows[reached].line_in(each.case)
            if found.last_year is not None:
                assert reached <= found.last_year
    low, middle, high = (found.earliest_in(case) for case in ("low", "middle", "high"))
    for one, other in ((low, middle), (middle, high)):
        assert (one.best or 9999) <= (other.best or 9999)
        assert (one.safe or 9999) <= (other.safe or 9999)


@settings(max_examples=60)
@given(people, years)
def test_aims_are_sooner_than_going_on_and_hold_their_own_line(
    raw: dict[str, Any], year: int
) -> None:
    found = verdict(parse_facts(raw), DAY, year)
    plain = found.earliest_in("middle").safe
    keys = {each.key for each in found.advice}
    rows = {each.year: each for each in found.ahead.years}
    seen: list[tuple[int, set[str]]] = []
    for aim in found.aims:
        assert plain is None or aim.year < plain
        assert found.last_year is None or aim.year <= found.last_year
        for way in aim.ways:
            assert way.total >= way.line == rows[aim.year].line_in("middle")
            assert way.total > rows[aim.year].total
            # No set holds a measure for nothing, and none is said twice.
            assert not any(part <= set(way.measures) for _, part in seen)
            seen.append((aim.year, set(way.measures)))
    efforts = [min(way.effort for way in aim.ways) for aim in found.aims]
    assert efforts == sorted(set(efforts), reverse=True)  # who waits longer does less
    if found.next_step.step is Step.MEASURE:
        assert found.next_step.way in [way for aim in found.aims for way in aim.ways]
    assert len(keys) == len(found.advice)


@settings(max_examples=40)
@given(people, years)
def test_a_set_is_worth_what_the_engine_says(raw: dict[str, Any], year: int) -> None:
    """The sum over the measures of a set is the score of a person who did them all."""
    from scoring.advice.aims import _sets
    from scoring.advice.forecast import Forecast

    ahead = Forecast(parse_facts(raw), year, DAY)
    target = year + 6
    for measures in list(_sets(ahead.measures))[:20]:
        if max(each.wait for each in measures) > 6:
            continue
        whole = score(ahead.facts_with(measures, target), target).total
        assert ahead.total(measures, target) == whole, [each.key for each in measures]


def test_a_measure_touches_no_other_item_than_it_says() -> None:
    from scoring.advice.forecast import Forecast

    ahead = Forecast(parse_facts(RENTER), 2027, DAY)
    for measure in ahead.measures:
        plain, done = ahead.plain(2033), score(ahead.facts_with((measure,), 2033), 2033)
        moved = {line.item for line in done.lines if line.points != plain.items[line.item]}
        assert moved <= set(measure.items)


def test_the_year_of_a_cure_is_one_in_which_the_condition_is_met() -> None:
    young = RENTER | {"insurance": {"periods": [{"from": "2022-01"}]}, "homes": []}
    found = verdict(parse_facts(young), DAY)
    (cure,) = found.hurdles[0].cures
    assert cure.remedy is Remedy.WAIT
    years = {each.year: each.eligible for each in project(parse_facts(young), 2027).years}
    assert years[cure.year or 0] is True
    assert years[(cure.year or 0) - 1] is False


def test_gap_and_line_are_exact() -> None:
    found = verdict(parse_facts(RENTER), DAY)
    assert found.next_line is not None
    assert found.next_gap is not None
    assert found.next_gap.low == Decimal("99.75") - found.next_line.high
    assert found.last_gap.low == Decimal("99.75") - found.last.line


WORKER = RENTER | {"birth": "1977-11", "sex": "female", "post": "worker"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({"post": None}, []),  # whoever is a manager at most retires in the years ahead, too
        ({"residence_permit": False}, ["permit"]),
        ({"honour": True, "innovation_points": 12}, None),  # measures may reach the line
    ],
)
def test_measures_that_all_come_too_late_are_not_told(
    changed: dict[str, Any], told: list[str] | None
) -> None:
    raw = {key: each for key, each in (WORKER | changed).items() if each is not None}
    found = verdict(parse_facts(raw), DAY)
    assert found.ends_with_retirement
    assert found.advice
    keys = [each.key for each in found.advice]
    assert [each.key for each in found.worth_doing] == (keys if told is None else told)


def test_a_measure_is_used_first_in_a_year_in_which_the_person_may_file() -> None:
    begun = RENTER | {"insurance": {"periods": [{"from": "2022-07"}]}, "homes": []}
    found = verdict(parse_facts(begun), DAY)  # seven years are full in June 2029
    costs = [each.cost for each in found.advice if each.first_year == 2030]
    assert costs
    assert all("2028" not in each for each in costs)


def test_who_studies_already_is_not_told_of_courses() -> None:
    for graduated in ("2028", "2028-06"):
        held = {"diploma": "master", "degree": "master", "graduated": graduated}
        found = verdict(parse_facts(RENTER | {"education": held}), DAY)
        assert "education" not in {each.item for each in found.advice}
        assert found.cautions == ()


def test_what_the_range_settles_is_not_missing() -> None:
    # Two hundred months in one run: the dates follow, and none of them is a month of study.
    told = {"insurance": {"months": 200, "continuous_months": 200, "repaid_months": 0}}
    found = verdict(parse_facts(RENTER | told), DAY)
    assert found.low == found.high
    assert found.missing == ()
    assert score(parse_facts(RENTER | told), 2027).missing == ("education.overlap_months",)


def test_the_years_ahead_count_the_overlap_that_follows_from_totals_as_the_range_does() -> None:
    held = {"diploma": "bachelor", "degree": "bachelor", "graduated": "2014-07"}
    totals = {"insurance": {"months": 222, "continuous_months": 222, "repaid_months": 0}}
    found = verdict(parse_facts(RENTER | totals | {"education": held}), DAY)
    dated = verdict(parse_facts(RENTER | {"education": held}), DAY)  # 222 months since 2008-07
    assert found.low == found.high == found.ahead.years[0].total == dated.low
    assert found.ahead.years == dated.ahead.years
    assert (found.advice, found.aims) == (dated.advice, dated.aims)


@pytest.mark.parametrize(
    "insurance",
    [
        {"months": 200, "continuous_months": 200},
        {"periods": [{"from": "2005-01"}], "months": 264, "repaid": None},
    ],
    ids=["dates that follow from totals", "dates beside a total"],
)
def test_months_made_up_that_nobody_told_leave_the_condition_open_everywhere(
    insurance: dict[str, Any],
) -> None:
    # A run without a gap does not say how many months were made up for before it.
    facts = parse_facts(RENTER | {"insurance": insurance})
    found = verdict(facts, DAY)
    assert found.eligible is None is score(facts, 2027).eligibility.verdict
    assert "insurance.repaid_months" in {each.fact for each in found.missing}
    assert "insurance.repaid_months" in score(facts, 2027).missing
