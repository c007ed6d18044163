"""Threads that work off requests, few at once.

More busy threads only make Python's threads wait for each other: the interpreter changes between
them every 5 ms. But a message that waits for another one of the same person must not hold a place
while it does nothing: it calls `pause`, and a further thread works in its place meanwhile.
"""

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")

_here = threading.local()


class Places(Generic[T]):
    """Does `work` on what is submitted, in `count` threads; up to `most` of them while some pause.

    `work` must not raise. Threads are daemons: the process ends without them.
    """

    def __init__(self, count: int, most: int, work: Callable[[T], None]) -> None:
        self._count, self._most, self._work = count, most, work
        self._jobs: SimpleQueue[T] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads = self._pausing = 0
        for _ in range(count):
            self._start()

    def submit(self, job: T) -> None:
        """Let the next free thread do a job."""
        self._jobs.put(job)

    def pause(self, seconds: float) -> None:
        """Sleep, called from within a job; another thread has the place as long."""
        with self._lock:
            self._pausing += 1
            if self._threads - self._pausing < self._count and self._threads < self._most:
                self._start()
        try:
            time.sleep(seconds)
        finally:
            with self._lock:
                self._pausing -= 1

    def _start(self) -> None:
        self._threads += 1
        threading.Thread(target=self._run, name="request", daemon=True).start()

    def _run(self) -> None:
        _here.places = self
        while True:
            self._work(self._jobs.get())
            with self._lock:
                if self._threads - self._pausing > self._count:
                    self._threads -= 1
                    return


def pause(seconds: float) -> None:
    """Sleep; in a thread of `Places` the place is free as long."""
    places: Places[object] | None = getattr(_here, "places", None)
    if places is None:
        time.sleep(seconds)
    else:
        places.pause(seconds)
