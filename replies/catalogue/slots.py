"""Figures in a question that its answer can use: a year, a score, a birthday, yearly taxes.

`slots_of(text)` gives for each slot that the text fills the values for the places of a variant's
short reply, as strings ready to be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from replies.catalogue.spans import SLOTS as SPAN_SLOTS
from replies.catalogue.spans import spans_in
from scoring import Birth, Facts, cut_date, last_year, results, retirement_span, score

#: Slot → the places that its variant may name.
SLOTS: Mapping[str, tuple[str, ...]] = {
    "published_year": ("year", "year_line", "year_passed"),
    "coming_year": ("year",),
    "score_above": ("score", "gap"),
    "score_below": ("score", "gap"),
    "birth_year": ("birth", "age", "age_points", "filing_year"),
    "retired": ("birth", "retired", "retired_age", "filing_year", "cut_year"),
    "retiring": (
        "birth",
        "birth_month",
        "retiring_year",
        "retiring_month",
        "retiring_age",
        "last_year",
    ),
    "retiring_soon": ("birth", "first", "last", "filing_year", "cut_year"),
    "retiring_in_year": ("birth", "first", "last"),
    "taxes": ("taxes", "reached", "tax_points"),
    **SPAN_SLOTS,
}

_YEAR = re.compile(r"(?<!\d)(20[1-3]\d|(?:1[89]|2\d)(?=年))(?!\d)")
_SCORE = re.compile(
    r"(?<![\d.年])(\d{2,3}(?:\.\d{1,2})?)(?![\d.])(?:多)?(?:分|(?=能|可以|够|有戏|有希望|明年|今年|上岸))"
)
_BIRTH = re.compile(
    r"(?<!\d)((?:19)?[4-9]\d|200\d)年?(?:\d{1,2}月)?(?:份)?(?:\d{1,2}[日号])?(?:的|生|出生|人)"
)
_BIRTH_MONTH = re.compile(r"(?<!\d)(19[4-9]\d|[4-9]\d)年?(?:的|生)?(1[0-2]|0?[1-9])月")
_BIRTH_YEAR = re.compile(r"(?<!\d)(19[4-9]\d|[4-9]\d)年?(?:的|生|出生|人|男|女)")
_MAN, _WOMAN = re.compile(r"男|先生|老公|丈夫|爸|父"), re.compile(r"女|老婆|妻|妈|母")
_MANAGER, _WORKER = re.compile(r"干部|管理|技术岗"), re.compile(r"工人")
_AMOUNT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,4})?)万(?!人|\d+(?!\d*万))")
_INCOME = re.compile(r"收入|工资|年薪|月薪|赚|挣|奖金")
_ENOUGH = Decimal(10)  # 10,000 yuan that a year's tax must reach (办法, 纳税指标)
_LEAST, _MOST = Decimal(60), Decimal(200)  # scores that a person may have


def slots_of(text: str) -> dict[str, dict[str, str]]:
    """The filled slots of a text."""
    return dict(_found(unicodedata.normalize("NFKC", text).replace(" ", "")))


def _found(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    published = {result.year: result for result in results()}
    latest = max(published)
    years = [int(year) if len(year) == 4 else 2000 + int(year) for year in _YEAR.findall(text)]
    several = len({*years}) > 1  # the entry's own short reply has all years
    for year in years[: 0 if several else 1]:
        if year in published:
            found = published[year]
            values = {"year_line": f"{found.line}", "year_passed": f"{found.passed}"}
            yield "published_year", {"year": f"{year}"} | values
        elif year > latest:
            yield "coming_year", {"year": f"{year}"}
    for typed in _SCORE.findall(text):
        points, line = Decimal(typed), published[latest].line
        if _LEAST <= points <= _MOST:
            slot = "score_below" if points < line else "score_above"
            yield slot, {"score": typed, "gap": f"{abs(points - line)}"}
            break
    for typed in _BIRTH.findall(text)[:1]:
        birth = int(typed) if len(typed) == 4 else 1900 + int(typed)
        filing = latest + 1
        item = score(Facts(birth=Birth(birth, 6)), filing).line("age").points
        age = cut_date(filing).year - 1 - birth  # on 1 January of the year before filing
        yield (
            "birth_year",
            {
                "birth": f"{birth}",
                "age": f"{age}",
                "age_points": f"{item:f}".rstrip("0").rstrip("."),
                "filing_year": f"{filing}",
            },
        )
    yield from _retiring(text, latest + 1)
    yield from _taxes(text, latest + 1)
    yield from spans_in(text)


def _retiring(text: str, filing: int) -> Iterator[tuple[str, dict[str, str]]]:
    """When somebody retires, from birth and sex (of a woman the class of her post, too).

    Without the month of birth, or the class, a person may still be past it in any case.
    """
    found = _BIRTH_MONTH.search(text)
    typed = found or _BIRTH_YEAR.search(text)
    man, woman = _MAN.search(text), _WOMAN.search(text)
    if not typed or (man is None) == (woman is None):
        return
    year = int(typed[1]) if len(typed[1]) == 4 else 1900 + int(typed[1])
    birth = Birth(year, int(found[2]) if found else None)
    post: Literal["manager", "worker"] | None = None
    if _MANAGER.search(text) or _WORKER.search(text):
        post = "manager" if _MANAGER.search(text) else "worker"
    sex: Literal["male", "female"] = "male" if man else "female"
    first, last = retirement_span(birth, sex, post)
    cut = cut_date(filing).year
    if last // 12 <= cut:
        yield (
            "retired",
            {
                "birth": f"{year}",
                "retired": _month(last) if first == last else f"{last // 12} 年",
                "retired_age": _age(last - birth.latest),
                "filing_year": f"{filing}",
                "cut_year": f"{cut}",
            },
        )
    if first == last:
        yield (
            "retiring",
            {
                "birth": f"{year}",
                "birth_month": f"{birth.month}",
                "retiring_year": f"{first // 12}",
                "retiring_month": f"{first % 12 + 1}",
                "retiring_age": _age(first - birth.earliest),
                "last_year": f"{last_year(birth, sex, post)}",
            },
        )
    elif man or post:
        span = {"birth": f"{year}", "first": _month(first), "last": _month(last)}
        if first // 12 > cut:
            yield "retiring_in_year", span
        else:
            yield "retiring_soon", span | {"filing_year": f"{filing}", "cut_year": f"{cut}"}


def _month(month: int) -> str:
    return f"{month // 12} 年 {month % 12 + 1} 月"


def _age(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} 岁零 {rest} 个月" if rest else f"{years} 岁"


def _taxes(text: str, filing: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Two or three amounts of tax, one for each year."""
    typed = _AMOUNT.findall(text)
    if "税" not in text or not 2 <= len(typed) <= 3 or _INCOME.search(text):
        return
    reached = sum(Decimal(amount) >= _ENOUGH for amount in typed)
    years = tuple(range(filing - reached, filing))
    points = score(Facts(tax_years=years), filing).line("tax").points
    yield (
        "taxes",
        {
            "taxes": "、".join(f"{amount} 万" for amount in typed),
            "reached": f"{reached}",
            "tax_points": f"{points:f}".rstrip("0").rstrip(".") or "0",
        },
    )
