"""What must hold for every person, whatever their facts."""

import copy
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring import Score, at_year, parse_facts, score, to_contract
from scoring.months import written
from tests.scoring.people import FIRST, LAST, YEARS, people, spans

CENT = Decimal("0.01")


def points(found: Score) -> dict[str, Decimal]:
    return {line.item: line.points for line in found.lines}


@given(people, YEARS)
def test_the_items_add_up_and_have_two_places(raw: dict[str, Any], year: int) -> None:
    out = to_contract(score(parse_facts(raw), year))
    items = out["items"]
    assert isinstance(items, dict)
    assert Decimal(str(out["total"])) == sum(map(Decimal, items.values()))
    assert all(Decimal(text).as_tuple().exponent == -2 for text in items.values())


@given(people, YEARS, st.data())
def test_the_order_of_entries_is_nothing(
    raw: dict[str, Any], year: int, data: st.DataObject
) -> None:
    turned = copy.deepcopy(raw)
    for place in (turned, turned["insurance"]):
        for key, value in place.items():
            if isinstance(value, list):
                place[key] = data.draw(st.permutations(value), label=key)
    before, after = score(parse_facts(raw), year), score(parse_facts(turned), year)
    assert points(before) == points(after)
    assert before.eligibility == after.eligibility
    assert before.missing == after.missing


@given(people, YEARS, spans())
def test_more_insured_months_never_lower_the_total(
    raw: dict[str, Any], year: int, more: dict[str, Any]
) -> None:
    """Outside the months of study: inside them, a month without a home costs more than it earns."""
    raw["insurance"] = {"periods": raw["insurance"].get("periods", []), "repaid": []}
    raw["education"]["overlap_months"] = 0
    longer = copy.deepcopy(raw)
    longer["insurance"]["periods"].append(more)
    assert score(parse_facts(longer), year).total >= score(parse_facts(raw), year).total


@given(people, YEARS, st.integers(0, 60))
def test_more_months_of_totals_never_lower_the_total(
    raw: dict[str, Any], year: int, more: int
) -> None:
    raw["insurance"] = {"months": raw["insurance"].get("months", 100)}
    raw["homes"] = [home for home in raw["homes"] if "months" in home]
    raw["education"]["overlap_months"] = 0
    longer = copy.deepcopy(raw)
    longer["insurance"]["months"] += more
    for home in longer["homes"]:
        home["months"] += more
    # Where months lie above the employment months, every record may lose half a cent by rounding.
    slack = CENT * len(raw["homes"])
    assert score(parse_facts(longer), year).total >= score(parse_facts(raw), year).total - slack


@given(people, st.integers(2020, 2030), st.integers(0, 5))
def test_time_never_lowers_employment_residence_or_suburb(
    raw: dict[str, Any], year: int, years: int
) -> None:
    facts = parse_facts(raw)
    later = points(score(at_year(facts, year, year + years), year + years))
    now = points(score(facts, year))
    assert later["employment"] >= now["employment"]
    open_spans = [home for home in raw["homes"] if home.get("to", "now") == "now"]
    if len(open_spans) == len(raw["homes"]) and "periods" in raw["insurance"]:
        assert later["suburb"] >= now["suburb"]


@given(people, YEARS, st.integers(FIRST, LAST - 2), st.integers(1, 200), st.integers(0, 199))
def test_splitting_a_rented_span_changes_a_cent_per_record_at_most(
    raw: dict[str, Any], year: int, first: int, length: int, cut: int
) -> None:
    last = min(first + length, LAST)
    middle = first + cut % (last - first) if last > first else first
    raw["homes"] = [home for home in raw["homes"] if home["kind"] == "owned"]
    whole, parts = copy.deepcopy(raw), copy.deepcopy(raw)
    whole["homes"].append({"kind": "rented", "from": written(first), "to": written(last)})
    parts["homes"] += [
        {"kind": "rented", "from": written(first), "to": written(middle)},
        {"kind": "rented", "from": written(middle + 1), "to": written(max(last, middle + 1))},
    ]
    if middle + 1 > last:
        return
    change = score(parse_facts(parts), year).total - score(parse_facts(whole), year).total
    assert abs(change) <= CENT


@given(people, YEARS)
def test_an_own_home_is_never_worth_less_than_a_rented_one(raw: dict[str, Any], year: int) -> None:
    owned = copy.deepcopy(raw)
    for home in raw["homes"]:
        home["kind"] = "rented"
        home.pop("certificate", None)
    for home in owned["homes"]:
        home["kind"] = "owned"
        home.pop("certificate", None)
    slack = CENT * len(raw["homes"])
    rented = points(score(parse_facts(raw), year))["residence"]
    assert points(score(parse_facts(owned), year))["residence"] >= rented - slack
