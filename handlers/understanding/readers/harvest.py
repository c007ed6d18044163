"""Several facts in one message: 「我85年的，女，社保十年，租房，本科有学位」."""

import re
from collections.abc import Callable
from datetime import date

from handlers.understanding.readers.answer import Answer, has
from handlers.understanding.readers.dates import read_birth_date
from handlers.understanding.readers.education import education
from handlers.understanding.readers.housing import housing
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import find_moments
from handlers.understanding.readers.reading import Reading, took
from handlers.understanding.readers.sex import read_sex
from handlers.understanding.readers.tax_years import read_tax_years
from handlers.understanding.readers.tidy import LONGEST
from handlers.understanding.readers.years_months import read_years_months
from handlers.understanding.readers.yes_no import read_yes_no

_CLAUSE = re.compile(r"[,，。;；、!！\n]+|(?<=[\u4e00-\u9fff])\s+(?=\S)")
_WORDS = lexicon("harvest")
_BIRTH_CUE = _WORDS["birth_cue"]
_SEX_CUE = _WORDS["sex_cue"]
_INSURANCE = re.compile(r"社保|社会保险|五险|养老保险")
_HOME = re.compile(r"租|宿舍|自有|买了?房|有房|房本|自住")
_EDUCATION = re.compile(r"本科|大专|专科|硕士|研究生|博士|高中|中专|初中|学位|肄业|在读|学历")
_PERMIT = re.compile(r"居住证")
_CRIME = re.compile(r"犯罪|前科|案底|坐过牢|判过刑")
_TAX = re.compile(r"个税|纳税|交税")
_HONOUR = re.compile(r"劳模|劳动模范|道德模范|见义勇为|荣誉|表彰")
_ABOUT_RULES = r"能.{0,6}(?:落户|申请|加分|过线)|可以.{0,4}(?:落户|申请)|加分|够不够|会不会|\?"
_QUALIFIED = re.compile(r"断|补缴|补交")
_SEX_THEN_NUMBER = re.compile(r"(?<=[男女])\s+(?=\d)")


def harvest(text: str, as_of: date) -> dict[str, Reading]:
    """What `text` says of itself, by fact: birth, sex, insurance, housing, education,
    residence_permit, criminal_record, tax_years, honour.

    Only facts with a cue word of their own; a question gives nothing. Values as in `read` of the
    slot; `birth` may also be a bare year "1985". Facts whose value is not clear are left out.
    """
    answer = Answer(_SEX_THEN_NUMBER.sub(",", text), as_of)
    if len(text) > LONGEST or answer.asks or has(_ABOUT_RULES, answer.text):
        return {}
    clauses = [c for c in _CLAUSE.split(answer.text) if c and not Answer(c, as_of).unknown]
    found: dict[str, Reading | None] = {
        "birth": _first(clauses, _BIRTH_CUE, as_of, _birth),
        "sex": _first(clauses, _SEX_CUE, as_of, read_sex),
        "insurance": _insurance(clauses, as_of),
        "housing": _joined(clauses, _HOME, as_of, housing),
        "education": _joined(clauses, _EDUCATION, as_of, lambda a: education(a.text)),
        "residence_permit": _flag(clauses, _PERMIT, as_of, "您持有居住证吗"),
        "criminal_record": _flag(clauses, _CRIME, as_of, "有过犯罪记录吗"),
        "tax_years": _first(clauses, _TAX, as_of, read_tax_years),
        "honour": _flag(clauses, _HONOUR, as_of, "得过荣誉表彰吗"),
    }
    return {fact: r for fact, r in found.items() if r is not None and r.value is not None}


def _first(
    clauses: list[str], cue: re.Pattern[str], as_of: date, read: Callable[[Answer], Reading]
) -> Reading | None:
    for clause in clauses:
        if cue.search(Answer(clause, as_of).figures):
            return read(Answer(clause, as_of))
    return None


def _insurance(clauses: list[str], as_of: date) -> Reading | None:
    """The clause on 社保, with what another clause says of gaps and back-payments."""
    said = [c for c in clauses if _INSURANCE.search(c)][:1]
    said += [c for c in clauses if said and c not in said and _QUALIFIED.search(c)]
    return read_years_months(Answer(",".join(said), as_of)) if said else None


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


def _flag(clauses: list[str], cue: re.Pattern[str], as_of: date, question: str) -> Reading | None:
    for clause in clauses:
        if cue.search(clause):
            return read_yes_no(Answer(clause, as_of, question))
    return None
