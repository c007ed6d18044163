"""Reads single JSON values of a fact file; each function refuses what it cannot use.

A function knows the value only: which field it stands in, its caller says.
"""

import re
from datetime import date
from functools import lru_cache
from typing import TypeVar

from scoring.facts.districts import place
from scoring.facts.model import Birth, Span
from scoring.months import Month, month, written

S = TypeVar("S")

FIRST_YEAR, LAST_YEAR = 1920, 2100
MOST_ENTRIES = 1000
# Named once: `int | float` would be put together at every call.
_LISTS, _NUMBERS = (list, tuple), (int, float)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])(-[0-9]{2})?", re.ASCII)
_YEAR = re.compile("[0-9]{4}", re.ASCII)


class Refused(Exception):
    """A value that cannot be used: `code` and `values` as in `FactError`.

    `under` is the key below the value that is wrong, where it is not the value as a whole.
    """

    def __init__(self, code: str, under: str = "", /, **values: object) -> None:
        super().__init__(code)
        self.code, self.under, self.values = code, under, values


def entries(example: str, raw: object) -> list[object] | tuple[object, ...]:
    """A list of at most 1,000 entries."""
    if not isinstance(raw, _LISTS):
        raise Refused("not_list", value=raw, example=f"[{example}]")
    if len(raw) > MOST_ENTRIES:
        raise Refused("too_many", count=len(raw), most=MOST_ENTRIES)
    return raw


def whole(least: int, most: int, unit: str, raw: object) -> int:
    """A whole number from `least` to `most`; 12.0 is one, true and NaN are not."""
    if isinstance(raw, bool) or not isinstance(raw, _NUMBERS):
        raise Refused("not_number", value=raw, least=least, most=most, unit=unit)
    # Comparing first keeps NaN, infinities and huge numbers away from int().
    if not least <= raw <= most or raw != int(raw):
        raise Refused("out_of_range", value=raw, least=least, most=most, unit=unit)
    return int(raw)


def yuan(most: int, raw: object) -> int:
    """An amount in whole yuan; fractions are left out."""
    if isinstance(raw, float) and 0 <= raw <= most:
        raw = int(raw)
    return whole(0, most, "yuan", raw)


def calendar_year(raw: object) -> int:
    """A calendar year as a number."""
    return whole(FIRST_YEAR, LAST_YEAR, "year", raw)


def yes_no(raw: object) -> bool:
    """true or false."""
    if not isinstance(raw, bool):
        raise Refused("not_yes_no", value=raw)
    return raw


def yes_no_unknown(raw: object) -> bool | None:
    """true, false, or null where that is not known."""
    return None if raw is None else yes_no(raw)


def one_of(allowed: tuple[S, ...], code: str, raw: object) -> S:
    """One of the `allowed` values."""
    if not isinstance(raw, bool):
        for option in allowed:
            if raw == option:
                return option
    raise Refused(code, value=raw, allowed=allowed)


def place_in(allowed: tuple[str, ...], raw: object) -> str:
    """The short name of a place, one of the `allowed` ones, written in any known way."""
    name = place(raw) if isinstance(raw, str) and len(raw) <= 24 else None
    if name is None or name not in allowed:
        raise Refused("not_district", value=raw, allowed=allowed)
    return name


def calendar_month(raw: object) -> Month:
    """A month "YYYY-MM" (a day after it is accepted and left out)."""
    if not isinstance(raw, str):
        raise Refused("not_month", value=raw)
    return _month_in(raw)


@lru_cache(maxsize=4096)
def _month_in(text: str) -> Month:
    """The month that a text names: the same few hundred come again."""
    if not _MONTH.fullmatch(text):
        raise Refused("not_month", value=text)
    if len(text) > len("YYYY-MM"):
        _day(text)
    return month(_year(text), int(text[5:7]))


def month_or_year(raw: object) -> Month | Span:
    """A month as above, or a year "YYYY" as the months that it can be."""
    if not isinstance(raw, str) or not _YEAR.fullmatch(raw):
        return calendar_month(raw)
    year = _year(raw)
    return Span(month(year, 1), month(year, 12))


def period(start: object, end: object) -> Span:
    """The months of an entry from its `from` and `to`; no `to`, or "now": it goes on."""
    key = "from"
    try:
        if start is None:
            raise Refused("no_start")
        first = calendar_month(start)
        if end is None or end == "now":
            return Span(first)
        key = "to"
        last = calendar_month(end)
        if last < first:
            raise Refused("ends_before_start", value=end, first=written(first))
    except Refused as wrong:
        wrong.under = key
        raise
    return Span(first, last)


def birthday(raw: object) -> Birth:
    """A birthday "YYYY-MM-DD", "YYYY-MM" or "YYYY"."""
    if not isinstance(raw, str) or not (_MONTH.fullmatch(raw) or _YEAR.fullmatch(raw)):
        raise Refused("not_birthday", value=raw)
    if len(raw) > 7:
        day = _day(raw)
        return Birth(_year(raw), day.month, day.day)
    return Birth(_year(raw), int(raw[5:7]) if len(raw) == 7 else None)


def _year(raw: str) -> int:
    year = int(raw[:4])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("year_out_of_range", year=year, first=FIRST_YEAR, last=LAST_YEAR)
    return year


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise Refused("no_such_day", value=raw) from None
