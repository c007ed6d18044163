"""Two plans side by side agree with the projection, the measures and the aims."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from scoring import compare_plans, parse_facts, verdict
from scoring.advice.forecast import Forecast

DAY, YEAR = date(2026, 11, 2), 2027
TYPICAL: dict[str, dict[str, Any]] = {
    path.name: json.loads(path.read_text("utf-8"))["facts"]
    for path in files("scoring").joinpath("examples").iterdir()
}
BELOW = {
    "birth": "1985-03",
    "sex": "male",
    "residence_permit": True,
    "criminal_record": False,
    "insurance": {"periods": [{"from": "2009-07", "to": "now"}], "repaid": []},
    "homes": [{"kind": "rented", "from": "2009-07", "to": "now", "registered": True}],
    "jobs": [{"district": "海淀", "from": "2009-07", "to": "now"}],
    "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2008-07"},
    "tax_years": [2024, 2025],
    "innovation_points": 0,
    "tax_violations": 0,
    "detentions": 0,
    "honour": False,
}
OWNER = BELOW | {
    "homes": [
        {
            "kind": "owned",
            "from": "2016-05",
            "to": "now",
            "district": "通州",
            "certificate": "2016-05",
        }
    ],
}
EVERYBODY = TYPICAL | {"below": BELOW, "owner": OWNER}


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_plan_of_every_option_is_what_the_forecast_says(name: str) -> None:
    facts = parse_facts(EVERYBODY[name])
    first = compare_plans(facts, YEAR, DAY)
    if first is None:
        assert not [each for each in verdict(facts, DAY, YEAR).advice if each.opens is None]
        return
    forecast = Forecast(facts, YEAR, DAY)
    for option in first.options:
        plan = compare_plans(facts, YEAR, DAY, option.keys)
        assert plan is not None
        assert plan.option == option
        measures = tuple(each for each in forecast.measures if each.key in option.keys)
        for each in plan.years:
            assert each.low <= each.high
            if each.year > YEAR and each.now.low == each.now.high == each.low == each.high:
                assert each.low == forecast.total(measures, each.year)


def test_the_first_option_is_what_the_next_step_proposes() -> None:
    facts = parse_facts(OWNER)
    way = verdict(facts, DAY, YEAR).next_step.way
    plan = compare_plans(facts, YEAR, DAY)
    assert way is not None
    assert plan is not None
    assert plan.option.keys == way.measures
    assert plan.plan_reaches == way.year
    assert plan.plan_safe == way.safe


@pytest.mark.parametrize("name", ["below", "owner"])
def test_now_reaches_in_the_year_that_the_verdict_names(name: str) -> None:
    facts = parse_facts(EVERYBODY[name])
    found = verdict(facts, DAY, YEAR)
    plan = compare_plans(facts, YEAR, DAY)
    assert plan is not None
    assert plan.now_reaches == found.earliest_in("middle").safe
    assert plan.now_safe == found.earliest_in("high").safe


def test_an_own_home_outside_is_among_the_plans_of_a_tenant() -> None:
    plan = compare_plans(parse_facts(BELOW), YEAR, DAY)
    assert plan is not None
    outside = compare_plans(parse_facts(BELOW), YEAR, DAY, ("suburb_home",))
    assert outside is not None
    assert ("suburb_home",) in {each.keys for each in plan.options}, (
        "asked for in words: 在通州买房"
    )
    assert outside.years[0].low == outside.years[0].now.low
    assert outside.years[-1].low > outside.years[-1].now.low


def test_unknown_keys_show_the_first_option() -> None:
    plan = compare_plans(parse_facts(BELOW), YEAR, DAY, ("nonsense",))
    assert plan is not None
    assert plan.option == plan.options[0]
