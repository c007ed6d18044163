"""The measures: which of them is open to a person, and how it changes the facts.

A measure begins in January of the application year it is asked for, right after its cut, so that
it first counts for the year after. It changes facts only; the points come from the engine. First
`before` changes the facts as they stand, then time passes (`projection.later`), then `after` sets
what grows by the calendar instead of by spans.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scoring.advice.situation import Situation
from scoring.advice.texts import TEXTS, Course
from scoring.facts.model import (
    Education,
    Facts,
    Home,
    HomeKind,
    Insurance,
    Job,
    Span,
    SuburbMonths,
)
from scoring.facts.snapshot import Snapshot
from scoring.items.education import cap_of, level_of
from scoring.months import Month, december, month
from scoring.outlook.projection import tax_continues
from scoring.rules import parameters as terms


def as_before(facts: Facts, _now: Situation) -> Facts:
    """A beginning that changes nothing."""
    return facts


def as_after(facts: Facts, _now: Situation, _target: int) -> Facts:
    """An end that changes nothing."""
    return facts


Begin = Callable[[Facts, Situation], Facts]
End = Callable[[Facts, Situation, int], Facts]


@dataclass(frozen=True, eq=False, slots=True)
class Measure:
    """One measure: open to whom, both halves of its change, application years until it counts.

    From its texts come `items`, whose points it can change, and `group`, of which only one can be
    done. `same` names by item the measure that changes it in the same way: it is scored once.
    """

    key: str
    is_open: Callable[[Situation], bool]
    before: Begin = as_before
    after: End = as_after
    wait: int = 1
    same: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = field(init=False)
    group: str = field(init=False)

    def __post_init__(self) -> None:
        """Take what the texts say."""
        object.__setattr__(self, "items", TEXTS[self.key].items)
        object.__setattr__(self, "group", TEXTS[self.key].group)


def _add_home(kind: HomeKind, *, outside: bool = False) -> Begin:
    def change(facts: Facts, now: Situation) -> Facts:
        where = now.outside if outside else now.inside
        home = Home(kind, span=Span(now.start), district=where)
        return facts._replace(homes=(*(facts.homes or ()), home))

    return change


def _suburb_home_and_job(facts: Facts, now: Situation) -> Facts:
    return _add_job(_add_home("owned", outside=True)(facts, now), now)


def _add_job(facts: Facts, now: Situation) -> Facts:
    return facts._replace(jobs=(*(facts.jobs or ()), Job(now.outside, Span(now.start))))


def _suburb_totals(both: bool) -> End:
    """Months outside 城六区 that are known as totals grow by the kind of the measure."""

    def change(facts: Facts, now: Situation, target: int) -> Facts:
        had = now.facts.suburb_months
        if had is None:
            return facts
        more = (target - now.year) * 12
        grown = (
            SuburbMonths(had.live_only, had.live_and_work + more)
            if both
            else SuburbMonths(had.live_only + more, had.live_and_work)
        )
        return facts._replace(suburb_months=grown)

    return change


def _tax(facts: Facts, now: Situation, target: int) -> Facts:
    reached = {*(facts.tax_years or ()), *range(now.year, target)}
    return facts._replace(tax_years=tuple(sorted(reached)))


def _resume(facts: Facts, now: Situation, target: int) -> Facts:
    had = now.facts.insurance or Insurance()
    more = (target - now.year) * 12
    return facts._replace(
        insurance=had._replace(
            months=None if had.months is None else had.months + more,
            continuous_months=None if had.continuous_months is None else more,
            periods=None if had.periods is None else (*had.periods, Span(now.start)),
        ),
    )


def graduation(study: Course, year: int) -> Month:
    """The July in which a course that begins in September of `year` ends."""
    return month(year + study.years, 7)


def _study(study: Course) -> End:
    def change(facts: Facts, now: Situation, target: int) -> Facts:
        graduated = graduation(study, now.year)
        if graduated > december(target - 1):
            return facts
        held = study.certificates._replace(graduated=graduated)
        changed = facts._replace(education=held)
        if facts.insurance is not None and facts.insurance.periods is not None:
            return changed
        # Only totals are known: whoever goes on working worked through the whole window, as far
        # back as the insurance reaches.
        case = Snapshot(changed, target)
        level = level_of(case, case.rules.item("education").terms)
        if level is None:
            return changed
        worked = (case.employed or 0) - (case.cut - graduated)
        months = max(0, min(worked, cap_of(case, level).months))
        return facts._replace(education=held._replace(overlap_months=months))

    return change


def _can_study(study: Course) -> Callable[[Situation], bool]:
    def is_open(now: Situation) -> bool:
        held = now.facts.education
        if held is None or held.diploma is None or held.degree is None:
            return False
        # The deduction is part of the answer, so it must be known that the person works meanwhile.
        if now.case.employed is None or not now.insured:
            return False
        if held.graduations is not None and held.graduations[0] > now.case.cut:
            return False
        given: terms.EducationRule = now.case.rules.item("education").terms
        aim = study.certificates
        points = next(
            each.points
            for each in given.level
            if each.held(aim.diploma or "none", aim.degree or "none")
        )
        if now.level is not None and now.level.points >= points:
            return False
        return _admitted(held, study)

    return is_open


def _admitted(held: Education, study: Course) -> bool:
    """Whether the certificates held are those that such a course asks for."""
    diploma = terms.DIPLOMAS.index(held.diploma or "none")
    degree = terms.DEGREES.index(held.degree or "none")
    if study.diploma == "college":
        return diploma == 0 and degree == 0
    if study.diploma == "bachelor":
        return held.diploma == "college" and degree == 0
    if study.diploma == "master":
        return diploma >= terms.DIPLOMAS.index("bachelor") or degree >= 1
    return diploma >= terms.DIPLOMAS.index("master") or degree >= terms.DEGREES.index("master")


def _can_buy(now: Situation) -> bool:
    return now.homes_known and now.insured and (now.home is None or now.home.kind != "owned")


def _can_register(now: Situation) -> bool:
    # A lease of which it is not known whether it is registered is asked about, not advised on.
    unknown = any(home.registered is None for home in now.facts.homes or ())
    return now.homes_known and now.insured and now.home is None and not unknown


def _can_move(now: Situation) -> bool:
    return now.suburb_known and now.insured and not now.in_suburb


def _can_move_and_work(now: Situation) -> bool:
    return _can_move(now) and not now.works_outside


def _can_work_there(now: Situation) -> bool:
    known = now.facts.jobs is not None or now.facts.suburb_months is not None
    return known and now.insured and now.in_suburb and not now.works_outside


def _can_pay_more_tax(now: Situation) -> bool:
    return now.facts.tax_years is not None and not tax_continues(now.facts, now.year)


def _can_resume(now: Situation) -> bool:
    return now.case.employed is not None and not now.insured


# Where an own home lies makes no difference to the residence points.
_LIKE_ANY_OWN_HOME = {"residence": "own_home"}

MEASURES: tuple[Measure, ...] = (
    Measure("resume_paying", _can_resume, after=_resume),
    Measure("register_lease", _can_register, before=_add_home("rented")),
    Measure("own_home", _can_buy, before=_add_home("owned")),
    Measure(
        "suburb_home",
        _can_move,
        before=_add_home("owned", outside=True),
        after=_suburb_totals(both=False),
        same=_LIKE_ANY_OWN_HOME,
    ),
    Measure(
        "suburb_home_and_work",
        _can_move_and_work,
        before=_suburb_home_and_job,
        after=_suburb_totals(both=True),
        same=_LIKE_ANY_OWN_HOME,
    ),
    Measure("suburb_work", _can_work_there, before=_add_job, after=_suburb_totals(both=True)),
    Measure("tax_years", _can_pay_more_tax, after=_tax),
    *(
        Measure(key, _can_study(text.study), after=_study(text.study), wait=text.study.years + 1)
        for key, text in TEXTS.items()
        if text.study is not None
    ),
)


def open_measures(now: Situation) -> tuple[Measure, ...]:
    """The measures that the rules bear and that are open to this person."""
    return tuple(measure for measure in MEASURES if measure.is_open(now))
