"""A score with unknown facts is a range: completions lie in it, and its ends are reached."""

from decimal import Decimal
from typing import Any

import pytest

from scoring import ScoreRange, parse_facts, score, score_range


def ends(found: ScoreRange, item: str) -> tuple[str, str]:
    each = next(each for each in found.items if each.low.item == item)
    return str(each.low.points), str(each.high.points)


WHOLE: dict[str, Any] = {
    "birth": "1985-03",
    "sex": "male",
    "residence_permit": True,
    "criminal_record": False,
    "insurance": {"periods": [{"from": "2010-01"}]},
    "homes": [{"kind": "owned", "from": "2018-01", "certificate": "2018-01", "district": "通州"}],
    "jobs": [],
    "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2008-07"},
    "innovation_points": 0,
    "tax_years": [],
    "tax_violations": 0,
    "detentions": 0,
    "honour": False,
}
HOME = WHOLE["homes"][0]

# What is left out, or put in its place, and the ends of the items that move.
CASES: list[tuple[dict[str, Any], dict[str, tuple[str, str]], set[str]]] = [
    ({"birth": None}, {"age": ("0.00", "20.00")}, {"birth"}),
    ({"honour": None}, {"honour": ("0.00", "20.00")}, {"honour"}),
    ({"tax_years": None}, {"tax": ("0.00", "6.00")}, {"tax_years"}),
    # Nothing bounds their number: the range holds while there is none, and says what each costs.
    ({"tax_violations": None}, {}, {"tax_violations"}),
    ({"detentions": None}, {}, {"detentions"}),
    ({"innovation_points": None}, {"innovation": ("0.00", "12.00")}, {"innovation_points"}),
    # 48 months: only living 4 × 2 = 8, least 3 × 2 + 0 (11 months of work), most 4 × 3
    ({"jobs": None}, {"suburb": ("6.00", "12.00")}, {"jobs"}),
    (
        {"homes": [{"kind": "owned", "from": "2018-01", "certificate": "2018-01"}]},
        {"suburb": ("0.00", "8.00")},
        {"homes.district"},
    ),
    # 144 months, 127 of them up to July 2020: filled 127 ÷ 24 = 5.29; all owned 144 ÷ 12;
    # jobs are known to lie inside: 4 × 2
    ({"homes": None}, {"residence": ("5.29", "12.00"), "suburb": ("0.00", "8.00")}, {"homes"}),
    # from the 16th birthday: 2001-03 to 2021-12 are 250 months; homes: owned 48 ÷ 12 = 4, filled
    # 233 − 31 = 202 ÷ 24 = 8.42; study 2004-08 to 2008-07: 48 months
    (
        {"insurance": None},
        {
            "employment": ("0.00", "62.50"),
            "residence": ("0.00", "12.42"),
            "study_deduction": ("-14.00", "0.00"),
        },
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
    # The certificate may be of any month up to the last: 1 month owned (0.08) and 127 filled
    # (5.29); from 2018-01 on: 48 ÷ 12 = 4 and 127 − 31 = 96 ÷ 24 = 4
    (
        {"homes": [{"kind": "owned", "from": "2018-01", "district": "通州"}]},
        {"residence": ("5.37", "8.00"), "suburb": ("0.00", "8.00")},
        {"homes.certificate"},
    ),
    # Only the year: 12 months owned less 11 at most, and of those up to July 2020 half as much
    # filled; living 48 or 37 months
    (
        {"homes": [{"kind": "owned", "certificate": "2018", "district": "通州"}]},
        {"residence": ("7.54", "8.00"), "suburb": ("6.00", "8.00")},
        {"homes.certificate"},
    ),
    (
        {
            "homes": [
                {"kind": "owned", "from": "2018-10", "certificate": "2018", "district": "东城"}
            ]
        },
        {"residence": ("7.54", "7.63")},
        {"homes.certificate"},
    ),
    # A lease counts after July 2020 only if it is registered: 17 ÷ 24 = 0.71
    (
        {"homes": [{"kind": "rented", "from": "2010-01", "registered": None}]},
        {"residence": ("5.29", "6.00")},
        {"homes.registered"},
    ),
    ({"homes": [HOME | {"lived": None}]}, {"suburb": ("0.00", "8.00")}, {"homes.lived"}),
    # Three 补缴 months inside the one period, which has no gap: 141 × 0.25; 141 − 48 = 93 filled,
    # whichever months they are
    ({"insurance": {"periods": [{"from": "2010-01"}], "repaid_months": 3}}, {}, set()),
    # … or beside it, in a gap of two months: 139 or 141 months, 91 or 93 of them filled
    (
        {
            "insurance": {
                "periods": [{"from": "2010-01", "to": "2010-06"}, {"from": "2010-09"}],
                "repaid_months": 3,
            }
        },
        {"employment": ("34.75", "35.25"), "residence": ("7.79", "7.88")},
        {"insurance.repaid"},
    ),
    # Whether any month was made up for is not known: up to the five that are allowed
    (
        {"insurance": {"periods": [{"from": "2010-01"}], "repaid": None}},
        {"employment": ("34.75", "36.00"), "residence": ("7.79", "8.00")},
        {"insurance.repaid"},
    ),
    ({"sex": None}, {}, {"sex"}),
    ({"residence_permit": None}, {}, {"residence_permit"}),
]


@pytest.mark.parametrize(("change", "moved", "missing"), CASES)
def test_what_one_missing_fact_moves(
    change: dict[str, Any], moved: dict[str, tuple[str, str]], missing: set[str]
) -> None:
    found = score_range(parse_facts(WHOLE | change), 2022)
    for each in found.items:
        low, high = str(each.low.points), str(each.high.points)
        assert (low, high) == moved.get(each.low.item, (low, low)), each.low.item
    assert {each.fact for each in found.missing} == missing


# Totals without dates: the facts of homes and insurance, and the ends of the residence points.
TOTALS: list[tuple[str, dict[str, Any], tuple[str, str], set[str]]] = [
    (
        "every month is part of the run, so the dates follow: 2005-01 to 2020-07 are 187 ÷ 24",
        {"insurance": {"months": 252, "continuous_months": 252}, "homes": []},
        ("7.79", "7.79"),
        set(),
    ),
    # 330 months from 1998-07, 65 of them after July 2020: 35 to 100 are filled
    (
        "the run is not known",
        {"insurance": {"months": 100}, "homes": []},
        ("1.46", "4.17"),
        {"insurance.periods"},
    ),
    # 60 of the last 65 months at least
    (
        "a run of 60 of 100 months",
        {"insurance": {"months": 100, "continuous_months": 60}, "homes": []},
        ("1.46", "1.67"),
        {"insurance.periods"},
    ),
    # 50 ÷ 24 = 2.08; the lease may lie after July 2020 or before it: 187 − 0 or 187 − 50 filled,
    # never more than 252 − 50
    (
        "a lease without dates",
        {
            "insurance": {"months": 252, "continuous_months": 252},
            "homes": [{"kind": "rented", "months": 50}],
        },
        ("7.79", "9.87"),
        {"homes.from"},
    ),
    (
        "no room is left for a fill",
        {"insurance": {"months": 100}, "homes": [{"kind": "owned", "months": 100}]},
        ("8.33", "8.33"),
        set(),
    ),
]


@pytest.mark.parametrize(
    ("facts", "wanted", "missing"), [case[1:] for case in TOTALS], ids=[c[0] for c in TOTALS]
)
def test_totals_without_dates_hold_the_fill(
    facts: dict[str, Any], wanted: tuple[str, str], missing: set[str]
) -> None:
    found = score_range(parse_facts(facts), 2026)
    assert ends(found, "residence") == wanted
    named = {each.fact for each in found.missing}
    assert named & {"insurance.periods", "homes.from"} == missing


def test_a_total_is_the_same_life_as_its_dates() -> None:
    total = {"insurance": {"months": 252, "continuous_months": 252}, "homes": []}
    dated = {"insurance": {"periods": [{"from": "2005-01"}]}, "homes": []}
    ends = (score(parse_facts(facts), 2026).line("residence").points for facts in (total, dated))
    assert next(ends) == next(ends) == Decimal("7.79")


def test_nothing_missing_is_a_point() -> None:
    found = score_range(parse_facts(WHOLE), 2022)
    assert found.low == found.high == score(parse_facts(WHOLE), 2022)
    assert found.missing == ()


def test_no_deduction_without_a_degree_that_scores() -> None:
    found = score_range(parse_facts(WHOLE | {"education": None}), 2022)
    assert found.low.line("education").points + found.low.line("study_deduction").points == 0
    education = next(each for each in found.missing if each.fact == "education")
    assert education.spread == Decimal("37.00")


def test_what_moves_most_comes_first() -> None:
    found = score_range(parse_facts({}), 2026)
    order = [each.fact for each in found.missing]
    assert order[0] == "insurance"
    assert order.index("homes") < order.index("honour") < order.index("tax_years")
    assert set(order[-3:]) == {"sex", "residence_permit", "criminal_record"}
    assert all(each.title and each.spread >= 0 for each in found.missing)
    assert {each.fact: str(each.each) for each in found.open_ended} == {
        "tax_violations": "12",
        "detentions": "30",
    }
    # The order in `missing` of a score needs no range, and agrees in what leads.
    assert score(parse_facts({}), 2026).missing[0] == "insurance"


def test_the_way_to_look_a_fact_up_comes_along() -> None:
    lookups = {each.fact: each.lookup for each in score_range(parse_facts({}), 2026).missing}
    assert "个人权益记录" in (lookups["insurance"] or "")
    assert "学信网" in (lookups["education"] or "")
    assert "居住证" in (lookups["residence_permit"] or "")


@pytest.mark.parametrize(
    ("graduated", "low", "high"),
    [
        ("2008", "0", "0"),  # before the first month of insurance, whatever the month
        ("2010-07", "-3.79", "-3.79"),  # 2009-07 to 2010-07: 13 months × 3.5 ÷ 12
        ("2010", "-5.25", "-2.04"),  # January: 7 months, December: 18
    ],
)
def test_year_of_graduation_leaves_only_its_twelve_months_open(
    graduated: str, low: str, high: str
) -> None:
    facts = parse_facts(
        {
            "insurance": {"periods": [{"from": "2009-07", "to": "now"}], "repaid": []},
            "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": graduated},
        }
    )
    found = score_range(facts, 2027)
    deduction = next(each for each in found.items if each.low.item == "study_deduction")
    points = (deduction.low.points, deduction.high.points)
    assert points == (Decimal(low), Decimal(high))
    missing = {each.fact for each in found.missing}
    assert ("education.graduated" in missing) is (low != high)


