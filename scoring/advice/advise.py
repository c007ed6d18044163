"""What would help: what-ifs by what they bring and when, worked out by scoring changed facts.

Every gain is a difference of two scores of the same engine for the same application year: the
present situation going on, with and without the change. Nothing here adds points up by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from scoring.advice.measures import Measure, graduation, open_measures, stop_paying
from scoring.advice.situation import Situation
from scoring.advice.texts import TEXTS
from scoring.engine.retirement import last_year
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot
from scoring.items.arithmetic import worth
from scoring.items.worth import ZERO
from scoring.months import month, spoken
from scoring.outlook.projection import later, tax_continues
from scoring.rules.load import ITEMS

# Far enough for the longest what-if, a doctorate of four years, to count.
HORIZON = 5
Points = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Advice:
    """One what-if.

    `gain` are the points more in application year `by_year` than if things went on as they are,
    `first_gain` those in `first_year`, the first that counts it. `parts` are the items of `gain`
    with their titles: a degree shows its deduction there. `cost` says what it takes in time,
    `catch` what to look out for; `document`, `indicator` and `official` name the rule behind it.
    A `gain` of 0 or less is said for degrees only, as a warning.
    """

    key: str
    item: str
    title: str
    gain: Decimal
    by_year: int
    first_gain: Decimal
    first_year: int
    parts: tuple[tuple[str, Decimal], ...]
    cost: str
    catch: str
    document: str
    indicator: str
    official: int | None


def advise(facts: Facts, year: int, *, tax_goes_on: bool | None = None) -> tuple[Advice, ...]:
    """The what-ifs open to a person whose facts hold for application year `year`.

    They begin in January of `year`, after its cut, and are weighed at the fifth application year
    after it, or at the last one before retirement (or sooner, where the same points come later
    anyway). Most points first, then the sooner. Empty when nothing is possible any more, as after
    a criminal record. What is not known gets no advice: ask for it first.

    `tax_goes_on` as in `project`.
    """
    now = Situation(facts, year)
    horizon = _horizon(facts, year)
    if tax_goes_on is None:
        tax_goes_on = tax_continues(facts, year)
    plain: dict[int, Points] = {}

    def going_on(target: int) -> Points:
        if target not in plain:
            plain[target] = points_of(later(facts, year, target, tax_goes_on=tax_goes_on), target)
        return plain[target]

    found = []
    for measure in open_measures(now):
        first = year + measure.wait

        def gain(target: int, done: Measure = measure) -> Points:
            changed = points_of(facts_with((done,), now, target, tax_goes_on), target)
            return _difference(changed, going_on(target))

        found += _weighed(measure.key, now, gain, first, horizon)
    if now.insured and now.case.employed is not None:
        stopped = stop_paying(facts, now)

        def kept(target: int) -> Points:
            ended = later(stopped, year, target, tax_goes_on=tax_goes_on)
            return _difference(going_on(target), points_of(ended, target))

        found += _weighed("keep_paying", now, kept, year + 1, horizon)
    return tuple(sorted(found, key=lambda each: (-each.gain, each.first_year, -each.first_gain)))


def _weighed(
    key: str, now: Situation, gain: Callable[[int], Points], first: int, horizon: int
) -> list[Advice]:
    """The advice `key` at the year up to `horizon` in which it brings most; none when never."""
    if first > horizon:
        return []
    gains = {year: gain(year) for year in (first, horizon)}
    if _sum(gains[horizon]) < _sum(gains[first]):
        # Without it a cap is reached anyway, only later: the years in between tell.
        gains |= {year: gain(year) for year in range(first + 1, horizon)}
    best = max(gains, key=lambda year: (_sum(gains[year]), year == horizon, -year))
    if _sum(gains[best]) <= 0 and TEXTS[key].study is None:
        return []
    return [_advice(key, now, gains, (first, best))]


def _horizon(facts: Facts, year: int) -> int:
    if facts.criminal_record:
        return year
    birth = facts.birth
    last = None if birth is None else last_year(birth, facts.sex, facts.post)
    return year + HORIZON if last is None else min(year + HORIZON, last)


def points_of(facts: Facts, year: int) -> Points:
    """Points by item, from the same engine as a score."""
    case = Snapshot(facts, year)
    return {item.key: worth(case, item).points for item in case.rules.items}


def facts_with(
    measures: tuple[Measure, ...], now: Situation, target: int, tax_goes_on: bool
) -> Facts:
    """The facts for application year `target` if these what-ifs are done."""
    facts = now.facts
    for measure in measures:
        facts = measure.before(facts, now, target)
    facts = later(facts, now.year, target, tax_goes_on=tax_goes_on)
    for measure in measures:
        facts = measure.after(facts, now, target)
    return facts


def _difference(changed: Points, plain: Points) -> Points:
    return {key: changed[key] - plain[key] for key in ITEMS if changed[key] != plain[key]}


def _sum(points: Points) -> Decimal:
    return sum(points.values(), ZERO)


def _advice(key: str, now: Situation, gains: dict[int, Points], years: tuple[int, int]) -> Advice:
    text, rules = TEXTS[key], now.case.rules
    item, values = rules.item(text.item), _values(key, now) | {"year": years[0]}
    return Advice(
        key=key,
        item=text.item,
        title=title_of(key, now),
        gain=_sum(gains[years[1]]),
        by_year=years[1],
        first_gain=_sum(gains[years[0]]),
        first_year=years[0],
        parts=tuple((rules.item(name).title, points) for name, points in gains[years[1]].items()),
        cost=text.cost.format(**values),
        catch=text.catch.format(**values),
        document=item.document,
        indicator=item.indicator,
        official=item.official,
    )


def title_of(key: str, now: Situation) -> str:
    """How the what-if `key` is called for this person."""
    return TEXTS[key].title.format(**_values(key, now))


def _values(key: str, now: Situation) -> dict[str, object]:
    study = TEXTS[key].study
    values: dict[str, object] = {"start": spoken(now.start), "tax_year": now.year}
    if study is not None:
        values["study_start"] = spoken(month(now.year, 9))
        values["graduated"] = spoken(graduation(study, now.year))
    return values
