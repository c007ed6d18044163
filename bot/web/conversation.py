"""The real conversation behind `Brain`: the answers, the router, the state machine."""

import logging
import random
from dataclasses import dataclass, field, replace
from datetime import datetime

import handlers
from bot.runtime.redis_client import Client
from bot.runtime.settings import Settings
from bot.storage.live_answers import Live, LiveCatalogue, shipped
from handlers import (
    Context,
    Incoming,
    Outcome,
    Reply,
    Text,
    acts_as_json,
    application_year,
    understand,
)
from replies.glossary import explain
from replies.wording import pages
from scoring import JsonObject

log = logging.getLogger("jifen")

MEMORYLESS = {"menu", "human", "help"}
"""Commands whose reply is the same for everybody."""


@dataclass
class Conversation:
    """Answers with the newest published answers (`live`)."""

    live: LiveCatalogue
    settings: Settings
    rng: random.Random
    _made: dict[bool, handlers.Desk] = field(default_factory=dict, init=False, repr=False)
    """The desk without a case, with and without memory."""

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
        session: JsonObject | None,
        now: datetime,
        case: JsonObject | None,
        *,
        memory: bool = True,
    ) -> Outcome:
        """`memory`: whether anything will be kept; without it nobody can stand in a queue."""
        desk = self._desk(self.live.current(), memory)
        if case is not None:
            desk = replace(desk, case=case)
        try:
            return handlers.respond(incoming, session, now, desk)
        except Exception as error:
            if (good := handlers.repaired(session, now.date())) is None:
                raise
            log.error("stored facts cannot be read (%s): dropped", type(error).__name__)
            return handlers.respond(incoming, good, now, desk)

    def _desk(self, live: Live, memory: bool) -> handlers.Desk:
        """What all messages share while the same answers are live."""
        made = self._made.get(memory)
        if made is None or made.router is not live.router:
            made = handlers.Desk(
                catalogue=live.catalogue,
                router=live.router,
                hotline=self.settings.hotline,
                hours=self.settings.hotline_hours,
                handoff=self.settings.handoff,
                staffed=memory and self.settings.staffed,
                pushes=self.settings.can_push,
                rng=self.rng,
                copies_days=self.settings.days_of_copies,
            )
            self._made[memory] = made
        return made

    def case_code(self, text: str) -> str | None:
        return handlers.case_code(text)

    def answer_alone(self, incoming: Incoming, now: datetime) -> Reply | None:
        """What can be said without memory: a sure answer to a question, the menu, a human.

        An answer to a step of the conversation is never taken for a question: what holds a fact,
        a choice or anything but questions gets None.
        """
        if handlers.command_of_event(incoming.event_key) in MEMORYLESS:
            return self.respond(incoming, None, now, None, memory=False).reply
        text = incoming.text
        if not text:
            return None
        live = self.live.current()
        today = now.date()
        acts = acts_as_json(understand(text, Context(today, application_year(today))))
        kinds = {str(act["act"]) for act in acts}
        if kinds == {"command"} and {str(act["name"]) for act in acts} <= MEMORYLESS:
            return self.respond(incoming, None, now, None, memory=False).reply
        if kinds != {"ask"}:
            return None
        if meaning := explain(text):
            return Text(meaning)
        route = live.router.route(text)
        answer = live.catalogue.get(route.answer) if route.answer else None
        sure = answer if route.decision == "answer" else None
        return Text(pages(sure.text)[0]) if sure else None
