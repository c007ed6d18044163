"""Slows down guessing: so many failed tries within a window, then a wait."""

from typing import Any

from bot.runtime.redis_client import Client
from bot.storage import keys

WINDOW_SECONDS = 15 * 60
LIMITS = {"account": 10, "address": 50, "code": 10, "password": 5}
"""Failed tries within the window: log-ins by account and address; codes and old passwords."""


class Throttle:
    """Counts first and judges then, so that parallel tries cannot slip past."""

    def __init__(self, client: Client) -> None:
        self._redis: Any = client

    def take(self, kind: str, about: str) -> bool:
        """Count one try; False when there were too many."""
        key = keys.failed(kind, about)
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(key, 0, ex=WINDOW_SECONDS, nx=True)
            pipe.incr(key)
            count = pipe.execute()[1]
        return int(count) <= LIMITS[kind]

    def forgive(self, kind: str, about: str) -> None:
        """A try that succeeded does not count."""
        self._redis.delete(keys.failed(kind, about))

    def give_back(self, kind: str, about: str) -> None:
        """Take one try back (an address is shared by many people)."""
        key = keys.failed(kind, about)
        if int(self._redis.decr(key)) <= 0:
            self._redis.delete(key)
