"""When a service is open, read from what the operator wrote: 「周一至周五 9:00-17:30」."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY_MINUTES = 24 * 60
_WEEKDAYS = {name: day for day, names in enumerate(["一", "二", "三", "四", "五", "六", "日天"])
             for name in names}  # fmt: skip
_DAY = r"(?:周|星期|礼拜)?([一二三四五六日天])"
_DAYS = re.compile(rf"(?:周|星期|礼拜)([一二三四五六日天])(?:\s*[-~到至]\s*{_DAY})?")
_NAMED = (("工作日", range(5)), ("双休", range(5, 7)), ("周末", range(5, 7)),
          ("每天", range(7)), ("每日", range(7)), ("全年", range(7)))  # fmt: skip
_CLOCK = r"(上午|下午|晚上?|中午)?\s*(\d{1,2})(?:[:点时]\s*(半|\d{2})?分?)"
_SPAN = re.compile(rf"{_CLOCK}\s*[-~到至]\s*{_CLOCK}")
_ALWAYS = re.compile(r"24\s*小时|7\s*[xX\u00d7*]\s*24|全天")


@dataclass(frozen=True)
class ServiceHours:
    """`days`: 0 Monday to 6 Sunday. `spans`: minutes of the day, from and until."""

    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]

    def is_open(self, now: datetime) -> bool:
        at = now.hour * 60 + now.minute
        return now.weekday() in self.days and any(a <= at < b for a, b in self.spans)

    def next_opening(self, now: datetime) -> datetime:
        """When it opens next, seen from a moment at which it is closed."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        starts = (
            midnight + timedelta(days=ahead, minutes=begin)
            for ahead in range(8)
            if (now.weekday() + ahead) % 7 in self.days
            for begin, _ in sorted(self.spans)
        )
        return next(start for start in starts if start > now)


def parse_hours(text: str) -> ServiceHours | None:
    """The hours in `text`; None where it names no times of day that can be read.

    Without days they are taken for Monday to Friday: nobody named a weekend.
    """
    plain = re.sub(r"[\u2012-\u2015\u301c\uff0d\uff5e]+", "-", unicodedata.normalize("NFKC", text))
    spans = [span for found in _SPAN.finditer(plain) if (span := _span(found))]
    if not spans and _ALWAYS.search(plain):
        spans = [(0, DAY_MINUTES)]
    if not spans:
        return None
    always = _ALWAYS.search(plain) is not None
    return ServiceHours(_days(plain) or frozenset(range(7 if always else 5)), tuple(spans))


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for name, named in _NAMED:
        if name in text:
            days |= set(named)
    for first, last in _DAYS.findall(text):
        begin = _WEEKDAYS[first]
        end = _WEEKDAYS[last] if last else begin
        days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return frozenset(days)


def _span(found: re.Match[str]) -> tuple[int, int] | None:
    half, hour, minute, to_half, to_hour, to_minute = found.groups()
    begin, end = _minutes(half, hour, minute), _minutes(to_half, to_hour, to_minute)
    if end < begin and end + DAY_MINUTES // 2 > begin and int(to_hour) <= 12:
        end += DAY_MINUTES // 2  # 「9点到5点」
    return (begin, end) if begin < end <= DAY_MINUTES else None


def _minutes(half: str | None, hour: str, minute: str | None) -> int:
    hours = int(hour)
    if half in ("下午", "晚", "晚上", "中午") and hours < 11:
        hours += 12
    return hours * 60 + (30 if minute == "半" else int(minute or 0))
