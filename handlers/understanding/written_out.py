"""Dates and periods written out as the examples of the questions show them: 「1985年3月，男」.

Most people copy the example, and the whole text is then one date or one period. Such an answer is
read at once; anything else, and every date that cannot be, is `understand`'s. The two must agree
(`tests/handlers/understanding/test_written_out.py`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from handlers.understanding.acts import Act, Certainty, Context, Evidence, Tell, Topic
from handlers.understanding.readers.dates import OLDEST, YOUNGEST
from handlers.understanding.readers.spans import NOW

_MONTH = r"(?P<{0}>(?:19[3-9]|20[0-9])[0-9])年(?P<{0}m>1[0-2]|[1-9])月"
_FROM, _TO = _MONTH.format("a"), _MONTH.format("b")
_PERIOD = rf"(?P<time>{_FROM}(?:到|至)(?:{_TO}|(?<=到)现在|(?<=至)今))"
_UNBROKEN = "(?:一直|中间)?没断过?"
_SEX = {"男": "male", "女": "female"}


@dataclass(frozen=True)
class Form:
    """How an answer to a question is written out: its topic, its pattern, the kind of home."""

    topic: Topic
    pattern: re.Pattern[str]
    home: str = ""


_BIRTH = Form(Topic.BIRTH, re.compile(rf"(?P<time>{_FROM})(?:[，, ](?P<sex>[男女]))?"))
_A_MONTH = re.compile(rf"(?P<time>{_FROM})")
_A_PERIOD = re.compile(_PERIOD)
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "birth": _BIRTH,
        "birth_month": _BIRTH,
        "insurance": Form(
            Topic.INSURANCE, re.compile(rf"{_PERIOD}(?:[，,](?P<unbroken>{_UNBROKEN}))?")
        ),
        "graduated": Form(Topic.GRADUATED, re.compile(rf"(?P<time>{_FROM}(?:毕业)?)")),
        "own_time": Form(Topic.HOMES, _A_MONTH, "owned"),
        "rent_time": Form(Topic.HOMES, _A_PERIOD, "rented"),
        "dorm_time": Form(Topic.HOMES, _A_PERIOD, "dorm"),
    }
)


def written_out(text: str, context: Context) -> tuple[Act, ...] | None:
    """The acts of an answer that is written out; None for anything else."""
    form = FORMS.get(context.question or "")
    if form is None or context.choices or context.settled:
        return None
    found = form.pattern.fullmatch(text)
    if found is None:
        return None
    said = found.groupdict()
    first = _month(said, "a")
    last = _month(said, "b") if said.get("b") else NOW
    this = f"{context.today.year:04d}-{context.today.month:02d}"
    if not first < (this if last == NOW else last) <= this:
        return None
    if form.topic is Topic.BIRTH and not _can_be_born(int(said["a"]), context.today.year):
        return None
    acts: list[Act] = [_tell(form.topic, _value(form, first, last), found, "time")]
    if said.get("sex"):
        acts.append(_tell(Topic.SEX, _SEX[said["sex"]], found, "sex"))
    if said.get("unbroken"):
        acts.append(_tell(Topic.INSURANCE_GAP, [], found, "unbroken"))
    return tuple(acts)


def _month(said: Mapping[str, str], name: str) -> str:
    return f"{said[name]}-{int(said[f'{name}m']):02d}"


def _can_be_born(year: int, this: int) -> bool:
    return YOUNGEST < this - year < OLDEST


def _value(form: Form, first: str, last: str) -> Any:
    if form.topic is Topic.INSURANCE:
        return {"periods": [{"from": first, "to": last}]}
    if form.home == "owned":
        return [{"kind": "owned", "from": first, "to": last, "certificate": first}]
    return [{"kind": form.home, "from": first, "to": last}] if form.home else first


def _tell(topic: Topic, value: Any, found: re.Match[str], part: str) -> Tell:
    """What stands beside the answer is as sure as what is told in passing."""
    sure = Certainty.PLAIN if part == "time" else Certainty.INFERRED
    return Tell(topic, value, sure, Evidence(found[part], found.start(part), found.end(part)))
