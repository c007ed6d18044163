"""One person's coming years, scored once: what every measure, aim and verdict is read from."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from scoring.advice.cures import Cure, Hurdle, Remedy, cured, cures_of, paying_again
from scoring.advice.measures import Measure, as_before, open_measures
from scoring.advice.situation import Situation
from scoring.engine.eligibility import judge
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot, with_dates
from scoring.items import ZERO, worth, worths
from scoring.outlook.compact import compact
from scoring.outlook.extension import at_year
from scoring.outlook.projection import ProjectedYear, Projection, cases, later, project
from scoring.rules import ITEMS

Points = dict[str, Decimal]
NO_WAY = (Remedy.NONE, Remedy.UNSETTLED)


class Forecast:
    """The projection of ten application years from `year` on, and what changes it.

    `hurdles` are the conditions that are not met or open, `after` the cures that have to be done
    beside going on as now, `could` says for each projected year whether the person may file once
    they are done (None: open). Every figure of a measure is a difference of two scores of the same
    engine for one year; only the items that the measure touches are scored again.
    """

    def __init__(self, facts: Facts, year: int, day: date, case: Snapshot | None = None) -> None:
        """`case` is the snapshot of the facts at `year`, where there is one already."""
        facts = compact(with_dates(facts, year))
        self.year, self.day = year, day
        self.now = Situation(facts, year, case)
        self.hurdles = self._hurdles()
        self.after = self._after()
        self.facts = paying_again(facts, self.after, self.now.case.cut)
        if self.facts is not facts:
            self.now = Situation(self.facts, year, case)
        self._cases = cases(self.facts, year, first=self.now.case)
        self.ahead: Projection = project(self.facts, year, coming=self._cases)
        # Facts without totals do not grow, with or without what a measure adds.
        self._grows = at_year(self.facts, year, year + 1) is not self.facts
        self.could = self._could()
        self._begun: dict[tuple[Measure, ...], Facts] = {(): self.facts}
        self._like: dict[str, Snapshot] = {}
        self._gains: dict[tuple[str, int], Points] = {}
        self._sums: dict[tuple[str, int], Decimal] = {}
        self._items: dict[tuple[str, str, int], Decimal] = {}

    def _hurdles(self) -> tuple[Hurdle, ...]:
        snapshot = self.now.case
        judged = judge(snapshot)
        return tuple(
            Hurdle(each, cures_of(each, snapshot, self.day))
            for met in (False, None)
            for each in judged.conditions
            if each.met is met
        )

    def _after(self) -> tuple[Cure, ...]:
        """What has to be done, beside going on as now, so that the unmet conditions are met."""
        return tuple(
            each.cures[0]
            for each in self.hurdles
            if each.cures[0].remedy in (Remedy.APPLY, Remedy.REPAY, Remedy.REJOIN)
        )

    def _could(self) -> tuple[bool | None, ...]:
        if not self.after:
            return tuple(each.eligible for each in self.ahead.years)
        facts = cured(self.facts, self.after)
        first = max(each.year or 0 for each in self.after)
        return tuple(
            judge(Snapshot(self._as_of(facts, each.year), each.year)).verdict
            if each.year >= first
            else False
            for each in self.ahead.years
        )

    def _as_of(self, facts: Facts, year: int) -> Facts:
        offences = facts.tax_violations or facts.detentions
        if not (self._grows or self.ahead.tax_goes_on or offences):
            return facts
        return later(facts, self.year, year, tax_goes_on=self.ahead.tax_goes_on)

    @cached_property
    def hopeless(self) -> bool:
        """Whether a condition stays unmet, whatever is done, as long as the person may file."""
        last = max((each.year for each in self.ahead.years if not each.retired), default=self.year)
        cures = [each.cures[0] for each in self.hurdles if each.condition.met is False]
        return any(each.remedy in NO_WAY or (each.year or 0) > last for each in cures)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What is open to this person; nothing is when a condition stays unmet."""
        return () if self.hopeless else open_measures(self.now)

    @cached_property
    def open_years(self) -> tuple[ProjectedYear, ...]:
        """The years in which the person may file, as far as is known, with the cures done."""
        pairs = zip(self.ahead.years, self.could, strict=True)
        return tuple(each for each, could in pairs if could is not False)

    def plain(self, year: int) -> ProjectedYear:
        """The projected `year` as things go on."""
        return self.ahead.years[year - self.year]

    def gain(self, measure: Measure, year: int) -> Points:
        """The points more or less by item in `year` if `measure` is done; unchanged ones left out.

        A measure that touches no item of another one can be added to it.
        """
        key = (measure.key, year)
        if key not in self._gains:
            self._gains[key] = dict(self._item_gains(measure, year))
        return self._gains[key]

    def _item_gains(self, measure: Measure, year: int) -> Iterator[tuple[str, Decimal]]:
        case, plain = None, self.plain(year).items
        for item in measure.items:
            key = (measure.same.get(item, measure.key), item, year)
            points = self._items.get(key)
            if points is None:
                case = case or self._snapshot(measure, year)
                points = worth(case, case.rules.item(item)).points - plain[item]
                self._items[key] = points
            if points:
                yield item, points

    def _snapshot(self, measure: Measure, year: int) -> Snapshot:
        """The facts with `measure` done; the months of insurance are kept where it leaves them."""
        facts = self.facts_with((measure,), year)
        key = "" if measure.before is as_before else measure.key
        like = self._like.setdefault(key, self.now.case)
        if measure.group == "insurance":
            found = Snapshot(facts, year, like)
        else:
            found = self._cases[year - self.year].with_facts(facts, like)
        self._like[key] = found
        return found

    def total(self, measures: tuple[Measure, ...], year: int) -> Decimal:
        """The total of `year` if these measures, at most one of a group, are done."""
        if _apart(measures):
            return sum([self._sum(each, year) for each in measures], self.plain(year).total)
        snapshot = Snapshot(self.facts_with(measures, year), year)
        return sum((each.points for each in worths(snapshot)), ZERO)

    def _sum(self, measure: Measure, year: int) -> Decimal:
        key = (measure.key, year)
        if key not in self._sums:
            self._sums[key] = total_of(self.gain(measure, year))
        return self._sums[key]

    def facts_with(self, measures: tuple[Measure, ...], year: int) -> Facts:
        """The facts for application year `year` if these measures are done."""
        facts = self._as_of(self._begin(measures), year)
        for measure in measures:
            facts = measure.after(facts, self.now, year)
        return facts

    def _begin(self, measures: tuple[Measure, ...]) -> Facts:
        if measures not in self._begun:
            facts = self.facts
            for measure in measures:
                facts = measure.before(facts, self.now)
            self._begun[measures] = facts
        return self._begun[measures]


@lru_cache(maxsize=4096)
def _apart(measures: tuple[Measure, ...]) -> bool:
    """Whether no two of the measures touch the same item, so that their gains can be added."""
    touched = [item for each in measures for item in each.items]
    return len(touched) == len(set(touched))


def total_of(points: Points) -> Decimal:
    """The sum of points by item."""
    return sum(points.values(), ZERO)


def in_order(points: Points) -> tuple[tuple[str, Decimal], ...]:
    """Points by item in the order of the items."""
    return tuple((item, points[item]) for item in ITEMS if item in points)
