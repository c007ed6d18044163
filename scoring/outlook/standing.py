"""Where a total stands in a year: passed or not, how far, and which place.

A total above that of rank a and below that of rank b (a before b) stands in places a+1 … b, so two
ranks around it are named. At a published score it stands level with that rank.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from scoring.outlook.results import (
    LiveRanks,
    Ranks,
    YearResult,
    lines_by_year,
    live_ranks,
)


class Place(StrEnum):
    """What is known of the place; `above` and `below` of a `Standing` are the ranks it names."""

    OUT = "out"  # below the line
    AT_LINE = "at_line"  # level with the last rank: everyone tied with it passes (同分同落)
    LISTED = "listed"  # in the list, whose scores by rank are not known
    FIRST = "first"  # above the first rank
    BEFORE = "before"  # above the best rank that is known
    LEVEL = "level"  # level with a known rank
    BETWEEN = "between"  # between two known ranks
    BEHIND = "behind"  # below the last rank that the filing system shows


@dataclass(frozen=True, slots=True)
class Standing:
    """A total against one published year.

    `distance` is total − line, in points: negative below the line. `above` and `below` are the
    known ranks around the total (`None`: no such rank known); both are the same rank when the
    scores are equal. `estimate` says that the place rests on the filing system's scores and not on
    the list.
    """

    year: int
    total: Decimal
    line: Decimal
    passed: bool
    distance: Decimal
    place: Place
    above: int | None = None
    below: int | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class LivePlace:
    """The place of a total in the filing system's scores of `year` on `day`: an estimate."""

    year: int
    day: str
    place: Place
    above: int | None
    below: int | None


def standing(total: Decimal, year: int) -> Standing:
    """Set `total` (points) against the list of application year `year`.

    The line is the score of rank 6,000 and a total equal to it passes (同分同落). Raises
    `ValueError` when that year's result is not published.
    """
    result = lines_by_year().get(year)
    if result is None:
        years = sorted(lines_by_year())
        raise ValueError(f"no result of {year} yet; published are {years[0]} to {years[-1]}")
    distance = total - result.line
    if distance < 0:
        return Standing(year, total, result.line, False, distance, Place.OUT)
    ranks, estimate = _ranks(result)
    above, below = _around(total, ranks)
    place = _place(above, below, result, known=bool(result.ranks) or estimate)
    return Standing(year, total, result.line, True, distance, place, above, below, estimate)


def live_place(total: Decimal, year: int) -> LivePlace | None:
    """The place of `total` in the newest live ranks of a year without a result; None: none."""
    live = live_ranks(year)
    return None if live is None else place_in(total, live)


def place_in(total: Decimal, live: LiveRanks) -> LivePlace:
    """The place of `total` in these live ranks. They go on rising until filing ends."""
    above, below = _around(total, live.ranks)
    if below is None:
        place = Place.BEHIND
    elif above is None:
        place = Place.BEFORE
    else:
        place = Place.LEVEL if above == below else Place.BETWEEN
    return LivePlace(live.year, live.day, place, above, below)


def _ranks(result: YearResult) -> tuple[Ranks, bool]:
    """The known scores by rank, ending in the line, and whether they are only a snapshot's."""
    if result.ranks:
        return result.ranks, False
    # The line itself is published, so only the ranks before it rest on the snapshot.
    kept = tuple(pair for pair in result.snapshot if pair[1] > result.line)
    return (*kept, (result.quota, result.line)), bool(kept)


def _around(total: Decimal, ranks: Ranks) -> tuple[int | None, int | None]:
    above = None
    for rank, score in ranks:
        if score == total:
            return rank, rank
        if score < total:
            return above, rank
        above = rank
    return above, None


def _place(above: int | None, below: int | None, result: YearResult, *, known: bool) -> Place:
    if below == result.quota and above == below:
        return Place.AT_LINE
    if not known:
        return Place.LISTED
    if above is None:
        return Place.FIRST if below == 1 else Place.BEFORE
    return Place.LEVEL if above == below else Place.BETWEEN
