"""One place that makes Redis clients, for every kind of address.

A webhook has five seconds: a client must fail fast. redis-py's defaults wait up to four seconds on
a dead server, so timeouts and the number of retries are set here. The one retry is for a pooled
connection that a restart of Redis has closed.
"""

import os
import threading
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import RedisClusterException
from redis.retry import Retry
from redis.sentinel import Sentinel

from bot.errors import RedisError, SettingsError
from replies.wording import say

# Both classes answer the same commands; redis-py has no common type for them.
Client = redis.Redis

READ_TIMEOUT = 0.5
CONNECT_TIMEOUT = 0.3
Address = tuple[str, int]


def connect(url: str, *, read_timeout: float = READ_TIMEOUT) -> Client:
    """A client for `url`; nothing is sent yet (except for a cluster, which asks for its map).

    `redis://`, `rediss://`, `unix://`; `redis+cluster://host:port,host:port` and
    `redis+sentinel://host:port,host:port/service/db`, both with `user:password@` in front and
    `?ssl=1` behind where wanted.
    """
    options: dict[str, Any] = {
        "socket_timeout": read_timeout,
        "socket_connect_timeout": CONNECT_TIMEOUT,
        "retry": Retry(NoBackoff(), 1),
        "protocol": 2,
    }
    scheme = url.partition("://")[0]
    try:
        if scheme == "redis+cluster":
            addresses, rest = _several(url, 6379)
            options |= rest
            options.pop("path")
            nodes = [ClusterNode(host, port) for host, port in addresses]  # type: ignore[no-untyped-call]
            cluster: Any = RedisCluster(startup_nodes=nodes, **options)
            return cluster  # type: ignore[no-any-return]
        if scheme == "redis+sentinel":
            addresses, rest = _several(url, 26379)
            service, _, db = rest.pop("path").partition("/")
            if not service:
                raise SettingsError(say("runtime.redis.no_service"))
            options |= rest
            sentinel: Any = Sentinel(  # type: ignore[no-untyped-call]
                addresses, sentinel_kwargs={**options, "username": None, "password": None}
            )
            return sentinel.master_for(service, db=int(db or 0), **options)  # type: ignore[no-any-return]
        return redis.Redis.from_url(url, **options)
    except (redis.RedisError, RedisClusterException) as error:
        raise RedisError(say("runtime.redis.cluster", kind=type(error).__name__)) from None
    except ValueError:
        raise SettingsError(say("runtime.redis.bad_url")) from None


def _several(url: str, default_port: int) -> tuple[list[Address], dict[str, Any]]:
    """The addresses of a comma list, and user, password, ssl and path as options."""
    parts = urlsplit(url)
    login, at, hosts = parts.netloc.rpartition("@")
    options: dict[str, Any] = {"path": parts.path.strip("/")}
    if at:
        user, _, password = login.partition(":")
        options |= {"username": unquote(user) or None, "password": unquote(password) or None}
    if parse_qs(parts.query).get("ssl", ["0"])[0] in ("1", "true"):
        options["ssl"] = True
    addresses = []
    for entry in hosts.split(","):
        host, colon, port = entry.strip().rpartition(":")
        addresses.append((host, int(port)) if colon else (port, default_port))
    if not all(host for host, _ in addresses):
        raise ValueError("host")
    return addresses, options


class OwnClient:
    """A client for each thread, with a connection of its own from the pool of `client`.

    To take a connection out of the pool, look whether it still lives, and put it back costs as much
    as a command. The client of a cluster serves all threads.
    """

    def __init__(self, client: Client) -> None:
        self._shared = client
        self._own = threading.local()

    def client(self) -> Client:
        """The client of the thread that asks."""
        if not isinstance(self._shared, redis.Redis):
            return self._shared
        if getattr(self._own, "pid", None) != os.getpid():  # none, or that of before a fork
            self._own.client = redis.Redis(
                connection_pool=self._shared.connection_pool, single_connection_client=True
            )
            self._own.pid = os.getpid()
        own: Client = self._own.client
        return own
