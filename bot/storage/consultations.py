"""A conversation that an applicant has opened for one member of staff by reading out a code."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.runtime.redis_commands import commands
from bot.storage import keys
from bot.storage.sealing import Purpose
from bot.storage.turns import Store
from replies.wording import say


@dataclass(frozen=True)
class Opened:
    """The right of `name` to see and correct the conversation of `who` for half an hour.

    `born` names the life of the record: an erase ends it, and with it the right.
    """

    token: str
    who: str
    born: str
    name: str

    @property
    def label(self) -> str:
        """How the log names the conversation: not who it is, but the same until it is erased."""
        return say("staff.consult.label", who=self.born)


class Consultations:
    """Redeems codes and keeps what they have opened."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._redis = commands(store.client)

    def redeem(self, code: str, name: str, now: datetime) -> Opened | None:
        """Use a code up; None for one that is unknown, expired, used or replaced by a newer one."""
        key = keys.code(code)
        stored = self._redis.getdel(key)
        opened = self._store.seal.open(Purpose.CODE, key, stored) if stored else None
        if not opened:
            return None
        who = opened.decode()
        record = self._store.record(who)
        if record.code != code.upper() or now.timestamp() > record.code_until:
            return None
        found = Opened(secrets.token_urlsafe(12), who, record.born, name)
        key = keys.opened(found.token)
        body = json.dumps({"who": who, "born": found.born, "name": name}).encode()
        sealed = self._store.seal.seal(Purpose.CONSULTATION, key, body)
        self._redis.set(key, sealed, ex=keys.OPENED_SECONDS)
        return found

    def find(self, token: str, name: str) -> Opened | None:
        """What this member of staff has opened, until it is erased; nobody else's."""
        key = keys.opened(token[:40])
        stored = self._redis.get(key)
        body = self._store.seal.open(Purpose.CONSULTATION, key, stored) if stored else None
        values = json.loads(body) if body else {}
        if not values or values.get("name") != name:
            return None
        found = Opened(token, str(values.get("who")), str(values.get("born")), name)
        return found if self._store.record(found.who).born == found.born else None
