"""While facts are missing, a score is a range, and each missing fact moves it by so much."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scoring.engine.eligibility import judge
from scoring.engine.missing import TITLES, missing_facts
from scoring.engine.score import Score, assemble, line_of
from scoring.facts.model import Birth, Education, Facts, Insurance, SuburbMonths
from scoring.facts.snapshot import Snapshot
from scoring.items.bounds import bounds
from scoring.items.worth import ZERO


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is not known: `spread` is how many points narrower the range is with it."""

    fact: str
    title: str
    spread: Decimal
    lookup: str | None


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """The lowest and the highest score, item by item, and what is missing, most moving first."""

    low: Score
    high: Score
    missing: tuple[Missing, ...]


def score_range(facts: Facts, year: int) -> ScoreRange:
    """The range that holds the score of `facts` for `year` however they are completed.

    Each item's range holds by itself, so the total's may be wider than any one completion reaches.
    At most three 涉税违法 and three 行政拘留 are assumed while their number is not known.
    """
    case = Snapshot(facts, year)
    pairs = [(item, bounds(case, item)) for item in case.rules.items]
    low = assemble(case, [line_of(item, pair[0]) for item, pair in pairs])
    high = assemble(case, [line_of(item, pair[1]) for item, pair in pairs])
    width = high.total - low.total
    names = missing_facts(case, judge(case))
    found = [_missing(case, name, width) for name in names]
    return ScoreRange(low, high, tuple(sorted(found, key=lambda each: -each.spread)))


def _missing(case: Snapshot, name: str, width: Decimal) -> Missing:
    settle = _SETTLE.get(name)
    spread = ZERO
    if settle is not None:
        settled = Snapshot(settle(case.facts), case.year)
        pairs = [bounds(settled, item) for item in settled.rules.items]
        spread = width - sum((high.points - low.points for low, high in pairs), ZERO)
    return Missing(name, TITLES[name], max(spread, ZERO), _lookup(case, name))


def _lookup(case: Snapshot, name: str) -> str | None:
    terms = case.rules.eligibility
    if name == "residence_permit":
        return terms.permit_lookup
    item = _ITEM.get(name.partition(".")[0])
    return case.rules.item(item).lookup if item else None


_ITEM = {
    "birth": "age",
    "insurance": "employment",
    "homes": "residence",
    "jobs": "suburb",
    "suburb_months": "suburb",
    "education": "education",
    "innovation_points": "innovation",
    "tax_years": "tax",
    "detentions": "law",
    "honour": "honour",
}


def _put(name: str, value: Any) -> Callable[[Facts], Facts]:
    return lambda facts: replace(facts, **{name: value})


def _insured(facts: Facts) -> Facts:
    return replace(facts, insurance=replace(facts.insurance or Insurance(), months=0))


def _studied(**known: Any) -> Callable[[Facts], Facts]:
    return lambda facts: replace(facts, education=replace(facts.education or Education(), **known))


def _central(facts: Facts) -> Facts:
    homes = tuple(replace(home, district=home.district or "东城") for home in facts.homes or ())
    return replace(facts, homes=homes)


# Any value does: what counts is how much narrower the range gets once the fact is settled.
_SETTLE: dict[str, Callable[[Facts], Facts]] = {
    "birth": _put("birth", Birth(1990, 7)),
    "insurance": _insured,
    "insurance.months": _insured,
    "homes": _put("homes", ()),
    "homes.district": _central,
    "jobs": _put("jobs", ()),
    "suburb_months": _put("suburb_months", SuburbMonths()),
    "education": _studied(diploma="none", degree="none"),
    "education.diploma": _studied(diploma="none"),
    "education.degree": _studied(degree="none"),
    "education.overlap_months": _studied(overlap_months=0),
    "innovation_points": _put("innovation_points", 0),
    "tax_years": _put("tax_years", ()),
    "tax_violations": _put("tax_violations", 0),
    "detentions": _put("detentions", 0),
    "honour": _put("honour", False),
}
