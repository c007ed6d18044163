"""Limits against floods: by person, by address, overall; in this process alone, without Redis.

Each is a token bucket: so much at once, so much a second after that. Counting in the process costs
a message microseconds and works without memory; with N workers a flood that is spread over them
gets up to N times as much.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

KEPT = 20_000
"""Buckets of one kind that are remembered; about 6 MB. The oldest goes first: it is full again."""


@dataclass(frozen=True)
class Rate:
    """`burst` at once, then `second` each second."""

    burst: float
    second: float


PERSON = Rate(80, 1)
"""Messages of one person: far above typing, also above a whole conversation that is pasted in."""
EVERYBODY = Rate(2000, 1000)
"""Messages in one worker: more than it can answer."""
ADDRESS = Rate(1500, 50)
"""Pages asked for by one address, which many people may share."""
AT_ONCE = 6
"""Messages of one person that are worked on at the same time; each holds a thread of the worker."""
LETTERS = 200
"""A text of so many characters costs as much as one message more."""


class Buckets:
    """Token buckets by name, as many as `kept`."""

    def __init__(
        self, rate: Rate, kept: int = KEPT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._kept, self._clock = rate, kept, clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, cost: float = 1.0) -> bool:
        """Take `cost` out; False, and nothing taken, when there is too little left."""
        now, rate = self._clock(), self._rate
        with self._lock:
            level, at = self._levels.pop(name, (rate.burst, now))
            if now > at:
                level += (now - at) * rate.second
            if level > rate.burst:
                level = rate.burst
            enough = level >= cost
            self._levels[name] = (level - cost if enough else level), now
            if len(self._levels) > self._kept:
                self._levels.popitem(last=False)
        return enough

    def __len__(self) -> int:
        return len(self._levels)


@dataclass
class Limits:
    """The limits of one process."""

    person: Buckets = field(default_factory=lambda: Buckets(PERSON))
    everybody: Buckets = field(default_factory=lambda: Buckets(EVERYBODY))
    address: Buckets = field(default_factory=lambda: Buckets(ADDRESS))
    _working: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, user: str, text: str) -> str:
        """A message of `user` is worked on until `end`; the key of a line to say instead, or ""."""
        with self._lock:
            working = self._working.get(user, 0) + 1
            self._working[user] = working
        if not self.person.take(user, 1 + len(text) // LETTERS):
            return "bot.too_many"
        if working > AT_ONCE:
            return "bot.busy"
        return "" if self.everybody.take("") else "bot.crowded"

    def end(self, user: str) -> None:
        """A message of `user` is done."""
        with self._lock:
            left = self._working.pop(user) - 1
            if left:
                self._working[user] = left
