"""职住区域: full years in an own home outside 城六区, more when working outside too."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from scoring.facts.districts import DEVELOPMENT_ZONE
from scoring.facts.model import Home
from scoring.facts.snapshot import Snapshot
from scoring.items.worth import (
    NOTHING_KNOWN,
    ZERO,
    Basis,
    Bounds,
    Worth,
    ends,
    fixed,
    rounded,
    worth_of,
)
from scoring.months import holds, span
from scoring.rules import parameters


def points_of(given: parameters.Suburb, live_only: int, both: int) -> Decimal:
    """Points for months of only living and of living and working outside the centre."""
    living = min(given.live_most, live_only // 12 * given.live_per_year)
    return rounded(min(given.most, living + both // 12 * given.both_per_year))


@lru_cache(maxsize=4096)
def _counted(given: parameters.Suburb, live_only: int, both: int, unsure: bool = False) -> Worth:
    """`unsure`: months were kept apart by a place of work that is as uncertain as one outside."""
    points = points_of(given, live_only, both)
    parts = [
        Basis(code, {"months": months, "years": months // 12, "rate": rate})
        for code, months, rate in (
            ("live_and_work", both, given.both_per_year),
            ("live_only", live_only, given.live_per_year),
        )
        if months
    ]
    if points == given.most:
        parts.append(Basis("suburb_most", {"most": given.most}))
    note = (given.home_note if points else "") + (given.work_note if both or unsure else "")
    return Worth(points, tuple(parts) or (Basis("no_full_year"),), note or None)


def _gone(case: Snapshot) -> Worth:
    return worth_of(ZERO, "not_there_in_december", year=case.year - 1)


def full_years(case: Snapshot, given: parameters.Suburb) -> Worth:
    """Full years of both kinds, when such a home is still lived in at the cut."""
    facts, totals = case.facts, case.facts.suburb_months
    live = case.suburb_live(given.since, given.central)
    if not holds(live, case.cut):
        unsure = case.owned_without_district(given.since) or case.owned_without_dates(given.central)
        if totals is None:
            if facts.homes is None or unsure:
                return NOTHING_KNOWN
            return _gone(case) if live else worth_of(ZERO, "no_home_outside")
        # The homes speak for December wherever they say enough; totals alone are taken as they are.
        if not unsure and case.layout.owned:
            return _gone(case)
    if totals is not None:
        return _counted(given, totals.live_only, totals.live_and_work)
    both = (live & case.suburb_work(given.since, given.inside)).bit_count()
    doubtful = [job for job in facts.jobs or () if job.district in given.central_work]
    return _counted(given, live.bit_count() - both, both, bool(doubtful))


def bounds(case: Snapshot, given: parameters.Suburb) -> Bounds:
    """The points whatever homes, districts and jobs turn out to be."""
    facts = case.facts
    if facts.suburb_months is not None:
        return fixed(full_years(case, given))
    longest = case.cut - given.since + 1
    none = worth_of(ZERO, "no_home_outside")
    if facts.homes is None:
        return Bounds(none, max(_splits(case, given, span(given.since, case.cut)), key=_points))
    undated = sum(
        home.months or 0
        for home in facts.homes
        if home.kind == "owned" and home.span is None and home.district not in given.central
        if home.inhabited is not False
    )
    least = case.housed(tuple(_home(home, case, least=True) for home in facts.homes))
    most = case.housed(tuple(_home(home, case, least=False) for home in facts.homes))
    if least is case and most is case and facts.jobs is not None and not undated:
        return fixed(full_years(case, given))
    sure = least.suburb_live(given.since, given.central)
    live = most.suburb_live(given.since, given.central)
    if undated:
        # Totals may lie anywhere, so also at the end, where they reach December.
        live = span(
            max(given.since, case.cut - min(longest, undated + live.bit_count()) + 1), case.cut
        )
    low = min(_splits(case, given, sure), key=_points) if holds(sure, case.cut) else none
    high = max(_splits(case, given, live), key=_points) if holds(live, case.cut) else none
    # More months of living can mean fewer points: a month of work outside takes one from a year.
    return ends([low, high])


def _points(found: Worth) -> Decimal:
    return found.points


def _splits(case: Snapshot, given: parameters.Suburb, live: int) -> list[Worth]:
    """What months of living can be worth: by the jobs, without them by the splits that matter."""
    months = live.bit_count()
    if case.facts.jobs is not None:
        both = (live & case.suburb_work(given.since, given.inside)).bit_count()
        return [_counted(given, months - both, both)]
    # Eleven months of work outside cost a full year of living and bring none of their own.
    return [_counted(given, months - both, both) for both in {0, min(11, months), months}]


def _home(home: Home, case: Snapshot, *, least: bool) -> Home:
    """The home with what is not known about it at its worst or best for this item."""
    if home.kind != "owned" or home.span is None:
        return home
    changed = home
    if home.district is None and not least:
        changed = replace(changed, district=DEVELOPMENT_ZONE)
    if home.inhabited is None:
        changed = replace(changed, inhabited=not least)
    if home.certificate is None and least:
        changed = replace(changed, certificate=home.certified_last(home.span, case.cut))
    return changed
