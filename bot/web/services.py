"""What a request may use, made once per process and reached with `services()`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast

from flask import current_app

from bot.runtime.clock import beijing_now
from bot.runtime.settings import Settings
from bot.storage.turns import Store
from bot.web.leaving import Leaving
from bot.web.limits import Limits
from bot.web.links import Links
from bot.wechat.account_api import AccountApi
from bot.wechat.envelope import Envelope
from handlers import Incoming, Outcome, Reply
from scoring import JsonObject


class Brain(Protocol):
    """What the webhook needs of the conversation; tests bring simpler ones."""

    def respond(
        self,
        incoming: Incoming,
        session: JsonObject | None,
        now: datetime,
        case: JsonObject | None,
    ) -> Outcome:
        """What one message leads to."""

    def case_code(self, text: str) -> str | None:
        """The code of a staff case, when the text asks for one."""

    def answer_alone(self, incoming: Incoming, now: datetime) -> Reply | None:
        """What can be said without any memory; None: nothing."""


@dataclass
class Services:
    """The parts of one running bot. `clock` gives an aware Beijing time."""

    settings: Settings
    store: Store
    brain: Brain
    envelope: Envelope
    links: Links
    clock: Callable[[], datetime] = beijing_now
    leaving: Leaving = field(default_factory=Leaving)
    limits: Limits = field(default_factory=Limits)
    api: AccountApi | None = None
    """The account's API, where its AppSecret is set."""


def services() -> Services:
    """The parts of the app that answers the current request."""
    return cast(Services, current_app.extensions["jifen"])
