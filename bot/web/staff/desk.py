"""The desk: conversations that asked for a person, and what a colleague does in one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import NamedTuple

from flask import Response, redirect, request, url_for
from redis.exceptions import RedisError
from werkzeug.wrappers import Response as Answer

from bot.errors import StoreDown
from bot.storage.record import PersonRecord
from bot.storage.turns import Busy, Handled
from bot.web.services import services
from bot.web.staff.delivery import Delivery, deliver
from bot.web.staff.desk_view import conversation_values, spoken, waited_words
from bot.web.staff.fact_sheet import WAIT, correct_fact_of, sheet
from bot.web.staff.lookup import live
from bot.web.staff.pages import blueprint, me, note, page
from bot.web.staff.pages import desk as parts
from handlers import DeskCase, NotYours, Outcome, case_of, colleague
from replies.wording import say
from scoring import JsonObject

ACT = Callable[[JsonObject, datetime], Outcome]


class Found(NamedTuple):
    """One conversation of the desk: its case, whose it is (a hash), and their record."""

    case: DeskCase
    who: str
    record: PersonRecord


@dataclass(frozen=True)
class Flash:
    """What a page says first. `wrong`: what was to be done was not."""

    text: str
    wrong: bool = False


# --- the queue -----------------------------------------------------------------------------------


def waiting_count() -> int:
    """How many conversations wait for a colleague; 0 where it cannot be seen."""
    try:
        return services().store.queue.count() if services().settings.staffed else 0
    except (RedisError, StoreDown):
        return 0


def cases(now: datetime) -> Iterator[Found]:
    """Those in the queue, oldest first; a label that no record names any more leaves it."""
    store = services().store
    for place in store.queue.places():
        found = _found(place.label, place.who, now)
        if found:
            yield found
        else:
            store.queue.leave(place.label)


def _found(label: str, who: str | None, now: datetime) -> Found | None:
    record = services().store.record(who) if who else None
    case = case_of(record.session, now) if record and record.desk == label else None
    return Found(case, who, record) if case and who and record else None


@blueprint.get("/desk")
def desk_queue() -> Response:
    now = services().clock()
    found = [(each.case, _verdict(each.record, now)) for each in cases(now)]
    mine = me().name
    return page(
        "desk.html",
        groups=[
            ("mine", [each for each in found if each[0].colleague == mine]),
            ("waiting", [each for each in found if not each[0].colleague]),
            ("others", [each for each in found if each[0].colleague not in ("", mine)]),
        ],
        total=len(found),
        staffed=services().settings.staffed,
        waited=waited_words,
        flash=_flash(),
    )


def _verdict(record: PersonRecord, now: datetime) -> str:
    """The first line of the verdict, "" where nothing was told."""
    found = sheet(record.session or {}, now)["found"]
    return found.lines[0] if found else ""


# --- one conversation ----------------------------------------------------------------------------


@blueprint.get("/desk/<label>")
def desk_case(label: str) -> Response:
    found = _found(label, services().store.queue.who(label), services().clock())
    if found is None:
        return _gone()
    about = say("desk.label", label=label)
    note("desk_open", about)
    if found.case.colleague == me().name:
        note("desk_read_all" if found.case.shown else "desk_read_since", about)
    return _case(found)


def _case(found: Found, flash: Flash | None = None, **more: object) -> Response:
    now = services().clock()
    flash = flash or _flash()
    others = [a.name for a in parts().accounts.all() if not a.disabled and a.name != me().name]
    return page(
        "desk_case.html",
        422 if (flash and flash.wrong) or more.get("wrong") else 200,
        flash=flash,
        others=others,
        key=token_hex(8),
        waited=waited_words,
        **{"typed": "", "wrong": None}
        | conversation_values(found.case, found.record, live(), me().name)
        | sheet(found.record.session or {}, now)
        | more,
    )


@blueprint.get("/desk/<label>/talk")
def desk_talk(label: str) -> Response:
    """Only what was said: asked for every few seconds while the page is open."""
    found = _found(label, services().store.queue.who(label), services().clock())
    if found is None or found.case.colleague != me().name:
        return Response("", 204)
    return page("desk_talk.html", case=found.case, lines=spoken(found.case, found.record, live()))


def _gone() -> Response:
    return page(
        "error.html", 404, title=say("desk.gone_title"), what=say("desk.gone_what"), code=404
    )


# --- what a colleague does -----------------------------------------------------------------------


@blueprint.post("/desk/<label>/take")
def desk_take(label: str) -> Answer:
    return _act(label, "take", partial(_named, colleague.take))


@blueprint.post("/desk/<label>/answer")
def desk_answer(label: str) -> Answer:
    text = request.form.get("text", "").strip().replace("\r\n", "\n")
    problem = ""
    if not text:
        problem = say("desk.wrong.empty")
    elif len(text) > colleague.LONGEST_ANSWER:
        problem = say("desk.wrong.long", most=colleague.LONGEST_ANSWER)
    return _act(label, "answer", partial(_named, colleague.answer, text), problem)


@blueprint.post("/desk/<label>/pass")
def desk_pass(label: str) -> Answer:
    other = parts().accounts.get(request.form.get("other", "")[:40])
    good = other is not None and not other.disabled and other.name != me().name
    problem = "" if good else say("desk.wrong.colleague")
    name = other.name if other else ""
    return _act(label, "pass", partial(_named, colleague.pass_to, name), problem)


@blueprint.post("/desk/<label>/note")
def desk_note(label: str) -> Answer:
    text = request.form.get("note", "").strip()
    problem = "" if text else say("desk.wrong.note_empty")
    return _act(label, "note", partial(_named, colleague.add_note, text), problem)


@blueprint.post("/desk/<label>/finish")
def desk_finish(label: str) -> Answer:
    return _act(label, "finish", partial(_named, colleague.finish))


@blueprint.post("/desk/<label>/correct")
def desk_correct(label: str) -> Answer:
    now = services().clock()
    found = _found(label, services().store.queue.who(label), now)
    if found is None:
        return _gone()
    try:
        done = correct_fact_of(found.who, f"desk-{token_hex(8)}", _is_mine)
    except NotYours as other:
        return _case(found, _refusal(other))
    if done.gone:
        return _gone()
    if done.problem:
        return _case(found, wrong=done)
    note("desk_correct", f"{say('desk.label', label=label)} {done.title}")
    deliver(found.who, found.case.openid)
    return redirect(url_for("staff.desk_case", label=label, done="correct"))


def _is_mine(session: JsonObject) -> None:
    case = case_of(session, services().clock())
    if case is None or case.colleague != me().name:
        raise NotYours(case.colleague if case else "")


def _named(act: Callable[..., Outcome], *words: object) -> Outcome:
    """`act` for the colleague who is logged in; the last two words are session and now."""
    *more, session, now = words
    return act(session, me().name, *more, now)


def _act(label: str, what: str, act: ACT, problem: str = "") -> Answer:
    """One act as one turn of the conversation; a double click is one act."""
    now = services().clock()
    found = _found(label, services().store.queue.who(label), now)
    if found is None:
        return _gone()
    key = request.form.get("key", "")[:32] or token_hex(8)
    fresh = False
    try:
        if not problem:
            fresh, problem = _taken(found.who, f"desk-{what}-{key}", act, now)
    except NotYours as other:
        return _case(_again(found, now), _refusal(other), typed=request.form.get("text", ""))
    if problem:
        return _case(_again(found, now), Flash(problem, True), typed=request.form.get("text", ""))
    done = Delivery()
    if fresh:
        note(f"desk_{'done' if what == 'finish' else what}", say("desk.label", label=label))
        done = deliver(found.who, found.case.openid) if what != "note" else done
    if what == "answer":
        return redirect(
            url_for("staff.desk_case", label=label, done=done.how or None, code=done.code or None)
        )
    where = url_for("staff.desk_case", label=label, done=what)
    return redirect(where if what in ("take", "note") else url_for("staff.desk_queue", done=what))


def _taken(who: str, message: str, act: ACT, now: datetime) -> tuple[bool, str]:
    """Whether the act was done now and not before, and what went wrong."""
    try:
        with services().store.take(who, message, wait=WAIT) as turn:
            if turn.answered is not None:
                return False, ""
            if not turn.commit(act(turn.session or {}, now), b"", now):
                return False, say("desk.wrong.lost")
    except Handled:
        return False, ""
    except Busy:
        return False, say("desk.wrong.busy")
    return True, ""


def _again(found: Found, now: datetime) -> Found:
    """The conversation as it stands now."""
    return _found(found.case.label, found.who, now) or found


def _refusal(other: NotYours) -> Flash:
    key = "not_yours" if other.colleague else "nobody"
    return Flash(say(f"desk.wrong.{key}", who=other.colleague), True)


DONE = ("take", "sent", "waits", "unsure", "correct", "note", "pass", "finish")


def _flash() -> Flash | None:
    """What the address says was done; only known words, so that nobody can put others there."""
    done = request.args.get("done", "")
    if done == "failed":
        why = Delivery("failed", request.args.get("code", "")).why
        return Flash(say("desk.done.failed", why=why))
    return Flash(say(f"desk.done.{done}")) if done in DONE else None
