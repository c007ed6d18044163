"""The part of an edit's preview that shows which texts would be answered otherwise."""

from typing import cast

from flask import current_app

from bot.storage.comparisons import Comparison, Comparisons, Edits
from bot.web.staff.lookup import live
from replies.rerouting import CLARIFY, COMMAND, FALLBACK
from replies.wording import say

SHOWN = 200


def comparison(before: Edits, after: Edits) -> Comparison:
    """What publishing `after` over `before` would do, as far as it is known by now."""
    return cast(Comparisons, current_app.extensions["jifen_comparisons"]).look(before, after)


def place(target: str) -> str:
    """Where a route leads, in words."""
    if target.startswith(COMMAND):
        return say("staff.preview.command", name=target.removeprefix(COMMAND))
    if target in (CLARIFY, FALLBACK):
        return say("staff.preview.clarify" if target == CLARIFY else "staff.preview.fallback")
    answer = live().catalogue.get(target)
    return answer.title if answer else target
