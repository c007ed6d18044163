"""Measures: every gain is a difference of two scores, and only what is possible is offered."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Advice, RuleError, advise, parse_facts, score, verdict
from scoring.advice.measures import MEASURES
from scoring.advice.texts import TEXTS, read_texts
from scoring.facts.model import Education, Facts, Home, Job, Span
from scoring.months import month
from tests.scoring.people import RENTER

YEAR = 2027
TODAY = date(2026, 11, 25)
START = month(YEAR, 1)
SUBURB = {"homes": [{"kind": "owned", "from": "2024-01", "to": "now", "district": "通州"}]}
COLLEGE = {"education": {"diploma": "college", "degree": "none", "graduated": "2008-06"}}


def _advice(changes: dict[str, Any], year: int = YEAR) -> dict[str, Advice]:
    return {each.key: each for each in advise(parse_facts(RENTER | changes), year)}


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        (
            {},
            {
                "own_home",
                "suburb_home",
                "suburb_home_and_work",
                "tax_years",
                "master",
            },
        ),
        (SUBURB, {"suburb_work", "tax_years", "master"}),
        (
            {"homes": [{"kind": "owned", "months": 100, "district": "海淀"}]},
            {"suburb_home", "suburb_home_and_work", "tax_years", "master"},
        ),
        (
            {"homes": []},
            {
                "register_lease",
                "own_home",
                "suburb_home",
                "suburb_home_and_work",
                "tax_years",
                "master",
            },
        ),
        # Unknown facts get no advice of their own.
        ({"homes": None}, {"tax_years", "master"}),
        ({"homes": [{"kind": "owned", "months": 100}]}, {"tax_years", "master"}),
        ({"homes": None, "tax_years": None, "education": None}, set()),
        ({"homes": None, "insurance": None}, {"tax_years"}),
        # What has reached its cap, or goes on anyway, is not offered.
        ({"homes": None, "tax_years": [2025, 2026]}, {"master"}),
        (
            {
                "tax_years": [2026],
                "homes": [{"kind": "owned", "from": "2017-01", "district": "大兴"}],
            },
            {"master"},
        ),
        (
            {
                "tax_years": [2026],
                "homes": None,
                "education": {"diploma": "doctor", "degree": "doctor", "graduated": "2008-06"},
            },
            set(),
        ),
        # A course has its entrance conditions, and whoever still studies has no result yet.
        (COLLEGE | {"homes": None, "tax_years": None}, set()),
        (
            {
                "homes": None,
                "tax_years": None,
                "education": {"diploma": "none", "degree": "none"},
            },
            set(),
        ),
        (
            {
                "homes": None,
                "tax_years": None,
                "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2028-07"},
            },
            set(),
        ),
        # Nothing helps any more.
        ({"birth": "1964-03"}, set()),
        ({"criminal_record": True}, set()),
    ],
)
def test_only_what_is_possible_is_offered(changes: dict[str, Any], keys: set[str]) -> None:
    assert set(_advice(changes)) == keys


def test_who_pays_no_longer_is_told_to_begin_again() -> None:
    found = _advice({"insurance": {"periods": [{"from": "2008-07", "to": "2025-03"}]}})
    assert list(found) == ["resume_paying"]
    # January 2027 to December 2033 are 84 months: 2034 is the first year to file in.
    assert found["resume_paying"].opens == 2034
    assert found["resume_paying"].first_gain == Decimal("24.50")


def test_degrees_are_net_of_the_deduction() -> None:
    master = _advice({})["master"]
    assert master.gain == Decimal("0.50")
    assert dict(master.parts) == {
        "教育背景": Decimal("11.00"),
        "就学期间扣减": Decimal("-10.50"),
    }
    assert master.first_year == YEAR + 4


def test_a_course_that_loses_points_is_a_caution_and_no_idea() -> None:
    # 15 − 14.00 against 10.50 without any deduction: whoever studied before working loses by it.
    assert "bachelor" not in _advice(COLLEGE)
    found = verdict(parse_facts(RENTER | COLLEGE), TODAY, YEAR)
    (caution,) = found.cautions
    assert (caution.code, caution.values["points"]) == ("study_loses", Decimal("-9.50"))
    # Against a college diploma that was itself made at work (10.50 − 10.50) one point is left.
    worked = {"education": COLLEGE["education"] | {"graduated": "2014-06", "overlap_months": 36}}
    assert _advice(worked)["bachelor"].gain == Decimal("1.00")


def test_where_a_cap_is_reached_anyway_the_earlier_year_counts() -> None:
    # Living there only: 36, 48, 60, 72 … months, 2 a year, capped at 12 in 2030 without help.
    found = _advice(SUBURB)["suburb_work"]
    assert found.first_gain == Decimal("1.00")
    assert YEAR < found.by_year < YEAR + 5
    assert found.gain > 0
    # 12 is reached in 2030 without it, and that is said.
    assert found.gone_by == 2030


def test_the_horizon_ends_with_retirement() -> None:
    # Born 1966-11, retires 2027-10 or so: 2027 is the last year, nothing that begins then counts.
    assert _advice({"birth": "1966-11"}) == {}
    assert {each.by_year for each in advise(parse_facts(RENTER | {"birth": "1968-11"}), YEAR)} == {
        2029
    }


def test_every_advice_names_its_rule() -> None:
    for each in advise(parse_facts(RENTER | {"homes": []}), YEAR):
        assert each.document.startswith("《北京市积分落户")
        assert each.indicator.endswith(("指标", "）"))
        assert each.cost
        assert each.catch
        assert "{" not in each.title + each.cost + each.catch


def test_totals_and_dates_give_the_same_advice() -> None:
    totals = RENTER | {
        "insurance": {"months": 222, "continuous_months": 222, "repaid_months": 0},
        "homes": [{"kind": "rented", "months": 222}],
    }
    dated = {each.key: each.gain for each in advise(parse_facts(RENTER), YEAR)}
    assert {each.key: each.gain for each in advise(parse_facts(totals), YEAR)} == dated


def test_suburb_months_known_as_totals_grow_with_the_measure() -> None:
    raw = RENTER | {
        "homes": [{"kind": "owned", "months": 60}],
        "suburb_months": {"live_only": 36, "live_and_work": 0},
    }
    dated = _advice(SUBURB)["suburb_work"]
    total = {each.key: each for each in advise(parse_facts(raw), YEAR)}["suburb_work"]
    assert (total.gain, total.by_year) == (dated.gain, dated.by_year)


def test_the_texts_and_the_measures_fit_each_other() -> None:
    assert {measure.key for measure in MEASURES} | {"permit", "repay_gap", "rejoin"} == set(TEXTS)


ROW = '[x]\nitem = "tax"\ngroup = "g"\neffort = 1\ntitle = "t"\ncost = "c"\ncatch = "c"\n'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (ROW.replace("tax", "home"), "x.item"),
        (ROW.replace('catch = "c"', ""), "x.catch"),
        (ROW + 'items = ["homes"]', "x.items"),
        (ROW + 'indicator = "i"', "x.indicator"),
        (ROW + 'confidence = "sure"', "x.confidence"),
        (ROW + 'study = { diploma = "phd", degree = "none", years = 1 }', "x.study"),
    ],
)
def test_a_wrong_text_file_is_refused(text: str, key: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_texts("advice.toml", text)
    assert (refused.value.file, refused.value.key) == ("advice.toml", key)


# The same changes written by hand on dated facts, to be scored by `score` itself.
BY_HAND: dict[str, Any] = {
    "own_home": lambda f: f._replace(homes=(*f.homes, Home("owned", span=Span(START)))),
    "suburb_home": lambda f: f._replace(
        homes=(*f.homes, Home("owned", span=Span(START), district="房山"))
    ),
    "suburb_home_and_work": lambda f: f._replace(
        homes=(*f.homes, Home("owned", span=Span(START), district="怀柔")),
        jobs=(*f.jobs, Job("怀柔", Span(START))),
    ),
    "suburb_work": lambda f: f._replace(jobs=(*f.jobs, Job("延庆", Span(START)))),
    "register_lease": lambda f: f._replace(homes=(*f.homes, Home("rented", span=Span(START)))),
    "tax_years": lambda f: f._replace(tax_years=(*f.tax_years, *range(YEAR, YEAR + 9))),
    "master": lambda f: f._replace(education=Education("master", "master", month(YEAR + 3, 7))),
    "doctor": lambda f: f._replace(education=Education("doctor", "doctor", month(YEAR + 4, 7))),
    "bachelor": lambda f: f._replace(
        education=Education("bachelor", "bachelor", month(YEAR + 3, 7))
    ),
    "college": lambda f: f._replace(education=Education("college", "none", month(YEAR + 3, 7))),
    "resume_paying": lambda f: f._replace(
        insurance=f.insurance._replace(periods=(*f.insurance.periods, Span(START)))
    ),
}
homes = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["owned", "rented", "dorm"])}
        | {"from": st.integers(2000, 2026).map(lambda year: f"{year}-04")},
        optional={"to": st.sampled_from(["2026-11", "now"])},
    ),
    max_size=3,
)


@st.composite
def people(draw: st.DrawFn) -> Facts:
    owned = [
        home
        | ({"district": draw(st.sampled_from(["西城", "昌平"]))} if home["kind"] == "owned" else {})
        for home in draw(homes)
    ]
    diploma, degree = draw(
        st.sampled_from(
            [("none", "none"), ("college", "none"), ("bachelor", "bachelor"), ("master", "master")]
        )
    )
    return parse_facts(
        RENTER
        | {
            "birth": f"{draw(st.integers(1965, 1995))}-07",
            "insurance": {
                "periods": [
                    {
                        "from": f"{draw(st.integers(1998, 2020))}-08",
                        "to": draw(st.sampled_from(["2026-05", "now"])),
                    }
                ]
            },
            "homes": owned,
            "jobs": [{"district": draw(st.sampled_from(["海淀", "顺义"])), "from": "2015-01"}],
            "education": {"diploma": diploma, "degree": degree, "graduated": "2010-06"},
            "tax_years": draw(st.lists(st.integers(2022, 2025), max_size=3, unique=True)),
        }
    )


@given(people())
def test_a_gain_is_the_difference_of_two_scores(facts: Facts) -> None:
    found = advise(facts, YEAR)
    plain = [each.gain for each in found if each.opens is None]
    assert plain == sorted(plain, reverse=True)
    for each in found:
        assert each.gain == sum(points for _, points in each.parts)
        assert each.gain > 0 or each.opens is not None
        if each.key == "repay_gap":
            continue
        assert each.first_year <= each.by_year
        changed = BY_HAND[each.key](facts)
        for year, gain in ((each.by_year, each.gain), (each.first_year, each.first_gain)):
            assert gain == score(changed, year).total - score(facts, year).total
