"""The day's numbers, gathered in each worker and written once a second.

A worker that is killed loses up to a second of them; nothing else depends on them.
"""

import atexit
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable

import redis
from redis.exceptions import RedisClusterException

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.outage import Outage

WRITE_SECONDS = 1.0
LONGEST_NAME = 80


class Counts:
    """What this process has counted and not written yet.

    A message only notes its names; they are added up when they are written.

    A thread writes; it lives only while there is something to write, and begins again in a forked
    worker. `also` is called by it every second: False while it has work left.
    """

    def __init__(self, client: Client, also: Callable[[], bool] = lambda: True) -> None:
        self._redis = client
        self._also = also
        self._outage = Outage("numbers not written yet")
        self._noted: deque[tuple[str, Iterable[str]]] = deque()
        self._days: dict[str, Counter[str]] = {}
        """Added up, but refused by Redis."""
        self._lock = threading.Lock()
        self._writer: tuple[int, threading.Thread] | None = None
        self._closed = False
        atexit.register(self.write)

    def add(self, day: str, names: Iterable[str]) -> None:
        """Count each name once on `day` ("YYYY-MM-DD"); `names` must stay as they are."""
        self._noted.append((day, names))
        if self._writer is None or self._writer[0] != os.getpid():
            self.wake()

    def wake(self) -> None:
        """See to it that the writer runs."""
        with self._lock:
            if self._closed or (self._writer and self._writer[0] == os.getpid()):
                return
            thread = threading.Thread(target=self._run, name="counts", daemon=True)
            self._writer = os.getpid(), thread
            thread.start()

    def write(self) -> None:
        """Write what was counted; what Redis does not take waits for the next time."""
        with self._lock:
            days, self._days = self._days, {}
            for _ in range(len(self._noted)):
                day, names = self._noted.popleft()
                days.setdefault(day, Counter()).update(name[:LONGEST_NAME] for name in names)
        try:
            for day, numbers in list(days.items()):
                key = keys.numbers(day)
                # all or nothing, so that none is counted twice when it is written again
                with self._redis.pipeline(transaction=True) as pipe:
                    for name, count in numbers.items():
                        pipe.hincrby(key, name, count)
                    pipe.expire(key, keys.STATISTICS_SECONDS)
                    pipe.execute()
                del days[day]
        except (redis.RedisError, RedisClusterException) as error:
            self._outage.failed(error)
            with self._lock:
                for day, numbers in days.items():
                    self._days.setdefault(day, Counter()).update(numbers)
        else:
            self._outage.worked()

    def close(self) -> None:
        """Write for the last time."""
        self.write()
        atexit.unregister(self.write)
        with self._lock:
            self._closed = True
            self._noted.clear()
            self._days = {}

    def _run(self) -> None:
        while True:
            time.sleep(WRITE_SECONDS)
            self.write()
            done = self._closed or self._also()
            with self._lock:
                if done and not self._days:
                    # first this, then the look: who notes something looks the other way round
                    writer, self._writer = self._writer, None
                    if not self._noted:
                        return
                    self._writer = writer
