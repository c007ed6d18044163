"""The console as the app registers it: the blueprint with all its pages."""

from typing import Any

from flask import Flask

from bot.storage.comparisons import Comparisons
from bot.storage.live_answers import LiveCatalogue
from bot.web.services import Services
from bot.web.staff import (
    accounts,
    answers,
    caller,
    consult,
    desk,
    login,
    lookup,
    numbers,
    publishing,
    questions,
    second_factor,
    words,
)
from bot.web.staff.highlight import highlight
from bot.web.staff.pages import blueprint
from replies.wording import (
    assumption_lines,
    brings,
    contradiction_lines,
    missing_lines,
    place_text,
)

__all__ = [
    "accounts",
    "answers",
    "blueprint",
    "caller",
    "consult",
    "desk",
    "init_app",
    "login",
    "lookup",
    "numbers",
    "publishing",
    "questions",
    "second_factor",
]


def init_app(app: Flask, parts: Services) -> None:
    """Show the same answers as the chat; with a conversation that has none, the live ones."""
    found: Any = getattr(parts.brain, "live", None)
    app.extensions["jifen_live"] = found or LiveCatalogue(parts.store.client)
    store = parts.store
    app.extensions["jifen_comparisons"] = Comparisons(store.client, store.seal, store.questions)
    shown = (assumption_lines, contradiction_lines, place_text, brings, missing_lines)
    own = (highlight, desk.waiting_count, words.pairs_of, words.coming_words, words.minute)
    for word in (*own, *shown):
        app.jinja_env.globals[word.__name__] = word
