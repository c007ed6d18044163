"""What ends a condition that is not met, and from which application year the person can file."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.advice.texts import Confidence
from scoring.engine.eligibility import Condition, next_full, repaid_count
from scoring.facts.model import Facts, Insurance, Span
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
    REJOIN = "rejoin"  # pay again at once and make up the months since, where that is allowed
    UNSETTLED = "unsettled"  # too many 补缴 months; when they stop counting is not settled
    NONE = "none"  # nothing ends it


@dataclass(frozen=True, slots=True)
class Cure:
    """One remedy for the condition called `condition` ("permit", "insurance", …).

    `year` is the first application year for which the condition is then met (None: not known, or
    never). `month` is the last month to act for APPLY, REPAY and REJOIN, the month in which the
    continuous months are full for WAIT and RESUME. `gap` are the unpaid months that REPAY and
    REJOIN make up; REJOIN pays again from the month after the last of them.
    """

    condition: str
    remedy: Remedy
    year: int | None = None
    month: Month | None = None
    gap: tuple[Month, ...] = ()
    confidence: Confidence = "high"

    @property
    def again(self) -> Month | None:
        """The month from which REJOIN pays again."""
        return Month(self.gap[-1] + 1) if self.remedy is Remedy.REJOIN else None


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
    left = allowed - (repaid or 0)
    waiting = _waiting(snapshot, insurance, needed)
    if waiting is None:
        full = Month(snapshot.cut + needed)
        waiting = Cure("insurance", Remedy.RESUME, _year_after(full), full)
        sooner = _rejoining(snapshot, day, needed, left)
    else:
        sooner = _repaying(snapshot, day, needed, left)
    if sooner is None or (waiting.year and (sooner.year or 0) >= waiting.year):
        return (waiting,)
    return sooner, waiting


def _waiting(snapshot: Snapshot, insurance: Insurance, needed: int) -> Cure | None:
    """Going on as now; None when the person does not pay, or not long enough."""
    if not insured_after(insurance, snapshot.cut):
        return None
    run = insurance.continuous_months
    if run is None and snapshot.covered is not None:
        run = run_ending(snapshot.covered, snapshot.cut)
        if run == 0:  # the next period begins after the cut
            full = next_full(snapshot, insurance)
            if full is None:
                return None
            return Cure("insurance", Remedy.WAIT, _year_after(full), full)
    if run is None:  # too few months in all, whatever the run is
        run = insurance.months or 0
    full = Month(snapshot.cut + needed - run)
    return Cure("insurance", Remedy.WAIT, _year_after(full), full)


def _rejoining(snapshot: Snapshot, day: date, needed: int, left: int) -> Cure | None:
    """Paying again from next month on and making up the months since the last paid one."""
    insurance = snapshot.facts.insurance
    if insurance is None or insurance.continuous_months is not None or not snapshot.covered:
        return None
    last = _last_month(snapshot.covered)
    again = max(month(day.year, day.month), last) + 1
    if snapshot.follows or again == last + 1:
        return None
    cut = max(snapshot.cut, december(again // 12))
    paid = Months(snapshot.covered | span(again, cut))
    filled, gap = fill_gaps(paid, cut, needed, left)
    if not gap:
        return None
    full = Month(max(cut, cut + needed - run_ending(filled, cut)))
    return Cure("insurance", Remedy.REJOIN, _year_after(full), Month(cut), gap, "medium")


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
    """`facts` with the permit got, paying again and the gap made up, where these are cures."""
    changed = facts
    for each in cures:
        if each.remedy is Remedy.APPLY:
            changed = changed._replace(residence_permit=True)
        elif each.gap and changed.insurance is not None:
            insurance = changed.insurance
            repaid = insurance.repaid_months
            insurance = insurance._replace(
                repaid=(*insurance.repaid, *each.gap),
                repaid_months=None if repaid is None else repaid + len(each.gap),
            )
            changed = _paying(changed._replace(insurance=insurance), each.again)
    return changed


def paying_again(facts: Facts, cures: tuple[Cure, ...], cut: int) -> Facts:
    """`facts` with paying after `cut`, where paying again is among the cures."""
    again = any(each.remedy is Remedy.REJOIN for each in cures)
    return _paying(facts, Month(cut + 1) if again else None)


def _paying(facts: Facts, first: Month | None) -> Facts:
    insurance = facts.insurance
    if first is None or insurance is None or insurance.periods is None:
        return facts
    periods = (*insurance.periods, Span(first))
    return facts._replace(insurance=insurance._replace(periods=periods))


def _last_month(months: Months) -> int:
    return month(1900, 1) + months.bit_length() - 1


def _last_chance(cut: int, day: date) -> Month:
    """The December by whose end something must be done: the cut, unless `day` lies behind it."""
    return Month(cut) if month(day.year, day.month) <= cut else december(day.year)


def _year_after(full: int) -> int:
    """The first application year whose cut is not before the month `full`."""
    return full // 12 + 1