def test_unknown_insurance_is_held_against_the_months_of_study_of_the_degree() -> None:
    # 1998-07 to 2029-12 are 378 months, of them 2021-05 to 2024-04 cost more than they bring
    told = {
        "birth": "1980-12",
        "homes": [],
        "education": {"diploma": "college", "degree": "none", "graduated": "2024-04"},
    }
    found = score_range(parse_facts(told), 2030)
    seen = [
        [str(end.line(item).points) for item in ("employment", "study_deduction")]
        for end in (found.low, found.high)
    ]
    assert seen == [["9.00", "-10.50"], ["85.50", "0.00"]]


def test_a_told_overlap_keeps_the_other_months_of_study_out_of_the_range() -> None:
    # 2001-03 to 2025-12 are 298 months; ten of the 48 up to 2008-07 were insured
    education = {
        "diploma": "bachelor",
        "degree": "bachelor",
        "graduated": "2008-07",
        "overlap_months": 10,
    }
    told = {"birth": "1985-03", "homes": [], "education": education}
    found = score_range(parse_facts(told), 2026)
    assert str(found.high.line("employment").points) == f"{(298 - 38) / 4:.2f}"
    assert str(found.low.line("employment").points) == "2.50"


@pytest.mark.parametrize(
    ("born", "months", "overlap", "graduated", "year"),
    [("1997-12", 98, 0, "2016-11", 2025), ("1955-02", 1, 1, "1998-07", 2018)],
)
def test_a_told_overlap_bounds_no_insurance_while_the_degree_is_open(
    born: str, months: int, overlap: int, graduated: str, year: int
) -> None:
    """Without a degree that scores there was no study that the months could lie outside of."""
    person = WHOLE | {"birth": born, "homes": []}
    run = {"continuous_months": overlap, "repaid_months": 0}
    study = {"graduated": graduated, "overlap_months": overlap}
    held = score_range(parse_facts(person | {"insurance": run, "education": study}), year)
    whole = person | {
        "insurance": run | {"months": months},
        "education": study | {"diploma": "none", "degree": "none"},
    }
    found = score(parse_facts(whole), year)
    assert held.low.total <= found.total <= held.high.total
