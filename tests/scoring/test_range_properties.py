"""Random people whose facts are taken away: the range holds them, and people reach its ends."""

import copy
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring import contradictions, parse_facts, score, score_range
from tests.scoring.completing import UNREAL
from tests.scoring.people import YEARS, people

NEAR = Decimal("0.05")

UNDATED = {"insurance.periods", "homes.from", "education.overlap_months"}
INNER = [("education", "diploma"), ("education", "degree"), ("insurance", "months")]


@given(people, YEARS, st.data())
def test_a_range_holds_every_completion(
    raw: dict[str, Any], year: int, data: st.DataObject
) -> None:
    """Facts are taken away from a whole person: the range of the rest holds the person's score."""
    raw = raw | {"tax_violations": 0, "detentions": 0}
    whole = parse_facts(raw)
    assume(not UNREAL & {each.code for each in contradictions(whole, year)})
    # Totals without dates are not whole: the fill and the overlap they leave open score 0.
    assume(not UNDATED & set(score(whole, year).missing))
    known = copy.deepcopy(raw)
    for key in data.draw(st.sets(st.sampled_from(sorted(raw))), label="not known"):
        # Homes with dates say the suburb months themselves: a total beside them completes nothing.
        if key != "suburb_months":
            del known[key]
    if "homes" not in known:
        known.pop("suburb_months", None)
    insurance = known.get("insurance", {})
    few = len(set(insurance.get("repaid", ()))) <= 5
    if "periods" in insurance and few and data.draw(st.booleans(), label="repaid open"):
        insurance["repaid"] = None
    for key, part in data.draw(st.sets(st.sampled_from(INNER)), label="parts not known"):
        if key in known:
            known[key].pop(part, None)
    for home in known.get("homes", ()):
        if "suburb_months" not in raw and "from" in home and data.draw(st.booleans()):
            home.pop("district", None)
        if home["kind"] == "owned" and "from" in home and data.draw(st.booleans()):
            certificate = home.pop("certificate", None)
            if certificate and data.draw(st.booleans()):
                home["certificate"] = certificate[:4]
        if home["kind"] == "rented" and data.draw(st.booleans()):
            home["registered"] = None
        if home["kind"] == "owned" and data.draw(st.booleans()):
            home["lived"] = None
    found, held = score(whole, year), score_range(parse_facts(known), year)
    assert held.low.total - NEAR <= found.total <= held.high.total + NEAR
    for each in held.items:
        points = found.line(each.low.item).points
        assert each.low.points - NEAR <= points <= each.high.points + NEAR, each.low.item
    for end in (held.low, held.high):
        assert end.total == sum(line.points for line in end.lines)


OWN = {"kind": "owned", "from": "2016-05", "certificate": "2016-05", "district": "通州"}
ALWAYS = {"from": "2001-03"}
# What each fact can turn out to be at its ends; all of them people that nothing contradicts.
TURNS_OUT: dict[str, list[Any]] = {
    "honour": [True, False],
    "innovation_points": [0, 12],
    "tax_years": [[], [2023, 2024, 2025]],
    "homes": [
        [],
        [{"kind": "owned", "from": "1998-07", "certificate": "1998-07", "district": "通州"}],
    ],
    "jobs": [
        [],
        [{"district": "通州", "from": "2000-01"}],
        [{"district": "通州", "from": "2018-01", "to": "2018-11"}],
    ],
    "education": [
        {"diploma": diploma, "degree": degree, "overlap_months": overlap}
        for diploma, degree in (
            ("none", "none"),
            ("college", "none"),
            ("bachelor", "bachelor"),
            ("master", "master"),
            ("doctor", "doctor"),
        )
        for overlap in (0, 36, 48)
    ],
    "insurance": [
        {"months": 0},
        {"periods": [ALWAYS]},
        {"periods": [{"from": "2020-08", "to": "2023-07"}]},
        {"periods": [{"from": "2019-08", "to": "2023-07"}]},
        {"periods": [{"from": "2022-01"}]},
        {"periods": [{"from": "2024-05"}]},
        {"periods": [{"from": "2001-03", "to": "2020-07"}, {"from": "2023-08"}]},
    ],
}
RUN = {"months": 252, "continuous_months": 252}
BASES = st.fixed_dictionaries(
    {
        "birth": st.just("1985-03"),
        "insurance": st.sampled_from([{"periods": [{"from": "2007-09"}]}, RUN]),
        "homes": st.sampled_from(
            [[], [OWN], [{"kind": "rented", "from": "2010-01"}, OWN | {"district": "东城"}]]
        ),
        "jobs": st.sampled_from([[], [{"district": "昌平", "from": "2019-03"}]]),
        "education": st.sampled_from(
            [
                {"diploma": "bachelor", "degree": "bachelor", "graduated": "2023-07"},
                {"diploma": "master", "degree": "master", "overlap_months": 20},
                {"diploma": "none", "degree": "none"},
            ]
        ),
        "innovation_points": st.just(0),
        "tax_years": st.just([2024]),
        "honour": st.just(False),
    }
)


@settings(max_examples=60)
@given(BASES, st.sets(st.sampled_from(sorted(TURNS_OUT)), min_size=1, max_size=3))
def test_both_ends_are_reached_by_a_person(base: dict[str, Any], unknown: set[str]) -> None:
    known = {key: value for key, value in base.items() if key not in unknown}
    held = score_range(parse_facts(known), 2026)
    names = sorted(unknown)
    totals = []
    for values in product(*(TURNS_OUT[name] for name in names)):
        told = known | dict(zip(names, values, strict=True))
        if told["insurance"] == RUN:
            told["insurance"] = {"periods": [{"from": "2005-01"}]}
        facts = parse_facts(told)
        found = contradictions(facts, 2026)
        if any(each.impossible or each.code == "overlap_exceeds_insurance" for each in found):
            continue
        totals.append(score(facts, 2026).total)
    assert min(totals) - NEAR <= held.low.total <= min(totals) + NEAR
    assert max(totals) - NEAR <= held.high.total <= max(totals) + NEAR
