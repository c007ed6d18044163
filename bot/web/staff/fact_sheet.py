"""What an applicant told, as a colleague sees and corrects it: by a code, or at the desk."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flask import abort, request

from bot.storage.turns import Busy
from bot.web.services import services
from bot.web.staff.assess import assess
from bot.web.staff.caller import this_year
from bot.web.staff.facts_fill import fill_form
from bot.web.staff.form_reading import FormReading, usable
from bot.web.staff.lookup import live
from bot.web.staff.typed import whole_number
from handlers import Desk, Outcome, Text, assumed_line, correct, overview
from replies.wording import say
from scoring import JsonObject

WAIT = 3.0  # seconds for the applicant's own message to be answered


@dataclass(frozen=True)
class Correction:
    """What came of a correction. `gone`: the conversation is not there any more."""

    key: str
    title: str = ""
    typed: str = ""
    problem: str = ""
    gone: bool = False


def sheet(session: JsonObject, now: datetime) -> JsonObject:
    """The values of the page: facts, what is open, where the chat stands, the verdict."""
    found = overview(session, now)
    given = FormReading(dict(found.report.facts))
    facts, year = usable(given), this_year()
    titles = {row.key: row.title for row in found.rows}
    return {
        "rows": [row for row in found.rows if row.value],
        "open": [row for row in found.rows if not row.value],
        "stage": say(f"staff.stage.{found.stage}"),
        "step": titles.get(found.step, "") if found.stage == "asking" else "",
        "seen": str(session.get("seen", ""))[:16].replace("T", " "),
        "fields": list(fill_form(found.facts).items()),
        "assumed": assumed_line(found.report.assumed),
        "year": year,
        "today": now.date(),
        "titles": titles,
        "found": assess(facts, year, now.date()) if found.facts else None,
        "wrongs": given.wrong,
    }


def correct_fact_of(
    who: str, message: str, allowed: Callable[[JsonObject], None] = lambda _: None
) -> Correction:
    """Take what staff typed as the answer to one question, as one more message would.

    `message` names the turn. `allowed` raises where the session says that it may not be done.
    """
    now = services().clock()
    key, text = request.form.get("step", ""), request.form.get("text", "").strip()[:200]
    title = problem = ""
    try:
        with services().store.take(who, message, wait=WAIT) as turn:
            if turn.session is None:
                return Correction(key, gone=True)
            allowed(turn.session)
            titles = {row.key: row.title for row in overview(turn.session, now).rows}
            if key not in titles:
                abort(400)
            title = titles[key]
            outcome = correct(turn.session, key, text, now, _desk(), _home())
            # an empty reply: it was taken
            problem = outcome.reply.text if isinstance(outcome.reply, Text) else ""
            if not problem:
                whole = _with_report(outcome, who, now)
                if not turn.commit(whole, b"", now, once=False):
                    problem = say("staff.consult.lost")
    except Busy:
        problem = say("staff.consult.busy")
    return Correction(key, title, text, problem)


def _desk() -> Desk:
    now = live()
    return Desk(now.catalogue, now.router)


def _home() -> int | None:
    """Which of several homes is meant."""
    return whole_number(request.form.get("home", ""))


def _with_report(outcome: Outcome, who: str, now: datetime) -> Outcome:
    """The link that the applicant already has shows the corrected facts."""
    report = overview(outcome.session, now).report
    if not report.id or services().store.report(who, report.id, now) is None:
        return outcome
    return replace(outcome, effects=(*outcome.effects, report))
