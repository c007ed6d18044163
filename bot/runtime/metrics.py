"""Numbers for Prometheus. Nothing personal: no ids, no texts.

With several workers, `PROMETHEUS_MULTIPROC_DIR` must be set before this module is imported; the
server does so. A request only notes what is to be counted; it is counted for many at once, by the
worker several times a second (`settle`), and whenever the numbers are asked for.
"""

import os
import threading
from bisect import bisect_left
from collections import Counter as Tally
from collections import deque
from functools import cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REGISTRY = CollectorRegistry()
_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_TOOK = [*(f"took:{int(bound * 1000)}" for bound in _BUCKETS), "took:more"]

MESSAGES = Counter("jifen_messages_total", "Messages accepted", ["kind"], registry=REGISTRY)
REPLIES = Counter("jifen_replies_total", "How messages were answered", ["how"], registry=REGISTRY)
REFUSED = Counter("jifen_refused_total", "Requests refused", ["reason"], registry=REGISTRY)
SECONDS = Histogram(
    "jifen_reply_seconds", "Time from request to reply", buckets=_BUCKETS, registry=REGISTRY
)
REQUESTS = Counter(
    "jifen_requests_total", "Requests by route and status", ["route", "status"], registry=REGISTRY
)


NOTED_MOST = 1000
"""Noted requests after which they are counted even where nobody calls `settle`."""
_noted: deque[tuple[Counter, tuple[str | int, ...]]] = deque()
_lasted: deque[float] = deque()
_lock = threading.Lock()


def count(metric: Counter, *labels: str | int) -> None:
    """One more of `metric`. The values of labels are few."""
    _noted.append((metric, labels))
    if len(_noted) > NOTED_MOST:
        settle()


def lasted(seconds: float) -> None:
    """A message was answered so long after it came."""
    _lasted.append(seconds)


def settle() -> None:
    """Count what has been noted."""
    with _lock:
        tally = Tally(_noted.popleft() for _ in range(len(_noted)))
        for (metric, labels), times in tally.items():
            _counter(metric, labels).inc(times)
        for _ in range(len(_lasted)):
            SECONDS.observe(_lasted.popleft())


@cache
def _counter(metric: Counter, labels: tuple[str | int, ...]) -> Counter:
    return metric.labels(*labels)


def ready() -> None:
    """Open this process's files now, in a folder that may have been cleaned away meanwhile.

    A worker opens them at its first count otherwise, in the midst of a request.
    """
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    _counter(MESSAGES, ("text",)).inc(0)


def exposition() -> bytes:
    """Everything counted, over all workers; what others note shows within a second."""
    settle()
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder is None:
        return generate_latest(REGISTRY)
    Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


def took(seconds: float) -> str:
    """The name of the day's count for a reply that took so long: `took:5` is up to 5 ms."""
    return _TOOK[bisect_left(_BUCKETS, seconds)]
