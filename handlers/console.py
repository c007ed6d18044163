"""A conversation as the staff console sees it, and its one way to change it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.desk import BEIJING, Desk
from handlers.dialogue import answering, results, telling
from handlers.dialogue.in_words import title
from handlers.dialogue.questions import BY_KEY, all_open
from handlers.dialogue.saying import ask_text, label
from handlers.dialogue.shown import place_of, rows
from handlers.dialogue.turn import TurnState
from handlers.dialogue.view import View
from handlers.messages import Incoming, Outcome, SaveReport, Text
from handlers.session import Session, Stage
from handlers.understanding import Choice, understand
from handlers.understanding.acts import Unclear
from replies import wording
from replies.wording import say
from scoring import JsonObject, application_year


@dataclass(frozen=True)
class OverviewRow:
    """One fact. `key` names the question for `correct`; `home` tells several homes apart.

    `value` is in words, "" where nothing is known; `open` says that it still has to be asked.
    """

    key: str
    title: str
    value: str
    open: bool
    question: str
    choices: tuple[Choice, ...]
    home: int | None = None


@dataclass(frozen=True)
class Overview:
    """The current person of one conversation."""

    rows: tuple[OverviewRow, ...]
    stage: Stage
    step: str
    consent: bool
    name: str
    people: tuple[str, ...]
    facts: JsonObject
    report: SaveReport


def overview(session: JsonObject | None, now: datetime) -> Overview:
    """What is known, what is still open, and where the conversation stands."""
    loaded = Session.load(session)
    today = now.astimezone(BEIJING).date()
    view = View(loaded.applicant, application_year(today), today)
    turn = TurnState(Incoming("", "text"), loaded, now, _NO_DESK)
    shown = [
        OverviewRow(
            row.key,
            row.title,
            row.value,
            row.key in loaded.applicant.unknown,
            _ask(turn, row.key),
            _choices(row.key),
            row.home,
        )
        for row in rows(view)
    ]
    shown += [
        OverviewRow(each.key, title(each.key), "", True, _ask(turn, each.key), _choices(each.key))
        for each in all_open(view)
    ]
    return Overview(
        rows=tuple(shown),
        stage=loaded.stage,
        step=loaded.question,
        consent=bool(loaded.consent),
        name=loaded.name,
        people=tuple(loaded.people),
        facts=view.facts_json,
        report=results.report_of(view, view.year),
    )


_NO_DESK: Any = None
"""Wording a question needs no desk."""


def _ask(turn: TurnState, key: str) -> str:
    return ask_text(turn, key) if key in BY_KEY else ""


def _choices(key: str) -> tuple[Choice, ...]:
    question = BY_KEY.get(key)
    if question is None:
        return ()
    return tuple(Choice(value, label(question, value)) for value in question.choices)


def correct(
    session: JsonObject | None,
    key: str,
    text: str,
    now: datetime,
    desk: Desk,
    home: int | None = None,
) -> Outcome:
    """The answer `text` to the question `key`, read and written as one more message would be.

    Where it is not understood, facts stay as they were and the reply says why; otherwise the reply
    is an empty text, the person reads of it with their next reply, and the review marks it. Where
    the conversation stands does not change.
    """
    loaded = Session.load(session)
    turn = TurnState(Incoming("", "text", text), loaded, now, desk, by_staff=True)
    stood = (
        loaded.stage,
        loaded.expect,
        loaded.question,
        loaded.place,
        loaded.change,
        loaded.tries,
    )
    loaded.ask(key, change=True)
    loaded.place = -1 if home is None else home
    turn.acts = list(understand(text, telling.context(turn, key)))
    before = list(loaded.applicant.unknown)
    answering.facts(turn)
    answering.answers(turn)
    telling.accept(turn)  # staff have asked the person
    taken = turn.changed or turn.answered or loaded.applicant.unknown != before
    loaded.stage, loaded.expect, loaded.question, loaded.place, loaded.change, loaded.tries = stood
    if turn.held_back or not taken:
        reasons = [act.reason for act in turn.acts if isinstance(act, Unclear) and act.reason]
        problem = turn.reason or (reasons[0] if reasons else say("chat.ask.unclear"))
        if turn.held_back:
            problem = say("chat.sensitive.by_staff")
        elif turn.refused:
            problem = wording.reason(turn.refused[0])
        return Outcome(session, Text(problem))
    _note_correction(turn, key, home)
    return Outcome(loaded.dump(), Text(""), tuple(turn.effects))


def _note_correction(turn: TurnState, key: str, home: int | None) -> None:
    """Tell the person, and mark the row."""
    session, now_shown = turn.session, rows(turn.view)
    found = next((row for row in now_shown if row.key == key and row.home in (home, None)), None)
    place = place_of(found) if found else key
    if place not in session.applicant.by_staff:
        session.applicant.by_staff.append(place)
    value = found.value if found else say("chat.shown.open")
    told = say("hand_over.corrected", title=found.title if found else title(key), value=value)
    session.waiting.append([told, ""])
