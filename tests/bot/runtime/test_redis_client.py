"""Addresses of every kind become clients that fail fast."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from redis.sentinel import SentinelConnectionPool

from bot.errors import RedisError, SettingsError
from bot.runtime.clock import beijing_now
from bot.runtime.embedded_redis import find_binary
from bot.runtime.redis_client import Client, connect
from bot.storage.turns import Store, Turn
from handlers import Count, Outcome, Text
from tests.processes import Server, free_port, until


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


@pytest.mark.parametrize(
    "url", ["redis://h:port", "redis+sentinel://h", "redis+cluster://", "redis+cluster://h:x"]
)
def test_mistakes(url: str) -> None:
    with pytest.raises(SettingsError, match="JIFEN_REDIS_URL"):
        connect(url)


def test_a_dead_server_fails_fast() -> None:
    started = time.monotonic()
    with connect(f"redis://127.0.0.1:{free_port()}") as client, pytest.raises(redis.RedisError):
        client.ping()
    assert time.monotonic() - started < 1


def answers(client: Client) -> bool:
    with suppress(redis.ConnectionError):
        return bool(client.ping())
    return False


def test_a_dead_cluster_is_said_at_once() -> None:
    with pytest.raises(RedisError, match="集群连不上"):
        connect(f"redis+cluster://127.0.0.1:{free_port()}")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A cluster of one node that owns every slot."""
    port = free_port(20_000, 40_000)  # the cluster's own port is 10,000 higher
    command = [find_binary()[0], "--port", str(port), "--cluster-enabled", "yes"]
    command += ["--dir", str(tmp_path), "--save", "", "--bind", "127.0.0.1"]
    with Server(command):
        with redis.Redis(port=port, socket_timeout=5) as client:
            until(lambda: answers(client))
            client.execute_command("CLUSTER ADDSLOTS", *range(16384))
            until(lambda: client.execute_command("CLUSTER INFO")["cluster_state"] == "ok")
        yield f"redis+cluster://127.0.0.1:{port}"


def test_turns_work_on_a_cluster(cluster: str) -> None:
    with connect(cluster) as client:
        store = Store(client, "s" * 40)
        for n in range(3):
            turn = store.take(store.who("u"), f"m{n}")
            assert isinstance(turn, Turn)
            assert turn.session == ({"n": n - 1} if n else None)
            outcome = Outcome({"n": n}, Text(""), (Count("messages"),))
            assert turn.commit(outcome, b"r", beijing_now())
        assert store.take(store.who("u"), "m2").answered == b"r"
        assert store.erase("u") == 4
