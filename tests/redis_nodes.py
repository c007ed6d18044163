"""Redis processes of tests: one server, a cluster, and a master with Sentinels."""

import re
import resource
import signal
import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import redis
from redis.crc import key_slot

from bot.runtime.redis_binary import find_binary
from bot.runtime.redis_client import connect
from tests.processes import free_port, until

ROOT = Path(__file__).resolve().parents[1]
SLOTS = 16384
BUS = 10_000
"""How much higher the port is on which a cluster's nodes talk to each other."""
STARTS = 3
"""Tries to start a process: another test may take its port before it does."""
USER = "jifen:secret"
"""Log-in of a user that each process has, with the rights of `documented_rights`."""


class Node:
    """A Redis process in a folder of its own. `words`: options beside the common ones."""

    def __init__(self, folder: Path, *words: str, password: str = "") -> None:
        folder.mkdir(parents=True)
        self.folder, self.password = folder, password
        self._words = words
        for _ in range(STARTS):
            self.port = free_port(also=BUS)
            self.start()
            if self.process.poll() is None:
                return
        raise AssertionError(self.log())

    def start(self) -> None:
        """Start it, on the data that it has, and wait until it has loaded them or has ended."""
        options = {"port": str(self.port), "bind": "127.0.0.1", "dir": ".", "save": ""}
        options |= {"logfile": "redis.log", "repl-diskless-sync-delay": "0"}
        common = [word for name, value in options.items() for word in (f"--{name}", value)]
        user, _, password = USER.partition(":")
        rights = ["--user", user, "on", f">{password}", *documented_rights()]
        self._run([*common, *rights, *self._words])

    def _run(self, words: list[str]) -> None:
        self.process = subprocess.Popen(
            [find_binary().path, *words],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            restore_signals=False,  # Python ignores SIGXFSZ: a full quota must not kill Redis
        )
        until(lambda: self.process.poll() is not None or self.answers(), 20)

    def log(self) -> str:
        """What it has written down."""
        return "\n".join(path.read_text("utf-8") for path in self.folder.glob("*.log"))

    @property
    def client(self) -> Any:
        """A new client, straight to the process."""
        return self._connect(read_timeout=5)

    def _connect(self, read_timeout: float) -> Any:
        login = f":{self.password}@" if self.password else ""
        return connect(f"redis://{login}127.0.0.1:{self.port}", read_timeout=read_timeout)

    def answers(self) -> bool:
        """Whether it takes commands now. Asked again and again, so no single try waits for long:
        the port may be that of another program, which says nothing."""
        try:
            with self._connect(read_timeout=0.3) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def signal(self, number: int) -> None:
        """Send a signal: SIGKILL, or SIGSTOP and SIGCONT for a freeze."""
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()

    def limit_files(self, limit: int) -> None:
        """Refuse to let files grow beyond `limit` bytes: to Redis, a full disk."""
        hard = resource.RLIM_INFINITY
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (limit, hard))

    def close(self) -> None:
        """End it, also when it is frozen or ended."""
        self.process.kill()
        self.process.wait()

    def does(self, *command: str | int) -> Any:
        """The answer to one command."""
        with self.client as client:
            return client.execute_command(*command)


class Group:
    """Several processes that end together; usable as `with Cluster(folder) as cluster:`."""

    nodes: list[Node]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process."""
        for node in self.nodes:
            node.close()


class Cluster(Group):
    """Masters that share the slots evenly; the first `replicas` of them have a replica."""

    def __init__(self, folder: Path, masters: int = 3, replicas: int = 1) -> None:
        words = [
            "--cluster-enabled",
            "yes",
            "--appendonly",
            "yes",
            "--cluster-node-timeout",
            "1000",
        ]
        self.nodes = []
        try:
            for number in range(masters + replicas):
                self.nodes.append(Node(folder / str(number), *words))
            self._join(self.nodes[:masters], self.nodes[masters:])
        except BaseException:
            self.close()
            raise

    def _join(self, masters: list[Node], replicas: list[Node]) -> None:
        for number, node in enumerate(masters):
            first, last = (SLOTS * (number + more) // len(masters) for more in (0, 1))
            node.does("CLUSTER ADDSLOTSRANGE", first, last - 1)
            node.does("CLUSTER SET-CONFIG-EPOCH", number + 1)
        for node in self.nodes[1:]:
            self.nodes[0].does("CLUSTER MEET", "127.0.0.1", node.port)
        for node in self.nodes:
            until(partial(self._knows_all, node), 30)
        for replica, master in zip(replicas, masters, strict=False):
            replica.does("CLUSTER REPLICATE", master.does("CLUSTER MYID").decode())
        for replica in replicas:
            until(partial(follows, replica), 30)
        self.wait()

    @property
    def url(self) -> str:
        """Address for the settings, with every right."""
        return self.url_of("")

    def url_of(self, login: str) -> str:
        """Address for the settings with a log-in."""
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"redis+cluster://{login and login + '@'}{hosts}"

    def empty(self) -> None:
        """Remove all data."""
        for node in self.running():
            if is_master(node):
                node.does("FLUSHALL")

    def wait(self) -> None:
        """Until every node that runs takes commands for every slot."""
        for node in self.running():
            until(partial(_is_ok, node), 30)

    def running(self) -> Iterable[Node]:
        """The nodes that have not been killed."""
        return [node for node in self.nodes if node.process.poll() is None]

    def master_of(self, key: str) -> Node:
        """The node that is master of a key's slot now."""
        slot = key_slot(key.encode())
        for first, last, master, *_ in self.running()[0].does("CLUSTER SLOTS"):  # type: ignore[index]
            if first <= slot <= last:
                return next(node for node in self.nodes if node.port == master[1])
        raise AssertionError("a slot without a master")

    def everywhere(self, *command: str | int) -> None:
        """A command on every node that runs."""
        for node in self.running():
            node.does(*command)

    def _knows_all(self, node: Node) -> bool:
        told = node.does("CLUSTER NODES")
        return len(told) == len(self.nodes) and not any(
            "handshake" in each["flags"] for each in told.values()
        )


