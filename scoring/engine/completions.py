"""The ways in which unknown insurance can turn out that matter for the ends of a range.

A month of insurance brings employment points and room for residence points, and costs points only
inside the months of study. So the ends lie where as many or as few months as possible are insured,
before or after the automatic fill ends, inside or outside the window of study. Whoever is younger
can have fewer months: where the birth is open as well, both are settled together.
"""

from collections.abc import Iterator

from scoring.facts.model import Birth, Education, Insurance
from scoring.facts.snapshot import Snapshot
from scoring.items import Bounds, age, fixed
from scoring.items.education import cap_of, level_of
from scoring.months import NO_MONTHS, Month, Months, earliest, first_of, last_of, span, until


def settled(case: Snapshot) -> Iterator[tuple[Snapshot, Bounds]]:
    """The case with every insurance that can be an end, and what the age is worth beside it.

    The case itself where nothing is open.
    """
    given = case.rules.item("age").terms
    if case.facts.birth is None and case.paid is None:
        for years in _ages(case):
            born = case.with_facts(case.facts._replace(birth=_oldest(case, years)))
            worth = fixed(age.until(given, years))
            for each in _insured(born):
                yield each, worth
        return
    worth = age.bounds(case, given, _latest_birth(case))
    for each in _insured(case):
        yield each, worth


def _latest_birth(case: Snapshot) -> Month | None:
    """The latest birth at which all insured months are of working age; None: no limit is known."""
    first = earliest(case.paid or NO_MONTHS)
    return None if first is None else Month(first - case.rules.limits.youngest_worker * 12)


def _ages(case: Snapshot) -> Iterator[int]:
    """The ages that can be an end: too old for points, and the oldest of each number of points.

    The youngest who were grown up when the months begin to count have more points than the older.
    """
    bands = case.rules.item("age").terms.band
    yield bands[-1].until + 1
    for band in bands:
        first = _grown_up_from(case, _oldest(case, band.until))
        if case.employed is None or case.employed <= case.cut - first + 1:
            yield band.until
        if first == case.first_month:
            return


def _oldest(case: Snapshot, years: int) -> Birth:
    """The first birth of somebody of that age."""
    return Birth(case.year - 2 - years, 1)


def _insured(case: Snapshot) -> Iterator[Snapshot]:
    """The case with every insurance that can be an end, the birth being settled."""
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
    birth = case.facts.birth
    first = case.first_month if birth is None else _grown_up_from(case, birth)
    return span(first, case.cut)


def _grown_up_from(case: Snapshot, birth: Birth) -> int:
    return max(case.first_month, birth.earliest + case.rules.limits.youngest_worker * 12)


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
    found: set[Months] = set()
    if held is not None and held.overlap_months is not None:
        if held.diploma is None or held.degree is None:
            found |= {least, every}  # without a degree that scores there was no study to count
        for study in _study_windows(case, held)[:1]:
            # As many months of it as were told are insured, and no others of it.
            inside = last_of(Months(study & every), told)
            every = Months((every & ~study) | inside)
            least = Months(
                tail | inside | last_of(Months(every & ~inside), told - inside.bit_count())
            )
    windows = _windows(case)
    found |= {least, every}
    for window in windows:
        study = Months(window & every)
        found |= set(_with_study(case, least, study))
        found |= set(_with_study(case, Months((every & ~study) | least), study))
    if not any(windows) and told == 0:
        # The months of study are not known either: they may be the last ones, without a home.
        longest = max(cap.months for cap in case.rules.item("study_deduction").terms.cap)
        found.add(Months(least | last_of(Months(every & ~until(every, fill_until)), longest)))
    for months in found:
        yield case.insured(months)


def _with_study(case: Snapshot, other: Months, study: Months) -> Iterator[Months]:
    """`other` with so many of the months of study that one more would bring or cost otherwise.

    Such a month costs a little more than its insurance brings. What makes up for it: the automatic
    fill, once there are more months than the homes take, and a home, while there are fewer months
    than it could count for.
    """
    fill_until = case.rules.item("residence").terms.fill_until
    early = until(study, fill_until)
    late = Months(study & ~early)
    taken = until(case.occupied(), fill_until).bit_count() - until(other, fill_until).bit_count()
    room = case.layout.months(case.cut) - other.bit_count()
    for before in {0, early.bit_count(), taken}:
        for after in {0, late.bit_count(), room - before}:
            yield Months(other | first_of(early, before) | first_of(late, after))


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
