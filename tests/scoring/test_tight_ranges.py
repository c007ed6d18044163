"""Random people: both ends of a range are reached by somebody, within a few hundredths."""

import copy
from collections.abc import Iterator
from itertools import combinations, pairwise, product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring import contradictions, parse_facts, score, score_range
from scoring.months import month, month_named, written
from tests.scoring.people import YEARS, dated_homes, dated_insurance, people
from tests.scoring.test_ranges import NEAR, TURNS_OUT, UNREAL


@st.composite
def dated_people(draw: st.DrawFn) -> tuple[dict[str, Any], int]:
    """Whole people who can exist in a year, insurance and homes with dates, and that year."""
    year = draw(YEARS)
    raw: dict[str, Any] = draw(people) | {"tax_violations": 0, "detentions": 0}
    raw.pop("suburb_months", None)
    raw["birth"] = min(raw["birth"], "1979-12")  # grown up in 1996, when the spans begin
    raw["insurance"] = draw(dated_insurance)
    raw["homes"] = draw(st.lists(dated_homes(), max_size=4))
    cut = f"{year - 1}-12"
    for place, key in ((raw["insurance"], "periods"), (raw, "homes"), (raw, "jobs")):
        place[key] = [each for each in place[key] if each["from"] <= cut]
    raw["jobs"] = raw["jobs"][:1]
    raw["tax_years"] = [each for each in raw["tax_years"] if each < year]
    for home in raw["homes"]:
        if home["kind"] == "owned":
            home["certificate"] = min(home.get("certificate", home["from"]), cut)
    return raw, year


def turns_out(fact: str, known: dict[str, Any], year: int) -> list[Any]:
    """What a fact that is not known can turn out to be, so that some of it is worst and best."""
    cut = month(year - 1, 12)
    if fact == "insurance":
        return list(_insurances(known, cut))
    if fact == "tax_years":
        return [[], list(range(year - 3, year))]
    if fact == "jobs":
        # Eleven months of work outside cost a full year of living there.
        eleven = {"district": "通州", "from": written(max(month(2018, 1), cut - 10))}
        return [*TURNS_OUT["jobs"], [eleven]]
    return TURNS_OUT[fact]


def _insurances(known: dict[str, Any], cut: int) -> Iterator[dict[str, Any]]:
    """Every choice among the months between the dates at which a month changes its worth.

    These are the 16th birthday, the end of the automatic fill, and the months of study; and runs
    of as many months as the months of study are, before each of these dates.
    """
    first = max(month(1998, 7), month_named(known["birth"]) + 16 * 12)
    education = known.get("education", {})
    dates = {first, month(2020, 8), cut + 1}
    if "graduated" in education:
        last = month_named(education["graduated"])
        dates |= {last - 47, last - 35, last + 1}
    marks = sorted(each for each in dates if first <= each <= cut + 1)
    parts = [(start, end - 1) for start, end in pairwise(marks)]
    for size in range(len(parts) + 1):
        for chosen in combinations(parts, size):
            yield _periods(*chosen)
    for count in {36, 48, education.get("overlap_months") or 36}:
        for mark in marks:
            if first <= mark - count:
                yield _periods((mark - count, mark - 1))


def _periods(*spans: tuple[int, int]) -> dict[str, Any]:
    return {"periods": [{"from": written(first), "to": written(last)} for first, last in spans]}


def is_real(raw: dict[str, Any], year: int) -> bool:
    """Whether such a person can exist."""
    found = contradictions(parse_facts(raw), year)
    return not any(each.impossible or each.code in UNREAL for each in found)


@settings(max_examples=20, deadline=None)
@given(dated_people(), st.sets(st.sampled_from(sorted(TURNS_OUT)), min_size=1, max_size=2))
def test_random_people_reach_both_ends(
    person: tuple[dict[str, Any], int], unknown: set[str]
) -> None:
    raw, year = person
    known = copy.deepcopy({key: value for key, value in raw.items() if key not in unknown})
    held = score_range(parse_facts(known), year)
    totals = [
        score(parse_facts(told), year).total
        for values in product(*(turns_out(fact, known, year) for fact in sorted(unknown)))
        if is_real(told := known | dict(zip(sorted(unknown), values, strict=True)), year)
    ]
    assume(totals)
    assert abs(min(totals) - held.low.total) <= NEAR
    assert abs(max(totals) - held.high.total) <= NEAR
