"""Opening a conversation by the code that the applicant reads out, and correcting a fact."""

import unicodedata
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from flask import Response, abort, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.storage.consultations import Consultations, Opened
from bot.storage.turns import Busy
from bot.web.services import services
from bot.web.staff.assess import assess
from bot.web.staff.caller import this_year
from bot.web.staff.facts_fill import fill_form
from bot.web.staff.facts_form import FormReading, usable
from bot.web.staff.lookup import live
from bot.web.staff.pages import blueprint, desk, me, note, page
from bot.web.staff.typed import whole_number
from handlers import Desk, Outcome, Text, assumed_line, correct, overview
from replies.wording import say
from scoring import Facts

WAIT = 3.0  # seconds for the applicant's own message to be answered


def consultations() -> Consultations:
    return Consultations(services().store)


@blueprint.get("/consult")
def consult() -> Response:
    return page("consult.html", wrong="", code="")


@blueprint.post("/consult")
def open_code() -> Answer:
    typed = request.form.get("code", "")[:40]
    code = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    name, throttle = me().name, desk().throttle
    if not throttle.take("code", name):
        raise TooManyRequests()
    found = consultations().redeem(code, name, services().clock())
    if found is None:
        note("code_wrong")
        return page("consult.html", 422, wrong=say("staff.consult.unknown"), code=typed)
    throttle.give_back("code", name)
    note("code_open", found.label)
    return redirect(url_for("staff.conversation", token=found.token))


@blueprint.get("/consult/<token>")
def conversation(token: str) -> Response:
    opened = _opened(token)
    note("code_look", opened.label)
    return _conversation(opened, done=request.args.get("done", ""))


def _opened(token: str) -> Opened:
    found = consultations().find(token, me().name)
    if found is None:
        abort(404)
    return found


def _gone() -> Response:
    return page(
        "error.html",
        404,
        title=say("staff.consult.gone_title"),
        what=say("staff.consult.gone_what"),
        code=404,
    )


def _conversation(opened: Opened, status: int = 200, done: str = "", **wrong: str) -> Response:
    session = services().store.session(opened.who)
    if session is None:
        return _gone()
    year = this_year()
    found = overview(session, services().clock())
    given = FormReading(dict(found.report.facts))
    facts = usable(given)
    titles = {row.key: row.title for row in found.rows}
    return page(
        "conversation.html",
        status,
        token=opened.token,
        rows=[row for row in found.rows if row.value],
        open=[row for row in found.rows if not row.value],
        stage=say(f"staff.stage.{found.stage}"),
        step=titles.get(found.step, "") if found.stage == "asking" else "",
        seen=str(session.get("seen", ""))[:16].replace("T", " "),
        fields=list(fill_form(found.facts).items()),
        assumed=assumed_line(found.report.assumed),
        year=year,
        today=services().clock().date(),
        done=titles.get(done, ""),
        problem=wrong.get("problem", ""),
        at=wrong.get("at", ""),
        typed=wrong.get("typed", ""),
        found=assess(facts, year, services().clock().date()) if facts != Facts() else None,
        wrongs=given.wrong,
    )


@blueprint.post("/consult/<token>/correct")
def correct_fact(token: str) -> Answer:
    """Take what staff typed as the answer to one question, as one more message would."""
    opened, now = _opened(token), services().clock()
    key, text = request.form.get("step", ""), request.form.get("text", "").strip()[:200]
    try:
        with services().store.take(opened.who, f"console-{token_hex(8)}", wait=WAIT) as turn:
            if turn.session is None:
                return _gone()
            titles = {row.key: row.title for row in overview(turn.session, now).rows}
            if key not in titles:
                abort(400)
            outcome = correct(turn.session, key, text, now, _desk(), _home())
            # an empty reply: it was taken
            problem = outcome.reply.text if isinstance(outcome.reply, Text) else ""
            if not problem and not turn.commit(_with_report(outcome, opened.who, now), b"", now):
                problem = say("staff.consult.lost")
    except Busy:
        problem = say("staff.consult.busy")
    if problem:
        return _conversation(opened, 422, problem=problem, at=key, typed=text)
    note("code_correct", f"{opened.label} {titles[key]}")
    return redirect(url_for("staff.conversation", token=token, done=key))


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
