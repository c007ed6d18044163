"""The facts of one person at one cut date: the sets of months that every item is counted from."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

from scoring.facts.model import Education, Facts, Home
from scoring.months import NO_MONTHS, Months, december, since, span, until
from scoring.rules.load import Rules, rules_for


@dataclass(frozen=True, slots=True)
class Record:
    """One residence record and the months that count from it."""

    kind: str
    months: int


class Snapshot:
    """Facts at the end of the year before the application year `year`.

    `paid` are the months that earned employment points (None: only a total is known, or nothing),
    `employed` is their number (None: not known). `repaid` are the 补缴 months that are known by
    date, `covered` the months of insurance with them (None: no dates).
    """

    __slots__ = ("covered", "cut", "employed", "facts", "paid", "repaid", "rules", "year")

    def __init__(self, facts: Facts, year: int) -> None:
        self.facts = facts
        self.year = year
        self.rules: Rules = rules_for(year)
        self.cut = december(year - 1)
        self.repaid = self._repaid()
        self.covered = self._covered()
        self.paid = self._paid()
        self.employed = self._employed()

    def _repaid(self) -> Months:
        months = NO_MONTHS
        if self.facts.insurance is not None:
            for each in self.facts.insurance.repaid:
                if each <= self.cut:
                    months = Months(months | span(each, each))
        return months

    def _covered(self) -> Months | None:
        insurance = self.facts.insurance
        if insurance is None or insurance.periods is None:
            return None
        months = self.repaid
        for each in insurance.periods:
            months = Months(months | each.months(self.cut))
        return months

    def _paid(self) -> Months | None:
        if self.covered is None:
            return None
        return since(Months(self.covered & ~self.repaid), self.rules.item("employment").terms.since)

    def _employed(self) -> int | None:
        insurance = self.facts.insurance
        if insurance is None:
            return None
        if insurance.months is not None:
            return insurance.months
        if self.paid is None:
            return None
        return max(0, self.paid.bit_count() - (insurance.repaid_months or 0))

    def studied(self, education: Education) -> Snapshot:
        """The same person with another education; the months, which it does not touch, are kept."""
        return self.with_facts(replace(self.facts, education=education))

    def with_facts(self, facts: Facts) -> Snapshot:
        """The same months of insurance beside other facts: for facts that do not touch them."""
        other = copy(self)
        other.facts = facts
        return other

    def has_dates(self) -> bool:
        """Whether employment and every home have dates, so that gaps can be seen."""
        homes = self.facts.homes or ()
        return self.paid is not None and all(home.span is not None for home in homes)

    def records(self, fill_until: int) -> list[Record]:
        """The residence records: one kind a month, owned first, never above the employment months.

        Totals count as given. Where everything has dates, months of employment up to `fill_until`
        that no record covers are one further record, "filled".
        """
        room = self.employed or 0
        taken = NO_MONTHS
        found = []
        for home in sorted(self.facts.homes or (), key=_owned_first):
            if home.months is None:
                free = home.occupied(self.cut) & ~taken
                taken = Months(taken | free)
                months = free.bit_count()
            else:
                months = home.months
            months = min(months, room)
            room -= months
            if months:
                found.append(Record(home.kind, months))
        if room and self.paid is not None and self.has_dates():
            last = min(self.cut, fill_until)
            short = until(self.paid, last).bit_count() - until(taken, last).bit_count()
            if short > 0:
                found.append(Record("filled", min(short, room)))
        return found

    def suburb_live(self, first: int, central: tuple[str, ...]) -> Months:
        """Months lived since `first` in an own home whose district is known and not `central`."""
        months = NO_MONTHS
        for home in self.facts.homes or ():
            if home.kind == "owned" and home.district and home.district not in central:
                months = Months(months | home.lived_in(self.cut))
        return since(months, first)

    def suburb_work(self, first: int, central: tuple[str, ...]) -> Months:
        """Months since `first` with a job outside the `central` districts."""
        months = NO_MONTHS
        for job in self.facts.jobs or ():
            if job.district not in central:
                months = Months(months | job.span.months(self.cut))
        return since(months, first)

    def owned_without_district(self, first: int) -> bool:
        """Whether an own home with months since `first` does not say in which district it is."""
        return any(
            home.kind == "owned"
            and home.district is None
            and home.span is not None
            and since(home.occupied(self.cut), first)
            for home in self.facts.homes or ()
        )

    def owned_without_dates(self, central: tuple[str, ...]) -> bool:
        """Whether an own home that is known by its months only may lie outside the centre."""
        return any(
            home.kind == "owned" and home.span is None and home.district not in central
            for home in self.facts.homes or ()
            if home.months
        )


_ORDER = {"owned": 0, "rented": 1, "dorm": 1}


def _owned_first(home: Home) -> tuple[int, int, int, int, str]:
    # A full order, so that the order in which homes are given never matters.
    if home.span is None:
        return (_ORDER[home.kind], 1, -(home.months or 0), 0, home.kind)
    first = max(home.span.first, home.certificate or home.span.first)
    return (_ORDER[home.kind], 0, first, -(home.span.last or 10**6), home.kind)
