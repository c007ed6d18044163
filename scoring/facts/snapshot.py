"""The facts of one person at one cut date: the sets of months that every item is counted from."""

from __future__ import annotations

from dataclasses import replace

from scoring.facts.layout import HomeLayout, ResidenceRecord
from scoring.facts.model import Education, Facts, Home, Insurance, Span
from scoring.months import NO_MONTHS, Month, Months, december, since, span, until
from scoring.rules import Rules, rules_for


def dates_follow(insurance: Insurance) -> bool:
    """Whether totals say the dates: every month is part of the one run that reaches the cut."""
    return (
        insurance.periods is None
        and bool(insurance.months)
        and insurance.months == insurance.continuous_months
        and not insurance.repaid_months
    )


def with_dates(facts: Facts, year: int) -> Facts:
    """`facts` with a period of insurance in place of totals that say it; else as they are.

    Months made up for before that period stay unknown where nobody said that there are none.
    """
    insurance = facts.insurance
    if insurance is None or not dates_follow(insurance):
        return facts
    first = Month(december(year - 1) + 1 - (insurance.months or 0))
    open_months = insurance.months if insurance.repaid_months is None else None
    dated = Insurance(
        open_months,
        repaid_months=insurance.repaid_months,
        periods=(Span(first),),
        repaid_open=open_months is not None,
    )
    return replace(facts, insurance=dated)


class Snapshot:
    """Facts at the end of the year before the application year `year`.

    `paid` are the months that earned employment points (None: only a total is known, or nothing),
    `employed` is their number (None: not known). `repaid` are the 补缴 months that are known by
    date, `covered` the months of insurance with them (None: no dates). `follows` says that the
    dates were not told but follow from the totals. `layout` are the homes in the order in which
    they count.
    """

    def __init__(self, facts: Facts, year: int, like: Snapshot | None = None) -> None:
        """The facts at the cut of `year`; `like`: a snapshot that may have the same homes."""
        self.facts = facts
        self.layout = _laid_out(facts, like)
        self.year = year
        self.rules: Rules = rules_for(year)
        self.cut = december(year - 1)
        self.follows, self.repaid = False, NO_MONTHS
        self.covered: Months | None = None
        self.paid: Months | None = None
        self.employed: int | None = None
        if facts.insurance is not None:
            self._insure(facts.insurance)

    @property
    def first_month(self) -> Month:
        """The first month that can earn employment points."""
        since: Month = self.rules.item("employment").terms.since
        return since

    def _insure(self, insurance: Insurance) -> None:
        """Set the months of insurance up to the cut."""
        cut, repaid = self.cut, 0
        for each in insurance.repaid:
            repaid |= span(each, min(each, cut))
        self.repaid = Months(repaid)
        if insurance.periods is not None:
            covered = repaid
            for dates in insurance.periods:
                covered |= dates.months(cut)
            self.covered = Months(covered)
        elif dates_follow(insurance):
            self.follows = True
            self.covered = span(cut + 1 - (insurance.months or 0), cut)
        self.employed = insurance.months
        if self.covered is not None:
            self.paid = since(Months(self.covered & ~repaid), self.first_month)
            if insurance.months is None:
                self.employed = max(0, self.paid.bit_count() - (insurance.repaid_months or 0))

    def studied(self, education: Education) -> Snapshot:
        """The same person with another education; the months, which it does not touch, are kept."""
        return self.with_facts(replace(self.facts, education=education))

    def housed(self, homes: tuple[Home, ...]) -> Snapshot:
        """The same person with other homes; the months of insurance are kept."""
        if homes == self.facts.homes:
            return self
        return self.with_facts(replace(self.facts, homes=homes))

    def insured(self, paid: Months, employed: int | None = None) -> Snapshot:
        """The same person with `paid` as the months that earn points (`employed`: how many)."""
        other = self._copied()
        other.paid, other.follows = paid, False
        other.employed = paid.bit_count() if employed is None else employed
        return other

    def with_facts(self, facts: Facts, like: Snapshot | None = None) -> Snapshot:
        """The same months of insurance beside other facts: for facts that do not touch them."""
        other = self._copied()
        other.facts, other.layout = facts, _laid_out(facts, like or self)
        return other

    def _copied(self) -> Snapshot:
        """A copy to change: `copy.copy` takes several times as long."""
        other = Snapshot.__new__(Snapshot)
        other.__dict__.update(self.__dict__)
        return other

    def has_dates(self) -> bool:
        """Whether employment and every home have dates, so that gaps can be seen."""
        return self.paid is not None and self.layout.dated

    def occupied(self) -> Months:
        """The months of all residence records that have dates."""
        return until(self.layout.taken, self.cut)

    def records(self, fill_until: int) -> list[ResidenceRecord]:
        """The residence records: one kind a month, owned first, never above the employment months.

        Totals count as given. Where everything has dates, months of employment up to `fill_until`
        that no record covers are one further record, "filled".
        """
        layout = self.layout
        found, room = layout.records(self.cut, self.employed or 0)
        if room and self.paid is not None and layout.dated:
            last = min(self.cut, fill_until)
            taken = until(layout.taken, last).bit_count()
            short = until(self.paid, last).bit_count() - taken
            if short > 0:
                found.append(ResidenceRecord("filled", min(short, room)))
        return found

    def suburb_live(self, first: int, central: tuple[str, ...]) -> Months:
        """Months lived since `first` in an own home whose district is known and not `central`."""
        months = 0
        for home in self.layout.owned:
            if home.lived and home.district and home.district not in central:
                months |= home.lived
        return since(until(Months(months), self.cut), first) if months else NO_MONTHS

    def suburb_work(self, first: int, inside: tuple[str, ...]) -> Months:
        """Months since `first` with insurance paid in a place that is not `inside`."""
        months = 0
        for district, dates in self.facts.jobs or ():
            if district not in inside:
                months |= dates.months(self.cut)
        return since(Months(months), first)

    def owned_without_district(self, first: int) -> bool:
        """Whether an own home with months since `first` does not say in which district it is."""
        return any(
            home.district is None
            and home.inhabited is not False
            and home.span is not None
            and since(home.occupied(self.cut), first)
            for home in self.layout.owned
        )

    def owned_without_dates(self, central: tuple[str, ...]) -> bool:
        """Whether an own home that is known by its months only may lie outside the centre."""
        return any(
            home.span is None and home.inhabited is not False and home.district not in central
            for home in self.layout.owned
            if home.months
        )


def _laid_out(facts: Facts, like: Snapshot | None) -> HomeLayout:
    """The layout of the homes, that of `like` where it has the same ones."""
    homes = facts.homes or ()
    if like is not None and like.layout.homes is homes:
        return like.layout
    return HomeLayout(homes)
