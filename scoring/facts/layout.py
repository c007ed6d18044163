"""The homes of one person laid out once for every cut date.

In which order homes count and which months each leaves to the next does not depend on the cut, so a
projection works it out once: what an earlier home occupies up to a cut is what it occupies at all,
cut off there.
"""

from typing import NamedTuple

from scoring.facts.model import Home
from scoring.months import NO_MONTHS, Months, bits_until, december, until

_ALWAYS = december(2110)
_ORDER = {"owned": 0, "rented": 1, "dorm": 1}


class ResidenceRecord(NamedTuple):
    """One residence record and the months that count from it."""

    kind: str
    months: int


class HomeRow(NamedTuple):
    """One home in its order: the months that no home before it takes, or a total of months.

    `whole` is its record when all of it counts, `own` its months, `bits` what they need
    (`bits_until`).
    """

    whole: ResidenceRecord
    own: Months
    bits: int


class HomeLayout:
    """Records in the order in which they count: owned before rented and dorm, dated before totals.

    `dated` says that every home has dates, `any_dated` that one has, `owned` are the own homes.
    """

    __slots__ = ("_laid_out", "any_dated", "dated", "homes", "owned")

    def __init__(self, homes: tuple[Home, ...]) -> None:
        self.homes = homes
        undated = [home.span for home in homes].count(None)
        self.dated, self.any_dated = not undated, undated < len(homes)
        self.owned = tuple([home for home in homes if home.kind == "owned"])
        self._laid_out: tuple[list[HomeRow], Months] | None = None

    @property
    def taken(self) -> Months:
        """The months of all dated records."""
        return self._rows_and_months()[1]

    def months(self, cut: int) -> int:
        """The months of all records up to `cut`, however much insurance there is."""
        return cut - self.records(cut, cut)[1]

    def _rows_and_months(self) -> tuple[list[HomeRow], Months]:
        # Only when it is asked for: the points of 职住区域 need the own homes only.
        if self._laid_out is not None:
            return self._laid_out
        rows, taken = [], NO_MONTHS
        homes = [home for home in self.homes if home.is_record]
        if len(homes) > 1:
            homes.sort(key=_owned_first)
        for home in homes:
            if home.months is not None:
                rows.append(_row(home.kind, home.months, NO_MONTHS))
                continue
            own = Months(home.occupied(_ALWAYS) & ~taken)
            taken = Months(taken | own)
            rows.append(_row(home.kind, own.bit_count(), own))
        self._laid_out = rows, taken
        return self._laid_out

    def records(self, cut: int, room: int) -> tuple[list[ResidenceRecord], int]:
        """The records up to `cut`, `room` months in all, and what is left; totals as given."""
        bits, found = bits_until(cut), []
        for whole, own, needed in self._rows_and_months()[0]:
            months = whole.months if needed <= bits else until(own, cut).bit_count()
            if months > room:
                months = room
            if months:
                room -= months
                found.append(
                    whole if months == whole.months else ResidenceRecord(whole.kind, months)
                )
        return found, room


def _row(kind: str, months: int, own: Months) -> HomeRow:
    return HomeRow(ResidenceRecord(kind, months), own, own.bit_length())


def _owned_first(home: Home) -> tuple[int, int, int, int, str]:
    # A full order, so that the order in which homes are given never matters.
    if home.span is None:
        return (_ORDER[home.kind], 1, -(home.months or 0), 0, home.kind)
    first = home.counts_from(home.span)
    return (_ORDER[home.kind], 0, first, -(home.span.last or 10**6), home.kind)
