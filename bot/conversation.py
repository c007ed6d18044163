"""The real conversation behind `bot.brain.Brain`: the answers, the router, the state machine."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from replies.paging import pages

import handlers
from bot.settings import Settings
from handlers.messages import Incoming, Outcome
from replies.catalogue import Catalogue
from replies.router import Router


@dataclass
class Conversation:
    """`catalogue` and `router` may be replaced while running (staff edits)."""

    catalogue: Catalogue
    router: Router
    hotline: str
    handoff: bool
    rng: random.Random

    @classmethod
    def load(cls, settings: Settings) -> "Conversation":
        """Load the answers and train the router."""
        catalogue = Catalogue.load()
        # Consult codes open conversations: they must not be predictable.
        return cls(
            catalogue, Router(catalogue), settings.hotline, settings.handoff, random.SystemRandom()
        )

    def respond(
        self,
        incoming: Incoming,
        session: dict[str, Any] | None,
        now: datetime,
        case: dict[str, Any] | None,
    ) -> Outcome:
        desk = handlers.Desk(
            catalogue=self.catalogue,
            router=self.router,
            hotline=self.hotline,
            handoff=self.handoff,
            rng=self.rng,
            case=case,
        )
        return handlers.respond(incoming, session, now, desk)

    def case_code(self, text: str) -> str | None:
        return handlers.case_code(text)

    def answer_alone(self, text: str) -> str | None:
        route = self.router.route(text)
        answer = self.catalogue.get(route.answer) if route.answer else None
        return pages(answer.text)[0] if answer and route.decision == "answer" else None
