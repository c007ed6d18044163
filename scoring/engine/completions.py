"""The ways in which unknown insurance can turn out that matter for the ends of a range.

A month of insurance brings employment points and room for residence points, and costs points only
inside the months of study. So the ends lie where as many or as few months as possible are insured,
before or after the automatic fill ends, inside or outside the window of study.
"""

from collections.abc import Iterator

from scoring.facts.model import Education, Insurance
from scoring.facts.snapshot import Snapshot
from scoring.items.education import cap_of, level_of
from scoring.months import NO_MONTHS, Months, earliest, first_of, last_of, span, until


def settled(case: Snapshot) -> Iterator[Snapshot]:
    """The case with every insurance that can be an end; itself where nothing is open."""
    insurance = case.facts.insurance
    if insurance is not None and insurance.periods is not None and case.employed is not None:
        if insurance.months is None and insurance.repaid_months:
            yield from _repaid(case, insurance.repaid_months)
        elif insurance.months is None and insurance.repaid_open:
            # Whoever has made up more months than are allowed cannot file, whatever the points.
            yield case
            yield from _repaid(case, case.rules.eligibility.repaid_months)
        else:
            yield case
        return
    if case.paid is not None:
        yield case.insured(case.paid, case.employed)
        return
    if case.employed is None:
        yield from _unknown(case)
    else:
        yield from _undated(case, case.employed)


def _grown_up(case: Snapshot) -> Months:
    """The months that can have been insured: since the first that counts, from working age on."""
    first = int(case.first_month)
    if case.facts.birth is not None:
        youngest = case.rules.limits.youngest_worker * 12
        first = max(first, case.facts.birth.earliest + youngest)
    return span(first, case.cut)


def _windows(case: Snapshot) -> list[Months]:
    """The months of study that may cost points: one window for each length that a cap can have.

    A single empty one when the overlap is told, or no degree scores.
    """
    held = case.facts.education
    if held is None or held.overlap_months is not None:
        return [NO_MONTHS]
    return _study_windows(case, held) or [NO_MONTHS]


def _study_windows(case: Snapshot, held: Education) -> list[Months]:
    """The months before graduation that are counted, for each cap that the degree can have."""
    if held.graduated is None or held.graduated > case.cut:
        return []
    caps = case.rules.item("study_deduction").terms.cap
    if held.diploma is not None and held.degree is not None:
        level = level_of(case, case.rules.item("education").terms)
        caps = () if level is None else (cap_of(case, level),)
    lengths = sorted({cap.months for cap in caps})
    return [span(held.graduated - months + 1, held.graduated) for months in lengths]


def _tail(case: Snapshot) -> Months:
    """The months of the run that reaches the cut, where its length is told."""
    insurance = case.facts.insurance or Insurance()
    run = (insurance.continuous_months or 0) - (insurance.repaid_months or 0)
    return span(case.cut - run + 1, case.cut) if run > 0 else NO_MONTHS


def _unknown(case: Snapshot) -> Iterator[Snapshot]:
    """Nobody knows how many months: none, all, and what the months of study make of it."""
    every, tail = _grown_up(case), _tail(case)
    fill_until = case.rules.item("residence").terms.fill_until
    told = _told_overlap(case)
    least = Months(tail | last_of(every, told)) if told else tail
    held = case.facts.education
    if held is not None and held.overlap_months is not None:
        for study in _study_windows(case, held)[:1]:
            # As many months of it as were told are insured, and no others of it.
            inside = last_of(Months(study & every), told)
            every = Months((every & ~study) | inside)
            least = Months(
                tail | inside | last_of(Months(every & ~inside), told - inside.bit_count())
            )
    windows, found = _windows(case), {least, every}
    for window in windows:
        costly = Months(window & every & ~until(window, fill_until))
        found |= {Months(least | costly), Months((every & ~costly) | least)}
    if not any(windows) and told == 0:
        # The months of study are not known either: they may be the last ones, without a home.
        longest = max(cap.months for cap in case.rules.item("study_deduction").terms.cap)
        found.add(Months(least | last_of(Months(every & ~until(every, fill_until)), longest)))
    for months in found:
        yield case.insured(months)


def _told_overlap(case: Snapshot) -> int:
    held = case.facts.education or Education()
    return held.overlap_months or 0


def _undated(case: Snapshot, months: int) -> Iterator[Snapshot]:
    """The number of months is known: early or late, inside or outside the months of study."""
    every = _grown_up(case)
    tail = Months(_tail(case) & every)
    free = Months(every & ~tail)
    more = max(0, months - tail.bit_count())
    fill_until = case.rules.item("residence").terms.fill_until
    found = {}
    for window in _windows(case):
        inside, outside = Months(free & window), Months(free & ~window)
        for first, then in ((inside, outside), (outside, inside)) if window else ((free, inside),):
            for take in (first_of, last_of):
                chosen = take(first, more)
                rest = take(then, more - chosen.bit_count())
                paid = Months(tail | chosen | rest)
                found[window, (paid & window).bit_count(), until(paid, fill_until).bit_count()] = (
                    paid
                )
    for paid in found.values():
        yield case.insured(paid, months)


def _repaid(case: Snapshot, count: int) -> Iterator[Snapshot]:
    """Only the number of 补缴 months is known: they may lie inside the periods or in their gaps."""
    paid = case.paid or NO_MONTHS
    first = earliest(paid)
    gaps = NO_MONTHS if first is None else Months(span(first, case.cut) & ~paid)
    beside = min(count, gaps.bit_count())
    found = {Months(paid & ~first_of(paid, count)), Months(paid & ~last_of(paid, count))}
    found.add(Months(paid & ~last_of(paid, count - beside)))
    for each in _windows(case):
        if window := Months(each & paid):
            found.add(Months(paid & ~last_of(window, count)))
            found.add(Months(paid & ~first_of(Months(paid & ~window), count)))
    for each in found:
        yield case.insured(each)
