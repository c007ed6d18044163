"""Dates that need a clause before them: 当年, 那个月, 次月, and a month without its year.

People name a year once and go on with months. The words are filled in before anything is read, so
that every extractor sees a whole date; where the time before it does not settle the year, nothing
is filled in.
"""

import re
from dataclasses import dataclass

from handlers.understanding.readers.numerals import figures
from scoring.months import month_named, written

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d|\d\d)年(?!前|后|多)")
_MONTH = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d|[09]\d|[1-8]\d(?=年))(?:年的?|[.\-/])(?P<m>1[0-2]|0?[1-9])(?!\d)"
)
_ANY_YEAR = re.compile(r"年|(?:19|20)\d\d|\d\d[./-]\d")
_SAME_YEAR = re.compile("当年|同年|那年")
_SAME_MONTH = re.compile("(?:就|也|从)*(?:那个?月|当月|同月|同一个月)(?:份|起)?")
_NEXT_MONTH = re.compile("(?:从)?(?:次月|第[2二]个月(?!是|就是|也就是))")
_BARE = re.compile(
    r"(?:(?<=^)|(?<=[的是在从于自就和打后,、:]))(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"(?!前|后|龄|薪|入|初)"
)
_NUMERAL = {n: i for i, n in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_DIGIT = re.compile(r"\d")
_THAT = re.compile("那")
_LIFE = re.compile("生|岁")


@dataclass(frozen=True)
class Told:
    """The last date of the clauses before: its year and month as typed, "" where not told."""

    year: str = ""
    month: int = 0
    near: int = 0
    """How many more clauses a month may take its year from it; 0 after a date of birth."""


def filled(text: str, told: Told) -> str:
    """`text` with the dates written out that only the clause before makes whole."""
    if "年" not in text and "月" not in text:
        return text
    same = _SAME_YEAR.search(text)
    if same is not None:
        said = _YEAR.findall(figures(text[: same.start()]))
        meant = f"{said[-1]}年" if said else told.year
        text = text[: same.start()] + meant + text[same.end() :] if meant else text
    if not told.year or "月" not in text:
        return text
    if told.month:
        text = _SAME_MONTH.sub(lambda m: _from(m[0], told, 0), text, count=1)
        text = _NEXT_MONTH.sub(lambda m: _from(m[0], told, 1), text, count=1)
    bare = _BARE.search(text)
    if bare is None or _ANY_YEAR.search(figures(text)):
        return text
    month = _NUMERAL.get(bare["m"]) or int(bare["m"])
    settled = _THAT.search(text) is not None or (told.near > 0 and month >= told.month)
    return text[: bare.start()] + told.year + text[bare.start() :] if settled else text


def _from(words: str, told: Told, later: int) -> str:
    year = told.year.rstrip("年")
    if len(year) == 4:
        month = written(month_named(f"{year}-{told.month:02d}") + later)
        year, number = month[:4], int(month[5:])
    else:
        number = told.month + later
        if number > 12:
            return words
    start = "从" if "从" in words or words.endswith("起") else ""
    return f"{start}{year}年{number}月" + ("起" if words.endswith("起") else "")


def told_by(text: str, before: Told) -> Told:
    """What `text` leaves for the clauses after it."""
    if "年" not in text and not _DIGIT.search(text):
        return Told(before.year, before.month, max(0, before.near - 1))
    plain = figures(text)
    years = list(_YEAR.finditer(plain))
    months = list(_MONTH.finditer(plain))
    near = 0 if _LIFE.search(text) else 2
    if months and (not years or months[-1].end() > years[-1].start()):
        return Told(f"{months[-1]['y']}年", int(months[-1]["m"]), near)
    if years:
        return Told(f"{years[-1][1]}年", 0, near)
    return Told(before.year, before.month, max(0, before.near - 1))
