"""One person's conversation with the product, through its public face alone."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from handlers import Desk, Incoming, respond
from tests.shipped import desk as shipped_desk

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@cache
def desk() -> Desk:
    """The shipped answers behind the conversation."""
    return shipped_desk(7, hotline="12333")


class Broken(Exception):
    """The conversation failed on this message."""


class Chat:
    """One person's conversation; what is stored goes through JSON, as in the service."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.stored: dict[str, Any] | None = None

    def send(self, text: str) -> str:
        """The reply as the person sees it."""
        reply, self.stored = self._sent(text)
        return reply

    def look(self, text: str) -> str:
        """The reply that the text would get; nothing is kept of it."""
        return self._sent(text)[0]

    def _sent(self, text: str) -> tuple[str, dict[str, Any] | None]:
        stored = json.loads(json.dumps(self.stored))
        try:
            outcome = respond(Incoming(self.user, "text", text), stored, NOW, desk())
        except Exception as fault:
            raise Broken(text) from fault
        parts = [getattr(outcome.reply, name, "") for name in ("title", "description", "text")]
        return "\n".join(part for part in parts if part), outcome.session
