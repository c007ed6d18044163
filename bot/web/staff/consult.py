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
from replies.wording import fact_error
from scoring import FactError

UNKNOWN = "这个码打不开：可能听错了一位，或已过期、已用过。请对方在公众号回复「咨询码」再要一个。"
STAGES = {
    "idle": "还没开始答题，或停在中途",
    "consent": "正在看说明，还没同意开始",
    "asking": "正在答题",
    "review": "答完了，正在核对",
    "done": "已经出了结果",
}


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
        return page("consult.html", 422, wrong=UNKNOWN, code=typed)
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
            title="资料已经没有了",
            what="对方删除了资料，或资料已到期。可以在「算分」里重新问一遍。",
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
        stage=STAGES.get(session.stage, STAGES["idle"]),
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
            return reading.say or "没看懂，请照例子写。"
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
