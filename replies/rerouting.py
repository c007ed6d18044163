"""What an edit of the answers would do to the routing: the texts that would go elsewhere.

Looked at are the examples of the answers that the edit changes, and the questions that the chat
could not answer lately. The other examples need no look: a known example leads to its own answer
before any evidence is weighed (`replies.router`). But a new example pulls the like questions of
other answers along: `alike` names those examples that no reader could tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from replies.catalogue import Catalogue
from replies.check import ALIKE_ACROSS
from replies.normalise import key_of
from replies.router import Route, Router

CLARIFY, FALLBACK = "@clarify", "@fallback"
COMMAND = "@command:"


@dataclass(frozen=True)
class RoutingChange:
    """One text that would be routed differently.

    `before` and `after` are an answer's id, `CLARIFY`, `FALLBACK` or `COMMAND` with its name;
    `home` is where the text's own entry leads, "" for a question that is nobody's example.
    """

    text: str
    home: str
    before: str
    after: str

    @property
    def worse(self) -> bool:
        """An example that would leave its own answer."""
        return bool(self.home) and self.before == self.home != self.after

    @property
    def better(self) -> bool:
        """An example that would come home."""
        return bool(self.home) and self.after == self.home != self.before


def target(route: Route) -> str:
    """Where a route leads, as in `RoutingChange`."""
    if route.decision == "answer" and route.answer:
        return route.answer
    if route.decision == "intent" and route.intent:
        return COMMAND + route.intent
    return CLARIFY if route.decision == "clarify" else FALLBACK


def compare(before: Router, after: Router, asked: Iterable[str]) -> list[RoutingChange]:
    """The texts whose route would change, the worse first."""
    old, new = homes(before.catalogue), homes(after.catalogue)
    home = old | new
    edited = {
        where
        for text in home
        for where in (old.get(text), new.get(text))
        if old.get(text) != new.get(text)
    }
    own = [text for text, where in home.items() if where in edited]
    found = []
    for text in dict.fromkeys([*own, *asked]):
        routes = target(before.route(text)), target(after.route(text))
        if routes[0] != routes[1]:
            found.append(RoutingChange(text, home.get(text, ""), *routes))
    return sorted(found, key=lambda change: (not change.worse, bool(change.home), change.text))


def alike(catalogue: Catalogue, own: str, added: Iterable[str]) -> list[tuple[str, str, str]]:
    """New examples of the answer `own` that are nearly an example of something else: the new
    example, the other one, and where the other one leads (as in `RoutingChange`)."""
    home = homes(catalogue)
    others = {text: key_of(text) for text, where in home.items() if where != own}
    found = []
    for text in added:
        near = process.extractOne(
            key_of(text), others, scorer=fuzz.ratio, score_cutoff=ALIKE_ACROSS
        )
        if near:
            found.append((text, near[2], home[near[2]]))
    return found


def homes(catalogue: Catalogue) -> dict[str, str]:
    """Every example of answers, commands and negatives, and where it should lead."""
    found = {text: FALLBACK for one in catalogue.negatives for text in one.examples}
    found |= {
        text: one.answer for one in catalogue.negatives if one.answer for text in one.examples
    }
    for intent in catalogue.intents:
        found |= dict.fromkeys(intent.exact + intent.examples, COMMAND + intent.name)
    for answer in catalogue.answers:
        found |= dict.fromkeys(answer.examples, answer.id)
    return found
