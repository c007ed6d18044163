"""Reads single JSON values of a fact file; each function refuses with a `FactError`.

A place is the path of a field (`homes[1].from`).
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from scoring.errors import FactError
from scoring.facts.model import Birth, Span
from scoring.months import Month, month, written

S = TypeVar("S")

FIRST_YEAR, LAST_YEAR = 1920, 2100
MOST_ENTRIES = 1000
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])(-[0-9]{2})?", re.ASCII)
_YEAR = re.compile("[0-9]{4}", re.ASCII)


def entries(place: str, raw: object, example: str) -> list[object]:
    """The list at `place`, of at most 1,000 entries."""
    if not isinstance(raw, list | tuple):
        raise FactError(place, "not_list", value=raw, example=example)
    if len(raw) > MOST_ENTRIES:
        raise FactError(place, "too_many", count=len(raw), most=MOST_ENTRIES)
    return list(raw)


def whole(place: str, raw: object, least: int, most: int, unit: str) -> int:
    """A whole number from `least` to `most`; 12.0 is one, true and NaN are not."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise FactError(place, "not_number", value=raw, least=least, most=most, unit=unit)
    # Comparing first keeps NaN, infinities and huge numbers away from int().
    if not least <= raw <= most or raw != int(raw):
        raise FactError(place, "out_of_range", value=raw, least=least, most=most, unit=unit)
    return int(raw)


def yuan(place: str, raw: object, most: int) -> int:
    """An amount in whole yuan; fractions are left out."""
    if isinstance(raw, float) and 0 <= raw <= most:
        raw = int(raw)
    return whole(place, raw, 0, most, "yuan")


def yes_no(place: str, raw: object) -> bool:
    """true or false."""
    if not isinstance(raw, bool):
        raise FactError(place, "not_yes_no", value=raw)
    return raw


def one_of(place: str, raw: object, allowed: tuple[S, ...], code: str = "not_choice") -> S:
    """One of the `allowed` values."""
    if not isinstance(raw, bool):
        for option in allowed:
            if raw == option:
                return option
    raise FactError(place, code, value=raw, allowed=allowed)


def calendar_month(place: str, raw: object) -> Month:
    """A month "YYYY-MM" (a day after it is accepted and left out)."""
    if not isinstance(raw, str):
        raise FactError(place, "not_month", value=raw)
    found = _month_in(raw)
    if isinstance(found, FactError):
        raise FactError(place, found.code, **found.values)
    return found


@lru_cache(maxsize=4096)
def _month_in(text: str) -> Month | FactError:
    """The month that a text names, or what is wrong with it: the same few hundred come again."""
    try:
        if not _MONTH.fullmatch(text):
            raise FactError("", "not_month", value=text)
        if len(text) > len("YYYY-MM"):
            _day("", text)
        return month(_year("", text), int(text[5:7]))
    except FactError as error:
        return error


def month_or_year(place: str, raw: object) -> Month | Span:
    """A month as above, or a year "YYYY" as the months that it can be."""
    if not isinstance(raw, str) or not _YEAR.fullmatch(raw):
        return calendar_month(place, raw)
    year = _year(place, raw)
    return Span(month(year, 1), month(year, 12))


def period(place: str, raw: Mapping[str, object]) -> Span:
    """`from` and `to` of an entry; `to` left out or "now": it goes on."""
    if "from" not in raw:
        raise FactError(f"{place}.from", "no_start")
    first = calendar_month(f"{place}.from", raw["from"])
    end = raw.get("to", "now")
    if end == "now":
        return Span(first)
    last = calendar_month(f"{place}.to", end)
    if last < first:
        raise FactError(f"{place}.to", "ends_before_start", value=end, first=written(first))
    return Span(first, last)


def birthday(place: str, raw: object) -> Birth:
    """A birthday "YYYY-MM-DD", "YYYY-MM" or "YYYY"."""
    if not isinstance(raw, str) or not (_MONTH.fullmatch(raw) or _YEAR.fullmatch(raw)):
        raise FactError(place, "not_birthday", value=raw)
    if len(raw) > 7:
        day = _day(place, raw)
        return Birth(_year(place, raw), day.month, day.day)
    return Birth(_year(place, raw), int(raw[5:7]) if len(raw) == 7 else None)


def _year(place: str, raw: str) -> int:
    year = int(raw[:4])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FactError(place, "year_out_of_range", year=year, first=FIRST_YEAR, last=LAST_YEAR)
    return year


def _day(place: str, raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise FactError(place, "no_such_day", value=raw) from None
