"""Facts that cannot all be true: one list for every way in, never silently mended.

A contradiction has a code with both sides as values (worded in replies/texts/reasons.toml) and the
fields that it stands between, and says how grave it is. docs/facts.md lists the kinds.
"""

from collections.abc import Iterator
from datetime import date

from scoring.engine.contradiction import Contradiction, Severity, doubt_or, in_the_future
from scoring.engine.home_contradictions import homes_against_facts, suburb_against_homes
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot
from scoring.items.education import cap_of, level_of
from scoring.months import NO_MONTHS, Month, Months, month, run_ending, span, year_of


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
        homes_against_facts(case, now),
        _jobs(case, now),
        _study(case),
        suburb_against_homes(case),
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
            yield Contradiction("insured_as_child", fields, values, doubt_or(none_true))
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
        yield Contradiction("more_months_than_age", fields, values, doubt_or(none_true))


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
            yield in_the_future(f"insurance.periods[{n}].from", each.first, now)
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


def _jobs(case: Snapshot, now: int) -> Iterator[Contradiction]:
    taken: dict[str, Months] = {}
    said: set[frozenset[str]] = set()
    for n, job in enumerate(case.facts.jobs or ()):
        if job.span.first > now:
            yield in_the_future(f"jobs[{n}].from", job.span.first, now)
        months = job.span.months(case.cut)
        for place, others in taken.items():
            both = (months & others).bit_count()
            pair = frozenset((place, job.district))
            if both and place != job.district and pair not in said:
                said.add(pair)
                values = {"first": place, "second": job.district, "months": both}
                # In the month of a change both units may have paid.
                yield Contradiction(
                    "two_places_of_work", (f"jobs[{n}]",), values, doubt_or(both > 1)
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


def _tax(case: Snapshot, now: int) -> Iterator[Contradiction]:
    for each in case.facts.tax_years or ():
        if each > now // 12:
            values = {"tax_year": each, "now": Month(now)}
            yield Contradiction("tax_year_in_future", ("tax_years",), values, Severity.IMPOSSIBLE)
