"""What is known about one person, as typed values. Every field may be None: not known.

The JSON form, its keys and units stand in docs/facts.md; `scoring.facts.parse` reads it.
"""

from dataclasses import dataclass, field, fields
from typing import Literal, NamedTuple

from scoring.months import NO_MONTHS, Month, Months, december, month, since, span, until
from scoring.rules.parameters import Degree, Diploma

Sex = Literal["male", "female"]
Post = Literal["manager", "worker"]
HomeKind = Literal["owned", "rented", "dorm"]

FOREVER = december(2100)
"""Stands for the end of what goes on: later than every cut date."""


class Birth(NamedTuple):
    """A birthday as far as it is known: the year always, month and day perhaps."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> Month:
        """The first month it can have been."""
        return month(self.year, self.month or 1)

    @property
    def latest(self) -> Month:
        """The last month it can have been."""
        return month(self.year, self.month or 12)


class Span(NamedTuple):
    """Months from `first` to `last`, both included; `last` None: it goes on."""

    first: Month
    last: Month | None = None

    def months(self, cut: int, first: Month | None = None) -> Months:
        """Its months up to and including `cut`; `first`: those from this month of it on."""
        last = self.last
        return span(
            self.first if first is None else first, cut if last is None or last > cut else last
        )


@dataclass(frozen=True, slots=True)
class Insurance:
    """社保: totals, dated periods, or both (a total then counts instead of what the dates give).

    `months` are the months that earn points: 补缴 months are not among them.
    `repaid` are the 补缴 months where they are known by date, `repaid_months` how many there are,
    `repaid_open` (JSON: `repaid` null beside periods) that it is not known whether there are any.
    """

    months: int | None = None
    continuous_months: int | None = None
    repaid_months: int | None = None
    periods: tuple[Span, ...] | None = None
    repaid: tuple[Month, ...] = ()
    repaid_open: bool = False

    @property
    def is_told(self) -> bool:
        """Whether anything is known of it; otherwise it counts as none."""
        return (
            self.periods is not None
            or self.months is not None
            or self.continuous_months is not None
            or self.repaid_months is not None
            or bool(self.repaid)
        )


@dataclass(frozen=True, slots=True)
class Home:
    """One residence record: a total of months, or a dated span.

    `certificate` None: not known. `certified_in` are the months that it can be from where its year
    is known (`certificate` is then None). The points count from the first month that it can be.
    `inhabited` (JSON: `lived`) says whether the person lives in an own home, `registered` whether
    a lease is registered; None: not known. From these follow `earning`, the months that can earn
    points, and `lived`, those lived in an own home; to `FOREVER` where it goes on.
    """

    kind: HomeKind
    months: int | None = None
    span: Span | None = None
    district: str | None = None
    certificate: Month | None = None
    certified_in: Span | None = None
    lived_from: Month | None = None
    inhabited: bool | None = True
    registered: bool | None = True
    earning: Months = field(init=False, repr=False, compare=False)
    lived: Months = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out the months once: a score asks for them often, a projection every year."""
        dates, earning = self.span, NO_MONTHS
        if dates is not None and self.is_record:
            earning = dates.months(FOREVER, self.counts_from(dates))
        lived = earning if self.kind == "owned" and self.inhabited else NO_MONTHS
        if self.lived_from is not None:
            lived = since(lived, self.lived_from)
        object.__setattr__(self, "earning", earning)
        object.__setattr__(self, "lived", lived)

    @property
    def is_settled(self) -> bool:
        """Whether everything about it that can move the points is told."""
        if self.span is None:
            return False
        if self.kind == "rented":
            return self.registered is not None
        return self.kind == "dorm" or None not in (self.certificate, self.district, self.inhabited)

    @property
    def is_record(self) -> bool:
        """Whether it can be a residence record: not a lease that is not known to be registered."""
        return self.kind != "rented" or self.registered is True

    def occupied(self, cut: int) -> Months:
        """The months that can earn points up to `cut`: an own home, from its certificate on."""
        return until(self.earning, cut)

    def counts_from(self, span: Span) -> Month:
        """The month of `span` from which it counts: not before the first possible certificate."""
        first = self.certificate
        if first is None and self.certified_in is not None:
            first = self.certified_in.first
        return span.first if first is None else max(span.first, first)

    def certified_last(self, span: Span, cut: int) -> Month:
        """The last month of `span` up to `cut` in which the certificate can have come."""
        if self.certificate is not None:
            return self.counts_from(span)
        ends = [each.last for each in (span, self.certified_in) if each and each.last is not None]
        return Month(max(self.counts_from(span), min([cut, *ends])))


class Job(NamedTuple):
    """Where the unit pays the social insurance, and when."""

    district: str
    span: Span


@dataclass(frozen=True, slots=True)
class SuburbMonths:
    """Months in an own home outside 城六区: only living there, or working outside too."""

    live_only: int = 0
    live_and_work: int = 0


@dataclass(frozen=True, slots=True)
class Education:
    """The highest education, and what of it overlapped with employment in Beijing.

    `graduated_in` are the months that graduation can have been in where only its year is known
    (`graduated` is then None).
    """

    diploma: Diploma | None = None
    degree: Degree | None = None
    graduated: Month | None = None
    graduated_in: Span | None = None
    overlap_months: int | None = None

    @property
    def graduations(self) -> tuple[Month, Month] | None:
        """The first and the last month that graduation can have been in; None: not known."""
        if self.graduated is not None:
            return self.graduated, self.graduated
        year = self.graduated_in
        return None if year is None else (year.first, year.last or year.first)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that scoring asks about one person. See docs/facts.md.

    `more` holds single values of the registry that no item counts, sorted by name.
    """

    birth: Birth | None = None
    sex: Sex | None = None
    post: Post | None = None
    residence_permit: bool | None = None
    criminal_record: bool | None = None
    insurance: Insurance | None = None
    homes: tuple[Home, ...] | None = None
    jobs: tuple[Job, ...] | None = None
    suburb_months: SuburbMonths | None = None
    education: Education | None = None
    innovation_points: int | None = None
    equity_financing: int | None = None
    tax_years: tuple[int, ...] | None = None
    tax_violations: int | None = None
    detentions: int | None = None
    honour: bool | None = None
    more: tuple[tuple[str, bool | int | str], ...] = ()

    def get(self, name: str) -> object:
        """The value of the fact with that name in the registry; None: not known."""
        for key, value in self.more:
            if key == name:
                return value
        return getattr(self, name, None)


TYPED = frozenset(entry.name for entry in fields(Facts)) - {"more"}
"""The facts that have a field of their own."""
