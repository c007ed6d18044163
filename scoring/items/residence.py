"""合法稳定住所: residence records, each rounded on its own, and the automatic fill."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache, partial

from scoring.facts.layout import ResidenceRecord
from scoring.facts.model import Home, Span
from scoring.facts.snapshot import Snapshot
from scoring.items.worth import (
    NOTHING_KNOWN,
    ZERO,
    Basis,
    Bounds,
    Worth,
    fixed,
    monthly,
    worth_of,
)
from scoring.months import until
from scoring.rules import parameters


def records(case: Snapshot, given: parameters.Residence) -> Worth:
    """Every residence record rounded on its own, then added."""
    facts = case.facts
    if facts.homes is None:
        return NOTHING_KNOWN
    if case.employed is None:
        return worth_of(ZERO, "no_employment_total")
    found, layout = case.records(given.fill_until), case.layout
    note = given.dates_note if layout.any_dated else None
    dated = layout.dated and case.paid is not None
    if not dated and sum([each.months for each in found]) < case.employed:
        note = given.totals_note
    return _added(found, given, note)


def _added(found: list[ResidenceRecord], given: parameters.Residence, note: str | None) -> Worth:
    if not found:
        return Worth(ZERO, (Basis("no_record"),), note)
    points, parts = zip(*map(partial(_counted, given), found), strict=True)
    return Worth(sum(points, ZERO), parts, note)


@lru_cache(maxsize=4096)
def _counted(given: parameters.Residence, record: ResidenceRecord) -> tuple[Decimal, Basis]:
    kind, months = record
    rate = given.owned_per_year if kind == "owned" else given.other_per_year
    return monthly(months, rate), Basis(f"record_{kind}", {"months": months, "rate": rate})


def bounds(case: Snapshot, given: parameters.Residence) -> Bounds:
    """The points of a case whose insurance is settled, whatever the homes turn out to be.

    Unknown homes: at most one own home all the time, at least the automatic fill. A further record
    can round by half a hundredth more; no number of records is invented for it.
    """
    homes = case.facts.homes
    if homes is None:
        low = records(case.housed(_least_homes(case)), given)
        return Bounds(low, records(case.housed((_own_home(case),)), given))
    least = tuple(_least(home, case.cut) for home in homes)
    most = tuple(_most(home) for home in homes)
    if least == most and (case.has_dates() or not _fill_room(case)):
        return fixed(records(case, given))
    return Bounds(
        _filled(case.housed(least), given, least=True),
        _filled(case.housed(most), given, least=False),
    )


def _own_home(case: Snapshot) -> Home:
    first = case.rules.item("employment").terms.since
    return Home("owned", span=Span(first), certificate=first)


def _least_homes(case: Snapshot) -> tuple[Home, ...]:
    """No home, unless months in an own home outside 城六区 have been told."""
    totals = case.facts.suburb_months
    months = totals.live_only + totals.live_and_work if totals else 0
    if not months:
        return ()
    first = case.rules.item("suburb").terms.since
    return (Home("owned", span=Span(max(first, case.cut - months + 1)), certificate=first),)


def without_certificate(home: Home, cut: int) -> bool:
    """Whether an own home has months that count only if the certificate was there by then."""
    return (
        home.kind == "owned"
        and home.span is not None
        and home.certificate is None
        and home.counts_from(home.span) < home.certified_last(home.span, cut)
    )


def _least(home: Home, cut: int) -> Home:
    """The home with what is not known about it at its worst for the residence points."""
    if without_certificate(home, cut) and home.span is not None:
        return replace(home, certificate=home.certified_last(home.span, cut))
    if home.kind == "rented" and home.registered is None:
        return replace(home, registered=False)
    return home


def _most(home: Home) -> Home:
    if home.kind == "owned" and home.certificate is None and home.span is not None:
        return replace(home, certificate=home.counts_from(home.span))
    if home.kind == "rented" and home.registered is None:
        return replace(home, registered=True)
    return home


def _fill_room(case: Snapshot) -> int:
    """Months of employment without a residence record, of homes or insurance without dates."""
    taken = sum(each.months for each in case.records(0))
    return max(0, (case.employed or 0) - taken)


def _filled(case: Snapshot, given: parameters.Residence, *, least: bool) -> Worth:
    """The records with the least or the most that the fill can add to totals without dates."""
    if case.has_dates() or case.paid is None:
        return records(case, given)
    found = case.records(0)
    last = min(case.cut, given.fill_until)
    undated = sum(home.months or 0 for home in case.facts.homes or () if home.is_record)
    taken = case.occupied()
    before = until(case.paid, last).bit_count() - until(taken, last).bit_count()
    if not least:
        # The totals lie after the fill ends, as far as there is room.
        later = max(0, case.cut - last) - (taken & ~until(taken, last)).bit_count()
        undated = max(0, undated - later)
    fill = min(before - undated, _fill_room(case))
    if fill > 0:
        found.append(ResidenceRecord("filled", fill))
    return _added(found, given, None)


def fill_is_open(case: Snapshot, given: parameters.Residence) -> bool:
    """Whether totals without dates leave open how much the automatic fill adds."""
    if case.facts.homes is None or case.employed is None or case.has_dates():
        return False
    return given.fill_until >= case.first_month and bool(_fill_room(case))
