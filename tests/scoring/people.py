"""Made-up people for the tests: facts in their JSON form, complete and sensible."""

from typing import Any

from hypothesis import strategies as st

from scoring.months import month, written

YEARS = st.sampled_from([2018, 2019, 2020, 2021, 2022, 2025, 2026, 2030])
FIRST, LAST = month(1996, 1), month(2031, 12)
months = st.integers(FIRST, LAST).map(written)
districts = st.sampled_from(["东城", "朝阳", "石景山", "通州", "大兴", "延庆"])


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.integers(FIRST, LAST))
    length = draw(st.none() | st.integers(0, 150))
    if length is None:
        return {"from": written(first)} | draw(st.sampled_from([{}, {"to": "now"}]))
    return {"from": written(first), "to": written(min(first + length, LAST))}


@st.composite
def dated_homes(draw: st.DrawFn) -> dict[str, Any]:
    home = draw(spans()) | {"kind": draw(st.sampled_from(["owned", "rented", "dorm"]))}
    if home["kind"] == "owned":
        home["district"] = draw(districts)
        if draw(st.booleans()):
            home["certificate"] = draw(months)
    return home


total_homes = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["owned", "rented", "dorm"]),
        "months": st.integers(0, 300),
        "district": districts,
    }
)
dated_insurance = st.fixed_dictionaries(
    {
        "periods": st.lists(spans(), max_size=4),
        "repaid": st.lists(months, max_size=7),
    }
)
# No more than July 1998 to December 2017 has: the most for the earliest year above.
total_insurance = st.fixed_dictionaries(
    {
        "months": st.integers(0, 234),
        "continuous_months": st.integers(0, 234),
        "repaid_months": st.integers(0, 8),
    }
)
educations = st.fixed_dictionaries(
    {
        "diploma": st.sampled_from(["none", "college", "bachelor", "master", "doctor"]),
        "degree": st.sampled_from(["none", "bachelor", "master", "doctor"]),
        "graduated": months,
    },
    optional={"overlap_months": st.integers(0, 60)},
)
suburbs = st.fixed_dictionaries(
    {"live_only": st.integers(0, 6), "live_and_work": st.integers(0, 6)}
)

people = st.fixed_dictionaries(
    {
        "birth": st.integers(month(1955, 2), month(1999, 12)).map(written),
        "sex": st.sampled_from(["male", "female"]),
        "post": st.sampled_from(["manager", "worker"]),
        "residence_permit": st.booleans(),
        "criminal_record": st.booleans(),
        "insurance": dated_insurance | total_insurance,
        "homes": st.lists(dated_homes() | total_homes, max_size=5),
        "jobs": st.lists(
            st.builds(lambda span, where: span | {"district": where}, spans(), districts),
            max_size=4,
        ),
        "education": educations,
        "innovation_points": st.sampled_from([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]),
        "tax_years": st.lists(st.integers(2013, 2030), max_size=5),
        "tax_violations": st.integers(0, 3),
        "detentions": st.integers(0, 3),
        "honour": st.booleans(),
    },
    optional={"suburb_months": suburbs},
)

# One person with every fact known and dated, whom many tests change in one point.
RENTER: dict[str, Any] = {
    "birth": "1984-03",
    "sex": "male",
    "residence_permit": True,
    "criminal_record": False,
    "insurance": {"periods": [{"from": "2008-07", "to": "now"}]},
    "homes": [{"kind": "rented", "from": "2008-07", "to": "now"}],
    "jobs": [{"district": "朝阳", "from": "2008-07", "to": "now"}],
    "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2008-06"},
    "innovation_points": 0,
    "tax_years": [],
    "tax_violations": 0,
    "detentions": 0,
    "honour": False,
}