def _is_ok(node: Node) -> bool:
    return bool(node.does("CLUSTER INFO")["cluster_state"] == "ok")


def follows(node: Node) -> bool:
    """Whether a node is a replica that has caught up."""
    with node.client as client:
        return bool(client.info("replication").get("master_link_status") == "up")


def is_master(node: Node) -> bool:
    """Whether a node takes writes for others to follow."""
    return bool(node.does("ROLE")[0] == b"master")


class _Sentinel(Node):
    """A Sentinel process; its settings are a file that it rewrites."""

    def __init__(self, folder: Path, words: list[str], password: str) -> None:
        self._settings = words
        super().__init__(folder, password=password)

    def start(self) -> None:
        path = self.folder / "sentinel.conf"
        head = [f"port {self.port}", "bind 127.0.0.1", "logfile sentinel.log"]
        if not path.exists() or head[0] not in path.read_text("utf-8").splitlines():
            path.write_text("\n".join([*head, *self._settings]) + "\n", "utf-8")
        self._run([path.name, "--sentinel"])


class Sentinels(Group):
    """A master and two replicas with one password, watched by three Sentinels with another one.

    A master without any replica takes no writes: one that was frozen, and comes back after it has
    been replaced, could only lose them.
    """

    SERVICE, PASSWORD, OWN = "jifen", "of the data", "of Sentinel"

    def __init__(self, folder: Path) -> None:
        words = ["--requirepass", self.PASSWORD, "--masterauth", self.PASSWORD]
        words += ["--appendonly", "yes", "--min-replicas-to-write", "1"]
        self.nodes, self.sentinels = [], []
        try:
            for number in range(3):
                name = folder / f"data-{number}"
                self.nodes.append(Node(name, *words, password=self.PASSWORD))
            for replica in self.nodes[1:]:
                replica.does("REPLICAOF", "127.0.0.1", self.nodes[0].port)
            for replica in self.nodes[1:]:
                until(partial(follows, replica), 20)
            for number in range(3):
                name, settings = folder / f"sentinel-{number}", self._settings()
                self.sentinels.append(_Sentinel(name, settings, self.OWN))
            until(self._agreed, 30)
        except BaseException:
            self.close()
            raise

    def _settings(self) -> list[str]:
        name = self.SERVICE
        return [
            f'requirepass "{self.OWN}"',
            f'sentinel sentinel-pass "{self.OWN}"',
            f"sentinel monitor {name} 127.0.0.1 {self.nodes[0].port} 2",
            f'sentinel auth-pass {name} "{self.PASSWORD}"',
            f"sentinel down-after-milliseconds {name} 2500",
            f"sentinel failover-timeout {name} 6000",
        ]

    def _agreed(self) -> bool:
        """Whether each Sentinel knows the others and the replicas."""
        for node in self.sentinels:
            (told,) = node.does("SENTINEL MASTERS").values()
            if (told["num-other-sentinels"], told["num-slaves"]) != (2, 2):
                return False
        return True

    @property
    def url(self) -> str:
        """Address for the settings, with every right."""
        return self.url_of(f":{quote(self.PASSWORD)}")

    def url_of(self, login: str) -> str:
        """Address for the settings with a log-in for the data."""
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.sentinels)
        more = f"sentinel_password={quote(self.OWN)}"
        return f"redis+sentinel://{login}@{hosts}/{self.SERVICE}/0?{more}"

    @property
    def masters(self) -> list[Node]:
        """The data nodes that a Sentinel names as master: one, but for moments of a failover."""
        ports = set()
        for sentinel in self.sentinels:
            with sentinel.client as client:
                ports.add(client.sentinel_get_master_addr_by_name(self.SERVICE)[1])
        return [node for node in self.nodes if node.port in ports]

    def change_master(self) -> None:
        """A planned change: the master stops writes until a replica has everything."""
        self.sentinels[0].does("SENTINEL", "FAILOVER", self.SERVICE, "COORDINATED")

    def empty(self) -> None:
        """Remove all data, when the master has a replica (again) and so takes writes."""
        until(self._emptied, 20)

    def _emptied(self) -> bool:
        try:
            return all(node.does("FLUSHALL") for node in self.masters)
        except redis.ResponseError:
            return False

    def close(self) -> None:
        for node in (*self.sentinels, *self.nodes):
            node.close()


def documented_rights() -> list[str]:
    """The least rights on Redis that docs/operations.md names, as words of an ACL."""
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    found = re.search(r"^ACL SETUSER jifen on >PASSWORD (.*)$", text, re.MULTILINE)
    assert found, "docs/operations.md names no rights"
    return found[1].split()
