"""Failures of Redis, as the callers of the storage know them."""

import time
from types import TracebackType

import redis
from redis.exceptions import RedisClusterException

from bot.errors import StoreDown
from replies.wording import say

PAUSE_AFTER_TIMEOUT = 0.5


class Guard:
    """Turns Redis errors into `StoreDown`; after a timeout, fails at once for a moment.

    Without the pause a hanging Redis would hold every thread for its whole timeout.
    """

    def __init__(self) -> None:
        self._down_until = 0.0

    def __enter__(self) -> None:
        if self._down_until and time.monotonic() < self._down_until:
            raise StoreDown(say("bot.redis_silent"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        if isinstance(error, redis.TimeoutError | redis.ConnectionError):
            if isinstance(error, redis.TimeoutError):
                self._down_until = time.monotonic() + PAUSE_AFTER_TIMEOUT
            raise StoreDown(say("bot.redis_silent")) from error
        if isinstance(error, redis.RedisError | RedisClusterException):
            raise StoreDown(say("bot.redis_error", kind=type(error).__name__)) from error
