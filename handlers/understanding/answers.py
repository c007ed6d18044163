"""The answer to the question on screen, in the value of its topic."""

import re
from typing import Any

from handlers.understanding.acts import Certainty, Context, Topic
from handlers.understanding.breaks import may_be_a_year
from handlers.understanding.homes_details import denied_kinds
from handlers.understanding.own_readings import NOTHING, OWN_READINGS, UNSURE, AnswerValues
from handlers.understanding.questions import QUESTIONS, QuestionReader
from handlers.understanding.readers import read_answer
from handlers.understanding.readers.answer import TypedAnswer as Typed
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.reading import again
from handlers.understanding.readers.spans import NOW
from handlers.understanding.readers.tidy import words
from handlers.understanding.scene import Finding, Scene
from handlers.understanding.times import months_between
from scoring import JsonObject

_NOT_ONE = re.compile("[一1][个样项条]也?都?(?:不沾|不占|没沾|没有)(?:的|啊|呀)?")
_IN_MONTHS = (Topic.INSURANCE_GAP, Topic.REPAID)
_PARTICLES = re.compile("[哈哦噢呀啊哟嘿]+$")


def answer(
    key: str, text: str, scene: Scene, findings: list[Finding], context: Context
) -> AnswerValues:
    """`text` (the clauses that may answer, tidied) read for the question `key`.

    `findings` are what the extractors found with the question's topic in mind: they come first,
    for they see times, districts and denials together; the slot's reader takes what is left.
    """
    question = QUESTIONS[key]
    text = _PARTICLES.sub("", text)
    if question.topic is None or not text:
        return AnswerValues()
    none = NOTHING.fullmatch(words(text)) or question.home in denied_kinds(text)
    if question.nothing and none:
        return AnswerValues(_none_of(key, question.topic))
    if question.home and none:
        return AnswerValues(denied=question.home)
    special = OWN_READINGS.get(key)
    found = special(text, scene, findings, context) if special else None
    if found is not None:
        return found
    own = [
        f for f in findings if f.topic is question.topic and f.value is not None and not f.reason
    ]
    if question.home and key != "home_district":
        own = [f for f in own if any(_timed_home(h) for h in f.value)]
    if own and key not in _BY_READER:
        sure = Certainty.DOUBTFUL if own[0].certainty is Certainty.DOUBTFUL else Certainty.PLAIN
        return AnswerValues(tuple((f.topic, f.value) for f in own), sure)
    read = _by_reader(key, question, text, context)
    if not read.told and not read.unknown and own:
        return AnswerValues(tuple((f.topic, f.value) for f in own))
    if not read.told and not read.unknown and question.home and (places := districts_in(text)):
        # 「通州」, 「不是大兴是通州」 where the time was asked: the place is told first
        return AnswerValues(((question.topic, [{"kind": question.home, "district": places[-1]}]),))
    return read


def denies(text: str) -> bool:
    """「没有没有」, 「肯定没有」: a clause that says no and nothing else."""
    said = words(text)
    return NOTHING.fullmatch(said) is not None or _NOT_ONE.fullmatch(said) is not None


_BY_READER = frozenset(
    {"birth", "birth_month", "residence_permit", "continuous", "own_time", "work_since"}
)
"""Questions whose reader knows more of a single answer than the extractors do."""


def _timed_home(home: object) -> bool:
    return isinstance(home, dict) and bool(home.keys() & {"from", "to", "months"})


def _none_of(key: str, topic: Topic) -> tuple[tuple[Topic, Any], ...]:
    if key == "breaks":
        return ((Topic.INSURANCE_GAP, []), (Topic.REPAID, 0))
    if key == "other_home":
        return ((Topic.HOMES, []),)
    return ((topic, 0),)


def _by_reader(key: str, question: QuestionReader, text: str, context: Context) -> AnswerValues:
    reason = ""
    ask = question.ask.format(first=context.year - 3, last=context.year - 1) or context.ask
    for slot in question.slots:
        reading = read_answer(slot, Typed(text, context.today, ask, tidied=True))
        sure = Certainty.PLAIN
        if reading.value is None and slot in ("yes_no", "count") and UNSURE.search(text):
            surely = UNSURE.sub("", text).rstrip("吧")
            second = read_answer(slot, Typed(surely, context.today, ask, tidied=True))
            if second.value is not None:
                reading, sure = second, Certainty.DOUBTFUL
        if reading.unknown:
            return AnswerValues(unknown=True)
        if reading.value is not None:
            if question.topic in _IN_MONTHS and may_be_a_year(reading.value, text):
                return AnswerValues(reason=again("years_months.year_or_length").say or "")
            value = _shaped(key, question, reading.value, context)
            if value is not None:
                return AnswerValues(((_topic(question), value),), sure)
        reason = reason or reading.say or ""
    return AnswerValues(reason=reason)


def _topic(question: QuestionReader) -> Topic:
    assert question.topic is not None
    return question.topic


def _shaped(key: str, question: QuestionReader, value: Any, context: Context) -> Any:
    """A slot's value in the form of the question's topic; None where it does not fit."""
    if question.topic is Topic.INSURANCE:
        if isinstance(value, int):
            return {"months": value} if value else None
        return {"periods": value if isinstance(value, list) else [value]}
    if question.topic is Topic.CONTINUOUS:
        return _length(value, context)
    if question.topic is Topic.INSURANCE_GAP:
        return {"months": value} if isinstance(value, int) else _months(value, context)
    if question.topic is Topic.REPAID:
        if isinstance(value, int):
            return {"months": value} if value else 0
        return {"list": _months(value, context)}
    if key == "housing":
        return _homes(value)
    if question.home:
        return _timed(question.home, value)
    if key == "work_district":
        return [{"district": value}]
    if key == "work_since":
        return [{"from": value[:7], "to": NOW}]
    if key == "living":
        return bool(value)
    if key == "living_since":
        return {"from": value[:7]}
    if key == "award_points":
        return {"points": value}
    if key == "equity":
        return {"equity": value}
    return value


def _length(value: Any, context: Context) -> int | None:
    if isinstance(value, int):
        return value or None
    return len(_months(value, context)) or None


def _months(value: Any, context: Context) -> list[str]:
    """Every month of one or several periods."""
    this = f"{context.today.year:04d}-{context.today.month:02d}"
    spans = value if isinstance(value, list) else [value]
    return sorted(
        {m for s in spans for m in months_between(s["from"], this if s["to"] == NOW else s["to"])}
    )


_KINDS = {"own": "owned", "rent": "rented", "dorm": "dorm"}


def _homes(value: Any) -> list[JsonObject]:
    if isinstance(value, str):
        return [{"kind": _KINDS[value]}]
    found: list[JsonObject] = []
    for short, kind in _KINDS.items():
        if f"{short}_months" in value:
            found.append({"kind": kind, "months": value[f"{short}_months"]})
        if short in value:
            found.append({"kind": kind, **value[short]})
    return found


def _timed(kind: str, value: Any) -> Any:
    if isinstance(value, str) and re.match(r"\d{4}", value) is None:
        return [{"kind": kind, "district": value}]
    if isinstance(value, str):
        month = value[:7]
        home = {"kind": kind, "from": month, "to": NOW}
        return [home | {"certificate": month}] if kind == "owned" else [home]
    if isinstance(value, int):
        return [{"kind": kind, "months": value}] if value else None
    spans = value if isinstance(value, list) else [value]
    certificate = [{"certificate": s["from"]} if kind == "owned" else {} for s in spans]
    return [{"kind": kind, **s, **c} for s, c in zip(spans, certificate, strict=True)]
