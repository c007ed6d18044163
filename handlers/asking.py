"""Asking the steps: the question's words, taking an answer, and what happens when it fails."""

import re
from dataclasses import dataclass
from typing import Any

from handlers import steps
from handlers.asides import to_the_point
from handlers.case import Refused
from handlers.commands import number_of, plain
from handlers.questions import Step
from handlers.steps import BY_KEY
from handlers.turn import Turn
from handlers.understanding import Reading, harvest, read
from replies.wording import right, say, wrong
from scoring import FactError

_NOTHING = re.compile(
    r"^(都|全都?|一[点个次]?[都也]?)?(没有?|无|零|0|木有|没得|没有过)(的|啊|呀|过)?$"
)
_BARE_MONTH = re.compile(r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|的|生的?)*")


def question(turn: Turn, step: Step) -> str:
    """The step's question with its progress and its numbered choices."""
    done, total = steps.progress(turn.session, step)
    lines = [say("chat.ask.progress", done=done, total=total) + ask_text(turn, step)]
    for number, value in enumerate(step.choices, 1):
        lines.append(f"{number} {choice_label(step, value)}")
    return "\n".join(lines)


def ask_text(turn: Turn, step: Step) -> str:
    year = turn.year
    return say(
        f"steps.{step.key}.ask",
        year=year,
        cut=turn.cut,
        tax_first=year - 3,
        tax_second=year - 2,
        tax_third=year - 1,
    )


def choice_label(step: Step, value: Any) -> str:
    return say(f"steps.{step.key}.choices.{value}")


def title(step: Step) -> str:
    return say(f"steps.{step.key}.title")


@dataclass(frozen=True)
class Taken:
    """What came of a text as an answer: stored, left open, or why not."""

    stored: bool = False
    unknown: bool = False
    reason: str = ""
    also: tuple[str, ...] = ()  # other steps that the same message answered


def take(turn: Turn, step: Step, text: str) -> Taken:
    """Read `text` as the answer to `step` and store it, with any other facts it tells."""
    reading = understand(turn, step, text)
    if reading.unknown:
        steps.leave_open(turn.session, step)
        return Taken(unknown=True)
    if reading.value is None:
        reading = harvest(text, turn.today).get(step.key, reading)
    others = tell(turn, text, but=step.key)
    if reading.value is None:
        return Taken(reason=reading.say or say("chat.ask.unclear"), also=others)
    reason = store(turn, step, reading.value)
    return Taken(reason=reason, also=others) if reason else Taken(stored=True, also=others)


def understand(turn: Turn, step: Step, text: str) -> Reading:
    """The value of a text for a step: a choice's number or words first, then the slot's reader."""
    number = number_of(text)
    if step.choices and number is not None:
        if 1 <= number <= len(step.choices):
            return Reading(step.choices[number - 1], None)
        return Reading(None, say("chat.ask.number", most=len(step.choices)))
    if step.nothing and _NOTHING.match(plain(text)):
        return Reading(0, None)
    if "none" in step.choices and _NOTHING.match(plain(text)):
        return Reading("none", None)
    if step.slots == ("choice",):
        return _by_words(turn, step, text)
    typed = _with_year(turn, text) if step.key == "birth_month" else to_the_point(step.key, text)
    if text and not typed:
        return Reading(None, say("chat.ask.aside", title=title(step)))
    readings = [read(slot, typed, turn.today, ask_text(turn, step)) for slot in step.slots]
    found = next((r for r in readings if r.value is not None or r.unknown), readings[0])
    if found.value == 0 and "years_months" in step.slots and not step.nothing:
        return Reading(None, say("chat.ask.zero"))
    return found


def _with_year(turn: Turn, text: str) -> str:
    """「7月」 after the year has been told: the whole date."""
    month = re.fullmatch(
        r"(?:是|我是)?(\d{1,2}|[一二三四五六七八九十]{1,2})月?(?:份|的|生的)*", plain(text)
    )
    return f"{str(turn.session.facts['birth'])[:4]}年{month[1]}月" if month else text


def _by_words(turn: Turn, step: Step, text: str) -> Reading:
    wanted = plain(text)
    hits = [v for v in step.choices if wanted and wanted in plain(choice_label(step, v))]
    if len(hits) == 1 and len(wanted) >= 2:
        return Reading(hits[0], None)
    unknown = read("yes_no", text, turn.today, ask_text(turn, step)).unknown
    return Reading(None, say("chat.ask.number", most=len(step.choices)), unknown)


def store(turn: Turn, step: Step, value: Any) -> str:
    """Store an answer; returns "" or the reason why it cannot stand."""
    try:
        steps.answer(turn.session, step, value)
    except Refused as refused:
        return say(refused.key, **refused.values)
    except FactError as error:
        return say("chat.ask.wrong", wrong=wrong(error), right=right(error))
    return ""


def tell(turn: Turn, text: str, but: str = "") -> tuple[str, ...]:
    """Store the other facts that a message tells in passing; returns their step keys."""
    told = []
    for key, reading in harvest(text, turn.today).items():
        step = BY_KEY[key]
        if step.key == but or reading.value is None or step.has(turn.session):
            continue
        if not store(turn, step, reading.value):
            told.append(step.key)
    return (*told, *_month_told_late(turn, text, but))


def _month_told_late(turn: Turn, text: str, but: str) -> tuple[str, ...]:
    """「三月」 in a message of its own, while the next question already stands."""
    step, session = BY_KEY["birth_month"], turn.session
    due = step.key != but and step in steps.relevant(session) and steps.is_open(session, step)
    if not due or not _BARE_MONTH.fullmatch(plain(text)):
        return ()
    reading = understand(turn, step, text)
    return (step.key,) if reading.value and not store(turn, step, reading.value) else ()


def stuck(turn: Turn, step: Step, reason: str) -> str:
    """The reply to a failed try: the reason, and more help each time; never a dead end."""
    turn.session.tries += 1
    turn.count(f"unclear:{step.key}")
    if turn.session.tries >= 3:
        return f"{reason}\n\n{say('chat.ask.offer_skip')}\n\n{question(turn, step)}"
    if turn.session.tries == 2:
        more = say("chat.ask.pick") if step.choices else say("chat.ask.ways")
        turn.session.expect = "" if step.choices else "ways"
        return f"{reason}\n\n{question(turn, step)}\n\n{more}"
    return f"{reason}\n\n{question(turn, step)}"
