"""The queue of the desk: which conversations asked for a person, and whose they are.

A label leads to the person (hashed, sealed), as a consult code does, and opens nothing unless their
record names it: so an erase ends it at once.
"""

import math
from datetime import datetime
from typing import NamedTuple

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys
from bot.storage.sealing import Purpose, Seal

MOST = 500
"""Conversations that one page of the desk looks at, the oldest first."""


class QueuePlace(NamedTuple):
    """One place in the queue: its label, and the person (a hash)."""

    label: str
    who: str


class DeskQueue:
    """Sorted set of the labels by when they came, and a sealed entry for each."""

    def __init__(self, client: Client, seal: Seal) -> None:
        self._redis = commands(client)
        self._seal = seal

    def join(self, label: str, who: str, now: datetime) -> None:
        key = keys.desk(label)
        sealed = self._seal.seal(Purpose.DESK, key, who.encode())
        self._redis.set(key, sealed, ex=keys.SESSION_SECONDS)
        self._redis.zadd(keys.DESK, {label: math.floor(now.timestamp())})

    def leave(self, label: str) -> None:
        self._redis.delete(keys.desk(label))
        self._redis.zrem(keys.DESK, label)

    def who(self, label: str) -> str | None:
        """The person behind a label."""
        key = keys.desk(label[:40])
        stored = self._redis.get(key)
        opened = self._seal.open(Purpose.DESK, key, stored) if stored else None
        return opened.decode() if opened else None

    def count(self) -> int:
        """How many stand in it."""
        return int(self._redis.zcard(keys.DESK))

    def places(self) -> list[QueuePlace]:
        """The queue, oldest first; labels whose time is over leave it."""
        found = []
        for raw in self._redis.zrange(keys.DESK, 0, MOST - 1):
            label = raw.decode()
            who = self.who(label)
            if who:
                found.append(QueuePlace(label, who))
            else:
                self._redis.zrem(keys.DESK, label)
        return found
