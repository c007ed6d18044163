"""A conversation as the console shows it, and one correction of it, with the shape of `handlers`.

`handlers.overview` and `handlers.correct` take the place of this module.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers import Desk, Incoming, Outcome, application_year, asking, result, steps
from handlers.messages import SaveReport, Text
from handlers.questions import Step
from handlers.session import Session
from handlers.shown import told, value_in_words
from handlers.turn import Turn
from replies.wording import say


@dataclass(frozen=True)
class Choice:
    """One answer that a question offers."""

    value: object
    label: str


@dataclass(frozen=True)
class OverviewRow:
    """One fact: `value` in words ("" where nothing is known), `open`: still to be asked."""

    key: str
    title: str
    value: str
    open: bool
    question: str
    choices: tuple[Choice, ...]
    home: int | None = None


@dataclass(frozen=True)
class Overview:
    """What is known of one person, what is open, and what a report would show."""

    rows: tuple[OverviewRow, ...]
    stage: str
    step: str
    facts: dict[str, Any]
    report: SaveReport


_NO_DESK: Any = None


def overview(session: dict[str, Any] | None, now: datetime) -> Overview:
    """The conversation as it stands."""
    loaded = Session.load(session)
    turn = Turn(Incoming("", "text"), loaded, now, _NO_DESK)
    rows = [_row(turn, step, value_in_words(loaded, step)) for step in told(loaded)]
    open_steps = [step for step in steps.relevant(loaded) if steps.is_open(loaded, step)]
    return Overview(
        rows=(*rows, *(_row(turn, step, "") for step in open_steps)),
        stage=loaded.stage,
        step=loaded.step,
        facts=loaded.facts,
        report=result.report_of(loaded, application_year(now.date())),
    )


def _row(turn: Turn, step: Step, value: str) -> OverviewRow:
    return OverviewRow(
        step.key,
        asking.title(step),
        value,
        not value or step.key in turn.session.skipped,
        asking.ask_text(turn, step),
        tuple(Choice(value, asking.choice_label(step, value)) for value in step.choices),
    )


def correct(
    session: dict[str, Any] | None,
    key: str,
    text: str,
    now: datetime,
    desk: Desk,
    home: int | None = None,
) -> Outcome:
    """The answer `text` to the question `key`. Facts stay as they were where it is not understood,
    and the reply says why."""
    del home
    loaded = Session.load(session)
    step = steps.BY_KEY[key]
    turn = Turn(Incoming("", "text", text), loaded, now, desk)
    reading = asking.understand(turn, step, text)
    problem = ""
    if reading.unknown:
        steps.leave_open(loaded, step)
    elif reading.value is None:
        problem = reading.say or say("staff.consult.not_understood")
    else:
        problem = asking.store(turn, step, reading.value)
    return Outcome(session if problem else loaded.dump(), Text(problem), tuple(turn.effects))
