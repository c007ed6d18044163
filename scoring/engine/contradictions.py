"""Facts that cannot all be true: one list for every way in, never silently mended.

A contradiction has a code with both sides as values (worded in replies/texts/reasons.toml) and the
fields that it stands between, and says how grave it is. docs/facts.md lists the kinds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.facts.model import Facts, Home
from scoring.facts.snapshot import Snapshot
from scoring.items.education import cap_of, level_of
from scoring.months import NO_MONTHS, Month, Months, month, run_ending, since, span, until, year_of

# Three people of the published list of 2022 have up to three months less of own home than of
# 职住区域: within a year the two can be counted differently.
SLACK = 12


class Severity(StrEnum):
    """What a contradiction does to a score of the facts as they stand."""

    IMPOSSIBLE = "impossible"
    """No score of these facts can be true."""
    DOUBT = "doubt"
    """The score holds for one reading of them: the person has to say which."""
    HARMLESS = "harmless"
    """The score holds: months count once, not at all, or not yet. It is said, not asked."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot all be true. Months among `values` are `Month`s, the rest are figures."""

    code: str
    fields: tuple[str, ...]
    values: Mapping[str, object]
    severity: Severity = Severity.DOUBT

    @property
    def impossible(self) -> bool:
        """Whether no score of these facts can be true."""
        return self.severity is Severity.IMPOSSIBLE

    @property
    def harmless(self) -> bool:
        """Whether the score holds all the same."""
        return self.severity is Severity.HARMLESS


def _doubt_or(none_true: bool) -> Severity:
    return Severity.IMPOSSIBLE if none_true else Severity.DOUBT


def contradictions(facts: Facts, year: int, day: date | None = None) -> tuple[Contradiction, ...]:
    """What cannot all be true of `facts` for the application year `year`, empty when nothing.

    `day` is today: what begins after it and after the cut is claimed of the future (None: 31
    December of `year` stands for it). The score takes the facts as they stand; which one is wrong
    only the person can say.
    """
    return contradictions_of(Snapshot(facts, year), day)


def contradictions_of(case: Snapshot, day: date | None = None) -> tuple[Contradiction, ...]:
    """The same for facts that are already laid out at their cut."""
    now = case.cut + 12 if day is None else max(case.cut, month(day.year, day.month))
    checks = (
        _birth(case),
        _insurance(case, now),
        _homes(case, now),
        _overlaps(case),
        _lived_in(case),
        _jobs(case, now),
        _study(case),
        _suburb(case),
        _tax(case, now),
    )
    return tuple(found for check in checks for found in check)


def _birth(case: Snapshot) -> Iterator[Contradiction]:
    birth, insurance = case.facts.birth, case.facts.insurance
    if birth is None:
        return
    if birth.earliest > case.cut:
        values = {"birth": birth.earliest, "year": case.year - 1}
        yield Contradiction("born_after_cut", ("birth",), values, Severity.IMPOSSIBLE)
        return
    if insurance is None:
        return
    youngest = case.rules.limits.youngest_worker
    grown = Month(birth.earliest + youngest * 12)
    for n, each in enumerate(insurance.periods or ()):
        if each.first < grown:
            values = {"first": each.first, "birth": birth.earliest, "age": youngest}
            none_true = grown > case.cut or each.first < birth.earliest
            fields = ("birth", f"insurance.periods[{n}].from")
            yield Contradiction("insured_as_child", fields, values, _doubt_or(none_true))
    most = max(0, case.cut - grown + 1)
    if insurance.months is not None and insurance.months > most:
        values = {
            "months": insurance.months,
            "most": most,
            "age": youngest,
            "birth": birth.earliest,
        }
        none_true = grown > case.cut or insurance.months > case.cut - birth.earliest + 1
        fields = ("birth", "insurance.months")
        yield Contradiction("more_months_than_age", fields, values, _doubt_or(none_true))


