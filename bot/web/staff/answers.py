"""Editing answers: the list, the form, and the preview of what an edit would do."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as WebResponse

from bot.storage.answer_versions import Version
from bot.web.staff.answer_changes import KEYS, Raw, differences, merge, same
from bot.web.staff.answer_form import (
    LIMITS,
    SOURCES,
    Wrong,
    checked,
    form_of,
    labels,
    read_answer,
    take,
)
from bot.web.staff.error_pages import SHOWS_AGAIN
from bot.web.staff.guard import Expired, admins_only
from bot.web.staff.lookup import live_catalogue
from bot.web.staff.pages import blueprint, is_htmx, page
from bot.web.staff.preview import SHOWN, comparison, place
from bot.web.staff.proposal import Proposal, proposal, raw_in, states, version
from bot.web.staff.questions import chosen, show_question
from bot.web.staff.typed import whole_number
from replies.rerouting import alike
from replies.wording import say

ROWS_A_PAGE = 80
"""Answers in one page of the list, which keeps it light on a phone."""


@blueprint.get("/answers")
def answers() -> Response:
    now = live_catalogue().edits.live()
    wanted = request.args.get("q", "").strip()[:60]
    rows = sorted(states(now).answers, key=lambda a: (a.official is None, a.official, a.id))
    rows = [a for a in rows if not wanted or wanted in a.title + a.id + a.short + a.text]
    pages = -(-len(rows) // ROWS_A_PAGE)
    number = min(max(request.args.get("page", 1, type=int), 1), max(pages, 1))
    return page(
        "answers.html",
        rows=rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE],
        total=len(rows),
        number=number,
        pages=pages,
        edited=set(now.answers),
        version=now,
        wanted=wanted,
    )


@blueprint.get("/answers/new")
@admins_only
def new_answer() -> Response:
    examples = request.args.getlist("example")[:40]
    return show_form({"examples": "\n".join(e[:300] for e in examples)}, new=True)


@blueprint.get("/answers/<slug>/edit")
@admins_only
def edit_answer(slug: str) -> Response:
    now = live_catalogue().edits.live()
    answer = states(now).get(slug)
    if answer is None:
        abort(404)
    return show_form(form_of(answer), base=now.number)


def show_form(
    form: dict[str, str],
    status: int = 200,
    wrong: Wrong | None = None,
    base: int | None = None,
    **more: object,
) -> Response:
    """The form of one answer; `base` is the version that its fields come from."""
    if base is None:
        base = live_catalogue().edits.number()
    values = {
        "labels": labels(),
        "sources": SOURCES,
        "new": False,
        "late": False,
        "limits": LIMITS,
        **more,
    }
    return page("answer_form.html", status, form=form, wrong=wrong, base=base, **values)


@blueprint.post("/answers/preview")
@admins_only
def preview_answer() -> Response:
    """What the form would publish; a colleague's newer edit of the same answer is put together
    with it, and where both changed one field, the two are shown to choose from."""
    form = request.form.to_dict()
    new = bool(form.get("new"))
    now = live_catalogue().edits.live()
    base = whole_number(form.get("base", ""))
    began = version(base) if base is not None else now
    digests = request.form.getlist("digest")
    try:
        answer = read_answer(form)
        theirs = raw_in(now, answer.id)
        if new and theirs is not None:
            raise Wrong("id", say("staff.answer_wrong.id_taken"))
        chosen = [key for key in KEYS if form.get(f"take-{key}") == "theirs"]
        mine = take(answer.raw, theirs or {}, chosen)
        if began is None:
            began = now
        made = merge(raw_in(began, answer.id), mine, theirs)
        if made.clashes:
            return show_conflict(Proposal(answer.id, mine, began.number, tuple(digests)))
        wanted = Proposal(answer.id, checked(made.raw).raw, now.number, tuple(digests))
        wanted.check(now)
        return show_preview(wanted, new=new, taken=made.taken)
    except Wrong as wrong:
        return show_form(form, 422, wrong, base=base, new=new)


@admins_only
def _late() -> Response:
    """What was typed, in the form again; nothing is done with it."""
    form = request.form.to_dict()
    base = whole_number(form.get("base", ""))
    return show_form(form, Expired.code, base=base, new=bool(form.get("new")), late=True)


SHOWS_AGAIN["staff.preview_answer"] = _late


def show_conflict(mine: Proposal) -> Response:
    """Both texts of each field that two people changed; the live version becomes the new base."""
    now = live_catalogue().edits.live()
    theirs = raw_in(now, mine.slug)
    made = merge(raw_in(version(mine.base), mine.slug), mine.raw or {}, theirs)
    rows = [
        {
            "key": key,
            "theirs": next((d for d in differences(made.raw, theirs) if d.key == key), None),
        }
        for key in made.clashes
    ]
    history = live_catalogue().edits.history(50)
    changed = next((v for v in history if mine.slug in v.answers), now)
    return page(
        "answer_conflict.html",
        409,
        rows=rows,
        labels=labels(),
        fields=form_of(checked(made.raw)),
        base=now.number,
        who=changed.who,
        when=changed.when,
        digests=mine.digests,
    )


@blueprint.post("/answers/attach")
@admins_only
def attach_questions() -> WebResponse:
    """Questions of a group become examples of an answer; or the beginning of a new one."""
    form = request.form
    texts = [text.strip()[:300] for text in form.getlist("text") if text.strip()]
    slug = form.get("answer") or form.get("near") or ""
    now = live_catalogue().edits.live()
    answer = states(now).get(slug)
    if form.get("do") == "new" and texts:
        return redirect(url_for("staff.new_answer", example=texts))
    if answer is None or not texts:
        group = chosen(form.getlist("digest"))
        return show_question(group, missing=True) if group else abort(404)
    known = list(answer.raw.get("examples", []))
    raw = {**answer.raw, "examples": known + [t for t in texts if t not in known]}
    try:
        wanted = proposal(checked(raw).raw, now.number, form.getlist("digest"))
        wanted.check(now)
        return show_preview(wanted)
    except Wrong as wrong:
        filled = {**form_of(answer), "examples": "\n".join(raw["examples"])}
        return show_form(filled, 422, wrong, base=now.number)


def show_preview(
    wanted: Proposal,
    status: int = 200,
    *,
    new: bool = False,
    taken: tuple[str, ...] = (),
    waiting: bool = False,
) -> Response:
    """What changes in the answer and in the routing, and the button that publishes it.

    `taken` are the fields that a colleague changed meanwhile, `waiting`: it was to be published
    before the comparison had ended.
    """
    now = version(wanted.base)
    assert now is not None
    before = raw_in(now, wanted.slug)
    after = states(now).get(wanted.slug) if wanted.raw is None else checked(wanted.raw)
    return page(
        "answer_preview.html",
        status,
        answer=after,
        differences=differences(before, wanted.raw),
        unchanged=same(before, wanted.raw),
        wanted=wanted,
        new=new or before is None,
        labels=labels(),
        taken=taken,
        waiting=waiting,
        compared=comparison(now.answers, wanted.over(now)),
        alike=_alike(now, wanted, before),
        place=place,
        most=SHOWN,
    )


def _alike(now: Version, wanted: Proposal, before: Raw | None) -> list[tuple[str, str, str]]:
    known = set((before or {}).get("examples", []))
    added = [each for each in (wanted.raw or {}).get("examples", []) if each not in known]
    return alike(states(now), wanted.slug, added)


@blueprint.post("/answers/compared")
@admins_only
def compared_answer() -> Response:
    """How far the comparison is: a part of the preview, or the whole without scripts."""
    wanted = Proposal.sent()
    now = version(wanted.base) if wanted else None
    if wanted is None or now is None:
        abort(400)
    if not is_htmx():
        return show_preview(wanted)
    found = comparison(now.answers, wanted.over(now))
    return page("answer_compared.html", compared=found, place=place, most=SHOWN, wanted=wanted)
