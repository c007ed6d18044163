"""What-ifs: every gain is a difference of two scores, and only what is possible is offered."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Advice, RuleError, advise, parse_facts, score
from scoring.advice.measures import MEASURES
from scoring.advice.texts import TEXTS, read_texts
from scoring.facts.model import Education, Facts, Home, Job, Span
from scoring.months import month
from tests.scoring.people import RENTER

YEAR = 2027
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
                "keep_paying",
                "own_home",
                "suburb_home",
                "suburb_home_and_work",
                "tax_years",
                "master",
            },
        ),
        (SUBURB, {"keep_paying", "suburb_work", "tax_years", "master"}),
        (
            {"homes": [{"kind": "owned", "months": 100, "district": "海淀"}]},
            {"keep_paying", "suburb_home", "suburb_home_and_work", "tax_years", "master"},
        ),
        (
            {"homes": []},
            {
                "keep_paying",
                "register_lease",
                "own_home",
                "suburb_home",
                "suburb_home_and_work",
                "tax_years",
                "master",
            },
        ),
        # Unknown facts get no advice of their own.
        ({"homes": None}, {"keep_paying", "tax_years", "master"}),
        ({"homes": [{"kind": "owned", "months": 100}]}, {"keep_paying", "tax_years", "master"}),
        ({"homes": None, "tax_years": None, "education": None}, {"keep_paying"}),
        ({"homes": None, "insurance": None}, {"tax_years"}),
        # What has reached its cap, or goes on anyway, is not offered.
        ({"homes": None, "tax_years": [2025, 2026]}, {"keep_paying", "master"}),
        (
            {
                "tax_years": [2026],
                "homes": [{"kind": "owned", "from": "2017-01", "district": "大兴"}],
            },
            {"keep_paying", "master"},
        ),
        (
            {
                "tax_years": [2026],
                "homes": None,
                "education": {"diploma": "doctor", "degree": "doctor", "graduated": "2008-06"},
            },
            {"keep_paying"},
        ),
        # A course has its entrance conditions, and whoever still studies has no result yet.
        (COLLEGE | {"homes": None, "tax_years": None}, {"keep_paying", "bachelor"}),
        (
            {
                "homes": None,
                "tax_years": None,
                "education": {"diploma": "none", "degree": "none"},
            },
            {"keep_paying", "college"},
        ),
        (
            {
                "homes": None,
                "tax_years": None,
                "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2028-07"},
            },
            {"keep_paying"},
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
    assert set(found) == {"resume_paying", "tax_years"}
    assert found["resume_paying"].first_gain == Decimal("3.50")


def test_degrees_are_net_of_the_deduction() -> None:
    master = _advice({})["master"]
    assert master.gain == Decimal("0.50")
    assert dict(master.parts) == {
        "教育背景": Decimal("11.00"),
        "就学期间扣减": Decimal("-10.50"),
    }
    assert master.first_year == YEAR + 4


@pytest.mark.parametrize(
    "insurance",
    [
        {"periods": [{"from": "2008-07", "to": "now"}]},
        {"months": 222, "continuous_months": 222, "repaid_months": 0},
    ],
)
def test_a_bachelor_over_a_college_diploma_is_shown_with_its_loss(
    insurance: dict[str, Any],
) -> None:
    # 15 − 14.00 against 10.50 without any deduction: whoever studied before working loses by it.
    found = advise(parse_facts(RENTER | COLLEGE | {"insurance": insurance}), YEAR)
    assert found[-1].key == "bachelor"
    assert found[-1].gain == Decimal("-9.50")
    # Against a college diploma that was itself made at work (10.50 − 10.50) one point is left.
    worked = {"education": COLLEGE["education"] | {"graduated": "2014-06", "overlap_months": 36}}
    assert _advice({"insurance": insurance} | worked)["bachelor"].gain == Decimal("1.00")


def test_where_a_cap_is_reached_anyway_the_earlier_year_counts() -> None:
    # Living there only: 36, 48, 60, 72 … months, 2 a year, capped at 12 in 2030 without help.
    found = _advice(SUBURB)["suburb_work"]
    assert found.first_gain == Decimal("1.00")
    assert YEAR < found.by_year < YEAR + 5
    assert found.gain > 0


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


def test_suburb_months_known_as_totals_grow_with_the_what_if() -> None:
    raw = RENTER | {
        "homes": [{"kind": "owned", "months": 60}],
        "suburb_months": {"live_only": 36, "live_and_work": 0},
    }
    dated = _advice(SUBURB)["suburb_work"]
    total = {each.key: each for each in advise(parse_facts(raw), YEAR)}["suburb_work"]
    assert (total.gain, total.by_year) == (dated.gain, dated.by_year)


def test_the_texts_and_the_what_ifs_fit_each_other() -> None:
    assert {measure.key for measure in MEASURES} | {"keep_paying"} == set(TEXTS)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[x]\nitem = "home"\ngroup = "g"\ntitle = "t"\ncost = "c"\ncatch = "c"', "x.item"),
        ('[x]\nitem = "tax"\ngroup = "g"\ntitle = "t"\ncost = "c"', "x.catch"),
        (
            '[x]\nitem = "tax"\ngroup = "g"\ntitle = "t"\ncost = "c"\ncatch = "c"\n'
            'study = { diploma = "phd", degree = "none", years = 1 }',
            "x.study",
        ),
    ],
)
def test_a_wrong_text_file_is_refused(text: str, key: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_texts("advice.toml", text)
    assert (refused.value.file, refused.value.key) == ("advice.toml", key)


# The same changes written by hand on dated facts, to be scored by `score` itself.
BY_HAND: dict[str, Any] = {
    "own_home": lambda f: replace(f, homes=(*f.homes, Home("owned", span=Span(START)))),
    "suburb_home": lambda f: replace(
        f, homes=(*f.homes, Home("owned", span=Span(START), district="房山"))
    ),
    "suburb_home_and_work": lambda f: replace(
        f,
        homes=(*f.homes, Home("owned", span=Span(START), district="怀柔")),
        jobs=(*f.jobs, Job("怀柔", Span(START))),
    ),
    "suburb_work": lambda f: replace(f, jobs=(*f.jobs, Job("延庆", Span(START)))),
    "register_lease": lambda f: replace(f, homes=(*f.homes, Home("rented", span=Span(START)))),
    "tax_years": lambda f: replace(f, tax_years=(*f.tax_years, *range(YEAR, YEAR + 5))),
    "master": lambda f: replace(f, education=Education("master", "master", month(YEAR + 3, 7))),
    "doctor": lambda f: replace(f, education=Education("doctor", "doctor", month(YEAR + 4, 7))),
    "bachelor": lambda f: replace(
        f, education=Education("bachelor", "bachelor", month(YEAR + 3, 7))
    ),
    "college": lambda f: replace(f, education=Education("college", "none", month(YEAR + 3, 7))),
    "resume_paying": lambda f: replace(
        f, insurance=replace(f.insurance, periods=(*f.insurance.periods, Span(START)))
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
    assert [each.gain for each in found] == sorted((each.gain for each in found), reverse=True)
    for each in found:
        assert each.gain == sum(points for _, points in each.parts)
        assert each.gain > 0 or each.item == "education"
        assert each.first_year <= each.by_year <= YEAR + 5
        if each.key == "keep_paying":
            continue
        changed = BY_HAND[each.key](facts)
        for year, gain in ((each.by_year, each.gain), (each.first_year, each.first_gain)):
            assert gain == score(changed, year).total - score(facts, year).total
