"""Old copies in the server's own files: gone soon after something was erased.

The append-only file still holds what was deleted until it is rewritten. An erase leaves a mark;
some seconds later a worker has the file rewritten (`BGREWRITEAOF`), once for all erases of that
time. The mark survives a crash: the next worker that looks goes on. Why this way, and where it does
not reach: docs/decisions/0009-erasing-copies.md.
"""

import logging
import time
from importlib.resources import files
from typing import Any

import redis
from redis.cluster import RedisCluster
from redis.exceptions import NoPermissionError, RedisClusterException

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys
from bot.storage.outage import Outage
from scoring import JsonObject

DEBOUNCE_SECONDS = 10
LOOK_SECONDS = 3.0
SHARE = 10
"""Rewriting may take one part in so many of the time."""

log = logging.getLogger("jifen")


class Copies:
    """The files of one server, or of every node of a cluster."""

    def __init__(self, client: Client) -> None:
        self._redis = commands(client)
        self._look_at = 0.0
        self._outage = Outage("files not rewritten yet")
        self._remove = files("bot.storage").joinpath("lua", "release.lua").read_text("utf-8")

    def mark(self) -> None:
        """Something was erased: the files must be rewritten. Keeps the time of the first."""
        self._redis.set(keys.REWRITE, repr(time.time()), nx=True)

    def look(self) -> bool:
        """Start a rewrite when it is due; False while one is still ahead."""
        if time.monotonic() < self._look_at:
            return False
        self._look_at = time.monotonic() + LOOK_SECONDS
        try:
            done = self._look()
        except (redis.RedisError, RedisClusterException, ValueError) as error:
            self._outage.failed(error)
            return False
        self._outage.worked()
        return done

    def _look(self) -> bool:
        mark = self._redis.get(keys.REWRITE)
        if mark is None:
            return True
        states = self._states()
        pause = SHARE * max(int(state["aof_last_rewrite_time_sec"]) for state in states)
        age = time.time() - float(mark)
        # a clock that was set back must not put it off for ever
        if 0 <= age < max(DEBOUNCE_SECONDS, pause) or _busy(states):
            return False
        return self.rewrite(mark)

    def rewrite(self, mark: bytes) -> bool:
        """Start rewriting the files; an erase from now on leaves a new mark."""
        if not self._redis.eval(self._remove, 1, keys.REWRITE, mark):
            return False  # another worker has taken it
        try:
            if any(state["aof_enabled"] for state in self._states()):
                self._everywhere("BGREWRITEAOF")
        except NoPermissionError:
            log.warning("the server does not let its append-only file be rewritten")
        except redis.RedisError:
            self.mark()
            raise
        return True

    def finish(self, patience: float) -> bool:
        """Rewrite now and wait for it; False when it is not done after `patience` seconds."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            mark = self._redis.get(keys.REWRITE)
            if not _busy(self._states()):
                if mark is None:
                    return True
                self.rewrite(mark)
            time.sleep(0.05)
        return False

    def _everywhere(self, *command: str) -> list[Any]:
        """A command on every node; their answers."""
        client: Any = self._redis
        if not isinstance(client, RedisCluster):
            return [client.execute_command(*command)]
        nodes: Any = client.nodes_manager.nodes_cache.values()
        return [self._redis.execute_command(*command, target_nodes=node) for node in nodes]

    def _states(self) -> list[JsonObject]:
        return self._everywhere("INFO", "persistence")


def _busy(states: list[JsonObject]) -> bool:
    names = ("aof_rewrite_in_progress", "aof_rewrite_scheduled")
    return any(state[name] for state in states for name in names)
