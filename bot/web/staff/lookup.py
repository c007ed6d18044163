"""The look-up page: one box, results while typing, one answer opened beside them."""

from typing import Any, cast

from flask import Response, abort, current_app, request

from bot.storage.live_answers import Live, LiveCatalogue
from bot.web.staff.pages import blueprint, is_htmx, page
from bot.web.staff.search import browse, search
from replies.catalogue import Answer
from replies.wording import say

SHORT_FORM = 120


def live_catalogue() -> LiveCatalogue:
    return cast(LiveCatalogue, current_app.extensions["jifen_live"])


def live() -> Live:
    return live_catalogue().current()


@blueprint.get("/")
def lookup() -> Response:
    text = request.args.get("q", "").strip()
    now = live()
    hits = search(now, text)
    answer = now.catalogue.get(request.args.get("open", "")) or (hits[0].answer if hits else None)
    values = {"hits": hits, "text": text, "answer": answer, **_extras(now, answer)}
    if is_htmx():
        return page("lookup_results.html", **values)
    return page("lookup.html", all=browse(now), **values)


@blueprint.get("/answers/<slug>/card")
def answer_card(slug: str) -> Response:
    """One answer: part of the look-up page, or a page of its own."""
    now = live()
    answer = now.catalogue.get(slug)
    if answer is None:
        abort(404)
    values = {"answer": answer, "text": "", **_extras(now, answer)}
    if is_htmx():
        return page("answer_card.html", **values)
    return page("lookup.html", hits=[], all=browse(now), **values)


def _confidence() -> dict[str, str]:
    return {level: say(f"staff.confidence.{level}") for level in ("high", "medium", "low")}


def _extras(now: Live, answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {"related": [], "aloud": "", "confidence": _confidence()}
    related = [found for slug in answer.related if (found := now.catalogue.get(slug))]
    return {"related": related, "aloud": aloud(answer), "confidence": _confidence()}


def aloud(answer: Answer) -> str:
    """读给来电者: the first sentences of the short reply, without signs that cannot be spoken."""
    text = answer.short.replace("「", "").replace("」", "").replace("\n", "")
    said = ""
    for part in text.replace("？", "？\0").replace("。", "。\0").split("\0"):
        if said and len(said) + len(part) > SHORT_FORM:
            break
        said += part
    return said
