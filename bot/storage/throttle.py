"""Slows down guessing: so many failed tries within a window, then a wait.

Nobody can lock another person out. Tries are counted for a name *and* where they come from: a
stranger who types wrong passwords uses up the tries of the own address only. A browser in which the
account was logged in before (the device cookie) has a counter of its own, which nobody else
reaches, not even from the same address. `jifen staff unlock` begins the counters of a name again.
"""

from dataclasses import dataclass

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys

WINDOW_SECONDS = 15 * 60
LIMITS = {
    "name_address": 10, "name_device": 10, "address": 50, "code": 10, "password": 5, "factor": 5,
}  # fmt: skip
"""Failed tries within the window: log-ins by name and address, by name and known device, by
address; consult codes; own passwords typed again; codes of the second factor."""


@dataclass(frozen=True)
class Origin:
    """Where a try to log in comes from. `device`: of a browser known to the account, else ""."""

    address: str
    device: str = ""


class Throttle:
    """Counts first and judges then, so that parallel tries cannot slip past."""

    def __init__(self, client: Client) -> None:
        self._redis = commands(client)

    def take(self, kind: str, about: str) -> bool:
        """Count one try; False when there were too many."""
        return self._count(kind, about) <= LIMITS[kind]

    def forgive(self, kind: str, about: str) -> None:
        """A try that succeeded does not count."""
        self._redis.delete(keys.failed(kind, about))

    def give_back(self, kind: str, about: str) -> None:
        """Take one try back (an address is shared by many people)."""
        key = keys.failed(kind, about)
        if int(self._redis.decr(key)) <= 0:
            self._redis.delete(key)

    def tries(self, kind: str, about: str) -> int:
        """How many tries there were within the window."""
        return int(self._redis.get(keys.failed(kind, about)) or 0)

    # --- log-ins -----------------------------------------------------------------------------

    def take_login(self, name: str, origin: Origin) -> bool:
        """Count one try to log in, whether or not the name exists."""
        results = [self.take(kind, about) for kind, about in self._counters(name, origin)]
        return all(results)

    def first_refusal(self, name: str, origin: Origin) -> bool:
        """Whether the try that was just refused was the first one: the one to be logged."""
        counted = [(kind, self.tries(kind, about)) for kind, about in self._counters(name, origin)]
        over = [(kind, count) for kind, count in counted if count > LIMITS[kind]]
        return bool(over) and all(count == LIMITS[kind] + 1 for kind, count in over)

    def logged_in(self, name: str, origin: Origin) -> None:
        """A log-in that succeeded: its try does not count."""
        for kind, about in self._counters(name, origin):
            if kind == "address":
                self.give_back(kind, about)
            else:
                self.forgive(kind, about)

    def unlock(self, name: str) -> None:
        """Begin the counters of a name again, wherever its tries came from."""
        self._redis.incr(keys.unlocked(name))

    def about(self, name: str, *more: str) -> str:
        """What tries of a name are counted under; changes with `unlock`."""
        times = int(self._redis.get(keys.unlocked(name)) or 0)
        return "\0".join([name, *more, str(times)])

    def _counters(self, name: str, origin: Origin) -> list[tuple[str, str]]:
        if origin.device:
            return [("name_device", self.about(name, origin.device))]
        return [
            ("name_address", self.about(name, origin.address)),
            ("address", origin.address),
        ]

    def _count(self, kind: str, about: str) -> int:
        key = keys.failed(kind, about)
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(key, 0, ex=WINDOW_SECONDS, nx=True)
            pipe.incr(key)
            return int(pipe.execute()[1])
