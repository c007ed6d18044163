"""年龄: points by age on 1 January of the year before the application."""

from functools import lru_cache

from scoring.facts.model import Birth
from scoring.facts.snapshot import Snapshot
from scoring.items.worth import NOTHING_KNOWN, Bounds, Worth, fixed, rounded, worth_of
from scoring.months import Month
from scoring.rules import parameters


def age_at(year: int, birth: Birth) -> int:
    """Whole years on 1 January of the year before the application year `year`."""
    on_the_day = birth.month == 1 and birth.day == 1
    return year - 1 - birth.year - (0 if on_the_day else 1)


def bands(case: Snapshot, given: parameters.Age) -> Worth:
    """The band that the age lies in."""
    birth = case.facts.birth
    if birth is None:
        return NOTHING_KNOWN
    unsettled = birth.month == 1 and birth.day == 1
    return _at_age(given, case.year, age_at(case.year, birth), unsettled)


@lru_cache(maxsize=1024)
def _at_age(given: parameters.Age, year: int, age: int, unsettled: bool) -> Worth:
    note = given.birthday_note if unsettled else None
    return worth_of(rounded(given.points(age)), "age", note, year=year - 1, age=age)


def bounds(case: Snapshot, given: parameters.Age, latest: Month | None = None) -> Bounds:
    """The points whenever the person was born, but not after the month `latest`."""
    if case.facts.birth is not None:
        return fixed(bands(case, given))
    youngest = case.year - 1 if latest is None else latest // 12
    age = max(0, case.year - 2 - youngest, given.band[0].until)
    return Bounds(until(given, given.band[-1].until + 1), until(given, age))


def until(given: parameters.Age, age: int) -> Worth:
    """The points of somebody who may be as old as `age`, or of whoever is too old for points."""
    points = rounded(given.points(age))
    return worth_of(points, "age_until" if points else "age_from", age=age)
