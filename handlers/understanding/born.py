"""Where a message tells the date of birth without the word: beside the sex, or after 我.

「84.11 女」, 「男1981.10」, 「81年2月的男同志」, 「我83年5月的」. Looked for over all clauses at
once, since punctuation falls anywhere between the two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.understanding.readers.remembered import remembered

_YEAR = r"(?:19[4-9]\d|200[0-6]|(?<!\d)[4-9]\d)"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DATE = (
    rf"(?P<date>{_YEAR}\s?年的?\s?{_MONTH}月(?:\d{{1,2}}[日号])?|{_YEAR}[./-]{_MONTH}(?:[./-]\d{{1,2}})?(?!\d)"
    r"|(?<!\d)19[4-9]\d(?:1[0-2]|0[1-9])(?:\d\d)?(?!\d))(?:份)?"
)
_ANY_DATE = re.compile(r"[4-9]\d|200[0-6]")
"""What every date of birth holds: most messages have none."""
_ENDS = r"(?!\s*(?:[到至起~-]|开始|入职|毕|来|参加|[交缴]|拿|下|买|租|社保|以|之|后|办))"
_BETWEEN = r"[\s,、/:;|(.]*"
_SEX = r"(?P<sex>[男女])(?:的|性|士|生|人|孩|同志|啊|一枚)*"
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[员师农哥])|(?<=们儿))(?:我|本人)?(?:是)?(?:个)?{_SEX}{_BETWEEN}(?:我|本人)?(?:是)?(?:出?生(?:于|日期|年月)?)?{_BETWEEN}{_DATE}{_ENDS}",
        rf"{_DATE}(?:出?生)?(?:的|人|滴|嘞)*{_BETWEEN}(?:我是?(?:个)?)?(?:纯爷们|(?P<sex>[男女])(?![朋友儿婿]))",
        rf"(?:^|[,\s])(?:我|本人|俺|人)(?:是)?{_DATE}(?:(?<=月)|(?<=[日号份])|(?:的|人|滴|嘞|生|出生)+){_ENDS}(?=$|[,\s我])",
    )
)


@dataclass(frozen=True)
class Born:
    """A date of birth as typed, the clause it stands in, and the sex beside it or ""."""

    clause: int
    date: str
    sex: str


@remembered
def born(figures: tuple[str, ...]) -> Born | None:
    """The first such date in the clauses (tidied, with digits for numerals)."""
    text = ",".join(figures)
    if not _ANY_DATE.search(text):
        return None
    for sign in _SIGNS:
        found = sign.search(text)
        if found is None:
            continue
        place = text[: found.start("date")].count(",") - _commas(figures, found.start("date"))
        sex = found.groupdict().get("sex") or ""
        return Born(place, found["date"], {"男": "male", "女": "female"}.get(sex, ""))
    return None


def _commas(figures: Sequence[str], at: int) -> int:
    """Commas inside the clauses before `at`, which part no clauses."""
    end = 0
    inside = 0
    for clause in figures:
        if end + len(clause) >= at:
            return inside + clause[: max(0, at - end)].count(",")
        inside += clause.count(",")
        end += len(clause) + 1
    return inside
