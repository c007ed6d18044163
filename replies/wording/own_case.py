"""「您的情况：…」: what a person's own facts say to the question that an answer is about.

A line is said only where the facts settle it: a range or an open condition would add nothing, but
for points that are taken off in any case.
"""

from functools import cache

from replies.wording.lookup import say
from replies.wording.score_text import condition_line, short_line
from scoring import Eligibility, ItemRange, ScoreRange

#: Item → the answers that depend on it.
_ITEMS = {
    "age": ("age", "age-birthday", "age-loosen"),
    "employment": ("employment-points", "employment-cap", "insurance-types", "low-base"),
    "residence": (
        "residence-points", "residence-cap", "residence-rounding", "home-details", "home-kinds",
        "rent-registration", "no-certificate", "dormitory",
    ),
    "education": ("education-points", "single-certificate", "study-examples", "study-deduction"),
    "study_deduction": (
        "study-deduction", "deduction-months", "study-examples", "study-no-overlap",
        "part-time-study",
    ),
    "suburb": ("area", "area-examples", "area-districts", "area-hukou-move", "work-area"),
    "innovation": ("innovation",),
    "tax": ("tax-rule", "tax-three-years"),
    "honour": ("honour",),
    "law": ("law-record",),
}  # fmt: skip
#: Condition → the answers that depend on it.
_CONDITIONS = {
    "permit": ("residence-permit", "permit-deadline"),
    "retirement": ("retirement", "retirement-year", "post-class", "elective-retirement"),
    "insurance": (
        "seven-years", "seven-years-count", "insurance-gap", "repaid-limit", "job-change-gap",
        "insurance-status",
    ),
    "record": ("criminal-record",),
}  # fmt: skip


@cache
def answers_about_a_person() -> frozenset[str]:
    """The ids of all answers that a person's own facts can complete."""
    tables = (*_ITEMS.values(), *_CONDITIONS.values())
    return frozenset(slug for slugs in tables for slug in slugs)


def own_case(slug: str, found: ScoreRange, judged: Eligibility) -> str:
    """One line for the answer `slug`; "" where it does not depend on the facts known so far."""
    lines = [
        short_line(each.low, each.high)
        for each in found.items
        if slug in _ITEMS.get(each.low.item, ()) and _tells(each)
    ]
    lines += [
        condition_line(each, full=True)
        for each in judged.conditions
        if slug in _CONDITIONS[each.key] and each.met is not None
    ]
    return say("sheet.own.case", lines=say("sheet.own.separator").join(lines)) if lines else ""


def _tells(found: ItemRange) -> bool:
    """Whether the points are settled, or are taken off in any case and only how many is open."""
    if found.low.points != found.high.points:
        return max(found.low.points, found.high.points) < 0
    return all(basis.code != "unknown" for basis in found.low.basis)
