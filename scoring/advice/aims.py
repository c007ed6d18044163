"""The reverse question: which measures, together, reach the line of which year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from scoring.advice.advise import is_little, title_of
from scoring.advice.forecast import Forecast, total_of
from scoring.advice.measures import Measure
from scoring.advice.texts import TEXTS
from scoring.items import ZERO

MOST_MEASURES = 3
MOST_WAYS = 3


@dataclass(frozen=True, slots=True)
class Way:
    """A set of measures that reaches the line of `year` in its middle case.

    `measures` are keys and `titles` their Chinese titles, in the same order. `total` and `line`
    are those of `year`. `safe` is the first year that reaches the line even in its high case
    (None: no projected year does). `effort` is the sum over the measures.
    """

    measures: tuple[str, ...]
    titles: tuple[str, ...]
    year: int
    total: Decimal
    line: Decimal
    safe: int | None
    effort: int


@dataclass(frozen=True, slots=True)
class Aim:
    """One application year and the smallest sets that reach its own line first in that year."""

    year: int
    ways: tuple[Way, ...]


def aims_of(ahead: Forecast) -> tuple[Aim, ...]:
    """The years that measures can reach before going on as now does, the soonest first.

    Each year is held against its own line, and no year lies after the last in which the person may
    file. A set stands once, at its first year, and only where no part of it is as soon; what brings
    too little for its cost is in none. Empty when
    going on as now is soonest, when nothing suffices, or while the points are a range.
    """
    first = ahead.ahead.years[0]
    if first.low != first.high or not ahead.open_years:
        return ()
    plain = next((y.year for y in ahead.open_years if y.total >= y.line_in("middle")), None)
    found: dict[frozenset[str], Way] = {}
    for measures in _sets(tuple(each for each in ahead.measures if _is_worth_it(each, ahead))):
        way = _first(measures, ahead, plain)
        if way is None:
            continue
        keys = frozenset(way.measures)
        if not any(part < keys and other.year <= way.year for part, other in found.items()):
            found[keys] = way
    return tuple(_aims(list(found.values())))


def _is_worth_it(measure: Measure, ahead: Forecast) -> bool:
    """Whether the measure brings enough for what it costs in some year to file in."""
    years = [each.year for each in ahead.open_years if each.year >= ahead.year + measure.wait]
    return any(
        not is_little(measure.key, total_of(ahead.gain(measure, year))) for year in reversed(years)
    )


def is_out_of_reach(ahead: Forecast) -> bool:
    """Whether the points are a range that reaches no year's line, whatever is told and done."""
    first = ahead.ahead.years[0]
    if first.low == first.high:
        return False
    return bool(ahead.open_years) and all(
        each.high + _most_gained(ahead, each.year) < each.line_in("low")
        for each in reversed(ahead.open_years)
    )


def _most_gained(ahead: Forecast, year: int) -> Decimal:
    """The points that the best measure of each group brings in `year`."""
    best: dict[str, Decimal] = {}
    for each in ahead.measures:
        if year >= ahead.year + each.wait:
            gain = total_of(ahead.gain(each, year))
            best[each.group] = max(best.get(each.group, ZERO), gain)
    return sum(best.values(), ZERO)


def _aims(ways: list[Way]) -> Iterator[Aim]:
    """A later year stands only with what costs less than every earlier one."""
    least = None
    for year in sorted({way.year for way in ways}):
        of_year = [
            way for way in ways if way.year == year and (least is None or way.effort < least)
        ]
        if of_year:
            yield Aim(year, _smallest(of_year))
            least = min(way.effort for way in of_year)


def _smallest(ways: list[Way]) -> tuple[Way, ...]:
    """The fewest measures; of those that differ by one of a group only, the cheapest."""
    ways.sort(key=lambda way: (len(way.measures), way.effort, -way.total))
    kept: dict[frozenset[str], Way] = {}
    for way in ways:
        if len(way.measures) == len(ways[0].measures):
            kept.setdefault(frozenset(TEXTS[key].group for key in way.measures), way)
    return tuple(kept.values())[:MOST_WAYS]


def _sets(measures: tuple[Measure, ...]) -> Iterator[tuple[Measure, ...]]:
    """Every set with at most one measure of each group, the small ones first."""
    for size in range(1, MOST_MEASURES + 1):
        for some in combinations(measures, size):
            if len({each.group for each in some}) == size:
                yield some


def _first(measures: tuple[Measure, ...], ahead: Forecast, plain: int | None) -> Way | None:
    """The first year before `plain` in which these measures reach its line, if any."""
    start = ahead.year + max(each.wait for each in measures)
    years = [each for each in ahead.open_years if each.year >= start]
    for each in years:
        if plain is not None and each.year >= plain:
            return None
        total = ahead.total(measures, each.year)
        if total >= each.line_in("middle"):
            break
    else:
        return None
    safe = next((y.year for y in years if ahead.total(measures, y.year) >= y.line_in("high")), None)
    return Way(
        measures=tuple(one.key for one in measures),
        titles=tuple(title_of(one.key, ahead.now) for one in measures),
        year=each.year,
        total=total,
        line=each.line_in("middle"),
        safe=safe,
        effort=sum(TEXTS[one.key].effort for one in measures),
    )
