"""A cluster of three masters and a master with Sentinels, one of each a test worker.

The bot comes to them as the user of least rights that docs/operations.md names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import pytest

from bot.runtime.redis_client import Client, connect
from tests.redis_nodes import USER, Cluster, Sentinels


@dataclass(frozen=True)
class Backing:
    """Redis of one kind: `admin` may do everything, `bot` what the documentation grants."""

    admin: Any
    bot: Client
    group: Cluster | Sentinels

    def empty(self) -> Self:
        """The same without data."""
        self.group.empty()
        return self


def _backing(admin_url: str, url: str, group: Cluster | Sentinels) -> Iterator[Backing]:
    with connect(admin_url, read_timeout=5) as admin, connect(url, read_timeout=5) as bot:
        yield Backing(admin, bot, group)
    for node in group.nodes:
        with node.client as client:
            assert [entry["object"] for entry in client.acl_log()] == []


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture(scope="session")
def sentinels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sentinels]:
    with Sentinels(tmp_path_factory.mktemp("sentinels")) as made:
        yield made


@pytest.fixture(scope="session")
def on_cluster(cluster: Cluster) -> Iterator[Backing]:
    yield from _backing(cluster.url, cluster.url_of(USER), cluster)


@pytest.fixture(scope="session")
def on_sentinels(sentinels: Sentinels) -> Iterator[Backing]:
    yield from _backing(sentinels.url, sentinels.url_of(USER), sentinels)


@pytest.fixture(params=["cluster", "sentinels"])
def backing(request: pytest.FixtureRequest) -> Backing:
    """An empty Redis of each kind."""
    made: Backing = request.getfixturevalue(f"on_{request.param}")
    return made.empty()
