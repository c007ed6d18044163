"""Which facts are not known although they could move the points or the verdict.

Names are those of the fact file. What does not apply is not missing: no post for a man, no jobs
without an own home outside 城六区, no month of overlap without a degree that scores.
"""

from collections.abc import Iterator

from scoring.engine.eligibility import Eligibility, continuous, repaid_count
from scoring.facts.model import Insurance
from scoring.facts.snapshot import Snapshot
from scoring.items.study import cap_of, level_of, overlap

# Every name that can be missing: how to call it.
TITLES: dict[str, str] = {
    "birth": "出生年月",
    "sex": "性别",
    "post": "岗位类别",
    "residence_permit": "北京市居住证",
    "criminal_record": "刑事犯罪记录",
    "insurance": "社保缴费情况",
    "insurance.months": "正常缴纳社保的月数",
    "insurance.continuous_months": "社保连续缴纳的月数",
    "insurance.repaid_months": "社保补缴的月数",
    "homes": "住所情况",
    "homes.district": "自有住所所在区",
    "jobs": "工作单位所在区",
    "suburb_months": "在城六区以外自有住所居住的月数",
    "education": "学历学位",
    "education.diploma": "学历",
    "education.degree": "学位",
    "education.overlap_months": "就学期间同时有社保的月数",
    "innovation_points": "创新创业奖项",
    "tax_years": "个税达到 10 万元的年份",
    "tax_violations": "涉税违法记录",
    "detentions": "行政拘留记录",
    "honour": "荣誉表彰",
}


def missing_facts(case: Snapshot, judged: Eligibility) -> tuple[str, ...]:
    """The names of the missing facts, in the order of docs/facts.md."""
    return tuple(_missing(case, judged))


def _missing(case: Snapshot, judged: Eligibility) -> Iterator[str]:
    facts = case.facts
    undecided = judged.condition("retirement").met is None
    if facts.birth is None or (undecided and facts.birth.month is None):
        yield "birth"
    if facts.sex is None:
        yield "sex"
    if facts.post is None and facts.sex == "female" and undecided:
        yield "post"
    for name in ("residence_permit", "criminal_record"):
        if getattr(facts, name) is None:
            yield name
    yield from _insurance(case, judged)
    yield from _homes(case)
    yield from _education(case)
    if facts.innovation_points is None and facts.equity_financing is None:
        yield "innovation_points"
    for name in ("tax_years", "tax_violations", "detentions", "honour"):
        if getattr(facts, name) is None:
            yield name


def _insurance(case: Snapshot, judged: Eligibility) -> Iterator[str]:
    insurance = case.facts.insurance
    if insurance is None or insurance == Insurance():
        yield "insurance"
        return
    if case.employed is None:
        yield "insurance.months"
    if judged.condition("insurance").met is None:
        if continuous(case, insurance) is None:
            yield "insurance.continuous_months"
        if repaid_count(case, insurance) is None:
            yield "insurance.repaid_months"


def _homes(case: Snapshot) -> Iterator[str]:
    facts = case.facts
    if facts.homes is None:
        yield "homes"
        return
    if facts.suburb_months is not None:
        return
    given = case.rules.item("suburb").terms
    if case.owned_without_district(given.since):
        yield "homes.district"
    if case.owned_without_dates(given.central):
        yield "suburb_months"
    if facts.jobs is None and case.suburb_live(given.since, given.central):
        yield "jobs"


def _education(case: Snapshot) -> Iterator[str]:
    held = case.facts.education
    if held is None or (held.diploma is None and held.degree is None):
        yield "education"
        return
    if held.diploma is None:
        yield "education.diploma"
    if held.degree is None:
        yield "education.degree"
    level = level_of(case, case.rules.item("education").terms)
    # Without any insurance the overlap is not a question of its own.
    waiting = case.employed is None and case.facts.insurance is None and held.graduated is not None
    if level is not None and overlap(case, cap_of(case, level).months) is None and not waiting:
        yield "education.overlap_months"
