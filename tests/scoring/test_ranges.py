"""A score with unknown facts is a range; what moves it most comes first."""

from decimal import Decimal
from typing import Any

import pytest

from scoring import ScoreRange, parse_facts, score_range


def ends(found: ScoreRange, item: str) -> tuple[str, str]:
    return str(found.low.line(item).points), str(found.high.line(item).points)


WHOLE: dict[str, Any] = {
    "birth": "1985-03",
    "sex": "male",
    "residence_permit": True,
    "criminal_record": False,
    "insurance": {"periods": [{"from": "2010-01"}]},
    "homes": [{"kind": "owned", "from": "2018-01", "district": "通州"}],
    "jobs": [],
    "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2008-07"},
    "innovation_points": 0,
    "tax_years": [],
    "tax_violations": 0,
    "detentions": 0,
    "honour": False,
}

# What is left out, or put in its place, and the ends of the items that move.
CASES: list[tuple[dict[str, Any], dict[str, tuple[str, str]], set[str]]] = [
    ({"birth": None}, {"age": ("0.00", "20.00")}, {"birth"}),
    ({"honour": None}, {"honour": ("0.00", "20.00")}, {"honour"}),
    ({"tax_years": None}, {"tax": ("0.00", "6.00")}, {"tax_years"}),
    ({"tax_violations": None}, {"tax": ("-36.00", "0.00")}, {"tax_violations"}),
    ({"detentions": None}, {"law": ("-90.00", "0.00")}, {"detentions"}),
    ({"innovation_points": None}, {"innovation": ("0.00", "12.00")}, {"innovation_points"}),
    # 48 months: only living 4 × 2 = 8, least 3 × 2 + 0 (11 months of work), most 4 × 3
    ({"jobs": None}, {"suburb": ("6.00", "12.00")}, {"jobs"}),
    (
        {"homes": [{"kind": "owned", "from": "2018-01"}]},
        {"suburb": ("0.00", "8.00")},
        {"homes.district"},
    ),
    # 144 months, all owned in records of two months: 72 × 0.17
    ({"homes": None}, {"residence": ("0.00", "12.24"), "suburb": ("0.00", "12.00")}, {"homes"}),
    # 282 months; homes: owned 48 ÷ 12 = 4, filled 265 − 31 = 234 ÷ 24 = 9.75
    (
        {"insurance": None},
        {"employment": ("0.00", "70.50"), "residence": ("0.00", "13.75")},
        {"insurance"},
    ),
    (
        {"education": {"diploma": "bachelor", "graduated": "2008-07"}},
        {"education": ("10.50", "26.00")},
        {"education.degree"},
    ),
    (
        {"education": {"diploma": "bachelor", "degree": "bachelor"}},
        {"study_deduction": ("-14.00", "0.00")},
        {"education.overlap_months"},
    ),
    (
        {"education": None},
        {"education": ("0.00", "37.00"), "study_deduction": ("-14.00", "0.00")},
        {"education"},
    ),
    ({"sex": None}, {}, {"sex"}),
    ({"residence_permit": None}, {}, {"residence_permit"}),
]


@pytest.mark.parametrize(("change", "moved", "missing"), CASES)
def test_what_one_missing_fact_moves(
    change: dict[str, Any], moved: dict[str, tuple[str, str]], missing: set[str]
) -> None:
    found = score_range(parse_facts(WHOLE | change), 2022)
    for line in found.low.lines:
        low, high = ends(found, line.item)
        if "insurance" in missing and line.item == "study_deduction":
            continue  # graduation alone does not tell the overlap
        assert (low, high) == moved.get(line.item, (low, low)), line.item
    assert {each.fact for each in found.missing} == missing


def test_nothing_missing_is_a_point() -> None:
    found = score_range(parse_facts(WHOLE), 2022)
    assert found.low.total == found.high.total
    assert found.missing == ()


def test_what_moves_most_comes_first() -> None:
    found = score_range(parse_facts({}), 2026)
    order = [each.fact for each in found.missing]
    assert order[0] == "insurance"
    assert order.index("homes") < order.index("honour") < order.index("tax_years")
    assert order[-3:] == ["sex", "residence_permit", "criminal_record"]
    assert all(each.title and each.spread >= 0 for each in found.missing)
    assert found.high.total > Decimal(180)


def test_the_way_to_look_a_fact_up_comes_along() -> None:
    lookups = {each.fact: each.lookup for each in score_range(parse_facts({}), 2026).missing}
    assert "个人权益记录" in (lookups["insurance"] or "")
    assert "学信网" in (lookups["education"] or "")
    assert "居住证" in (lookups["residence_permit"] or "")
