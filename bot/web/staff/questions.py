"""The page of questions that the chat could not answer well."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from bot.storage.questions import MOST, REASONS, grouped
from bot.web.services import services
from bot.web.staff.lookup import live
from bot.web.staff.pages import admins_only, blueprint, note, page
from bot.web.staff.typed import whole_number
from replies.wording import say

PAGE = 30


def _reasons() -> dict[str, str]:
    """Why a question is kept, by its code."""
    return {why: say(f"staff.reason.{why}") for why in REASONS}


@blueprint.get("/questions")
def questions() -> Response:
    why = request.args.get("why", "")
    found = services().store.questions.kept()
    if why in REASONS:
        found = [each for each in found if each.times.get(why)]
    groups = grouped(found)
    at = max(whole_number(request.args.get("page", "")) or 1, 1)
    shown = groups[(at - 1) * PAGE : at * PAGE]
    note("question_look", say("staff.audit_about.page", number=at))
    return page(
        "questions.html",
        groups=shown,
        count=len(groups),
        at=at,
        pages=-(-len(groups) // PAGE),
        why=why,
        reasons=_reasons(),
        titles={answer.id: answer.title for answer in live().catalogue.answers},
        done=request.args.get("done", ""),
    )


@blueprint.get("/questions/<digest>")
@admins_only
def question(digest: str) -> Response:
    """One group, to be attached to an answer."""
    groups = grouped(services().store.questions.kept())
    found = next((g for g in groups if any(m.digest == digest for m in g.members)), None)
    if found is None:
        abort(404)
    now = live()
    near = [now.catalogue.get(c.answer) for c in now.router.route(found.lead.text).candidates]
    return page(
        "question.html",
        group=found,
        near=[answer for answer in near if answer],
        answers=sorted(now.catalogue.answers, key=lambda a: (a.official or 99, a.id)),
        reasons=_reasons(),
        missing=request.args.get("missing", ""),
    )


@blueprint.post("/questions/dismiss")
@admins_only
def dismiss_questions() -> Answer:
    count = services().store.questions.dismiss(request.form.getlist("digest")[:MOST])
    note("question_dismiss", say("staff.audit_about.count", count=count))
    return redirect(url_for("staff.questions", done=count))
