"""年龄: points by age on 1 January of the year before the application."""

from scoring.facts.model import Birth
from scoring.facts.snapshot import Snapshot
from scoring.items.worth import UNKNOWN, ZERO, Bounds, Worth, fixed, rounded, worth_of
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
        return Worth(ZERO, UNKNOWN)
    age = age_at(case.year, birth)
    points = given.points(age)
    note = given.birthday_note if birth.month == 1 and birth.day == 1 else None
    return worth_of(rounded(points), "age", note, year=case.year - 1, age=age)


def bounds(case: Snapshot, given: parameters.Age, latest: Month | None = None) -> Bounds:
    """The points whenever the person was born, but not after the month `latest`."""
    if case.facts.birth is not None:
        return fixed(bands(case, given))
    youngest = case.year - 1 if latest is None else latest // 12
    age = max(0, case.year - 2 - youngest)
    most = given.points(age)
    oldest = given.band[-1].until + 1
    return Bounds(
        worth_of(ZERO, "age_from", age=oldest),
        worth_of(rounded(most), "age_until", age=max(age, given.band[0].until)),
    )
