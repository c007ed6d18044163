"""Addresses of every kind become clients that fail fast."""

import time
from typing import Any

import pytest
import redis
from redis.sentinel import SentinelConnectionPool, SentinelManagedSSLConnection

from bot.errors import RedisError, SettingsError
from bot.runtime.redis_client import connect
from tests.processes import free_port


def test_plain_and_tls() -> None:
    plain = connect("redis://user:p%40ss@h:6380/2").connection_pool.connection_kwargs
    assert (plain["host"], plain["port"], plain["db"]) == ("h", 6380, 2)
    assert (plain["username"], plain["password"]) == ("user", "p@ss")
    tls = connect("rediss://h").connection_pool
    assert tls.connection_class is redis.SSLConnection


def test_sentinel() -> None:
    pool: Any = connect("redis+sentinel://u:pw@a:1,b/mymaster/3").connection_pool
    assert isinstance(pool, SentinelConnectionPool)
    assert (pool.service_name, pool.connection_kwargs["db"]) == ("mymaster", 3)
    assert pool.connection_kwargs["password"] == "pw"
    hosts = [each.connection_pool.connection_kwargs for each in pool.sentinel_manager.sentinels]
    assert [(h["host"], h["port"]) for h in hosts] == [("a", 1), ("b", 26379)]


def test_ipv6_addresses() -> None:
    pool: Any = connect("redis+sentinel://[::1]:1,[fe80::2],c/mymaster").connection_pool
    hosts = [each.connection_pool.connection_kwargs for each in pool.sentinel_manager.sentinels]
    assert [(h["host"], h["port"]) for h in hosts] == [("::1", 1), ("fe80::2", 26379), ("c", 26379)]


def test_a_sentinel_with_a_log_in_of_its_own() -> None:
    url = "redis+sentinel://u:pw@a/mymaster?sentinel_username=s&sentinel_password=p%26w"
    pool: Any = connect(url).connection_pool
    own = pool.sentinel_manager.sentinels[0].connection_pool.connection_kwargs
    assert (own["username"], own["password"]) == ("s", "p&w")
    assert (pool.connection_kwargs["username"], pool.connection_kwargs["password"]) == ("u", "pw")


def test_data_and_sentinels_are_reached_by_tls_with_the_given_authority() -> None:
    pool: Any = connect("redis+sentinel://a/mymaster?ssl_ca_certs=/etc/ca.pem").connection_pool
    sentinel = pool.sentinel_manager.sentinels[0].connection_pool
    assert pool.connection_class is SentinelManagedSSLConnection
    assert sentinel.connection_class is redis.SSLConnection
    for options in (pool.connection_kwargs, sentinel.connection_kwargs):
        assert options["ssl_ca_certs"] == "/etc/ca.pem"


@pytest.mark.parametrize(
    "url",
    [
        "redis://h:port",
        "redis+sentinel://h",
        "redis+cluster://",
        "redis+cluster://h:x",
        "redis+cluster://h?tls=1",
    ],
)
def test_mistakes(url: str) -> None:
    with pytest.raises(SettingsError, match="JIFEN_REDIS_URL"):
        connect(url)


def test_a_dead_server_fails_fast() -> None:
    started = time.monotonic()
    with connect(f"redis://127.0.0.1:{free_port()}") as client, pytest.raises(redis.RedisError):
        client.ping()
    assert time.monotonic() - started < 4


def test_a_dead_cluster_is_said_at_once() -> None:
    with pytest.raises(RedisError, match="集群连不上"):
        connect(f"redis+cluster://127.0.0.1:{free_port()}")
