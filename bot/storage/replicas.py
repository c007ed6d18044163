"""Writes that are answered for only when replicas hold them too.

Replication is asynchronous: a master that dies between its answer and the same write to its
replicas takes that write with it. `WAIT` on the same connection tells how many replicas have it.
"""

from importlib.resources import files
from typing import Any

import redis
from redis.cluster import RedisCluster
from redis.exceptions import MovedError

from bot.runtime.redis_client import Client

WAIT_MS = 300
"""How long a write waits for the replicas; they answer within a few milliseconds."""


class Unconfirmed(redis.TimeoutError):
    """A write that the master has taken and too few replicas hold."""


class Replicas:
    """`wanted` replicas must hold a write before anybody is told that it was done."""

    def __init__(self, client: Client, wanted: int) -> None:
        self._client: Any = client
        self.wanted = wanted
        self._commit, self._undo = (
            files("bot.storage").joinpath("lua", f"{name}.lua").read_text("utf-8")
            for name in ("commit", "undo")
        )

    def commit(self, names: list[str], words: tuple[str | bytes, ...]) -> bool:
        """`commit.lua`; `Unconfirmed` when it was done and too few replicas hold it in time."""
        try:
            done, held = self._on_master(self._commit, names, words)
        except MovedError:
            self._client.exists(names[0])  # the cluster's client learns who the master is now
            done, held = self._on_master(self._commit, names, words)
        if done and held < self.wanted:
            raise Unconfirmed("held by too few replicas")
        return bool(done)

    def undo(self, record: str, written: bytes, before: bytes) -> None:
        """Put back what was there before, unless somebody has written since."""
        self._client.eval(self._undo, 1, record, written, before)

    def _on_master(
        self, script: str, names: list[str], words: tuple[str | bytes, ...]
    ) -> tuple[int, int]:
        """What a script answers on the key's master, and how many replicas hold what it wrote."""
        client = self._client
        if isinstance(client, RedisCluster):
            node: Any = client.get_node_from_key(names[0])  # type: ignore[no-untyped-call]
            client = client.get_redis_connection(node)
        with client.pipeline(transaction=False) as pipe:
            pipe.execute_command("EVAL", script, len(names), *names, *words)
            pipe.execute_command("WAIT", self.wanted, WAIT_MS)
            done, held = pipe.execute()
        return int(done), int(held)
