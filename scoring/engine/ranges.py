"""While facts are missing, a score is a range, and each missing fact moves it by so much.

The ends are totals of people who could exist: what hangs together (insurance, homes, jobs,
education) is settled together, so that no end needs a deduction without a degree or a home without
insurance. Every end is reached by some completion of the facts, but for the rounding of further
residence records (half a hundredth each).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from scoring.engine.completions import settled
from scoring.engine.eligibility import judge
from scoring.engine.missing import missing_facts
from scoring.engine.score import Line, Score, assemble
from scoring.facts.model import Birth, Education, Facts, Insurance, SuburbMonths
from scoring.facts.registry import FACTS
from scoring.facts.snapshot import Snapshot
from scoring.items import ZERO, Bounds, Worth, bounds, education
from scoring.months import Month

COUPLED = ("employment", "residence", "education", "study_deduction", "suburb", "age")


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is not known.

    `spread` is how many points narrower the range is with it. `each` is what every single case
    costs where nothing bounds their number (涉税违法, 行政拘留): the range then counts none.
    """

    fact: str
    title: str
    spread: Decimal
    lookup: str | None
    each: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ItemRange:
    """The least and the most that one item can be worth by itself."""

    low: Line
    high: Line

    @property
    def is_open(self) -> bool:
        """Whether the points of the item are not settled."""
        return self.low.points != self.high.points


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """The lowest and the highest score that a completion of the facts can reach.

    `low` and `high` are whole scores: their lines add up to their totals. `items` are the ends of
    each item by itself, which no single completion needs to reach together. `missing` names what
    is not known, most moving first.
    """

    low: Score
    high: Score
    items: tuple[ItemRange, ...]
    missing: tuple[Missing, ...]

    @property
    def open_ended(self) -> tuple[Missing, ...]:
        """The missing facts whose number nothing bounds: the range holds while there is none."""
        return tuple(each for each in self.missing if each.each is not None)


class _Part(NamedTuple):
    """The coupled items, settled in one way."""

    points: Decimal
    worths: dict[str, Worth]


class _Core(NamedTuple):
    """The ends of the coupled items together, and of each by itself."""

    low: _Part
    high: _Part
    items: dict[str, Bounds]

    @property
    def width(self) -> Decimal:
        return self.high.points - self.low.points


def score_range(facts: Facts, year: int) -> ScoreRange:
    """The range that holds the score of `facts` for `year` however they are completed."""
    return range_of(Snapshot(facts, year))


def range_of(case: Snapshot) -> ScoreRange:
    """The same for facts that are already laid out at their cut."""
    judged = judge(case)
    names = missing_facts(case, judged)
    core, alone = _core_of(case), _alone(case)
    low, high, items = [], [], []
    for item in case.rules.items:
        pair = core.items[item.key] if item.key in COUPLED else alone[item.key]
        least = core.low.worths[item.key] if item.key in COUPLED else pair.low
        most = core.high.worths[item.key] if item.key in COUPLED else pair.high
        low.append(Line(item, least))
        high.append(Line(item, most))
        items.append(ItemRange(Line(item, pair.low), Line(item, pair.high)))
    still = {each.low.item for each in items if each.is_open}
    found = sorted(
        (each for each in _found(case, names, core, alone) if _matters(each, still)),
        key=lambda each: -max(each.spread, each.each or ZERO),
    )
    names = tuple(name for name in names if any(each.fact == name for each in found))
    return ScoreRange(
        assemble(case, low, judged, names),
        assemble(case, high, judged, names),
        tuple(items),
        tuple(found),
    )


_MOVED: dict[str, tuple[str, ...]] = {
    "insurance": COUPLED,
    "homes": ("residence", "suburb"),
    "jobs": ("suburb",),
    "suburb_months": ("suburb",),
    "education": ("education", "study_deduction"),
}


def _matters(missing: Missing, still: set[str]) -> bool:
    """Whether a fact decides a condition, costs points, or belongs to an item that is open still.

    What a score leaves open the range may settle: the overlap of insurance whose dates follow.
    """
    fact = FACTS[missing.fact]
    moved = _MOVED.get(missing.fact.partition(".")[0], (fact.item,))
    return bool(fact.eligibility or missing.spread or missing.each) or not still.isdisjoint(moved)


def total_bounds(case: Snapshot) -> tuple[Decimal, Decimal]:
    """The lowest and the highest total, without lines and reasons."""
    core, alone = _core_of(case), _alone(case)
    return (
        core.low.points + sum((each.low.points for each in alone.values()), ZERO),
        core.high.points + sum((each.high.points for each in alone.values()), ZERO),
    )


def _alone(case: Snapshot) -> dict[str, Bounds]:
    """The bounds of the items that hang on facts of their own."""
    return {item.key: bounds(case, item) for item in case.rules.items if item.key not in COUPLED}


