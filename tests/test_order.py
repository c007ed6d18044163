"""Each worker of a parallel run begins with one group of slow folders, and no test is lost."""

from dataclasses import dataclass

import pytest

from tests.order import FIRST, spread


@dataclass(frozen=True)
class Named:
    nodeid: str


QUICK = [Named(f"tests/scoring/test_{n}.py::test_it") for n in range(100)]
SLOW = [Named(f"{name}test_{n}.py::test_it") for names in FIRST for name in names for n in range(3)]


@pytest.mark.parametrize("workers", [1, 2, 3, 4, 8])
def test_every_worker_begins_with_a_group_of_its_own(workers: int) -> None:
    given = [*QUICK[:50], *SLOW, *QUICK[50:]]
    ordered = spread(given, workers)
    assert sorted(each.nodeid for each in ordered) == sorted(each.nodeid for each in given)
    begins = [len(given) * worker // workers for worker in range(workers)]
    heads = [ordered[at].nodeid for at in begins]
    assert [head.startswith(names) for head, names in zip(heads, FIRST, strict=False)] == [
        True
    ] * min(workers, len(FIRST))


def test_a_group_stays_together() -> None:
    for names in FIRST:
        ordered = spread(SLOW + QUICK, 3)
        at = [n for n, each in enumerate(ordered) if each.nodeid.startswith(names)]
        assert at == list(range(at[0], at[0] + len(at)))
