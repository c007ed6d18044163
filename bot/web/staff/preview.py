"""What an edit would do to the routing, before it is published."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.storage.live_answers import Live
from replies.catalogue import Catalogue
from replies.router import Route
from replies.wording import say


@dataclass(frozen=True)
class RoutingChange:
    """One text that would be routed differently. `home`: the answer whose example it is, if any."""

    text: str
    home: str
    before: str
    after: str

    @property
    def worse(self) -> bool:
        """A known example that would leave its own answer."""
        return bool(self.home) and self.before == self.home != self.after

    @property
    def better(self) -> bool:
        return bool(self.home) and self.after == self.home != self.before


def target(route: Route) -> str:
    """Where a route leads, as one word: an answer's id, or the decision in brackets."""
    if route.decision == "answer" and route.answer:
        return route.answer
    if route.decision == "intent":
        return say("staff.preview.command", name=route.intent)
    return (
        say("staff.preview.clarify")
        if route.decision == "clarify"
        else say("staff.preview.fallback")
    )


def examples_of(catalogue: Catalogue) -> dict[str, str]:
    """Every example of every answer, and whose it is."""
    return {example: answer.id for answer in catalogue.answers for example in answer.examples}


def compare(before: Live, after: Live, logged: Iterable[str]) -> list[RoutingChange]:
    """Known examples and logged questions whose route would change, the worse first."""
    home = examples_of(before.catalogue) | examples_of(after.catalogue)
    texts = dict.fromkeys([*home, *logged])
    known = _known(before)
    found = []
    for text in texts:
        if text not in known:
            known[text] = target(before.router.route(text))
        now = target(after.router.route(text))
        if now != known[text]:
            found.append(RoutingChange(text, home.get(text, ""), known[text], now))
    return sorted(found, key=lambda c: (not c.worse, bool(c.home), c.text))


def warm(live: Live) -> None:
    """Begin to route the known examples while the editor still writes: the preview waits less."""
    if not _known(live):
        threading.Thread(target=_fill, args=(live,), daemon=True).start()


def _fill(live: Live) -> None:
    known = _known(live)
    for number, text in enumerate(examples_of(live.catalogue)):
        if text not in known:
            known[text] = target(live.router.route(text))
        if number % 10 == 0:
            time.sleep(0.001)  # messages of the chat go first


@lru_cache(maxsize=2)
def _known(live: Live) -> dict[str, str]:
    """The routes of the live router by text, filled as they are asked for."""
    del live
    return {}
