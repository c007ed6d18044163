"""Which known fact a correction means: by the old value it quotes, or by a month alone.

「不是大兴是通州」 is about the home or the employer in 大兴, 「不是1月，是11月」 about the fact
that has a January, 「说错了，是10月」 about the date that was told last.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.understanding.acts import Certainty, Context, Topic
from handlers.understanding.questions import QUESTIONS
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.numerals import figures
from scoring import JsonObject

_DATE = re.compile(r"(?:(?P<year>(?:19|20)?\d\d)年?)?(?:(?P<month>1[0-2]|0?[1-9])月(?:份)?)?的?")
_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:份)?(?:的|生的?)?")


@dataclass(frozen=True)
class OldValue:
    """A known value and what would stand in its place: `value` of `topic` instead of `old`."""

    topic: Topic
    value: Any
    old: Any

    @property
    def told(self) -> list[tuple[Topic, Any, Certainty]]:
        return [(self.topic, self.value, Certainty.PLAIN)]


def meant(old: str, new: str, context: Context) -> OldValue | None:
    """The fact that was told as `old` and is `new`: a district, or a date or a part of one."""
    return _place(old, new, context) or _date(old, new, context)


def _place(old: str, new: str, context: Context) -> OldValue | None:
    was, now = districts_in(old), districts_in(new)
    if not was or not now:
        return None
    for home in _entries(context.known, "homes"):
        if home.get("district") == was[0]:
            value = [{"kind": home.get("kind", "owned"), "district": now[0]}]
            return OldValue(Topic.HOMES, value, was[0])
    for job in _entries(context.known, "jobs"):
        if job.get("district") == was[0]:
            return OldValue(Topic.JOBS, [{"district": now[0]}], was[0])
    return None


def _entries(known: Mapping[str, Any], name: str) -> list[JsonObject]:
    return [each for each in known.get(name) or [] if isinstance(each, dict)]


def _date(old: str, new: str, context: Context) -> OldValue | None:
    was, now = _DATE.fullmatch(figures(old)), _DATE.fullmatch(figures(new))
    if was is None or now is None or not (now["year"] or now["month"]):
        return None
    for topic, date in _dates(context):
        year, month = date[2:4], date[5:7]
        said = was["month"] and int(was["month"]) == int(month or 0), was["year"]
        if (was["month"] and not said[0]) or (was["year"] and was["year"][-2:] != year):
            continue
        if was["month"] or was["year"]:
            return _instead(topic, date, _changed(date, now), context)
    return None


def _changed(date: str, now: re.Match[str]) -> str:
    """`date` with the year, the month or both that `now` names."""
    century = date[:2] if now["year"] and len(now["year"]) == 2 else ""
    year = century + now["year"] if now["year"] else date[:4]
    month = f"{int(now['month']):02d}" if now["month"] else date[5:7]
    return f"{year}-{month}" if month else year


def other_month(said: str, named: Topic | None, context: Context) -> OldValue | None:
    """「说错了，是10月」 right after a date: its year stays."""
    month = _MONTH.fullmatch(figures(said))
    if month is None:
        return None
    for topic, date in _dates(context, latest=True):
        if named in (None, topic):
            return _instead(topic, date, f"{date[:4]}-{int(month[1]):02d}", context)
    return None


def _dates(context: Context, *, latest: bool = False) -> Iterator[tuple[Topic, str]]:
    """The known dates; with `latest` only those answered lately, the last one first."""
    known = context.known
    by_topic: dict[Topic, list[str]] = {
        Topic.BIRTH: [str(known.get("birth", ""))],
        Topic.INSURANCE: [
            str(period["from"]) for period in _entries(known.get("insurance") or {}, "periods")
        ],
        Topic.HOMES: [_begin(home) for home in reversed(_entries(known, "homes"))],
        Topic.GRADUATED: [str((known.get("education") or {}).get("graduated") or "")],
    }
    lately = [
        question.topic
        for key in (context.last_answered, *context.recent)
        if (question := QUESTIONS.get(key or "")) and question.topic in by_topic
    ]
    rest = () if latest else by_topic
    for topic in dict.fromkeys([*lately, *rest]):
        if topic is not None:
            yield from ((topic, date[:7]) for date in by_topic[topic] if date)


def _begin(home: JsonObject) -> str:
    return str(home.get("certificate") or home.get("from") or "")


def _instead(topic: Topic, old: str, new: str, context: Context) -> OldValue | None:
    """The value of `topic` with the date `new` where `old` was."""
    if topic is Topic.HOMES:
        home = next(h for h in _entries(context.known, "homes") if _begin(h)[:7] == old)
        dated = {
            name: new for name in ("certificate", "from") if str(home.get(name, ""))[:7] == old
        }
        kept = {name: home[name] for name in ("to", "months") if name in home}
        return OldValue(topic, [{"kind": home["kind"], **dated, **kept}], _begin(home))
    if topic is Topic.INSURANCE:
        periods = context.known["insurance"]["periods"]
        moved = [{**p, "from": new} if str(p["from"])[:7] == old else p for p in periods]
        return OldValue(topic, {"periods": moved}, old)
    return OldValue(topic, new, old)