def _insurance(case: Snapshot, now: int) -> Iterator[Contradiction]:
    insurance = case.facts.insurance
    if insurance is None:
        return
    first, most = case.first_month, case.cut - case.first_month + 1
    months, run = insurance.months, insurance.continuous_months
    fields: tuple[str, ...]
    if months is not None and months > most:
        values = {"months": months, "most": most, "first": first, "year": case.year - 1}
        yield Contradiction("too_many_months", ("insurance.months",), values, Severity.IMPOSSIBLE)
    for n, each in enumerate(insurance.periods or ()):
        if each.first > now:
            yield _future(f"insurance.periods[{n}].from", each.first, now)
    if insurance.periods is not None and case.paid is not None and months is not None:
        dated = case.paid.bit_count()
        if dated != months:
            values = {"months": months, "dated": dated}
            fields = ("insurance.months", "insurance.periods")
            yield Contradiction("total_against_dates", fields, values)
    if run is None:
        return
    if insurance.periods is not None and case.covered is not None:
        dated = run_ending(case.covered, case.cut)
        undated = insurance.repaid_months or 0
        if run < dated or run > case.covered.bit_count() + undated or (run > dated and not undated):
            values = {"run": run, "dated": dated, "year": case.year - 1}
            fields = ("insurance.continuous_months", "insurance.periods")
            yield Contradiction("run_against_dates", fields, values, Severity.IMPOSSIBLE)
    elif months is not None and insurance.repaid_months is not None:
        covered = months + insurance.repaid_months
        if run > covered:
            values = {"run": run, "covered": covered}
            fields = ("insurance.continuous_months", "insurance.months", "insurance.repaid_months")
            yield Contradiction("run_too_long", fields, values)


def _future(field: str, first: Month, now: int) -> Contradiction:
    return Contradiction(
        "in_the_future", (field,), {"first": first, "now": Month(now)}, Severity.IMPOSSIBLE
    )


def _homes(case: Snapshot, now: int) -> Iterator[Contradiction]:
    totals = 0
    for n, home in enumerate(case.facts.homes or ()):
        totals += home.months or 0
        last = home.span.last if home.span else None
        if home.span is not None and home.span.first > now:
            yield _future(f"homes[{n}].from", home.span.first, now)
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


def _jobs(case: Snapshot, now: int) -> Iterator[Contradiction]:
    taken: dict[str, Months] = {}
    said: set[frozenset[str]] = set()
    for n, job in enumerate(case.facts.jobs or ()):
        if job.span.first > now:
            yield _future(f"jobs[{n}].from", job.span.first, now)
        months = job.span.months(case.cut)
        for place, others in taken.items():
            both = (months & others).bit_count()
            pair = frozenset((place, job.district))
            if both and place != job.district and pair not in said:
                said.add(pair)
                values = {"first": place, "second": job.district, "months": both}
                # In the month of a change both units may have paid.
                yield Contradiction(
                    "two_places_of_work", (f"jobs[{n}]",), values, _doubt_or(both > 1)
                )
                break
        taken[job.district] = Months(taken.get(job.district, NO_MONTHS) | months)


def _study(case: Snapshot) -> Iterator[Contradiction]:
    held, birth = case.facts.education, case.facts.birth
    if held is None:
        return
    graduated, overlap = held.graduated, held.overlap_months
    fields: tuple[str, ...]
    if graduated is not None:
        youngest = case.rules.limits.youngest_graduate
        if birth is not None and graduated < birth.earliest + youngest * 12:
            values = {"graduated": graduated, "age": youngest, "birth": birth.earliest}
            yield Contradiction("graduated_as_child", ("birth", "education.graduated"), values)
        if graduated > case.cut:
            values = {"graduated": graduated, "year": case.year - 1}
            yield Contradiction(
                "graduated_after_cut", ("education.graduated",), values, Severity.HARMLESS
            )
    elif held.graduations is not None and held.graduations[0] > case.cut:
        values = {"graduated": year_of(held.graduations[0]), "year": case.year - 1}
        yield Contradiction(
            "graduates_in_later_year", ("education.graduated",), values, Severity.HARMLESS
        )
    if overlap is None:
        return
    if case.employed is not None and overlap > case.employed:
        values = {"overlap": overlap, "employed": case.employed}
        fields = ("education.overlap_months", "insurance")
        yield Contradiction("overlap_exceeds_insurance", fields, values)
    level = level_of(case, case.rules.item("education").terms)
    if level is not None and graduated is not None and case.paid is not None:
        window = cap_of(case, level).months
        dated = (case.paid & span(graduated - window + 1, graduated)).bit_count()
        if min(overlap, window) != dated:
            values = {"overlap": overlap, "dated": dated}
            fields = ("education.overlap_months", "education.graduated", "insurance.periods")
            yield Contradiction("overlap_against_dates", fields, values)


def _suburb(case: Snapshot) -> Iterator[Contradiction]:
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
            "suburb_exceeds_own_home", fields, values, _doubt_or(months > most + SLACK)
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


def _tax(case: Snapshot, now: int) -> Iterator[Contradiction]:
    for each in case.facts.tax_years or ():
        if each > now // 12:
            values = {"tax_year": each, "now": Month(now)}
            yield Contradiction("tax_year_in_future", ("tax_years",), values, Severity.IMPOSSIBLE)
