"""The pages of questions that the chat could not answer well."""

from collections import Counter
from collections.abc import Iterable

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from bot.storage.questions import REASONS, Asked, QuestionGroup, grouped, plain
from bot.web.services import services
from bot.web.staff.guard import admins_only
from bot.web.staff.lookup import live
from bot.web.staff.pages import blueprint, note, page
from bot.web.staff.typed import whole_number
from replies.wording import say

PAGE = 30
DEALT_WITH = "done"
"""The filter that shows what has been dealt with."""


def _reasons() -> dict[str, str]:
    """Why a question is kept, by its code."""
    return {why: say(f"staff.reason.{why}") for why in REASONS}


@blueprint.get("/questions")
def questions() -> Response:
    why, wanted = request.args.get("why", ""), request.args.get("q", "").strip()[:60]
    found = services().store.questions.kept(dealt_with=why == DEALT_WITH)
    if why in REASONS:
        found = [each for each in found if each.times.get(why)]
    if wanted:
        found = [each for each in found if plain(wanted) in plain(each.text)]
    groups = grouped(found)
    pages = max(-(-len(groups) // PAGE), 1)
    at = min(max(whole_number(request.args.get("page", "")) or 1, 1), pages)
    note("question_look", say("staff.audit_about.page", number=at))
    return page(
        "questions.html",
        groups=[(group, thumbs_down(group)) for group in groups[(at - 1) * PAGE : at * PAGE]],
        count=len(groups),
        asked=len(found),
        at=at,
        pages=pages,
        why=why,
        wanted=wanted,
        reasons=_reasons(),
        dealt_with=DEALT_WITH,
        titles={answer.id: answer.title for answer in live().catalogue.answers},
        done=request.args.get("done", ""),
        back=request.args.get("back", ""),
    )


def thumbs_down(group: QuestionGroup) -> list[tuple[str, int]]:
    """What people said was wrong with the answer, in words, the most frequent first."""
    said = sum((Counter(each.reasons) for each in group.members), Counter[str]())
    return [(say(f"chat.free.reason.{name}"), times) for name, times in said.most_common()]


@blueprint.get("/questions/<digest>")
@admins_only
def question(digest: str) -> Response:
    """One group, to be attached to an answer."""
    groups = grouped(services().store.questions.kept())
    found = next((g for g in groups if any(m.digest == digest for m in g.members)), None)
    if found is None:
        abort(404)
    return show_question(found)


@blueprint.post("/questions/chosen")
@admins_only
def chosen_questions() -> Answer:
    """Several groups as one, to be attached together."""
    found = chosen(_digests())
    if found is None:
        return redirect(url_for("staff.questions", done=0))
    return show_question(found)


def chosen(digests: Iterable[str]) -> QuestionGroup | None:
    """The questions with these digests as one group; None when none of them is kept any more."""
    wanted = set(digests)
    store = services().store.questions
    kept = [each for each in store.kept() if each.digest in wanted]
    return (
        QuestionGroup(sorted(kept, key=lambda each: (-each.total, each.digest))) if kept else None
    )


def show_question(group: QuestionGroup, *, missing: bool = False) -> Response:
    """The questions of a group, the answers that may be meant, and what to do with them."""
    now = live()
    return page(
        "question.html",
        group=group,
        said=thumbs_down(group),
        near=[answer for slug in _near(group.members) if (answer := now.catalogue.get(slug))],
        answers=sorted(now.catalogue.answers, key=lambda a: (a.official or 99, a.id)),
        missing=missing,
    )


def _near(members: Iterable[Asked]) -> list[str]:
    """The answers that come nearest to the most frequent questions, and those that were offered."""
    shown = list(members)[:5]
    routed = (c.answer for each in shown for c in live().router.route(each.text).candidates)
    return list(dict.fromkeys([*routed, *(slug for each in shown for slug in each.offered)]))[:6]


def _digests() -> list[str]:
    """The questions that were ticked: each box holds the digests of its whole group."""
    return [each for value in request.form.getlist("digest") for each in value.split(",") if each]


@blueprint.post("/questions/dismiss")
@admins_only
def dismiss_questions() -> Answer:
    """Deal with the ticked groups without an answer."""
    count = services().store.questions.dismiss(_digests())
    note("question_dismiss", say("staff.audit_about.count", count=count))
    return redirect(url_for("staff.questions", done=count))


@blueprint.post("/questions/restore")
@admins_only
def restore_questions() -> Answer:
    """Put the ticked groups back among those to be dealt with."""
    count = services().store.questions.restore(_digests())
    note("question_restore", say("staff.audit_about.count", count=count))
    return redirect(url_for("staff.questions", back=count))
