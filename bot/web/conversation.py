"""The real conversation behind `Brain`: the answers, the router, the state machine."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import handlers
from bot.runtime.redis_client import Client
from bot.runtime.settings import Settings
from bot.storage.live_answers import LiveCatalogue, shipped
from handlers.messages import Incoming, Outcome
from replies.paging import pages


@dataclass
class Conversation:
    """Answers with the newest published answers (`live`)."""

    live: LiveCatalogue
    settings: Settings
    rng: random.Random

    @classmethod
    def load(cls, settings: Settings, client: Client | None = None) -> "Conversation":
        """Load the answers and train the router. Without a client: the shipped answers alone."""
        shipped()
        # Consult codes open conversations: they must not be predictable.
        rng = random.SystemRandom()
        return cls(LiveCatalogue(client), settings, rng)

    def respond(
        self,
        incoming: Incoming,
        session: dict[str, Any] | None,
        now: datetime,
        case: dict[str, Any] | None,
    ) -> Outcome:
        live = self.live.current()
        desk = handlers.Desk(
            catalogue=live.catalogue,
            router=live.router,
            hotline=self.settings.hotline,
            hours=self.settings.hotline_hours,
            handoff=self.settings.handoff,
            rng=self.rng,
            case=case,
        )
        return handlers.respond(incoming, session, now, desk)

    def case_code(self, text: str) -> str | None:
        return handlers.case_code(text)

    def answer_alone(self, text: str) -> str | None:
        live = self.live.current()
        route = live.router.route(text)
        answer = live.catalogue.get(route.answer) if route.answer else None
        return pages(answer.text)[0] if answer and route.decision == "answer" else None
