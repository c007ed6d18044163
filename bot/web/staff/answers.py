"""Editing answers: form, preview of the routing, publishing, versions and the way back."""

import json
from typing import Any

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as WebResponse

from bot.storage.answer_versions import Conflict
from bot.storage.live_answers import Live
from bot.web.services import services
from bot.web.staff.answer_form import (
    SOURCES,
    Wrong,
    checked,
    form_of,
    labels,
    read_answer,
    wrong_of,
)
from bot.web.staff.lookup import live, live_catalogue
from bot.web.staff.pages import admins_only, blueprint, me, note, page
from bot.web.staff.preview import compare, warm
from bot.web.staff.typed import whole_number
from replies.catalogue import Answer, CatalogueError
from replies.router import Router
from replies.wording import say

ROWS_A_PAGE = 80
"""Answers in one page of the list, which keeps it light on a phone."""


@blueprint.get("/answers")
def answers() -> Response:
    now = live()
    version = live_catalogue().edits.get(now.version)
    rows = sorted(now.catalogue.answers, key=lambda a: (a.official is None, a.official, a.id))
    edited = set(version.answers) if version else set()
    pages = -(-len(rows) // ROWS_A_PAGE)
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    return page(
        "answers.html",
        rows=shown,
        total=len(rows),
        number=number,
        pages=pages,
        edited=edited,
        version=version,
    )


@blueprint.get("/answers/new")
@admins_only
def new_answer() -> Response:
    examples = request.args.getlist("example")[:40]
    return _form({"examples": "\n".join(e[:300] for e in examples)}, new=True)


@blueprint.get("/answers/<slug>/edit")
@admins_only
def edit_answer(slug: str) -> Response:
    answer = live().catalogue.get(slug)
    if answer is None:
        abort(404)
    return _form(form_of(answer))


def _form(
    form: dict[str, str], status: int = 200, wrong: Wrong | None = None, **more: Any
) -> Response:
    warm(live())
    titles = {answer.id: answer.title for answer in live().catalogue.answers}
    values = {"labels": labels(), "sources": SOURCES, "titles": titles, "new": False, **more}
    return page("answer_form.html", status, form=form, wrong=wrong, **values)


@blueprint.post("/answers/preview")
@admins_only
def preview_answer() -> Response:
    form = request.form.to_dict()
    new = bool(form.get("new"))
    try:
        answer = read_answer(form)
        if new and live().catalogue.get(answer.id):
            raise Wrong("id", say("staff.answer_wrong.id_taken"))
        return _preview(answer, new=new, digests=request.form.getlist("digest"))
    except Wrong as wrong:
        return _form(form, 422, wrong, new=new)


@blueprint.post("/answers/attach")
@admins_only
def attach_questions() -> WebResponse:
    """Questions of a group become examples of an answer; or the beginning of a new one."""
    form = request.form
    texts = [text.strip()[:300] for text in form.getlist("text") if text.strip()]
    slug = form.get("answer") or form.get("near") or ""
    answer = live().catalogue.get(slug)
    if form.get("do") == "new" and texts:
        return redirect(url_for("staff.new_answer", example=texts))
    if answer is None or not texts:
        return redirect(url_for("staff.question", digest=form.get("lead", "-"), missing=1))
    known = list(answer.raw.get("examples", []))
    raw = {**answer.raw, "examples": known + [t for t in texts if t not in known]}
    try:
        return _preview(checked(raw), digests=form.getlist("digest"))
    except Wrong as wrong:
        return _form({**form_of(answer), "examples": "\n".join(raw["examples"])}, 422, wrong)


def _preview(answer: Answer, new: bool = False, digests: list[str] | None = None) -> Response:
    now = live()
    after = _with(now, answer)
    logged = [each.text for each in services().store.questions.kept()]
    changes = compare(now, after, logged)
    titles = {each.id: each.title for each in after.catalogue.answers}
    return page(
        "answer_preview.html",
        answer=answer,
        before=now.catalogue.get(answer.id),
        new=new,
        changes=changes,
        worse=sum(change.worse for change in changes),
        titles=titles,
        raw=json.dumps(dict(answer.raw), ensure_ascii=False, default=str),
        base=now.version,
        digests=digests or [],
        fields=form_of(answer),
    )


def _with(now: Live, answer: Answer) -> Live:
    """The live answers with one more edit; `Wrong` when they do not fit together."""
    try:
        catalogue = now.catalogue.with_edits([answer])
    except CatalogueError as error:
        raise wrong_of(error) from None
    return Live(catalogue, Router(catalogue), -1)


@blueprint.post("/answers/publish")
@admins_only
def publish_answer() -> WebResponse:
    form, edits = request.form, live_catalogue().edits
    try:
        answer = checked(json.loads(form.get("raw", "")))
        live().catalogue.with_edits([answer])
    except (ValueError, TypeError, AttributeError, RecursionError):
        abort(400)
    base = whole_number(form.get("base", ""))
    version = None if base is None else edits.get(base)
    if base is None or version is None:
        abort(400)
    what = form.get("what", "").strip() or say("staff.answers.changed", title=answer.title)
    raw = json.loads(json.dumps(dict(answer.raw), default=str))
    changed = {**version.answers, answer.id: raw}
    try:
        number = edits.publish(base, changed, me().name, what, services().clock())
    except Conflict as conflict:
        return _form(form_of(answer), 409, Wrong("id", f"{conflict}。"))
    note("answer_publish", say("staff.audit_about.version", number=number, answer=answer.id))
    services().store.questions.dismiss(form.getlist("digest"))
    live_catalogue().refresh()
    return redirect(url_for("staff.versions", done=number))


@blueprint.get("/versions")
def versions() -> Response:
    history = live_catalogue().edits.history(100)
    titles = {answer.id: answer.title for answer in live().catalogue.answers}
    rows = []
    for number, version in enumerate(history):
        older = history[number + 1].answers if number + 1 < len(history) else {}
        both = version.answers.keys() | older.keys()
        changed = [s for s in sorted(both) if version.answers.get(s) != older.get(s)]
        rows.append((version, [titles.get(slug, slug) for slug in changed]))
    done = request.args.get("done", "")
    return page("versions.html", rows=rows, live=history[0].number, done=done)


@blueprint.post("/versions/rollback")
@admins_only
def roll_back() -> WebResponse:
    """Publish an older version again."""
    form, edits = request.form, live_catalogue().edits
    number, base = (whole_number(form.get(name, "")) for name in ("number", "base"))
    wanted = None if number is None else edits.get(number)
    if wanted is None or base is None:
        abort(404)
    where = (
        say("staff.answers.back", number=wanted.number)
        if wanted.number
        else say("staff.answers.back_shipped")
    )
    try:
        made = edits.publish(base, wanted.answers, me().name, where, services().clock())
    except Conflict:
        return redirect(url_for("staff.versions", done="conflict"))
    note("answer_rollback", say("staff.audit_about.version", number=made, answer=where))
    live_catalogue().refresh()
    return redirect(url_for("staff.versions", done=made))
