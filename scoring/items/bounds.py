"""The least and the most that each item can be worth while facts are missing.

Every pair holds whatever the missing facts turn out to be, each item taken by itself; for 涉税违法
and 行政拘留 at most `MOST_OFFENCES` each are assumed, since nothing else would bound them.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from scoring.facts.model import Education, Facts, Home, Insurance, Span
from scoring.facts.snapshot import Snapshot
from scoring.items.arithmetic import worth
from scoring.items.living import suburb_points
from scoring.items.study import cap_of, level_of, overlap
from scoring.items.worth import ZERO, Worth, monthly, rounded, words
from scoring.months import holds
from scoring.rules import parameters as terms
from scoring.rules.load import Item

Pair = tuple[Worth, Worth]
MOST_OFFENCES = 3
LEAST = Worth(ZERO, "还不知道，最少按 0 分")


def bounds(case: Snapshot, item: Item) -> Pair:
    """The least and the most that `item` is worth in `case`; both the same when nothing is open."""
    return _BOUNDS[item.key](case, item)


def _longest(case: Snapshot) -> int:
    """The employment months of someone who was insured from the first month that counts."""
    given: terms.Employment = case.rules.item("employment").terms
    return int(case.cut - given.since + 1)


def _same(case: Snapshot, item: Item) -> Pair:
    found = worth(case, item)
    return found, found


def _with(case: Snapshot, facts: Facts) -> Snapshot:
    return Snapshot(facts, case.year)


def _employment(case: Snapshot, item: Item) -> Pair:
    if case.employed is not None:
        return _same(case, item)
    months = _longest(case)
    return LEAST, Worth(monthly(months, item.terms.per_year), f"还不知道，最多 {months} 个月")


def _residence(case: Snapshot, item: Item) -> Pair:
    if case.facts.homes is not None and case.employed is not None:
        return _same(case, item)
    if case.facts.homes is not None:
        insured = Insurance(periods=(Span(case.rules.item("employment").terms.since),))
        return LEAST, worth(_with(case, replace(case.facts, insurance=insured)), item)
    given: terms.Residence = item.terms
    months = _longest(case) if case.employed is None else case.employed
    # Every record is rounded on its own, and records of two months gain most by it.
    pairs = months // 2 * monthly(2, given.owned_per_year)
    most = max(
        monthly(months, given.owned_per_year), pairs + monthly(months % 2, given.owned_per_year)
    )
    return LEAST, Worth(most, f"还不知道，最多 {months} 个月都是自有住所（分段计分的进位都算上）")


@lru_cache
def _completions(given: terms.Education, held: Education) -> tuple[Education, ...]:
    """One education for each number of points that the missing certificates can lead to.

    There are twenty pairs of certificates, but what is taken off for study hangs on the points.
    """
    by_points: dict[Decimal | None, Education] = {}
    for diploma in (held.diploma,) if held.diploma else terms.DIPLOMAS:
        for degree in (held.degree,) if held.degree else terms.DEGREES:
            level = given.highest(diploma, degree)
            points = None if level is None else level.points
            by_points.setdefault(points, replace(held, diploma=diploma, degree=degree))
    return tuple(by_points.values())


def _educations(case: Snapshot) -> list[Snapshot]:
    """The case with every education that the missing certificates may turn out to be."""
    given: terms.Education = case.rules.item("education").terms
    held = case.facts.education or Education()
    return [case.studied(known) for known in _completions(given, held)]


def _education(case: Snapshot, item: Item) -> Pair:
    held = case.facts.education
    if held is not None and held.diploma is not None and held.degree is not None:
        return _same(case, item)
    return _ends([worth(each, item) for each in _educations(case)])


def _deduction(case: Snapshot, item: Item) -> Pair:
    found: list[Worth] = []
    nothing = case.facts.education in (None, Education())
    for each in _educations(case):
        level = level_of(each, case.rules.item("education").terms)
        cap = cap_of(each, level) if level is not None else None
        if cap is not None and (nothing or overlap(each, cap.months) is None):
            most = min(monthly(cap.months, item.terms.per_year), rounded(cap.points))
            inputs = f"就学期间同时有社保的月数还不知道，最多扣 {words(most)}"
            found += [Worth(-most, inputs), Worth(ZERO, "还不知道，最少不扣")]
        else:
            found.append(worth(each, item))
    return _ends(found)


def _suburb(case: Snapshot, item: Item) -> Pair:
    facts, given = case.facts, item.terms
    longest = case.cut - given.since + 1
    most = Worth(suburb_points(given, 0, longest), f"还不知道，最多居住并工作 {longest} 个月")
    if facts.homes is None:
        return LEAST, _same(case, item)[1] if facts.suburb_months else most
    if facts.suburb_months is not None:
        return _same(case, item)
    if case.owned_without_dates(given.central):
        return LEAST, most
    outside = _with(case, replace(facts, homes=tuple(_outside(home) for home in facts.homes)))
    return _live(case, given, least=True), _live(outside, given, least=False)


def _outside(home: Home) -> Home:
    if home.kind != "owned" or home.district is not None:
        return home
    return replace(home, district="城六区以外")


def _live(case: Snapshot, given: terms.Suburb, least: bool) -> Worth:
    """The least or the most for the homes of `case`, whose districts are taken as they stand."""
    live = case.suburb_live(given.since, given.central)
    if not holds(live, case.cut):
        return Worth(ZERO, f"{case.year - 1} 年 12 月没有住在城六区以外的自有住所")
    months = live.bit_count()
    if case.facts.jobs is not None:
        both = (live & case.suburb_work(given.since, given.central)).bit_count()
        return Worth(
            suburb_points(given, months - both, both),
            f"居住并工作 {both} 个月，只居住 {months - both} 个月",
        )
    # Working outside for part of a year can cost a full year of living: every split is looked at.
    splits = [suburb_points(given, months - both, both) for both in range(months + 1)]
    return Worth(min(splits) if least else max(splits), f"居住 {months} 个月，工作地还不知道")


def _innovation(case: Snapshot, item: Item) -> Pair:
    if case.facts.innovation_points is not None or case.facts.equity_financing is not None:
        return _same(case, item)
    given: terms.Innovation = item.terms
    most = max(*given.awards, *given.competitions, *(int(step.points) for step in given.equity))
    return LEAST, Worth(rounded(ZERO + most), f"还不知道，最多 {most} 分")


def _tax(case: Snapshot, item: Item) -> Pair:
    low = high = case.facts
    years = tuple(range(case.year - item.terms.years, case.year))
    if low.tax_years is None:
        low, high = replace(low, tax_years=()), replace(high, tax_years=years)
    if low.tax_violations is None:
        low = replace(low, tax_violations=MOST_OFFENCES)
        high = replace(high, tax_violations=0)
    return worth(_with(case, low), item), worth(_with(case, high), item)


def _age(case: Snapshot, item: Item) -> Pair:
    if case.facts.birth is not None:
        return _same(case, item)
    most = max(band.points for band in item.terms.band)
    return LEAST, Worth(rounded(most), f"还不知道，最多 {words(most)} 分")


def _honour(case: Snapshot, item: Item) -> Pair:
    if case.facts.honour is not None:
        return _same(case, item)
    return LEAST, worth(_with(case, replace(case.facts, honour=True)), item)


def _law(case: Snapshot, item: Item) -> Pair:
    if case.facts.detentions is not None:
        return _same(case, item)
    low = replace(case.facts, detentions=MOST_OFFENCES)
    return worth(_with(case, low), item), Worth(ZERO, "还不知道，最多 0 分")


def _ends(found: list[Worth]) -> Pair:
    return min(found, key=lambda each: each.points), max(found, key=lambda each: each.points)


_BOUNDS: dict[str, Callable[[Snapshot, Item], Pair]] = {
    "employment": _employment,
    "residence": _residence,
    "education": _education,
    "study_deduction": _deduction,
    "suburb": _suburb,
    "innovation": _innovation,
    "tax": _tax,
    "age": _age,
    "honour": _honour,
    "law": _law,
}