def _core_of(case: Snapshot) -> _Core:
    low = high = None
    ends: dict[str, Bounds] = {}
    rules = case.rules
    for each, years in settled(case):
        employment = bounds(each, rules.item("employment"))
        home = bounds(each, rules.item("residence"))
        suburb = bounds(each, rules.item("suburb"))
        studies = education.possible(each)
        least = min(studies, key=lambda study: study.points)
        most = max(studies, key=lambda study: study.points)
        low = _lower(low, _part(employment.low, home.low, least, suburb.low, years.low))
        high = _higher(high, _part(employment.high, home.high, most, suburb.high, years.high))
        _widen(ends, "employment", employment.low, employment.high)
        _widen(ends, "residence", home.low, home.high)
        _widen(ends, "suburb", suburb.low, suburb.high)
        _widen(ends, "age", years.low, years.high)
        for study in studies:
            _widen(ends, "education", study.education, study.education)
            _widen(ends, "study_deduction", study.deduction, study.deduction)
    assert low is not None
    assert high is not None
    return _Core(low, high, ends)


def _part(
    employment: Worth, home: Worth, study: education.StudyCase, suburb: Worth, years: Worth
) -> _Part:
    worths = {
        "employment": employment,
        "residence": home,
        "education": study.education,
        "study_deduction": study.deduction,
        "suburb": suburb,
        "age": years,
    }
    return _Part(sum((each.points for each in worths.values()), ZERO), worths)


def _lower(found: _Part | None, other: _Part) -> _Part:
    return other if found is None or other.points < found.points else found


def _higher(found: _Part | None, other: _Part) -> _Part:
    return other if found is None or other.points > found.points else found


def _widen(ends: dict[str, Bounds], key: str, low: Worth, high: Worth) -> None:
    had = ends.get(key)
    if had is None:
        ends[key] = Bounds(low, high)
    elif low.points < had.low.points or high.points > had.high.points:
        ends[key] = Bounds(
            low if low.points < had.low.points else had.low,
            high if high.points > had.high.points else had.high,
        )


def _found(
    case: Snapshot, names: tuple[str, ...], core: _Core, alone: dict[str, Bounds]
) -> Iterator[Missing]:
    for name in names:
        fact = FACTS[name]
        spread, each = ZERO, None
        if name == "tax_violations":
            each = case.rules.item("tax").terms.violation
        elif name == "detentions":
            each = case.rules.item("law").terms.each
        elif name in _SETTLE:
            narrowed = _core_of(Snapshot(_SETTLE[name](case.facts, case), case.year))
            spread = max(core.width - narrowed.width, ZERO)
        elif fact.item is not None and fact.item not in COUPLED:
            pair = alone[fact.item]
            spread = pair.high.points - pair.low.points
        yield Missing(name, fact.title, spread, fact.lookup, each)


_Settle = Callable[[Facts, Snapshot], Facts]


def _insured(facts: Facts, _case: Snapshot) -> Facts:
    return facts._replace(insurance=(facts.insurance or Insurance())._replace(months=0))


def _dated(facts: Facts, _case: Snapshot) -> Facts:
    had = facts.insurance or Insurance()
    return facts._replace(insurance=had._replace(continuous_months=had.months, repaid_months=0))


def _repaid(facts: Facts, case: Snapshot) -> Facts:
    had = facts.insurance or Insurance()
    months = tuple(Month(case.cut - n) for n in range(had.repaid_months or 0))
    known = had._replace(repaid_months=None, repaid=months, repaid_open=False)
    return facts._replace(insurance=known)


def _homes(**known: object) -> _Settle:
    def settle(facts: Facts, _case: Snapshot) -> Facts:
        homes = tuple(
            replace(home, **{k: v for k, v in known.items() if getattr(home, k) is None})  # type: ignore[arg-type]
            for home in facts.homes or ()
        )
        return facts._replace(homes=homes)

    return settle


def _certified(facts: Facts, _case: Snapshot) -> Facts:
    homes = tuple(
        replace(home, certificate=home.counts_from(home.span)) if home.span else home
        for home in facts.homes or ()
    )
    return facts._replace(homes=homes)


def _studied(**known: object) -> _Settle:
    return lambda facts, _case: facts._replace(
        education=(facts.education or Education())._replace(**known)  # type: ignore[arg-type]
    )


# Any value does: what counts is how much narrower the range gets once the fact is settled.
_SETTLE: dict[str, _Settle] = {
    "birth": lambda facts, case: facts._replace(birth=Birth(case.year - 100)),
    "insurance": _insured,
    "insurance.months": _insured,
    "insurance.periods": _dated,
    "insurance.repaid": _repaid,
    "homes": lambda facts, _: facts._replace(homes=()),
    "homes.district": _homes(district="东城"),
    "homes.certificate": _certified,
    "homes.registered": _homes(registered=True),
    "homes.lived": _homes(inhabited=False),
    "jobs": lambda facts, _: facts._replace(jobs=()),
    "suburb_months": lambda facts, _: facts._replace(suburb_months=SuburbMonths()),
    "education": _studied(diploma="none", degree="none"),
    "education.diploma": _studied(diploma="none"),
    "education.degree": _studied(degree="none"),
    "education.overlap_months": _studied(overlap_months=0),
    "education.graduated": _studied(overlap_months=0),
}
