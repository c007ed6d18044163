"""Which facts are not known although they could move the points or the verdict.

Names are those of the registry. What does not apply is not missing: no post for a man, no jobs
without an own home outside 城六区, no month of overlap without a degree that scores.
"""

from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter

from scoring.engine.eligibility import Eligibility, continuous, repaid_count
from scoring.facts.model import TYPED, Home
from scoring.facts.registry import FACTS
from scoring.facts.snapshot import Snapshot
from scoring.items import residence
from scoring.items.education import cap_of, level_of, overlap
from scoring.items.worth import ZERO

_NAMES = tuple(
    fact.name
    for fact in FACTS.values()
    if "." not in fact.name and not fact.optional and fact.kind != "insurance"
    if fact.name not in ("birth", "homes", "education", "innovation_points")
)
_REQUIRED = tuple(name for name in _NAMES if name in TYPED)
_REQUIRED_OF = attrgetter(*_REQUIRED)
_REQUIRED_BESIDE = tuple(name for name in _NAMES if name not in TYPED)


def missing_facts(case: Snapshot, judged: Eligibility) -> tuple[str, ...]:
    """The names of the missing facts, those that can move the total most first."""
    names = _missing(case, judged)
    if len(names) > 1:
        names.sort(key=lambda name: -_weight(case, name))
    return tuple(names)


def _missing(case: Snapshot, judged: Eligibility) -> list[str]:
    facts, found = case.facts, []
    _, retirement, insurance, _ = judged.conditions
    undecided = retirement.met is None
    if facts.birth is None or (undecided and facts.birth.month is None):
        found.append("birth")
    if facts.post is None and facts.sex == "female" and undecided:
        found.append("post")
    required = _REQUIRED_OF(facts)
    if None in required:
        found += [name for name, value in zip(_REQUIRED, required, strict=True) if value is None]
    if _REQUIRED_BESIDE:
        found += [name for name in _REQUIRED_BESIDE if facts.get(name) is None]
    found += _insurance(case, undecided=insurance.met is None)
    found += _homes(case)
    found += _education(case)
    if facts.innovation_points is None and facts.equity_financing is None:
        found.append("innovation_points")
    return found


def _insurance(case: Snapshot, *, undecided: bool) -> Iterator[str]:
    insurance = case.facts.insurance
    if insurance is None or not insurance.is_told:
        yield "insurance"
        return
    if case.employed is None:
        yield "insurance.months"
    if case.paid is None and _fill_is_open(case):
        yield "insurance.periods"
    which = insurance.periods is not None and bool(insurance.repaid_months or insurance.repaid_open)
    if which and insurance.months is None:
        yield "insurance.repaid"
    if undecided:
        if continuous(case, insurance) is None:
            yield "insurance.continuous_months"
        # Beside a total only their number matters, and only to the condition.
        told = insurance.months is None and insurance.repaid_open
        if repaid_count(case, insurance) is None and not told:
            yield "insurance.repaid_months"


def _fill_is_open(case: Snapshot) -> bool:
    return residence.fill_is_open(case, case.rules.item("residence").terms)


def _homes(case: Snapshot) -> Iterator[str]:
    facts = case.facts
    if facts.homes is None:
        yield "homes"
        return
    if [home for home in facts.homes if not home.is_settled]:
        yield from _unsettled(case, facts.homes)
    if facts.jobs is None and facts.suburb_months is None:
        given = case.rules.item("suburb").terms
        if case.suburb_live(given.since, given.central):
            yield "jobs"


def _unsettled(case: Snapshot, homes: tuple[Home, ...]) -> Iterator[str]:
    if any(residence.without_certificate(home, case.cut) for home in homes):
        yield "homes.certificate"
    if any(home.kind == "rented" and home.registered is None for home in homes):
        yield "homes.registered"
    if any(home.span is None for home in homes) and _fill_is_open(case):
        yield "homes.from"
    if case.facts.suburb_months is not None:
        return
    given = case.rules.item("suburb").terms
    if case.owned_without_district(given.since):
        yield "homes.district"
    if any(
        home.kind == "owned" and home.inhabited is None and home.district not in given.central
        for home in homes
    ):
        yield "homes.lived"
    if case.owned_without_dates(given.central):
        yield "suburb_months"


def _education(case: Snapshot) -> Iterator[str]:
    held = case.facts.education
    if held is None or (held.diploma is None and held.degree is None):
        yield "education"
        return
    if held.diploma is None:
        yield "education.diploma"
    if held.degree is None:
        yield "education.degree"
    if held.overlap_months is not None or _overlap_follows(case):
        return
    level = level_of(case, case.rules.item("education").terms)
    # Without any insurance the overlap is not a question of its own.
    waiting = case.employed is None and case.facts.insurance is None and held.graduated is not None
    if level is not None and overlap(case, cap_of(case, level).months) is None and not waiting:
        yield "education.overlap_months" if held.graduated_in is None else "education.graduated"


def _overlap_follows(case: Snapshot) -> bool:
    """Whether the dates of graduation and of insurance are both told."""
    held = case.facts.education
    told = held is not None and held.graduated is not None
    return told and case.paid is not None and not case.follows


def _weight(case: Snapshot, name: str) -> Decimal:
    """About how many points the fact can move: enough to put names in order at little cost."""
    terms = {item.key: item.terms for item in case.rules.items}
    longest = case.cut - case.first_month + 1
    years = Decimal(longest if case.employed is None else case.employed) / 12
    suburb = Decimal(terms["suburb"].most)
    owned = Decimal(terms["residence"].owned_per_year)
    other = Decimal(terms["residence"].other_per_year)
    if name in ("insurance", "insurance.months"):
        return Decimal(longest) / 12 * (Decimal(terms["employment"].per_year) + owned)
    if name == "homes":
        return years * owned + suburb
    if name in ("homes.district", "homes.lived", "suburb_months"):
        return suburb
    if name == "jobs":
        return suburb / 2
    if name == "homes.certificate":
        months = sum(
            home.certified_last(home.span, case.cut) - home.counts_from(home.span)
            for home in case.facts.homes or ()
            if home.span is not None and home.kind == "owned"
        )
        return Decimal(months) / 12 * owned
    if name in ("insurance.periods", "homes.from", "homes.registered"):
        return years * other
    if name == "education.overlap_months":
        return Decimal(max(cap.points for cap in terms["study_deduction"].cap))
    if name.startswith("education"):
        return Decimal(terms["education"].level[0].points)
    if name == "birth" and case.facts.birth is None:
        return Decimal(max(band.points for band in terms["age"].band))
    return {
        "insurance.repaid": Decimal(1),
        "honour": Decimal(terms["honour"].points),
        "innovation_points": Decimal(max(*terms["innovation"].awards)),
        "tax_years": Decimal(getattr(terms["tax"], "most", None) or terms["tax"].points),
        "tax_violations": Decimal(terms["tax"].violation),
        "detentions": Decimal(terms["law"].each),
    }.get(name, ZERO)
