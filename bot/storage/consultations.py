"""A conversation that an applicant has opened for one member of staff by reading out a code."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.effects import own
from replies.wording import say


@dataclass(frozen=True)
class Opened:
    """The right of `name` to see and correct the conversation of `who` for half an hour."""

    token: str
    who: str
    name: str

    @property
    def label(self) -> str:
        """How the log names the conversation: not who it is, but the same for the same person."""
        return say("staff.consult.label", who=self.who[:8])


class Consultations:
    """Redeems codes and keeps what they have opened."""

    def __init__(self, client: Client) -> None:
        self._redis: Any = client

    def redeem(self, code: str, name: str, now: datetime) -> Opened | None:
        """Use a code up; None for one that is unknown, expired or used."""
        who = self._redis.getdel(keys.code(code))
        if who is None:
            return None
        found = Opened(secrets.token_urlsafe(12), who.decode(), name)
        key = keys.opened(found.token)
        stored = json.dumps({"who": found.who, "name": name})
        self._redis.set(key, stored, ex=keys.OPENED_SECONDS)
        # erasing the person ends this too
        self._redis.execute_command(*own(found.who, key, keys.OPENED_SECONDS, now))
        return found

    def find(self, token: str, name: str) -> Opened | None:
        """What this member of staff has opened; nobody else's."""
        raw = self._redis.get(keys.opened(token[:40]))
        stored = json.loads(raw) if raw else {}
        return Opened(token, stored["who"], name) if stored.get("name") == name else None
