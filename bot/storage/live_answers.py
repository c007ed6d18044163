"""The answers as they are now: the shipped files with what staff have published over them.

Each worker asks for the number of the live version at most every two seconds, on a message that is
being answered anyway. A busy worker builds the new router in the background; one that was idle for
longer builds it before it answers, so that no answer is older than five seconds.
"""

import logging
import threading
import time
from dataclasses import dataclass, replace
from functools import cache

from redis.exceptions import RedisError

from bot.errors import BotError
from bot.runtime.redis_client import Client
from bot.storage.answer_versions import SHIPPED, Edits, apply
from replies.catalogue import Catalogue
from replies.router import Router

POLL_SECONDS = 2.0
OLDEST_SECONDS = 3.5  # the build itself takes up to one more

log = logging.getLogger("jifen")


@dataclass(frozen=True, eq=False)
class Live:
    """One state of the answers, and the number of the version it comes from.

    Two states are the same only when they are one object, so that what is worked out for one can
    be kept under it.
    """

    catalogue: Catalogue
    router: Router
    version: int


@cache
def shipped() -> Live:
    """The files alone."""
    catalogue = Catalogue.load()
    return Live(catalogue, Router(catalogue), 0)


class LiveCatalogue:
    """`current()` is what to answer with. Without a `client`: the shipped files."""

    def __init__(self, client: Client | None) -> None:
        self.edits = Edits(client)
        self._live: Live | None = None
        self._checked = float("inf") if client is None else float("-inf")
        self._lock = threading.Lock()

    def current(self) -> Live:
        """The live state; while Redis is out of reach, the last one known."""
        since = time.monotonic() - self._checked
        if since >= OLDEST_SECONDS:
            with self._lock:
                if time.monotonic() - self._checked >= OLDEST_SECONDS:
                    self._check()
        elif since >= POLL_SECONDS and self._lock.acquire(blocking=False):
            self._checked = time.monotonic()
            threading.Thread(target=self._check_and_release, daemon=True).start()
        return self._live or shipped()

    def refresh(self) -> Live:
        """Look now: for the worker in which staff have just published."""
        with self._lock:
            self._check()
        return self._live or shipped()

    def refresh_soon(self) -> None:
        """Look now, without waiting for the new router: for the worker where it was published."""
        if self._lock.acquire(blocking=False):
            self._checked = time.monotonic()
            threading.Thread(target=self._check_and_release, daemon=True).start()

    def built(self, number: int) -> Live:
        """The state of another version, for comparing."""
        version = self.edits.get(number) or SHIPPED
        if not version.answers:
            return replace(shipped(), version=number)
        catalogue = apply(shipped().catalogue, version)
        return Live(catalogue, Router(catalogue), number)

    def _check_and_release(self) -> None:
        try:
            self._check()
        finally:
            self._lock.release()

    def _check(self) -> None:
        self._checked = time.monotonic()
        try:
            number = self.edits.number()
            if number != (self._live or shipped()).version:
                self._live = self.built(number)
                log.info("answers of version %s are live", number)
        except (RedisError, BotError):
            pass  # the loaded answers are better than none
        except Exception as error:
            log.error("version of the answers could not be read: %s", type(error).__name__)
