"""Reads single JSON values of a fact file; each function refuses with a `FactError`.

A place is the path of a field (`homes[1].from`). Values are shown back shortened and harmless.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from scoring.errors import FactError
from scoring.facts.model import Birth, Span
from scoring.months import Month, month, written

S = TypeVar("S", bound=str)

FIRST_YEAR, LAST_YEAR = 1920, 2100
MOST_MONTHS = 1200
MOST_ENTRIES = 1000
_MONTH = "“YYYY-MM”，如 “2015-07”"


def shown(value: object) -> str:
    """A value as an error may repeat it: short, one line, never a huge number or a deep list."""
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**12 else "一个过大的数"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        clean = "".join(char if char.isprintable() else "□" for char in value[:24])
        return f"“{clean}{'…' if len(value) > 24 else ''}”"
    return "一个列表" if isinstance(value, list | tuple) else "一个对象"


def table(place: str, raw: object, keys: Iterable[str], example: str) -> dict[str, object]:
    """The object at `place` without its nulls (null means: not known); unknown keys are refused."""
    if not isinstance(raw, Mapping):
        raise FactError(place, f"{shown(raw)}不是对象", f"对象，如 {example}")
    known = tuple(keys)
    for key in raw:
        if key not in known:
            near = get_close_matches(str(key)[:40], known, n=1, cutoff=0.5)
            right = f" {near[0]}" if near else f"以下之一：{'、'.join(known)}"
            where = str(place) if place == "facts" else f"{place}.{_name(key)}"
            raise FactError(
                _name(key) if place == "facts" else where, f"没有 {shown(key)} 这一项", right
            )
    return {key: value for key, value in raw.items() if value is not None}


def _name(key: object) -> str:
    return shown(key).strip("“”")


def entries(place: str, raw: object, example: str) -> list[object]:
    """The list at `place`, of at most 1,000 entries."""
    if not isinstance(raw, list | tuple):
        raise FactError(place, f"{shown(raw)}不是列表", f"列表，如 {example}")
    if len(raw) > MOST_ENTRIES:
        raise FactError(place, f"有 {len(raw)} 项，太多了", f"至多 {MOST_ENTRIES} 项")
    return list(raw)


def whole(place: str, raw: object, least: int, most: int, unit: str) -> int:
    """A whole number from `least` to `most`; 12.0 is one, true and NaN are not."""
    right = f" {least} 到 {most} 的整数（{unit}）"
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise FactError(place, f"{shown(raw)}不是数", right)
    # Comparing first keeps NaN, infinities and huge numbers away from int().
    if not least <= raw <= most or raw != int(raw):
        raise FactError(place, f"{shown(raw)} 不在范围内", right)
    return int(raw)


def months(place: str, raw: object) -> int:
    """A number of months."""
    return whole(place, raw, 0, MOST_MONTHS, "月数")


def yes_no(place: str, raw: object) -> bool:
    """true or false."""
    if not isinstance(raw, bool):
        raise FactError(place, f"{shown(raw)}不是真假值", " true 或 false")
    return raw


def word(place: str, raw: object, allowed: tuple[S, ...]) -> S:
    """One of the `allowed` words."""
    for option in allowed:
        if raw == option:
            return option
    raise FactError(place, f"不认识 {shown(raw)}", f"以下之一：{'、'.join(allowed)}")


def calendar_month(place: str, raw: object) -> Month:
    """A month "YYYY-MM" (a day after it is accepted and left out)."""
    if not isinstance(raw, str) or not re.fullmatch(
        r"[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?", raw, re.ASCII
    ):
        raise FactError(place, f"{shown(raw)}不是年月", _MONTH)
    if len(raw) > 7:
        _day(place, raw)
    return month(_year(place, raw), int(raw[5:7]))


def period(place: str, raw: Mapping[str, object]) -> Span:
    """`from` and `to` of an entry; `to` left out or "now": it goes on."""
    if "from" not in raw:
        raise FactError(f"{place}.from", "没有开始年月", _MONTH)
    first = calendar_month(f"{place}.from", raw["from"])
    end = raw.get("to", "now")
    if end == "now":
        return Span(first)
    last = calendar_month(f"{place}.to", end)
    if last < first:
        raise FactError(
            f"{place}.to", f"{shown(end)} 早于开始的 {written(first)}", "不早于开始年月的年月"
        )
    return Span(first, last)


def birthday(place: str, raw: object) -> Birth:
    """A birthday "YYYY-MM-DD", "YYYY-MM" or "YYYY"."""
    right = "“YYYY-MM” 或 “YYYY-MM-DD”，如 “1985-03”"
    if not isinstance(raw, str) or not re.fullmatch(
        r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", raw, re.ASCII
    ):
        raise FactError(place, f"{shown(raw)}不是出生年月", right)
    if len(raw) > 7:
        day = _day(place, raw)
        return Birth(_year(place, raw), day.month, day.day)
    return Birth(_year(place, raw), int(raw[5:7]) if len(raw) == 7 else None)


def _year(place: str, raw: str) -> int:
    year = int(raw[:4])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FactError(place, f"{year} 年不在范围内", f" {FIRST_YEAR} 到 {LAST_YEAR} 年之间")
    return year


def _day(place: str, raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise FactError(place, f"{shown(raw)} 这一天不存在", "日历上有的一天") from None
