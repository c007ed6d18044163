"""Homes that cannot all be true: records, lives in two of them, 职住区域 against them."""

from collections.abc import Iterator

from scoring.engine.contradiction import Contradiction, Severity, doubt_or, in_the_future
from scoring.facts.model import Home
from scoring.facts.snapshot import Snapshot
from scoring.months import NO_MONTHS, Months, since, until

# Three people of the published list of 2022 have up to three months less of own home than of
# 职住区域: within a year the two can be counted differently.
SLACK = 12


def homes_against_facts(case: Snapshot, now: int) -> Iterator[Contradiction]:
    """Everything about the homes; `now` is the last month that can be known of."""
    yield from _homes(case, now)
    yield from _overlaps(case)
    yield from _lived_in(case)


def _homes(case: Snapshot, now: int) -> Iterator[Contradiction]:
    totals = 0
    for n, home in enumerate(case.facts.homes or ()):
        totals += home.months or 0
        last = home.span.last if home.span else None
        if home.span is not None and home.span.first > now:
            yield in_the_future(f"homes[{n}].from", home.span.first, now)
            continue
        given = home.certificate
        if given is None and home.certified_in is not None:
            given = home.certified_in.first
        if given is None:
            continue
        if given > case.cut:
            values = {"number": n + 1, "certificate": given, "year": case.year - 1}
            field = f"homes[{n}].certificate"
            yield Contradiction("certificate_after_cut", (field,), values, Severity.IMPOSSIBLE)
        elif last is not None and given > last:
            values = {"number": n + 1, "certificate": given, "last": last}
            fields = (f"homes[{n}].certificate", f"homes[{n}].to")
            yield Contradiction("certificate_after_end", fields, values)
    months = case.occupied().bit_count() + totals
    if case.employed is not None and months > case.employed:
        values = {"months": months, "employed": case.employed, "over": months - case.employed}
        yield Contradiction(
            "homes_exceed_insurance", ("homes", "insurance"), values, Severity.HARMLESS
        )


def _overlaps(case: Snapshot) -> Iterator[Contradiction]:
    homes = [(n, home) for n, home in enumerate(case.facts.homes or (), 1) if home.span]
    taken = NO_MONTHS
    for at, (n, home) in enumerate(homes):
        months = home.occupied(case.cut)
        both = (months & taken).bit_count()
        taken = Months(taken | months)
        if both:
            m, other = next(each for each in homes[:at] if each[1].occupied(case.cut) & months)
            values = {"first": m, "first_kind": other.kind, "second": n, "second_kind": home.kind}
            fields = (f"homes[{m - 1}]", f"homes[{n - 1}]")
            yield Contradiction(
                "homes_overlap", fields, {**values, "months": both}, Severity.HARMLESS
            )


def _lived_in(case: Snapshot) -> Iterator[Contradiction]:
    """Nobody lives in two homes: where one of them lies outside, 职住区域 hangs on which."""
    if len(case.layout.owned) < 2:
        return
    given = case.rules.item("suburb").terms
    owned = [
        (n, home.district in given.central, since(until(home.lived, case.cut), given.since))
        for n, home in enumerate(case.facts.homes or (), 1)
        if home.kind == "owned" and home.district is not None
    ]
    for n, central, months in owned:
        for m, other_central, others in owned[:n]:
            both = (months & others).bit_count()
            # In the month of a move both may be lived in.
            if m < n and central != other_central and both > 1:
                values = {"first": m, "second": n, "months": both}
                fields = (f"homes[{m - 1}].lived", f"homes[{n - 1}].lived")
                yield Contradiction("lives_in_two_homes", fields, values)


def suburb_against_homes(case: Snapshot) -> Iterator[Contradiction]:
    """Months in 职住区域 that are told as totals."""
    totals = case.facts.suburb_months
    if totals is None:
        return
    given = case.rules.item("suburb").terms
    months, most = totals.live_only + totals.live_and_work, case.cut - given.since + 1
    if months > most:
        values = {"months": months, "most": most, "since": given.since, "year": case.year - 1}
        yield Contradiction(
            "too_many_suburb_months", ("suburb_months",), values, Severity.IMPOSSIBLE
        )
    homes = case.facts.homes
    if homes is None or not months:
        return
    owned = [home for home in homes if home.kind == "owned"]
    fields = ("suburb_months", "homes")
    if not owned:
        yield Contradiction(
            "suburb_without_own_home", fields, {"months": months}, Severity.IMPOSSIBLE
        )
        return
    most = _most_owned(owned, case.cut, given.since)
    if months > most:
        values = {"months": months, "owned": most}
        yield Contradiction(
            "suburb_exceeds_own_home", fields, values, doubt_or(months > most + SLACK)
        )
    elif all(home.span and home.district for home in owned):
        dated = case.suburb_live(given.since, given.central).bit_count()
        if dated != months:
            yield Contradiction("suburb_against_homes", fields, {"months": months, "dated": dated})


def _most_owned(owned: list[Home], cut: int, first: int) -> int:
    """The months since `first` in own homes, at most."""
    dated = NO_MONTHS
    for home in owned:
        dated = Months(dated | home.occupied(cut))
    return since(dated, first).bit_count() + sum(home.months or 0 for home in owned)
