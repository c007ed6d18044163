"""The periods, dates and lengths of time in one clause, and months made of them."""

import re
from dataclasses import dataclass, replace
from datetime import date

from handlers.understanding.readers.moments import Moment
from handlers.understanding.readers.remembered import remembered
from handlers.understanding.readers.spans import (
    LONGEST_MONTHS,
    NOW,
    Duration,
    Period,
    dates_among,
    find_durations,
    find_periods,
)
from scoring.months import month_named, written

Span = dict[str, str]
"""`{"from": "YYYY-MM", "to": "YYYY-MM" | "now"}`."""

_TO_NOW = re.compile(r"[到至]现在|至今|[到至]目前|一直")
_FULL_YEAR = re.compile(r"(?:19|20)\d\d年")
_BARE_MONTH = re.compile(r"(?:1[0-2]|0?[1-9])月")
_AGE = re.compile(r"(?:今年|现在|刚|都|快)*\d+(?:多)?周?岁|\d+多?块|\d+平|[头第]1?个?月|同1?个?月")


@dataclass(frozen=True)
class Times:
    """What a clause says of time. `problem` is the text key of a date that cannot be, or ""."""

    periods: tuple[Period, ...]
    dates: tuple[Moment, ...]
    durations: tuple[Duration, ...]
    problem: str = ""

    def __bool__(self) -> bool:
        return bool(self.periods or self.dates or self.durations)

    @property
    def spans(self) -> list[Span]:
        """The periods as months."""
        return [period.value() for period in self.periods]

    @property
    def months(self) -> list[str]:
        """The dates that name a month, as "YYYY-MM"."""
        return [m.iso_month() for m in self.dates if m.month is not None and m.year is not None]

    @property
    def length(self) -> int | None:
        """The one length of time in whole months, or None."""
        return self.durations[0].months if len(self.durations) == 1 else None


_NONE = Times((), (), ())
_ANY = re.compile(r"\d|半年|半载|[今去旧明后前当本]年|上一年|[上下这本当]个?月|[今昨明前后][天日]")


@remembered
def times_of(figures: str, text: str, as_of: date) -> Times:
    """The times of a clause; `figures` is its `text` with digits. A month takes the year before."""
    if not _ANY.search(figures):
        return _NONE
    figures = _AGE.sub(lambda m: "岁" * len(m[0]), figures)
    periods, alone = find_periods(figures, as_of)
    durations = [
        d for d in find_durations(figures) if not any(p.start <= d.start < p.end for p in periods)
    ]
    durations = [
        d
        for d in durations
        if (d.months or 0) <= LONGEST_MONTHS and not _FULL_YEAR.match(figures, d.start)
    ]
    if any(m.year and m.month for m in alone) or periods:
        # 「2021年6月和7月」: months of the calendar, no lengths of time
        durations = [d for d in durations if not _BARE_MONTH.fullmatch(figures[d.start : d.end])]
    dates = _years_filled(dates_among(alone, durations, figures, text), periods)
    durations = [d for d in durations if not any(d.start <= m.start < d.end for m in dates)]
    problems = [f"period.{p.problem}" for p in periods if p.problem]
    problems += [f"date.{wrong}" for m in dates if (wrong := m.problem(as_of))]
    return Times(
        tuple(p for p in periods if not p.problem),
        tuple(m for m in dates if not m.problem(as_of)),
        tuple(durations),
        problems[0] if problems else "",
    )


def _years_filled(dates: list[Moment], periods: list[Period]) -> list[Moment]:
    """「2021年6月和7月」: the second month lies in the year of the first."""
    found: list[Moment] = []
    year = periods[-1].first.year if periods else None
    for moment in dates:
        if moment.year is None and year is not None:
            moment = replace(moment, year=year)
        year = moment.year
        found.append(moment)
    return found


def moved(month: str, by: int) -> str:
    """The month "YYYY-MM" that lies `by` months later."""
    return written(month_named(month) + by)


def months_between(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both included; [] when `last` is before `first`."""
    return [written(m) for m in range(month_named(first), month_named(last) + 1)]


def named_months(times: Times, text: str, as_of: date) -> list[str] | int | None:
    """Single months that a clause names: a list, or how many (「断了3个月」), or None.

    One date with a length begins there: 「2021年6月断了2个月」 is June and July.
    """
    closed = [p for p in times.periods if p.last is not None or _TO_NOW.search(text)]
    listed = [m for p in closed for m in months_between(p.value()["from"], _last(p.value(), as_of))]
    # 「2018年5月换工作断了一个月」 names a month, no time since then
    dates = [p.value()["from"] for p in times.periods if p not in closed] + times.months
    if len(dates) == 1 and times.length and not listed:
        return months_between(dates[0], moved(dates[0], times.length - 1))
    if len(dates) > 1 and len({m.year for m in times.dates}) == 1 and len(times.durations) == 1:
        return sorted(set(listed + dates))
    if listed or dates:
        return sorted(set(listed + dates))
    return times.length


def _last(span: Span, as_of: date) -> str:
    return f"{as_of.year:04d}-{as_of.month:02d}" if span["to"] == NOW else span["to"]
