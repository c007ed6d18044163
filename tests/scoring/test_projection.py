"""The coming years of one person."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replies.wording import change_text
from scoring import LINE_CASES, FactError, last_year, line_band, parse_facts, score, score_range
from scoring.outlook.projection import project
from tests.scoring.people import RENTER

TOTALS = RENTER | {
    "insurance": {"months": 222, "continuous_months": 222, "repaid_months": 0},
    "homes": [{"kind": "rented", "months": 222}],
}


def _steps(raw: dict[str, Any], year: int = 2027, **how: Any) -> list[dict[str, str]]:
    """The changes of every later year as {item: points}."""
    projection = project(parse_facts(raw), year, **how)
    return [{c.item: str(c.points) for c in each.changes} for each in projection.years[1:]]


def test_a_renter_gains_three_and_a_half_a_year_until_age_takes_four() -> None:
    # Born 1982: 45 whole years on 1 January 2028, 46 on 1 January 2029, that is application 2030.
    steps = _steps(RENTER | {"birth": "1982-03"})
    assert steps[:2] == [{"employment": "3.00", "residence": "0.50"}] * 2
    assert steps[2:7] == [{"employment": "3.00", "residence": "0.50", "age": "-4.00"}] * 5
    assert steps[7:] == [{"employment": "3.00", "residence": "0.50"}] * 2


def test_totals_go_on_like_dates() -> None:
    dated, totals = (project(parse_facts(raw), 2027) for raw in (RENTER, TOTALS))
    assert [each.total for each in totals.years] == [each.total for each in dated.years]


def test_tax_years_leave_the_window_unless_they_go_on() -> None:
    raw = RENTER | {"tax_years": [2024, 2025, 2026]}
    gone = _steps(raw, years=5, tax_goes_on=False)
    assert [step.get("tax") for step in gone] == ["-2.00", "-2.00", "-2.00", None]
    assert all("tax" not in step for step in _steps(raw, years=5, tax_goes_on=True))


@pytest.mark.parametrize(
    ("years", "goes_on", "said"),
    [
        ([2025, 2026], True, "tax_goes_on"),
        ([2024, 2025], False, "tax_ends"),
    ],
)
def test_the_tax_assumption_is_said(years: list[int], goes_on: bool, said: str) -> None:
    projection = project(parse_facts(RENTER | {"tax_years": years}), 2027)
    assert projection.tax_goes_on is goes_on
    assert said in [each.code for each in projection.assumptions]


def test_a_tax_change_names_the_years() -> None:
    later = project(parse_facts(RENTER | {"tax_years": [2024]}), 2027, years=2).years[1]
    assert [change_text(c) for c in later.changes if c.item == "tax"] == ["2024 年移出近 3 年"]


def test_the_suburb_home_reaches_its_cap() -> None:
    home = {"kind": "owned", "from": "2023-01", "to": "now", "district": "通州"}
    steps = _steps(RENTER | {"homes": [home]})
    assert [step.get("suburb") for step in steps[:3]] == ["2.00", "2.00", None]
    assert steps[0]["residence"] == "1.00"


def test_the_deduction_does_not_move_and_says_so() -> None:
    study = {"diploma": "master", "degree": "master", "graduated": "2016-06"}
    projection = project(parse_facts(RENTER | {"education": study}), 2027)
    assert {each.items["study_deduction"] for each in projection.years} == {Decimal("-10.50")}
    (stays,) = [each for each in projection.assumptions if each.code == "deduction_stays"]
    assert stays.values == {"points": Decimal("10.50")}


def test_a_degree_to_come_counts_from_its_year() -> None:
    study = {"diploma": "bachelor", "degree": "bachelor", "graduated": "2028-07"}
    steps = _steps(RENTER | {"education": study}, years=4)
    assert "education" not in steps[0]
    assert (steps[1]["education"], steps[1]["study_deduction"]) == ("15.00", "-14.00")


def test_retirement_ends_it() -> None:
    facts = parse_facts(RENTER | {"birth": "1969-06"})
    projection = project(facts, 2027)
    assert facts.birth is not None
    assert projection.retires == (last_year(facts.birth, "male") or 0) + 1
    assert all(each.retired == (each.year >= projection.retires) for each in projection.years)
    assert not any(each.reaches("low") for each in projection.years if each.retired)


def test_the_years_of_continuous_insurance_come_with_time() -> None:
    raw = RENTER | {"insurance": {"periods": [{"from": "2022-01", "to": "now"}]}}
    eligible = {each.year: each.eligible for each in project(parse_facts(raw), 2027).years}
    # 84 months from 2022-01 end with 2028-12, so 2029 is the first year.
    assert (eligible[2028], eligible[2029]) == (False, True)


def test_published_years_bring_their_line_and_later_ones_a_band() -> None:
    projection = project(parse_facts(RENTER), 2025, years=4)
    assert [each.line for each in projection.years] == [
        Decimal("117.33"),
        Decimal("119.92"),
        None,
        None,
    ]
    assert [each.band is not None for each in projection.years] == [False, False, True, True]
    assert projection.projected
    assert projection.years[2].line_in("middle") == Decimal("122.75")
    assert projection.years[1].line_in("high") == Decimal("119.92")


def test_the_first_year_at_the_line_depends_on_the_case() -> None:
    # 4 a year more, against a line that rises by less in the low case and by more in the high.
    raw = RENTER | {
        "birth": "1990-03",
        "homes": [{"kind": "owned", "from": "2008-07", "to": "now", "district": "海淀"}],
        "education": {"diploma": "master", "degree": "master", "graduated": "2008-06"},
    }
    projection = project(parse_facts(raw), 2027)
    first = projection.years[0]
    assert first.total == Decimal("120.00")  # 55.50 + 18.50 + 26 + 20
    for case in LINE_CASES:
        reached = [
            year
            for year in range(2027, 2037)
            if 120 + 4 * (year - 2027) >= line_band(year).of(case)
        ]
        assert projection.first_year(case) == (reached[0] if reached else None)
    assert projection.first_year("low") != projection.first_year("high")


def test_missing_facts_make_a_range() -> None:
    raw = {key: value for key, value in RENTER.items() if key != "honour"}
    projection = project(parse_facts(raw), 2027)
    for each in projection.years:
        assert (each.low, each.high) == (each.total, each.total + 20)
    found = score_range(parse_facts(raw), 2027)
    assert (found.low.total, found.high.total) == (
        projection.years[0].low,
        projection.years[0].high,
    )


def test_nothing_known_still_works() -> None:
    projection = project(parse_facts({}), 2027)
    assert len(projection.years) == 10
    assert projection.years[0].total == 0
    assert projection.years[0].high > 100


def test_a_year_without_rules_is_refused() -> None:
    with pytest.raises(FactError, match="no_rules"):
        project(parse_facts({}), 2017)


@given(
    year=st.integers(2020, 2040),
    birth=st.integers(1960, 1995),
    start=st.integers(1998, 2018),
    owned=st.one_of(st.none(), st.integers(2005, 2019)),
    tax=st.lists(st.integers(2017, 2039), max_size=4, unique=True),
    goes_on=st.one_of(st.none(), st.booleans()),
)
def test_every_year_is_a_score_and_the_changes_add_up(
    year: int, birth: int, start: int, owned: int | None, tax: list[int], goes_on: bool | None
) -> None:
    homes = [{"kind": "rented", "from": f"{start}-09"}]
    if owned:
        homes.append({"kind": "owned", "from": f"{owned}-03", "district": "大兴"})
    facts = parse_facts(
        RENTER
        | {
            "birth": f"{birth}-05",
            "insurance": {"periods": [{"from": f"{start}-08"}]},
            "homes": homes,
            "tax_years": tax,
        }
    )
    projection = project(facts, year, years=4, tax_goes_on=goes_on)
    first = score(facts, year)
    assert projection.years[0].total == first.total
    assert projection.years[0].items == {line.item: line.points for line in first.lines}
    before = first.total
    for each in projection.years[1:]:
        assert each.total == before + sum((c.points for c in each.changes), Decimal())
        assert each.total == sum(each.items.values(), Decimal())
        assert all(change_text(change) for change in each.changes)
        before = each.total
