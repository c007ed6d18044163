"""教育背景, and what is taken off for months that were study and employment at once."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from scoring.facts.model import Education
from scoring.facts.snapshot import Snapshot
from scoring.items.worth import NOTHING_KNOWN, ZERO, Worth, monthly, rounded, worth_of
from scoring.months import span
from scoring.rules import parameters


def level_of(case: Snapshot, given: parameters.EducationRule) -> parameters.Level | None:
    """The level that the certificates held at the cut reach, None when none."""
    held = case.facts.education
    if held is None or _later(case, held):
        return None
    return given.highest(held.diploma or "none", held.degree or "none")


def _later(case: Snapshot, held: Education) -> bool:
    graduations = held.graduations
    return graduations is not None and graduations[0] > case.cut


def highest(case: Snapshot, given: parameters.EducationRule) -> Worth:
    """The highest level only."""
    held = case.facts.education
    if held is None or (held.diploma is None and held.degree is None):
        return NOTHING_KNOWN
    level = level_of(case, given)
    if level is None and _later(case, held):
        return worth_of(ZERO, "not_graduated", given.later_note)
    return _of_level(level)


@lru_cache(maxsize=64)
def _of_level(level: parameters.Level | None) -> Worth:
    if level is None:
        return worth_of(ZERO, "no_education")
    return worth_of(rounded(level.points), "education", words=level.words)


def cap_of(case: Snapshot, level: parameters.Level) -> parameters.Cap:
    """The most that is taken off for `level`."""
    given: parameters.StudyDeduction = case.rules.item("study_deduction").terms
    return given.of(level.points)


def overlap(case: Snapshot, months: int) -> int | None:
    """Months of the window of `months` before graduation that also earned points; None: unknown."""
    held = case.facts.education
    if held is None:
        return None
    if held.overlap_months is not None:
        return min(held.overlap_months, months)
    if case.employed == 0:
        return 0
    found = overlaps(case, months)
    return found[0] if len(found) == 1 else None


def overlaps(case: Snapshot, months: int) -> list[int]:
    """Every overlap that the dates leave possible, rising; empty where they say nothing."""
    held = case.facts.education or Education()
    graduations = held.graduations
    if graduations is None:
        return []
    first, last = graduations
    if last < case.first_month:
        return [0]
    if case.paid is None or case.follows:
        return []
    paid = case.paid
    if first == last:
        return [(paid & span(first - months + 1, first)).bit_count()]
    ends = range(first, last + 1)
    return sorted({(paid & span(end - months + 1, end)).bit_count() for end in ends})


def study_window(case: Snapshot, given: parameters.StudyDeduction) -> Worth:
    """Months of study that also earned points, up to the cap of the degree that scores."""
    level = level_of(case, case.rules.item("education").terms)
    held = case.facts.education
    if held is None or level is None:
        return worth_of(ZERO, "no_scoring_education")
    months = overlap(case, cap_of(case, level).months)
    if months is None:
        return worth_of(ZERO, "overlap_unknown")
    return _taken_off(case, given, level, months)


def _taken_off(
    case: Snapshot, given: parameters.StudyDeduction, level: parameters.Level, months: int
) -> Worth:
    held = case.facts.education
    told = held is not None and held.overlap_months is not None
    return _deduction(given, level, months, told)


@lru_cache(maxsize=1024)
def _deduction(
    given: parameters.StudyDeduction, level: parameters.Level, months: int, told: bool
) -> Worth:
    cap = given.of(level.points)
    full, most = monthly(months, given.per_year), rounded(cap.points)
    points = min(full, most)
    note = None
    if months:
        note = level.deduction_note or (None if told else given.window_note)
    code = "overlap" if points == full else "overlap_capped"
    off = -points if points else ZERO
    return worth_of(off, code, note, months=months, rate=given.per_year, most=cap.points)


class StudyCase(NamedTuple):
    """One way the education can turn out: its points and what is taken off."""

    education: Worth
    deduction: Worth

    @property
    def points(self) -> Decimal:
        """Both together."""
        return self.education.points + self.deduction.points


@lru_cache(maxsize=256)
def completions(given: parameters.EducationRule, held: Education) -> tuple[Education, ...]:
    """One education for each number of points that the missing certificates can lead to.

    There are twenty pairs of certificates, but what is taken off for study hangs on the points.
    """
    by_points: dict[Decimal | None, Education] = {}
    for diploma in (held.diploma,) if held.diploma else parameters.DIPLOMAS:
        for degree in (held.degree,) if held.degree else parameters.DEGREES:
            level = given.highest(diploma, degree)
            points = None if level is None else level.points
            by_points.setdefault(points, replace(held, diploma=diploma, degree=degree))
    return tuple(by_points.values())


def possible(case: Snapshot) -> list[StudyCase]:
    """Every way that education and deduction can turn out together, insurance being settled.

    Without a degree that scores nothing is taken off, and no more than the months of employment.
    """
    given: parameters.EducationRule = case.rules.item("education").terms
    deduction: parameters.StudyDeduction = case.rules.item("study_deduction").terms
    held = case.facts.education or Education()
    # A graduation from before or after the degree that scores cannot be told apart.
    found = []
    for known in completions(given, held):
        each = case.studied(known)
        level = level_of(each, given)
        education = highest(each, given)
        cap = cap_of(each, level) if level is not None else None
        if level is None or cap is None or overlap(each, cap.months) is not None:
            found.append(StudyCase(education, study_window(each, deduction)))
            continue
        most = cap.months if case.employed is None else min(cap.months, case.employed)
        ends = overlaps(each, cap.months) or [0, most]
        for months in (ends[0], ends[-1]):
            found.append(StudyCase(education, _taken_off(each, deduction, level, months)))
    return found
