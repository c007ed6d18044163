"""A master ends or is demoted under load: nothing that was acknowledged is lost or done twice.

Replication is asynchronous: a master that is killed or frozen between its answer to a client and
the same write to its replicas takes that one write with it. Then, and only then, a person may be
one message behind (`test_replicas.py` shows the setting that rules it out). A planned change of
masters loses nothing.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP

from bot.errors import StoreDown
from bot.runtime.clock import beijing_now
from bot.runtime.redis_client import Client, connect
from bot.storage.numbers import days
from bot.storage.turns import Store
from handlers import Count, Outcome, Text
from tests.cluster.conftest import Backing
from tests.conftest import SECRET
from tests.drills.proxy import Proxy
from tests.processes import until
from tests.redis_nodes import USER, Cluster, Node, Sentinels, follows, is_master

PEOPLE = 9
PATIENCE = 15.0  # seconds for a failover


class Writer(threading.Thread):
    """Counts up in a person's session; sends a message again until it is acknowledged."""

    def __init__(self, store: Store, user: str) -> None:
        super().__init__()
        self._store, self._who = store, store.who(user)
        self.over = False
        self.done = self.told = self.behind = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.over:
            try:
                self._send()
            except StoreDown:
                self.told += 1
                time.sleep(0.1)

    def _send(self) -> None:
        with self._store.take(self._who, f"m{self.done}") as turn:
            if turn.answered is None:
                kept = (turn.session or {"n": 0})["n"]
                if kept == self.done - 1:
                    self.behind += 1
                    self.done = kept
                    return
                if kept != self.done:
                    self.wrong.append(f"{kept} after {self.done}")
                outcome = Outcome({"n": self.done + 1}, Text(""), (Count("messages"),))
                if not turn.commit(outcome, b"r", beijing_now()):
                    return
        self.done += 1


@contextmanager
def load(client: Client, behind: int = 0) -> Iterator[list[Writer]]:
    """People who write all the time; `behind`: acknowledged messages that each may lose."""
    store = Store(client, SECRET)
    writers = [Writer(store, f"oWriter{number}") for number in range(PEOPLE)]
    for writer in writers:
        writer.start()
    try:
        yield writers
        reached = [writer.done for writer in writers]
        until(lambda: all(w.done > n + 3 for w, n in zip(writers, reached, strict=True)), PATIENCE)
    finally:
        for writer in writers:
            writer.over = True
        for writer in writers:
            writer.join()
        store.close()
    assert [writer.wrong for writer in writers if writer.wrong] == []
    assert max(writer.behind for writer in writers) <= behind
    for writer in writers:
        assert (store.session(writer._who) or {})["n"] == writer.done


def test_a_master_of_the_cluster_is_killed(cluster: Cluster, on_cluster: Backing) -> None:
    on_cluster.empty()
    master, replica = cluster.nodes[0], cluster.nodes[-1]
    with connect(cluster.url_of(USER)) as client, load(client, behind=1):
        master.signal(SIGKILL)
        until(partial(is_master, replica), PATIENCE)
        cluster.wait()
        master.start()
        until(partial(follows, master), PATIENCE)
    assert not is_master(master)


def test_a_demoted_master_of_the_cluster_hands_its_people_on(
    cluster: Cluster, on_cluster: Backing
) -> None:
    """It keeps its connections and answers MOVED."""
    on_cluster.empty()
    before = next(node for node in (cluster.nodes[0], cluster.nodes[-1]) if is_master(node))
    after = next(node for node in (cluster.nodes[0], cluster.nodes[-1]) if not is_master(node))
    with connect(cluster.url_of(USER)) as client, load(client) as writers:
        after.does("CLUSTER FAILOVER")
        until(partial(is_master, after), PATIENCE)
    assert not is_master(before)
    assert sum(writer.told for writer in writers) <= PEOPLE


def test_sentinels_replace_a_master_on_demand(sentinels: Sentinels, on_sentinels: Backing) -> None:
    """As docs/operations.md says; without COORDINATED what is written meanwhile is lost."""
    on_sentinels.empty()
    with connect(sentinels.url_of(USER)) as client, load(client):
        (old,) = sentinels.masters
        sentinels.change_master()
        until(lambda: old not in sentinels.masters and not is_master(old), PATIENCE)


def test_sentinels_replace_a_frozen_master(sentinels: Sentinels, on_sentinels: Backing) -> None:
    """When it wakes up it believes itself to be the master for some seconds more."""
    on_sentinels.empty()
    with connect(sentinels.url_of(USER)) as client, load(client, behind=1):
        (old,) = sentinels.masters
        old.signal(SIGSTOP)
        until(lambda: old not in sentinels.masters, PATIENCE)
        (new,) = sentinels.masters
        # as long as a replica still follows the old one, that takes writes, and loses them
        until(lambda: bool(new.does("ROLE")[2]), PATIENCE)
        old.signal(SIGCONT)
        time.sleep(0.5)


def test_a_demoted_master_that_keeps_its_connections(tmp_path: Path) -> None:
    """READONLY for ever, said the first version: another one has its address now."""
    old, new = Node(tmp_path / "old"), Node(tmp_path / "new")
    proxy = Proxy(old.port)
    try:
        with connect(f"redis://{USER}@127.0.0.1:{proxy.port}") as client, load(client) as writers:
            new.does("REPLICAOF", "127.0.0.1", old.port)
            until(partial(follows, new), 10)
            # as Sentinel does it: writes stop, the replica catches up, then the roles change
            old.does("CLIENT", "PAUSE", "300", "WRITE")
            time.sleep(0.1)
            new.does("REPLICAOF", "NO", "ONE")
            proxy.target = new.port
            old.does("REPLICAOF", "127.0.0.1", new.port)
        assert sum(writer.told for writer in writers) <= PEOPLE
        (today,) = days(new.client, beijing_now().date(), 1)
        assert today["messages"] == sum(writer.done for writer in writers), "counts go on too"
    finally:
        proxy.close()
        old.close()
        new.close()
