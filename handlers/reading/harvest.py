"""Several facts in one message: 「我85年的，女，社保十年，租房，本科有学位」."""

import re
from collections.abc import Callable
from datetime import date

from handlers.reading.answer import Answer, has
from handlers.reading.dates import read_birth_date
from handlers.reading.education import education
from handlers.reading.housing import housing
from handlers.reading.moments import find_moments
from handlers.reading.reading import Reading, took
from handlers.reading.sex import read_sex
from handlers.reading.tax_years import read_tax_years
from handlers.reading.tidy import LONGEST
from handlers.reading.years_months import read_years_months

_CLAUSE = re.compile(r"[,，。;；、!！\n]+|(?<=[\u4e00-\u9fff])\s+(?=\S)")
_BIRTH_CUE = re.compile(r"出生|生日|生于|生的|生人|\d年的|\d年[男女]|年\d{1,2}月\d*[日号]?的|年生")
_SEX_CUE = re.compile(
    r"^(?:性别|我是|本人|我)?[是:]?(?:男|女)(?:的|性|生|士|滴)?$|\d年的?[男女]|[男女]性|女的|男的|女生|男生"
)
_INSURANCE = re.compile(r"社保|社会保险|五险|养老保险")
_HOME = re.compile(r"租|宿舍|自有|买了?房|有房|房本|自住")
_EDUCATION = re.compile(r"本科|大专|专科|硕士|研究生|博士|高中|中专|初中|学位|肄业|在读|学历")
_PERMIT = re.compile(r"居住证")
_CRIME = re.compile(r"犯罪|前科|案底|坐过牢|判过刑")
_TAX = re.compile(r"个税|纳税|交税")
_HONOUR = re.compile(r"劳模|劳动模范|道德模范|见义勇为|荣誉表彰")
_NEGATED = r"没有?|无|未|不|从来没"


def harvest(text: str, as_of: date) -> dict[str, Reading]:
    """What `text` says of itself, by fact: birth, sex, insurance, housing, education,
    residence_permit, criminal_record, tax_years, honour.

    Only facts with a cue word of their own; a question gives nothing. Values as in `read` of the
    slot; `birth` may also be a bare year "1985". Facts whose value is not clear are left out.
    """
    answer = Answer(text, as_of)
    if (
        len(text) > LONGEST
        or not answer.text
        or answer.unknown
        or answer.asks
        or has(r"\?", answer.text)
    ):
        return {}
    clauses = [c for c in _CLAUSE.split(answer.text) if c]
    found: dict[str, Reading | None] = {
        "birth": _first(clauses, _BIRTH_CUE, as_of, _birth),
        "sex": _first(clauses, _SEX_CUE, as_of, read_sex),
        "insurance": _first(clauses, _INSURANCE, as_of, read_years_months),
        "housing": _joined(clauses, _HOME, as_of, housing),
        "education": _joined(clauses, _EDUCATION, as_of, lambda a: education(a.text)),
        "residence_permit": _flag(clauses, _PERMIT),
        "criminal_record": _flag(clauses, _CRIME),
        "tax_years": _first(clauses, _TAX, as_of, read_tax_years),
        "honour": _flag(clauses, _HONOUR),
    }
    return {fact: r for fact, r in found.items() if r is not None and r.value is not None}


def _first(
    clauses: list[str], cue: re.Pattern[str], as_of: date, read: Callable[[Answer], Reading]
) -> Reading | None:
    for clause in clauses:
        if cue.search(Answer(clause, as_of).figures):
            return read(Answer(clause, as_of))
    return None


def _joined(
    clauses: list[str], cue: re.Pattern[str], as_of: date, read: Callable[[Answer], Reading]
) -> Reading | None:
    """All clauses with the cue together: 「本科，没学位」 is one statement."""
    said = ",".join(c for c in clauses if cue.search(c))
    return read(Answer(said, as_of)) if said else None


def _birth(answer: Answer) -> Reading:
    whole = read_birth_date(answer)
    years = find_moments(answer.figures, answer.as_of)
    if whole.value is not None or len(years) != 1:
        return whole
    only = years[0]
    sure = (
        only.month is None and only.year is not None and 16 <= answer.as_of.year - only.year <= 100
    )
    return took(str(only.year)) if sure and not only.ran else whole


def _flag(clauses: list[str], cue: re.Pattern[str]) -> Reading | None:
    for clause in clauses:
        if cue.search(clause):
            return took(not has(_NEGATED, clause))
    return None
