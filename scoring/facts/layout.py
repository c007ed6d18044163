"""The homes of one person laid out once for every cut date.

In which order homes count and which months each leaves to the next does not depend on the cut, so a
projection works it out once: what an earlier home occupies up to a cut is what it occupies at all,
cut off there.
"""

from typing import NamedTuple

from scoring.facts.model import Home
from scoring.months import NO_MONTHS, Months, bits_until, until

_ORDER = {"owned": 0, "rented": 1, "dorm": 1}


class ResidenceRecord(NamedTuple):
    """One residence record and the months that count from it."""

    kind: str
    months: int


class HomeRow(NamedTuple):
    """One home in its order: the months that no home before it takes, or a total of months.

    `whole` is its record when all of it counts, `months` how many these are, `own` which, `bits`
    what they need (`bits_until`).
    """

    whole: ResidenceRecord
    months: int
    own: Months
    bits: int


class HomeLayout:
    """Records in the order in which they count: owned before rented and dorm, dated before totals.

    `dated` says that every home has dates, `any_dated` that one has, `owned` are the own homes,
    `taken` the months of all dated records.
    """

    def __init__(self, homes: tuple[Home, ...]) -> None:
        self.homes = homes
        undated = [home for home in homes if home.span is None]
        self.dated, self.any_dated = not undated, len(undated) < len(homes)
        self.owned = [home for home in homes if home.kind == "owned"]
        self.taken = NO_MONTHS
        for home in homes:
            self.taken = Months(self.taken | home.earning)
        self._known_rows: list[HomeRow] | None = None

    @property
    def _rows(self) -> list[HomeRow]:
        # Only when they are asked for: the points of 职住区域 need the own homes only.
        if self._known_rows is None:
            self._known_rows = self._ordered()
        return self._known_rows

    def _ordered(self) -> list[HomeRow]:
        rows, taken = [], NO_MONTHS
        homes = [home for home in self.homes if home.is_record]
        if len(homes) > 1:
            homes.sort(key=_owned_first)
        for home in homes:
            if home.months is not None:
                record = ResidenceRecord(home.kind, home.months)
                rows.append(HomeRow(record, home.months, NO_MONTHS, 0))
                continue
            own = Months(home.earning & ~taken)
            taken = Months(taken | own)
            months = own.bit_count()
            rows.append(
                HomeRow(ResidenceRecord(home.kind, months), months, own, own.bit_length())
            )
        return rows

    def months(self, cut: int) -> int:
        """The months of all records up to `cut`, however much insurance there is."""
        return cut - self.records(cut, cut)[1]

    def records(self, cut: int, room: int) -> tuple[list[ResidenceRecord], int]:
        """The records up to `cut`, `room` months in all, and what is left; totals as given."""
        bits, found = bits_until(cut), []
        for whole, months, own, needed in self._rows:
            record = whole
            if needed > bits or months > room:
                months = min(room, until(own, cut).bit_count() if own else months)
                record = ResidenceRecord(whole.kind, months)
            if months:
                room -= months
                found.append(record)
        return found, room


def _owned_first(home: Home) -> tuple[int, int, int, int, str]:
    # A full order, so that the order in which homes are given never matters.
    if home.span is None:
        return (_ORDER[home.kind], 1, -(home.months or 0), 0, home.kind)
    first = home.counts_from(home.span)
    return (_ORDER[home.kind], 0, first, -(home.span.last or 10**6), home.kind)
