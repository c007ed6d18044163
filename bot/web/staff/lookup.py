"""The look-up page: one box, results while typing, one answer opened beside them."""

import re
from typing import cast

from flask import Response, abort, current_app, request

import handlers
from bot.storage.live_answers import Live, LiveCatalogue
from bot.web.services import services
from bot.web.staff.pages import blueprint, is_htmx, page
from bot.web.staff.search import Hit, browse, search
from replies.catalogue import Answer
from replies.wording import say, texts
from scoring import JsonObject

ALOUD, SENTENCES = 120, 3
"""Characters and sentences that are read to a caller."""
SHORTEST_QUESTION = 2
_SENTENCE = re.compile("[^。？]*[。？]?")


def live_catalogue() -> LiveCatalogue:
    return cast(LiveCatalogue, current_app.extensions["jifen_live"])


def live() -> Live:
    return live_catalogue().current()


@blueprint.get("/")
def lookup() -> Response:
    text = request.args.get("q", "").strip()
    now = live()
    said = reply_of_chat(now, text)
    hits = [marked(hit, text, said) for hit in search(now, text)]
    hits.sort(key=lambda hit: not hit.sure)
    answer = now.catalogue.get(request.args.get("open", "")) or (hits[0].answer if hits else None)
    values = {"hits": hits, "text": text, "answer": answer, "said": said, **_extras(now, answer)}
    if is_htmx():
        return page("lookup_results.html", **values)
    return page("lookup.html", topics=by_topic(now) if not text else [], **values)


@blueprint.get("/answers/<slug>/card")
def answer_card(slug: str) -> Response:
    """One answer: part of the look-up page, or a page of its own."""
    now = live()
    answer = now.catalogue.get(slug)
    if answer is None:
        abort(404)
    values = {"answer": answer, "text": request.args.get("q", "").strip(), **_extras(now, answer)}
    if is_htmx():
        return page("answer_card.html", **values)
    return page("lookup.html", hits=[], topics=[], said="", **values)


def reply_of_chat(now: Live, text: str) -> str:
    """What the chat replies to the text as somebody's first message; "" for what is no question."""
    if len(text) < SHORTEST_QUESTION or text.isascii():
        return ""
    incoming = handlers.Incoming("", "text", text[:300])
    desk = handlers.Desk(now.catalogue, now.router)
    reply = handlers.respond(incoming, None, services().clock(), desk).reply
    return reply.text if isinstance(reply, handlers.Text) else ""


def marked(hit: Hit, text: str, said: str) -> Hit:
    """The hit, sure only if the chat's own reply holds the answer's words."""
    return hit._replace(sure=bool(said) and hit.answer.reply_to(text) in said)


def by_topic(now: Live) -> list[tuple[str, list[Hit]]]:
    """All answers under the headings of their topics."""
    groups: dict[str, list[Hit]] = {}
    for hit in browse(now):
        key = f"staff.topics.{hit.answer.topic}"
        groups.setdefault(say(key if key in texts() else "staff.topics.rest"), []).append(hit)
    return sorted(groups.items(), key=lambda pair: pair[0] == say("staff.topics.rest"))


def _confidence() -> dict[str, str]:
    return {level: say(f"staff.confidence.{level}") for level in ("high", "medium", "low")}


def _extras(now: Live, answer: Answer | None) -> JsonObject:
    if answer is None:
        return {"related": [], "aloud": "", "confidence": _confidence()}
    related = [found for slug in answer.related if (found := now.catalogue.get(slug))]
    return {"related": related, "aloud": aloud(answer), "confidence": _confidence()}


def aloud(answer: Answer) -> str:
    """What is read to a caller: the first sentences of the short reply, at most three."""
    said = ""
    for number, sentence in enumerate(_SENTENCE.findall(answer.short)):
        if number and (number >= SENTENCES or len(said) + len(sentence) > ALOUD):
            break
        said += sentence
    return said
