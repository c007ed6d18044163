"""The Redis and the store that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.runtime.clock import beijing_now
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.storage.turns import Store


@contextmanager
def running_redis(settings: Settings) -> Iterator[str]:
    """The address of the Redis that the settings mean; the embedded one is started if need be."""
    from bot.runtime.embedded_redis import EmbeddedRedis

    if not settings.embedded:
        yield settings.redis_url.get_secret_value()
        return
    with EmbeddedRedis(settings.data_dir) as server:
        yield server.url


@contextmanager
def running_store(settings: Settings) -> "Iterator[Store]":
    """The store that the settings mean, with its data in today's layout."""
    from bot.runtime.redis_client import connect
    from bot.storage.migration import migrate
    from bot.storage.turns import Store

    with running_redis(settings) as url, connect(url, read_timeout=5) as client:
        secret = settings.secret_key.get_secret_value()
        store = Store(client, secret, previous=settings.secret_key_previous.get_secret_value())
        migrate(store, beijing_now())
        yield store
