"""Numbers for Prometheus. Nothing personal: no ids, no texts.

With several workers, `PROMETHEUS_MULTIPROC_DIR` must be set before this module is imported; the
server does so.
"""

import os
from functools import cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REGISTRY = CollectorRegistry()
_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)

MESSAGES = Counter("jifen_messages_total", "Messages accepted", ["kind"], registry=REGISTRY)
REPLIES = Counter("jifen_replies_total", "How messages were answered", ["how"], registry=REGISTRY)
REFUSED = Counter("jifen_refused_total", "Requests refused", ["reason"], registry=REGISTRY)
SECONDS = Histogram(
    "jifen_reply_seconds", "Time from request to reply", buckets=_BUCKETS, registry=REGISTRY
)
REQUESTS = Counter(
    "jifen_requests_total", "Requests by route and status", ["route", "status"], registry=REGISTRY
)


def count(metric: Counter, *labels: str | int) -> None:
    """One more of `metric`. The values of labels are few: what counts them is looked up once."""
    _counter(metric, labels).inc()


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
    """Everything counted, over all workers."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder is None:
        return generate_latest(REGISTRY)
    Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


def took(seconds: float) -> str:
    """The name of the day's count for a reply that took so long: `took:5` is up to 5 ms."""
    return f"took:{next((int(b * 1000) for b in _BUCKETS if seconds <= b), 'more')}"
