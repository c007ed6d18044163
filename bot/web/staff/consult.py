"""Opening a conversation by the code that the applicant reads out, and correcting a fact."""

import unicodedata
from secrets import token_hex

from flask import Response, abort, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.storage.consultations import Consultations, Opened
from bot.web.services import services
from bot.web.staff.fact_sheet import Correction, correct_fact_of, sheet
from bot.web.staff.pages import blueprint, desk, me, note, page
from replies.wording import say


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


def _conversation(opened: Opened, done: str = "", wrong: Correction | None = None) -> Response:
    session = services().store.session(opened.who)
    if session is None:
        return _gone()
    values = sheet(session, services().clock())
    return page(
        "conversation.html",
        422 if wrong else 200,
        token=opened.token,
        done=values["titles"].get(done, ""),
        wrong=wrong,
        **values,
    )


@blueprint.post("/consult/<token>/correct")
def correct_fact(token: str) -> Answer:
    """Take what staff typed as the answer to one question, as one more message would."""
    opened = _opened(token)
    done = correct_fact_of(opened.who, f"console-{token_hex(8)}")
    if done.gone:
        return _gone()
    if done.problem:
        return _conversation(opened, wrong=done)
    note("code_correct", f"{opened.label} {done.title}")
    return redirect(url_for("staff.conversation", token=token, done=done.key))
