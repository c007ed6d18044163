"""With JIFEN_REDIS_REPLICAS nobody is answered for what only the master holds."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from signal import SIGCONT, SIGSTOP
from typing import Any

import pytest

from bot.errors import StoreDown
from bot.runtime.clock import beijing_now
from bot.runtime.redis_client import Client, connect
from bot.storage import keys, replicas
from bot.storage.turns import Store
from handlers import Outcome, Text
from tests.cluster.conftest import Backing
from tests.cluster.test_failover import PATIENCE
from tests.conftest import SECRET
from tests.processes import until
from tests.redis_nodes import USER, Cluster, Node, Sentinels, follows, is_master

Pair = tuple[Node, Node]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """A master and its replica."""
    master, replica = Node(tmp_path / "master"), Node(tmp_path / "replica")
    replica.does("REPLICAOF", "127.0.0.1", master.port)
    until(partial(follows, replica), 10)
    yield master, replica
    master.close()
    replica.close()


def say(store: Store, text: str, user: str = "u") -> bool:
    with store.take(store.who(user), text) as turn:
        return turn.commit(Outcome({"said": text}, Text("")), b"r", beijing_now())


def store_of(client: Client, wanted: int) -> Store:
    return Store(client, SECRET, lambda _seconds: None, replicas=wanted)


def test_what_the_replica_does_not_hold_is_not_said_to_be_done(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person reads 「没有记下」, and that is true: the record is as it was."""
    monkeypatch.setattr(replicas, "WAIT_MS", 50)
    master, replica = pair
    with connect(f"redis://{USER}@127.0.0.1:{master.port}") as client:
        store = store_of(client, 1)
        assert say(store, "first")
        replica.signal(SIGSTOP)
        with pytest.raises(StoreDown):
            say(store, "second")
        reader = store_of(client, 0)
        assert reader.session(reader.who("u")) == {"said": "first"}
        replica.signal(SIGCONT)
        until(lambda: _works(store), 10)
        assert reader.session(reader.who("u")) == {"said": "third"}
        store.close()
        reader.close()


def _works(store: Store) -> bool:
    try:
        return say(store, "third")
    except StoreDown:
        return False


def test_without_the_setting_the_master_alone_decides(pair: Pair) -> None:
    master, replica = pair
    with connect(f"redis://{USER}@127.0.0.1:{master.port}") as client:
        replica.signal(SIGSTOP)
        store = store_of(client, 0)
        assert say(store, "first")
        replica.signal(SIGCONT)
        store.close()


def test_in_a_cluster_it_waits_on_the_master_of_the_person(
    cluster: Cluster, on_cluster: Backing
) -> None:
    """Also when another one has become it since."""
    on_cluster.empty()
    pair = (cluster.nodes[0], cluster.nodes[-1])
    before, after = pair if is_master(pair[0]) else pair[::-1]
    with connect(cluster.url_of(USER)) as client:
        store = Store(client, SECRET, replicas=1)
        user = next(f"u{n}" for n in range(99) if _is_on(client, store.who(f"u{n}"), before))
        assert say(store, "first", user)
        after.does("CLUSTER FAILOVER")
        until(partial(is_master, after), PATIENCE)
        until(partial(follows, before), PATIENCE)
        assert say(store, "second", user)
        assert store.session(store.who(user)) == {"said": "second"}
        store.close()


def _is_on(client: Any, who: str, node: Node) -> bool:
    return int(client.get_node_from_key(keys.record(who)).port) == node.port


def test_behind_sentinels_it_waits_on_the_master(
    sentinels: Sentinels, on_sentinels: Backing
) -> None:
    on_sentinels.empty()
    with connect(sentinels.url_of(USER)) as client:
        store = Store(client, SECRET, replicas=1)
        assert say(store, "first")
        assert store.session(store.who("u")) == {"said": "first"}
        store.close()


def test_more_replicas_than_there_are_hold_nothing(
    sentinels: Sentinels, on_sentinels: Backing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "WAIT_MS", 50)
    on_sentinels.empty()
    with connect(sentinels.url_of(USER)) as client:
        store = store_of(client, 5)
        with pytest.raises(StoreDown):
            say(store, "first")
        reader = store_of(client, 0)
        assert reader.session(reader.who("u")) is None
        store.close()
        reader.close()
