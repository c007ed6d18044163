"""The homes of one person laid out once for every cut date.

In which order homes count and which months each leaves to the next does not depend on the cut, so a
projection works it out once: what an earlier home occupies up to a cut is what it occupies at all,
cut off there.
"""

from dataclasses import dataclass

from scoring.facts.model import Home
from scoring.months import NO_MONTHS, Months, bits_until, december, until

_ALWAYS = december(2110)
_ORDER = {"owned": 0, "rented": 1, "dorm": 1}


@dataclass(frozen=True, slots=True)
class ResidenceRecord:
    """One residence record and the months that count from it."""

    kind: str
    months: int


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One home in its order: the months that no home before it takes, or a total of months.

    `whole` is its record when all of it counts, `bits` what its months need (`bits_until`).
    """

    whole: ResidenceRecord
    own: Months
    bits: int


class HomeLayout:
    """Records in the order in which they count: owned before rented and dorm, dated before totals.

    `taken` are the months of all dated records, `dated` says that every home has dates, `owned` are
    the own homes.
    """

    __slots__ = ("dated", "homes", "owned", "rows", "taken")

    def __init__(self, homes: tuple[Home, ...]) -> None:
        self.homes = homes
        self.dated = all(home.span is not None for home in homes)
        self.owned = tuple(home for home in homes if home.kind == "owned")
        rows, taken = [], NO_MONTHS
        for home in sorted(homes, key=_owned_first):
            if not home.is_record:
                continue
            if home.months is not None:
                rows.append(HomeRow(ResidenceRecord(home.kind, home.months), NO_MONTHS, 0))
                continue
            own = Months(home.occupied(_ALWAYS) & ~taken)
            taken = Months(taken | own)
            rows.append(HomeRow(ResidenceRecord(home.kind, own.bit_count()), own, own.bit_length()))
        self.rows, self.taken = tuple(rows), taken

    def records(self, cut: int, room: int) -> list[ResidenceRecord]:
        """The records up to `cut` with their months, `room` months in all; totals as given."""
        bits, found = bits_until(cut), []
        for row in self.rows:
            record = row.whole
            if row.bits > bits:
                record = ResidenceRecord(record.kind, until(row.own, cut).bit_count())
            if record.months > room:
                record = ResidenceRecord(record.kind, room)
            if record.months:
                room -= record.months
                found.append(record)
        return found


def _owned_first(home: Home) -> tuple[int, int, int, int, str]:
    # A full order, so that the order in which homes are given never matters.
    if home.span is None:
        return (_ORDER[home.kind], 1, -(home.months or 0), 0, home.kind)
    first = home.counts_from(home.span)
    return (_ORDER[home.kind], 0, first, -(home.span.last or 10**6), home.kind)
