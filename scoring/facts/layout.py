"""The homes of one person laid out once for every cut date.

In which order homes count and which months each leaves to the next does not depend on the cut, so a
projection works it out once: what an earlier home occupies up to a cut is what it occupies at all,
cut off there.
"""

from typing import NamedTuple

from scoring.facts.model import FOREVER, Home
from scoring.months import Months, bits_until, until

_ORDER = {"owned": 0, "rented": 1, "dorm": 1}


class ResidenceRecord(NamedTuple):
    """One residence record and the months that count from it."""

    kind: str
    months: int


class HomeLayout:
    """Records in the order in which they count: owned before rented and dorm, dated before totals.

    `dated` says that every home has dates, `any_dated` that one has, `owned` are the own homes,
    `taken` the months of all dated records.
    """

    def __init__(self, homes: tuple[Home, ...]) -> None:
        self.homes = homes
        self.owned: list[Home] = []
        taken, undated = 0, 0
        for home in homes:
            if home.kind == "owned":
                self.owned.append(home)
            if home.span is None:
                undated += 1
            else:
                taken |= home.earning
        self.taken = Months(taken)
        self.dated, self.any_dated = not undated, undated < len(homes)
        self._known_rows: _Rows | None = None

    @property
    def _rows(self) -> "_Rows":
        # Only when they are asked for: the points of 职住区域 need the own homes only.
        if self._known_rows is None:
            self._known_rows = _rows_of(self.homes)
        return self._known_rows

    def months(self, cut: int) -> int:
        """The months of all records up to `cut`, however much insurance there is."""
        return cut - self.records(cut, cut)[1]

    def records(self, cut: int, room: int) -> tuple[list[ResidenceRecord], int]:
        """The records up to `cut`, `room` months in all, and what is left; totals as given."""
        rows, bits = self._rows, bits_until(cut)
        found, left, empty = rows.whole.copy(), room - rows.months, False
        for last, n, own in rows.by_end:
            if last <= bits:
                break
            kind, whole = found[n]
            months = until(own, cut).bit_count()
            found[n], left = ResidenceRecord(kind, months), left + whole - months
            empty = empty or not months
        if left < 0 or empty:
            return _fitted(found, room)
        return found, left


class _Rows(NamedTuple):
    """The homes in their order. `whole` are their records when all of each counts.

    Each has the months that no home before it takes, or a total of months; `months` are those of
    all. `by_end` are the dated ones, the last to end first: the bits that its months need
    (`bits_until`), its place in `whole`, its months.
    """

    whole: list[ResidenceRecord]
    months: int
    by_end: list[tuple[int, int, Months]]


def _rows_of(homes: tuple[Home, ...]) -> _Rows:
    whole: list[ResidenceRecord] = []
    by_end, taken, total = [], 0, 0
    for home in sorted(homes, key=_owned_first) if len(homes) > 1 else homes:
        own = Months(home.earning & ~taken)
        taken |= own
        months = own.bit_count() if home.months is None else home.months
        if months and home.is_record:
            if own:
                by_end.append((own.bit_length(), len(whole), own))
            whole.append(ResidenceRecord(home.kind, months))
            total += months
    by_end.sort(reverse=True)
    return _Rows(whole, total, by_end)


def _fitted(found: list[ResidenceRecord], room: int) -> tuple[list[ResidenceRecord], int]:
    """As many months of the records as there is room for, and the room that is left."""
    kept = []
    for kind, months in found:
        fitting = min(months, room)
        if fitting:
            kept.append(ResidenceRecord(kind, fitting))
            room -= fitting
    return kept, room


def _owned_first(home: Home) -> tuple[int, int, int, int, str]:
    # A full order, so that the order in which homes are given never matters.
    kind, dates = home.kind, home.span
    if dates is None:
        return (_ORDER[kind], 1, -(home.months or 0), 0, kind)
    return (_ORDER[kind], 0, home.counts_from(dates), -(dates.last or FOREVER), kind)
