"""Publishing an edit, the versions of the answers, and the ways back."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as WebResponse

from bot.storage.answer_versions import Conflict, Version
from bot.storage.comparisons import Edits
from bot.web.services import services
from bot.web.staff.answer_changes import differences, same
from bot.web.staff.answer_form import Wrong, checked, form_of
from bot.web.staff.answers import show_conflict, show_form, show_preview
from bot.web.staff.guard import admins_only, own_password_first
from bot.web.staff.lookup import live_catalogue
from bot.web.staff.pages import blueprint, me, note, page
from bot.web.staff.preview import comparison
from bot.web.staff.proposal import Proposal, raw_in, states, version
from bot.web.staff.typed import whole_number
from replies.wording import say

TRIES = 3
"""How often a publication is tried again because somebody published another answer in between."""


@blueprint.post("/answers/publish")
@admins_only
@own_password_first
def publish_answer() -> WebResponse:
    """An edit goes live, over whatever colleagues have done to *other* answers meanwhile."""
    wanted = Proposal.sent()
    if wanted is None:
        abort(400)
    edits = live_catalogue().edits
    for _ in range(TRIES):
        now = edits.live()
        if not same(raw_in(now, wanted.slug), raw_in(version(wanted.base), wanted.slug)):
            return show_conflict(wanted)
        try:
            wanted.check(now)
        except Wrong as wrong:
            return _not_fitting(wanted, wrong)
        if not _looked_at(now, wanted):
            return show_preview(wanted, 409, waiting=True)
        try:
            number = _publish(now, wanted.over(now), _what(wanted, now))
        except Conflict:
            continue
        note("answer_publish", say("staff.audit_about.version", number=number, answer=wanted.slug))
        services().store.questions.dismiss(wanted.digests)
        return redirect(url_for("staff.versions", done=number, answer=wanted.slug))
    return abort(503)


def _looked_at(now: Version, wanted: Proposal) -> bool:
    """Whether the comparison has ended, or staff chose not to wait for it."""
    found = comparison(now.answers, wanted.over(now))
    return found.done or found.failed or bool(request.form.get("unwaited"))


def _not_fitting(wanted: Proposal, wrong: Wrong) -> Response:
    """Back to the form: a colleague's answer has taken an example, say."""
    if wanted.raw is None:
        return show_preview(wanted, 409)
    return show_form(form_of(checked(wanted.raw)), 409, wrong, base=wanted.base)


def _what(wanted: Proposal, now: Version) -> str:
    if told := request.form.get("what", "").strip():
        return told
    raw = wanted.raw or raw_in(now, wanted.slug) or {}
    return say("staff.answers.changed", title=raw.get("title", wanted.slug))


def _publish(now: Version, answers: Edits, what: str) -> int:
    number = live_catalogue().edits.publish(
        now.number, answers, me().name, what, services().clock()
    )
    live_catalogue().refresh_soon()
    return number


@blueprint.get("/answers/<slug>/history")
def answer_history(slug: str) -> Response:
    """The states of one answer, the newest first, each with what it changed."""
    history = live_catalogue().edits.history()
    rows = []
    for number, each in enumerate(history):
        older = history[number + 1] if number + 1 < len(history) else None
        here = raw_in(each, slug)
        before = raw_in(older, slug) if older else None
        if (here and older is None) or not same(here, before):
            rows.append((each, differences(before, here) if older else [], here is not None))
    if not rows:
        abort(404)
    now = raw_in(history[0], slug)
    title = (now or raw_in(rows[0][0], slug) or {}).get("title", slug)
    return page("answer_history.html", rows=rows, slug=slug, title=title, now=now)


@blueprint.post("/answers/<slug>/restore")
@admins_only
def restore_answer(slug: str) -> WebResponse:
    """Preview an older state of one answer, to be published again; or its removal, where the older
    version did not have it."""
    number = whole_number(request.form.get("number", ""))
    wanted = None if number is None else version(number)
    if wanted is None:
        abort(404)
    now = live_catalogue().edits.live()
    if raw_in(now, slug) is None and raw_in(wanted, slug) is None:
        abort(404)
    raw = raw_in(wanted, slug)
    try:
        back = Proposal(slug, None if raw is None else checked(raw).raw, now.number)
        back.check(now)
    except Wrong as wrong:
        return show_form(form_of(checked(raw or {})), 422, wrong)
    return show_preview(back)


@blueprint.get("/versions")
def versions() -> Response:
    history = live_catalogue().edits.history(100)
    titles = {answer.id: answer.title for answer in states(history[0]).answers}
    rows = []
    for number, each in enumerate(history):
        older = history[number + 1] if number + 1 < len(history) else None
        rows.append((each, [(s, titles.get(s, s)) for s in _changed(each, older)]))
    args = request.args
    return page(
        "versions.html", rows=rows, live=history[0].number, done=args.get("done", ""),
        answer=args.get("answer", ""),
    )  # fmt: skip


def _changed(one: Version, other: Version | None) -> list[str]:
    """The answers that differ between two versions."""
    older = other.answers if other else {}
    both = sorted(one.answers.keys() | older.keys())
    return [slug for slug in both if one.answers.get(slug) != older.get(slug)]


@blueprint.get("/versions/<int:number>/rollback")
@admins_only
def ask_roll_back(number: int) -> Response:
    """What going back to a whole version would change, before it is done."""
    wanted, now = version(number), live_catalogue().edits.live()
    if wanted is None:
        abort(404)
    rows = [
        (slug, raw.get("title", slug), differences(raw_in(now, slug), raw_in(wanted, slug)))
        for slug in _changed(wanted, now)
        if (raw := raw_in(wanted, slug) or raw_in(now, slug))
    ]
    return page("rollback.html", wanted=wanted, base=now.number, rows=rows)


@blueprint.post("/versions/rollback")
@admins_only
@own_password_first
def roll_back() -> WebResponse:
    """Publish an older version again, all answers of it."""
    number, base = (whole_number(request.form.get(name, "")) for name in ("number", "base"))
    wanted = None if number is None else version(number)
    now = None if base is None else version(base)
    if wanted is None or now is None:
        abort(404)
    where = (
        say("staff.answers.back", number=wanted.number)
        if wanted.number
        else say("staff.answers.back_shipped")
    )
    try:
        made = _publish(now, wanted.answers, where)
    except Conflict:
        return redirect(url_for("staff.versions", done="conflict"))
    note("answer_rollback", say("staff.audit_about.version", number=made, answer=where))
    return redirect(url_for("staff.versions", done=made))
