"""Opening a conversation by the code that the applicant reads out, and correcting a fact."""

import unicodedata
from typing import Any

from flask import Response, abort, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.storage.consultations import Consultations, Gone, Opened, StillBusy
from bot.web.services import services
from bot.web.staff.assess import assess
from bot.web.staff.caller import this_year
from bot.web.staff.facts_form import fill_form
from bot.web.staff.lookup import live
from bot.web.staff.pages import blueprint, desk, me, note, page
from handlers import Desk, Incoming, asking, result, steps
from handlers.questions import Step
from handlers.session import Session
from handlers.shown import told, value_in_words
from handlers.turn import Turn
from replies.wording import fact_error, say, texts
from scoring import FactError


def consultations() -> Consultations:
    return Consultations(services().store.client)


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


def _conversation(opened: Opened, status: int = 200, done: str = "", **wrong: str) -> Response:
    session = consultations().session(opened)
    if session is None:
        return page(
            "error.html",
            404,
            title=say("staff.consult.gone_title"),
            what=say("staff.consult.gone_what"),
            code=404,
        )
    year = this_year()
    judged: dict[str, Any] = {"found": None, "wrong": "", "wrong_field": ""}
    if session.facts:
        try:
            judged["found"] = assess(result.scored(session), year)
        except FactError as error:
            judged["wrong"] = fact_error(error)
    return page(
        "conversation.html",
        status,
        token=opened.token,
        rows=[_row(session, step) for step in told(session)],
        open=[_row(session, s) for s in steps.relevant(session) if steps.is_open(session, s)],
        stage=_stage(session.stage),
        step=_title(session.step) if session.stage == "asking" else "",
        seen=session.seen[:16].replace("T", " "),
        fields=list(fill_form(session.facts).items()),
        assumed=result.assumed_line(result.assumed(session)),
        year=year,
        today=services().clock().date(),
        done=_title(done),
        problem=wrong.get("problem", ""),
        at=wrong.get("at", ""),
        typed=wrong.get("typed", ""),
        **judged,
    )


def _row(session: Session, step: Step) -> dict[str, Any]:
    turn = _turn(session, "")
    known = step.has(session) or step.key in session.skipped
    return {
        "key": step.key,
        "title": asking.title(step),
        "value": value_in_words(session, step) if known else "",
        "ask": asking.ask_text(turn, step),
        "choices": [asking.choice_label(step, value) for value in step.choices],
    }


def _stage(stage: str) -> str:
    key = f"staff.stage.{stage}"
    return say(key if key in texts() else "staff.stage.idle")


def _title(key: str) -> str:
    step = steps.BY_KEY.get(key)
    return asking.title(step) if step else ""


def _turn(session: Session, text: str) -> Turn:
    now = live()
    incoming = Incoming(user="", kind="text", text=text[:200])
    return Turn(incoming, session, services().clock(), Desk(now.catalogue, now.router))


@blueprint.post("/consult/<token>/correct")
def correct(token: str) -> Answer:
    """Take what staff typed as the answer to one step, as if the applicant had."""
    opened = _opened(token)
    key, text = request.form.get("step", ""), request.form.get("text", "").strip()
    step = steps.BY_KEY.get(key)
    if step is None:
        abort(400)

    def work(session: Session) -> str:
        turn = _turn(session, text)
        reading = asking.understand(turn, step, text)
        if reading.unknown:
            steps.leave_open(session, step)
            return ""
        if reading.value is None:
            return reading.say or say("staff.consult.not_understood")
        return asking.store(turn, step, reading.value)

    try:
        wrong = consultations().change(opened, work, services().clock(), this_year())
    except Gone:
        return _conversation(opened)
    except StillBusy as busy:
        wrong = f"{busy}。"
    if wrong:
        return _conversation(opened, 422, problem=wrong, at=key, typed=text)
    note("code_correct", f"{opened.label} {asking.title(step)}")
    return redirect(url_for("staff.conversation", token=token, done=key))
