"""What ends a condition that is not met, and from which application year the person can file."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from scoring.advice.texts import Confidence
from scoring.engine.eligibility import Condition, repaid_count
from scoring.facts.model import Facts, Insurance
from scoring.facts.snapshot import Snapshot
from scoring.months import Month, Months, december, month, run_ending, span, until
from scoring.outlook.extension import insured_after


class Remedy(StrEnum):
    """What a person can do about a condition."""

    TELL = "tell"  # it is open: whoever tells the fact knows
    APPLY = "apply"  # apply for the 居住证
    WAIT = "wait"  # go on paying, the months fill up
    RESUME = "resume"  # begin to pay again, the seven years start over
    REPAY = "repay"  # make up the unpaid months, where the authority allows it
    UNSETTLED = "unsettled"  # too many 补缴 months; when they stop counting is not settled
    NONE = "none"  # nothing ends it


@dataclass(frozen=True, slots=True)
class Cure:
    """One remedy for the condition called `condition` ("permit", "insurance", …).

    `year` is the first application year for which the condition is then met (None: not known, or
    never). `month` is the last month to act for APPLY and REPAY, the month in which the continuous
    months are full for WAIT and RESUME. `gap` are the unpaid months that REPAY makes up.
    """

    condition: str
    remedy: Remedy
    year: int | None = None
    month: Month | None = None
    gap: tuple[Month, ...] = ()
    confidence: Confidence = "high"


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A condition that is not met, or open, and what ends that (the earliest cure first)."""

    condition: Condition
    cures: tuple[Cure, ...]


def cures_of(found: Condition, snapshot: Snapshot, day: date) -> tuple[Cure, ...]:
    """The cures of one condition, the earliest first; none when it is met.

    `snapshot` holds the facts at the cut of the application year, `day` is today: what has to be
    done before a 31 December that has gone by counts for the year after.
    """
    if found.met:
        return ()
    if found.met is None:
        return (Cure(found.key, Remedy.TELL),)
    if found.key == "permit":
        cut = _last_chance(snapshot.cut, day)
        return (Cure("permit", Remedy.APPLY, _year_after(cut), cut, confidence="medium"),)
    if found.key == "insurance":
        return _insurance(snapshot, day)
    return (Cure(found.key, Remedy.NONE),)


def _insurance(snapshot: Snapshot, day: date) -> tuple[Cure, ...]:
    insurance = snapshot.facts.insurance or Insurance()
    terms = snapshot.rules.eligibility
    needed, allowed = terms.continuous_months, terms.repaid_months
    repaid = repaid_count(snapshot, insurance)
    if repaid is not None and repaid > allowed:
        return (Cure("insurance", Remedy.UNSETTLED, confidence="low"),)
    if not insured_after(insurance, snapshot.cut):
        full = Month(snapshot.cut + needed)
        return (Cure("insurance", Remedy.RESUME, _year_after(full), full),)
    waiting = _waiting(snapshot, insurance, needed)
    repaying = _repaying(snapshot, day, needed, allowed - (repaid or 0))
    if repaying is None or (waiting.year and (repaying.year or 0) >= waiting.year):
        return (waiting,)
    return repaying, waiting


def _waiting(snapshot: Snapshot, insurance: Insurance, needed: int) -> Cure:
    run = insurance.continuous_months
    if run is None and snapshot.covered is not None:
        run = run_ending(snapshot.covered, snapshot.cut)
        if run == 0:  # the next period begins after the cut
            run = snapshot.cut + 1 - _next_start(insurance, snapshot.cut)
    if run is None:  # too few months in all, whatever the run is
        run = insurance.months or 0
    full = Month(snapshot.cut + needed - run)
    return Cure("insurance", Remedy.WAIT, _year_after(full), full)


def _next_start(insurance: Insurance, cut: int) -> int:
    return min(each.first for each in insurance.periods or () if each.first > cut)


def _repaying(snapshot: Snapshot, day: date, needed: int, left: int) -> Cure | None:
    """Making up the latest unpaid months, as long as `left` of them are allowed."""
    insurance = snapshot.facts.insurance
    if insurance is None or insurance.periods is None or insurance.continuous_months is not None:
        return None
    cut = _last_chance(snapshot.cut, day)
    covered = snapshot.repaid
    for each in insurance.periods:
        covered = Months(covered | each.months(cut))
    filled, gap = fill_gaps(covered, cut, needed, left)
    if not gap:
        return None
    full = Month(max(cut, cut + needed - run_ending(filled, cut)))
    return Cure("insurance", Remedy.REPAY, _year_after(full), cut, gap, "medium")


def fill_gaps(
    covered: Months, cut: int, needed: int, allowed: int
) -> tuple[Months, tuple[Month, ...]]:
    """`covered` with its latest gaps before `cut` closed, and the months that close them.

    Stops when `needed` months run to `cut`, or when the next gap is longer than what is left of
    `allowed`. Months before the first covered one are no gap.
    """
    gap: list[Month] = []
    while (run := run_ending(covered, cut)) < needed:
        end = cut - run
        earlier = until(covered, end)
        if not run or not earlier:
            break
        missing = end - _last_month(earlier)
        if len(gap) + missing > allowed:
            break
        months = span(end - missing + 1, end)
        gap = [Month(n) for n in range(end - missing + 1, end + 1)] + gap
        covered = Months(covered | months)
    return covered, tuple(gap)


def cured(facts: Facts, cures: tuple[Cure, ...]) -> Facts:
    """`facts` with the permit got and the gap made up, where these are among the cures."""
    changed = facts
    for each in cures:
        if each.remedy is Remedy.APPLY:
            changed = replace(changed, residence_permit=True)
        elif each.remedy is Remedy.REPAY and changed.insurance is not None:
            insurance = changed.insurance
            repaid = insurance.repaid_months
            insurance = replace(
                insurance,
                repaid=(*insurance.repaid, *each.gap),
                repaid_months=None if repaid is None else repaid + len(each.gap),
            )
            changed = replace(changed, insurance=insurance)
    return changed


def _last_month(months: Months) -> int:
    return month(1900, 1) + months.bit_length() - 1


def _last_chance(cut: int, day: date) -> Month:
    """The December by whose end something must be done: the cut, unless `day` lies behind it."""
    return Month(cut) if month(day.year, day.month) <= cut else december(day.year)


def _year_after(full: int) -> int:
    """The first application year whose cut is not before the month `full`."""
    return full // 12 + 1
