"""What the numbers say, as rows: the way to a score, where people stop, this week and the last."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from bot.storage.numbers import Day, total
from bot.web.charts import Bar, Series, bars, lines
from replies.wording import say, texts
from scoring import FACTS

PHONE, DESK = 360, 840
MOST_STOPS = 8
USELESS = "useless:"
"""Before a reason, in the counts."""
WEEK = 7
WAY = ("way:hello", "way:consent", "way:told", "finished_scores")
"""The counts of the way from the first message to a score, in order."""


@dataclass(frozen=True)
class FunnelStep:
    """One step of the way: how many took it, and their share of those before, "" for the first."""

    name: str
    count: int
    share: str


@dataclass(frozen=True)
class Stop:
    """One question: how often it was asked and not settled."""

    title: str
    asked: int
    left: int

    @property
    def share(self) -> str:
        """The share of those who were asked and went no further."""
        return _share(self.left, self.asked)


@dataclass(frozen=True)
class WeekRow:
    """One number of the last seven days beside the seven before; `percent` "" where it says
    nothing."""

    name: str
    now: str
    before: str
    change: str
    percent: str


def way(every: Day) -> list[FunnelStep]:
    """The way to a score."""
    counts = [every[name] for name in WAY]
    return [
        FunnelStep(
            say(f"pages.numbers.way.{number}"), count, _share(count, before) if before else ""
        )
        for number, (count, before) in enumerate(zip(counts, [0, *counts], strict=False))
    ]


def way_chart(steps: list[FunnelStep]) -> Markup:
    """The way as bars with their counts and shares."""
    rows = [
        Bar(each.name, float(each.count), float(each.count), _with_share(each)) for each in steps
    ]
    return bars(rows, say("pages.numbers.way.chart"))


def _with_share(step: FunnelStep) -> str:
    return f"{step.count} ({step.share})" if step.share else str(step.count)


def stops(every: Day) -> list[Stop]:
    """The questions at which most people stopped."""
    found = []
    for name, asked in every.counts.items():
        if name.startswith("asked:"):
            key = name.removeprefix("asked:")
            left = asked - every[f"settled:{key}"]
            if left > 0:
                found.append(Stop(_title(key), asked, left))
    return sorted(found, key=lambda each: (-each.left, each.title))[:MOST_STOPS]


def useless_reasons(every: Day) -> str:
    """Why answers were called useless, the most frequent first, on one line; "" if nobody said."""
    told = Counter(
        {
            name.removeprefix(USELESS): times
            for name, times in every.counts.items()
            if name.startswith(USELESS)
        }
    )
    said = (f"{say(f'chat.free.reason.{name}')} {times}" for name, times in told.most_common())
    return say("sheet.separator").join(said)


def _title(key: str) -> str:
    if f"steps.{key}.title" in texts():
        return say(f"steps.{key}.title")
    return FACTS[key].title if key in FACTS else key


WEEKLY: dict[str, Callable[[Day], float]] = {
    "messages": lambda d: d["messages"],
    "people": lambda d: d.people / WEEK,
    "scores": lambda d: d["finished_scores"],
    "questions": lambda d: d.questions,
    "fallback": lambda d: 100 * d["fallback"] / d.questions if d.questions else 0.0,
    "handoff": lambda d: d["handoff"],
    "useless": lambda d: d["useless"],
}
"""What is held against the week before: counts, `people` a day, `fallback` in percent."""


def weeks(rows: list[Day]) -> list[WeekRow]:
    """The last seven days and the seven before, of the days newest first; none without both."""
    now, before = _week(rows[:WEEK]), _week(rows[WEEK : 2 * WEEK])
    if not before.counts:
        return []
    return [_weekly(name, value(now), value(before)) for name, value in WEEKLY.items()]


def _week(rows: list[Day]) -> Day:
    every = total(rows)
    return Day(every.day, every.counts, sum(row.people for row in rows))


def _weekly(name: str, now: float, before: float) -> WeekRow:
    unit = "%" if name == "fallback" else ""
    whole = name not in ("people", "fallback")
    shown = [f"{each:.0f}" if whole else f"{each:.1f}{unit}" for each in (now, before)]
    change = _signed(now - before, 0 if whole else 1)
    percent = f"{_signed(100 * (now - before) / before, 0)}%" if before and not unit else ""
    if unit:
        change = say("pages.numbers.points", change=change)
    return WeekRow(say(f"pages.numbers.week.{name}"), shown[0], shown[1], change, percent)


def _signed(value: float, places: int) -> str:
    text = f"{value:+.{places}f}"
    return text.replace("-", "−") if float(text) else "0"


def course(rows: list[Day]) -> tuple[Markup, Markup]:
    """People, questions and scores of each day or week, oldest first: for phone and desk."""
    return _course(rows[::-1], PHONE, 240), _course(rows[::-1], DESK, 300)


def _course(old: list[Day], width: int, height: int) -> Markup:
    return lines(
        [row.day[5:] for row in old],
        [
            Series(say("staff.column.people"), [row.people for row in old], "first"),
            Series(
                say("staff.column.questions"), [row.questions for row in old], "second", "square"
            ),
            Series(
                say("staff.column.scores"),
                [row["finished_scores"] for row in old],
                "third",
                "triangle",
            ),
        ],
        say("staff.numbers.chart"),
        unit=say("staff.numbers.unit"),
        width=width,
        height=height,
        from_zero=True,
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else ""
