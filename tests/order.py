"""The order of tests for parallel runs: what waits for servers, browsers and faults goes first.

xdist gives each worker one even run of the list and lets idle workers take from the ends of the
others (`--dist worksteal`). A folder that is slow and shares costly fixtures (a site of servers, a
cluster, a browser) therefore stands as a whole at the front of one worker's run: its fixtures are
made once, and the quick tests behind it fill up the time of whoever is done.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

FIRST = (
    ("tests/drills/", "tests/deploy/"),
    ("tests/cluster/",),
    ("tests/browser/", "tests/hostile/"),
)
"""Groups of folders that are run first, each by one worker."""


class Named(Protocol):
    """A test by its id, as pytest's items have it."""

    @property
    def nodeid(self) -> str:
        """Path, `::` and name."""


Test = TypeVar("Test", bound=Named)


def spread(items: Sequence[Test], workers: int) -> list[Test]:
    """The tests in an order in which each group of `FIRST` begins a worker's share."""
    groups: list[list[Test]] = [[] for _ in FIRST]
    others: list[Test] = []
    for item in items:
        at = next((n for n, names in enumerate(FIRST) if item.nodeid.startswith(names)), None)
        (others if at is None else groups[at]).append(item)
    ordered: list[Test] = []
    for worker in range(workers):
        share = [item for group in groups[worker::workers] for item in group]
        end = len(items) * (worker + 1) // workers
        quick = max(end - len(ordered) - len(share), 0)
        ordered += share + others[:quick]
        del others[:quick]
    return ordered + others
