"""One place that makes Redis clients, for every kind of address.

A webhook has five seconds: a client must fail fast. redis-py's defaults wait up to four seconds on
a dead server, so timeouts and the number of retries are set here. The one retry is for a pooled
connection that a restart of Redis has closed, or that leads to a master which has been demoted: the
retry connects again.
"""

import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote

import redis
from hiredis import pack_command
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import ReadOnlyError, RedisClusterException
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelConnectionPool

from bot.errors import RedisError, SettingsError
from replies.wording import say
from scoring import JsonObject

# Both classes answer the same commands; redis-py has no common type for them.
Client = redis.Redis

READ_TIMEOUT = 0.5
CONNECT_TIMEOUT = 0.3
Address = tuple[str, int]
_QUERY = {"ssl", "ssl_ca_certs", "sentinel_username", "sentinel_password"}


def connect(url: str, *, read_timeout: float = READ_TIMEOUT) -> Client:
    """A client for `url`; nothing is sent yet (except for a cluster, which asks for its map).

    `redis://`, `rediss://`, `unix://`; `redis+cluster://host:port,host:port` and
    `redis+sentinel://host:port,host:port/service/db`, both with `user:password@` in front, IPv6
    addresses in brackets, and behind `?` where wanted: `ssl=1`, `ssl_ca_certs=FILE` (implies
    `ssl`), and for Sentinel processes with a log-in of their own `sentinel_username=…` and
    `sentinel_password=…`.
    """
    options: JsonObject = {
        "socket_timeout": read_timeout,
        "socket_connect_timeout": CONNECT_TIMEOUT,
        "retry": Retry(NoBackoff(), 1),
        "protocol": 2,
    }
    scheme = url.partition("://")[0]
    try:
        if scheme == "redis+cluster":
            return _cluster(_several(url, 6379), options)
        if scheme == "redis+sentinel":
            return _sentinel(_several(url, 26379), options)
        return redis.Redis.from_url(url, retry_on_error=[ReadOnlyError], **options)
    except (redis.RedisError, RedisClusterException) as error:
        raise RedisError(say("runtime.redis.cluster", kind=type(error).__name__)) from None
    except ValueError:
        raise SettingsError(say("runtime.redis.bad_url")) from None


def travels_plainly(url: str) -> bool:
    """Whether what is said to a Redis at `url` crosses a network without TLS."""
    scheme = url.partition("://")[0]
    if scheme in ("unix", "rediss"):
        return False
    given = _several(url.partition("?")[0] if scheme == "redis" else url, 6379)
    here = all(host == "localhost" or _is_loopback(host) for host, _ in given.addresses)
    return not (here or given.tls)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Cluster(RedisCluster):
    """Transactions answer as those of a single server do; redis-py leaves their answers raw."""

    def pipeline(self, transaction: bool | None = None, shard_hint: Any = None) -> Any:
        pipe: Any = super().pipeline(transaction, shard_hint)  # type: ignore[no-untyped-call]
        if transaction:
            node: Any = self.get_default_node()  # type: ignore[no-untyped-call]
            parsers = node.redis_connection.response_callbacks
            pipe.cluster_response_callbacks = {
                name: partial(_parsed, parse) for name, parse in parsers.items()
            }
        return pipe


def _parsed(parse: Callable[..., Any], answer: Any, **options: Any) -> Any:
    """`answer` as `parse` makes it; `keys` is an option of the client's own, not of the answer."""
    options.pop("keys", None)
    return parse(answer, **options)


def _cluster(given: "_Several", options: JsonObject) -> Client:
    nodes = [ClusterNode(host, port) for host, port in given.addresses]  # type: ignore[no-untyped-call]
    cluster: Any = _Cluster(startup_nodes=nodes, **(options | given.login | given.tls))
    return cluster  # type: ignore[no-any-return]


def _sentinel(given: "_Several", options: JsonObject) -> Client:
    service, _, db = given.path.partition("/")
    if not service:
        raise SettingsError(say("runtime.redis.no_service"))
    sentinel: Any = Sentinel(  # type: ignore[no-untyped-call]
        given.addresses, sentinel_kwargs=options | given.sentinel_login | given.tls
    )
    return sentinel.master_for(  # type: ignore[no-any-return]
        service, db=int(db or 0), **(options | given.login | given.tls)
    )


@dataclass(frozen=True)
class _Several:
    """What an address of several servers says; log-ins and TLS as redis-py's options."""

    addresses: list[Address]
    path: str
    login: dict[str, str]
    sentinel_login: dict[str, str]
    tls: JsonObject


def _several(url: str, default_port: int) -> _Several:
    """The parts of an address with a comma list of servers; ValueError when it is none."""
    # not urlsplit: it takes a list of bracketed addresses for a wrong one
    rest, _, query = url.partition("://")[2].partition("?")
    netloc, _, path = rest.partition("/")
    login, at, hosts = netloc.rpartition("@")
    user, _, password = login.partition(":")
    pairs = (each.partition("=") for each in query.split("&") if each)
    more = {name: unquote(value) for name, _, value in pairs}
    if set(more) - _QUERY:
        raise ValueError("query")
    tls: JsonObject = {}
    if more.get("ssl") in ("1", "true") or "ssl_ca_certs" in more:
        tls = {"ssl": True, "ssl_ca_certs": more.get("ssl_ca_certs")}
    return _Several(
        [_address(entry.strip(), default_port) for entry in hosts.split(",")],
        path.strip("/"),
        _login(unquote(user), unquote(password)) if at else {},
        _login(more.get("sentinel_username", ""), more.get("sentinel_password", "")),
        tls,
    )


def _login(user: str, password: str) -> dict[str, str]:
    given = {"username": user, "password": password}
    return {name: value for name, value in given.items() if value}


def _address(entry: str, default_port: int) -> Address:
    """`host`, `host:port`, `[IPv6]` or `[IPv6]:port`."""
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.%]+)\]|([^:\[\]]+))(?::(\d{1,5}))?", entry)
    if not found:
        raise ValueError("address")
    return found[1] or found[2], int(found[3] or default_port)


class OwnClient:
    """A client for each thread, with a connection of its own from the pool of `client`.

    To take a connection out of the pool, look whether it still lives, and put it back costs as much
    as a command; so does what the client notes of each command. The client of a cluster serves all
    threads; so does that of Sentinel, whose pool drops the idle connections to a master that has
    been replaced.
    """

    def __init__(self, client: Client) -> None:
        self._shared = client
        self._own = threading.local()
        pool = getattr(client, "connection_pool", None)
        self._pool = None if isinstance(pool, SentinelConnectionPool) else pool

    def client(self) -> Client:
        """The client of the thread that asks."""
        if self._pool is None:
            return self._shared
        if getattr(self._own, "pid", None) != os.getpid():  # none, or that of before a fork
            self._own.client = redis.Redis(
                connection_pool=self._pool, single_connection_client=True
            )
            self._own.pid = os.getpid()
        own: Client = self._own.client
        return own

    def execute(self, *words: str | bytes | int) -> Any:
        """What a command answers, retried as the client does."""
        client: Any = self.client()
        connection = None if client is self._shared else client.connection
        if connection is None:
            return client.execute_command(*words)

        packed = [pack_command(words)]  # type: ignore[arg-type]
        try:
            connection.send_packed_command(packed)
            return connection.read_response()
        except Exception as error:
            failed: list[Exception] = [error]

        def ask() -> Any:
            if failed:  # the first try has been made
                raise failed.pop()
            connection.send_packed_command(packed)
            return connection.read_response()

        return connection.retry.call_with_retry(ask, lambda _: connection.disconnect())
