"""Education, and what is taken off for months that were study and employment at once."""

from scoring.facts.model import Education
from scoring.facts.snapshot import Snapshot
from scoring.items.worth import UNKNOWN, ZERO, Worth, monthly, rounded, words
from scoring.months import span
from scoring.rules import parameters as terms


def level_of(case: Snapshot, given: terms.Education) -> terms.Level | None:
    """The level that the certificates held at the cut reach, None when none."""
    held = case.facts.education
    if held is None or _later(case, held):
        return None
    return given.highest(held.diploma or "none", held.degree or "none")


def _later(case: Snapshot, held: Education) -> bool:
    return held.graduated is not None and held.graduated > case.cut


def highest(case: Snapshot, given: terms.Education) -> Worth:
    """The highest level only."""
    held = case.facts.education
    if held is None or (held.diploma is None and held.degree is None):
        return Worth(ZERO, UNKNOWN)
    if _later(case, held):
        return Worth(ZERO, "截止日时还没有毕业", given.later_note)
    level = level_of(case, given)
    if level is None:
        return Worth(ZERO, "没有专科以上的学历学位")
    return Worth(rounded(level.points), level.words)


def cap_of(case: Snapshot, level: terms.Level) -> terms.Cap:
    """The most that is taken off for `level`."""
    caps: tuple[terms.Cap, ...] = case.rules.item("study_deduction").terms.cap
    return next(cap for cap in caps if cap.education == level.points)


def overlap(case: Snapshot, months: int) -> int | None:
    """Months of the window of `months` before graduation that also earned points; None: unknown."""
    held = case.facts.education
    if held is None:
        return None
    if held.overlap_months is not None:
        return min(held.overlap_months, months)
    if case.employed == 0:
        return 0
    if held.graduated is None:
        return None
    if held.graduated < case.rules.item("employment").terms.since:
        return 0
    if case.paid is None:
        return None
    return (case.paid & span(held.graduated - months + 1, held.graduated)).bit_count()


def study_window(case: Snapshot, given: terms.StudyDeduction) -> Worth:
    """Months of study that also earned points, up to the cap of the degree that scores."""
    level = level_of(case, case.rules.item("education").terms)
    held = case.facts.education
    if held is None or level is None:
        return Worth(ZERO, "没有计分的学历学位，不扣减")
    cap = cap_of(case, level)
    months = overlap(case, cap.months)
    if months is None:
        return Worth(ZERO, "就学期间同时有社保的月数还不知道，暂按 0 分")
    points = min(monthly(months, given.per_year), rounded(cap.points))
    inputs = f"{months} 个月 × {words(given.per_year)} ÷ 12"
    if points < monthly(months, given.per_year):
        inputs += f"，最多扣 {words(cap.points)}"
    note = None
    if months and "master" in (held.diploma, held.degree) and held.diploma != held.degree:
        note = given.single_note if level.points == 15 else None
    if note is None and months and held.overlap_months is None:
        note = given.window_note
    return Worth(-points if points else ZERO, inputs, note)
