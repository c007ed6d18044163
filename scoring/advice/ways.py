"""The reverse question: which what-ifs, together, reach a given line by a given year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from scoring.advice.advise import facts_with, points_of, title_of
from scoring.advice.measures import Measure, open_measures
from scoring.advice.situation import Situation
from scoring.engine.eligibility import judge
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot
from scoring.items.worth import ZERO
from scoring.outlook.projection import tax_continues
from scoring.outlook.results import last_result


@dataclass(frozen=True, slots=True)
class Way:
    """A set of what-ifs that reaches `line`; `measures` empty: going on as now is enough.

    `measures` are keys and `titles` their Chinese titles, in the same order. `year` is the first
    application year that reaches it, with `total` points.
    """

    measures: tuple[str, ...]
    titles: tuple[str, ...]
    year: int
    total: Decimal
    line: Decimal


def ways_to_reach(
    facts: Facts, line: Decimal, by_year: int, *, from_year: int | None = None
) -> tuple[Way, ...]:
    """The smallest sets of what-ifs that reach `line` (points) by application year `by_year`.

    The facts hold for `from_year`, in whose January the what-ifs begin (None: the year after the
    last published result). Only years count in which the person may apply, as far as is known.
    Fewest what-ifs first, then the sooner, then the more points; a set that contains a smaller one
    which also reaches the line is left out. Empty when nothing does.
    """
    start = last_result().year + 1 if from_year is None else from_year
    now = Situation(facts, start)
    goes_on = tax_continues(facts, start)
    found: list[Way] = []
    done: list[frozenset[str]] = []
    for measures in _sets(open_measures(now)):
        keys = frozenset(each.key for each in measures)
        if any(smaller <= keys for smaller in done):
            continue
        way = _first(measures, now, line, by_year, goes_on)
        if way is not None:
            found.append(way)
            done.append(keys)
    return tuple(sorted(found, key=lambda way: (len(way.measures), way.year, -way.total)))


def _sets(measures: tuple[Measure, ...]) -> Iterator[tuple[Measure, ...]]:
    """Every set with at most one what-if of each group, the small ones first."""
    for size in range(len({each.group for each in measures}) + 1):
        for some in combinations(measures, size):
            if len({each.group for each in some}) == size:
                yield some


def _first(
    measures: tuple[Measure, ...], now: Situation, line: Decimal, by_year: int, goes_on: bool
) -> Way | None:
    """The first year up to `by_year` in which these what-ifs reach the line, if any."""
    for year in range(now.year, by_year + 1):
        if year < now.year + max((each.wait for each in measures), default=0):
            continue
        facts = facts_with(measures, now, year, goes_on)
        total = sum(points_of(facts, year).values(), ZERO)
        if total >= line and judge(Snapshot(facts, year)).verdict is not False:
            titles = tuple(title_of(each.key, now) for each in measures)
            return Way(tuple(each.key for each in measures), titles, year, total, line)
    return None
