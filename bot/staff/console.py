"""The console as the app registers it: the blueprint with all its pages."""

from typing import Any

from flask import Flask

from bot.live import LiveCatalogue
from bot.services import Services
from bot.staff import answers, caller, consult, entry, lookup, numbers, people, questions, words
from bot.staff.web import blueprint
from replies.sheet import distance_line

__all__ = [
    "answers",
    "blueprint",
    "caller",
    "consult",
    "entry",
    "init_app",
    "lookup",
    "numbers",
    "people",
    "questions",
]


def init_app(app: Flask, parts: Services) -> None:
    """Show the same answers as the chat; with a conversation that has none, the live ones."""
    found: Any = getattr(parts.brain, "live", None)
    app.extensions["jifen_live"] = found or LiveCatalogue(parts.store.client)
    for word in (words.pairs_of, distance_line, words.chance_words):
        app.jinja_env.globals[word.__name__] = word
