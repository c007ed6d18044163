"""The faults: each breaks the running service under load and mends it, or leaves that to it.

A fault is a function of the rig and of a person who may say something beside the crowd. It returns
when the cause has been taken away; whether the service has recovered is looked at after it.
`FAULTS` names them all; those of a `group` have a rig of their own.
"""

import os
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.runtime.clock import beijing_now
from bot.storage import keys
from handlers import Outcome, Silence
from tests.drills.ledger import NOT_NOTED
from tests.drills.people import SCRIPT, Person, new_user
from tests.drills.rig import Rig, append_only
from tests.processes import until
from tests.redis_nodes import Cluster, Sentinels, follows, is_master


@dataclass(frozen=True)
class Fault:
    """`short`: also part of the short form in the tests. `group`: what Redis is, if not one server.

    Failovers are not in the short form: tests/cluster strikes the store with them.
    """

    name: str
    strike: Callable[[Rig, Person], None]
    short: bool = True
    group: type[Cluster] | type[Sentinels] | None = None


def _none(_rig: Rig, _person: Person) -> None:
    time.sleep(2)


def _worker_kill(rig: Rig, _person: Person) -> None:
    os.kill(rig.backends[0].workers()[0], signal.SIGKILL)
    time.sleep(2)


def _master_kill(rig: Rig, _person: Person) -> None:
    """One of two servers loses its master; a supervisor starts it again after a second."""
    broken = rig.add_backend()
    time.sleep(1)
    broken.process.kill()
    broken.process.wait()
    time.sleep(1)
    broken.start()
    broken.wait()
    time.sleep(1)
    assert rig.remove_backend(broken) == 0


def _redis_kill(rig: Rig, _person: Person) -> None:
    rig.memory.signal(signal.SIGKILL)
    time.sleep(1)
    rig.memory.start()


def _freeze(seconds: float) -> Callable[[Rig, Person], None]:
    def strike(rig: Rig, _person: Person) -> None:
        rig.memory.signal(signal.SIGSTOP)
        time.sleep(seconds)
        rig.memory.signal(signal.SIGCONT)

    return strike


def _many_short_freezes(rig: Rig, person: Person) -> None:
    """Long enough for a time-out, too short for the turn's lock to run out."""
    for _ in range(4):
        _freeze(1.3)(rig, person)
        time.sleep(0.7)


def _refused_writes(rig: Rig, _person: Person) -> None:
    rig.memory.client.config_set("maxmemory", "1")
    time.sleep(2)
    assert not rig.recovered(), "readiness must test a write"
    rig.memory.client.config_set("maxmemory", "0")


def _full_disk(rig: Rig, person: Person) -> None:
    """The append-only file cannot grow: Redis answers every write with MISCONF.

    The disk is really full where a small one could be mounted, and is still Redis's own (an
    earlier fault may have moved it); else a limit on the size of files stands for it.
    """
    real = rig.disk.mounted and rig.disk.folder in rig.memory.folder.parents
    if real:
        rig.disk.fill()
    else:
        rig.memory.limit_files(1)
    person.ledger.note = "a filesystem was filled" if real else "a limit on the size of files"
    until(lambda: not rig.recovered(), 10)  # readiness tests a write
    time.sleep(2)
    if real:
        rig.disk.free()
    else:
        rig.memory.limit_files(-1)


def _read_only(rig: Rig, _person: Person) -> None:
    """The master becomes a replica and keeps its connections; another one takes its address."""
    old = rig.memory
    rig.spare = new = append_only(rig.folder / f"redis-{time.monotonic_ns()}")
    new.client.replicaof("127.0.0.1", old.port)
    until(lambda: new.client.info("replication")["master_link_status"] == "up", 10)
    # as Sentinel does it: writes stop, the replica catches up, then the roles change
    old.client.execute_command("CLIENT", "PAUSE", "300", "WRITE")
    time.sleep(0.2)
    new.client.execute_command("REPLICAOF", "NO", "ONE")
    old.client.replicaof("127.0.0.1", new.port)
    rig.proxy.target = new.port
    until(rig.recovered, 5)
    time.sleep(1)
    rig.memory, rig.spare = new, None
    old.close()


def _stalls(rig: Rig, _person: Person) -> None:
    rig.proxy.stall = 0.3
    time.sleep(3)
    rig.proxy.stall = 0.0


def _late_answers(rig: Rig, _person: Person) -> None:
    """Redis does what it is told, but its answers come after the client has given up."""
    for _ in range(8):
        rig.proxy.hold = 1.2
        time.sleep(1.2)
        rig.proxy.hold = 0.0
        time.sleep(1.5)


def _resets(rig: Rig, _person: Person) -> None:
    for _ in range(20):
        rig.proxy.reset()
        time.sleep(0.1)


def _cleaned_folder(rig: Rig, _person: Person) -> None:
    """The folder of the counters goes, then a worker: its successor has nowhere to count."""
    shutil.rmtree(rig.backends[0].metrics_folder())
    for pid in rig.backends[0].workers():
        os.kill(pid, signal.SIGKILL)
        time.sleep(1)
    for path in ("/healthz", "/readyz", "/metrics"):
        until(lambda path=path: rig.backends[0].answers(path), 10)  # type: ignore[misc]


def _rolling_deploy(rig: Rig, _person: Person) -> None:
    """The next version joins, the old one leaves; conversations are held by both meanwhile."""
    old = rig.backends[0]
    rig.add_backend()
    time.sleep(2)
    assert rig.remove_backend(old) == 0
    time.sleep(1)


def _lost_scripts(rig: Rig, _person: Person) -> None:
    """Redis forgets its scripts, as after a failover."""
    for _ in range(5):
        rig.memory.client.script_flush()
        time.sleep(0.2)


def _platform_clock_jumps(rig: Rig, _person: Person) -> None:
    """Timestamps and CreateTime run five minutes ahead, then five behind."""
    for seconds in (300, -300):
        rig.platform.sender.clock = partial(_moved_clock, seconds)
        time.sleep(1.5)
    rig.platform.sender.clock = time.time


def _moved_clock(seconds: float) -> float:
    return time.time() + seconds


def _duplicates(rig: Rig, _person: Person) -> None:
    """Every message is posted twice at once: both get the same reply, and it counts once."""
    rig.platform.twice = True
    time.sleep(4)
    rig.platform.twice = False


def _reordering(rig: Rig, person: Person) -> None:
    """Two messages wait for the turn of a third, and arrive the wrong way round."""
    for _ in range(5):
        user = person.begin(4)
        postings = [rig.platform.text(user, SCRIPT[at].text) for at in (4, 5)]
        store = rig.store
        held = store.take(store.who(user), "held")
        with ThreadPoolExecutor(2) as pool:
            second = pool.submit(person.send, user, 5, postings[1])
            time.sleep(0.2)
            first = pool.submit(person.send, user, 4, postings[0])
            time.sleep(0.3)
            held.end()
            first.result()
            second.result()
        store.close()


def _next_version(rig: Rig, person: Person) -> None:
    """Sessions come back with fields that this version does not know: nobody notices."""
    for at in range(2, 10):
        user = person.begin(at)
        _rewrite(rig, user, lambda session: session | {"next": {"of": ["version 99"]}})
        person.send(user, at)


POISONS: list[Callable[[dict[str, Any]], dict[str, Any]]] = [
    lambda session: dict.fromkeys(session, None),
    lambda session: dict.fromkeys(session, 10**30),
    lambda session: dict.fromkeys(session, "毒"),
    lambda session: {name: [[{}]] for name in session},
    lambda session: {name: {"a": {"b": []}} for name in session},
    lambda _: {"version": 10**9},
]


def _poisoned_sessions(rig: Rig, person: Person) -> None:
    """Stored values of every wrong type, and stored bytes that are none of ours.

    Whoever has such a session is at worst a new person: the next message is answered as the first
    of a conversation, and the one after it as the second.
    """
    for poison in POISONS:
        user = person.begin(4)
        _rewrite(rig, user, poison)
        _start_over(person, user)
    for garbage in (b"", b"\0" * 50, b"{}", b"[" * 10_000):
        user = person.begin(4)
        rig.memory.client.set(keys.record(rig.store.who(user)), garbage)
        _start_over(person, user)


def _rewrite(rig: Rig, user: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    store = rig.store
    with store.take(store.who(user), "rewritten") as turn:
        changed = Outcome(change(turn.session or {}), Silence(), ())
        assert turn.commit(changed, b"{}", beijing_now())
    store.close()


def _start_over(person: Person, user: str) -> None:
    for text in ("重新开始", "确认重新开始", "菜单"):
        person.ask(user, text)


def _flood(rig: Rig, person: Person) -> None:
    """One person sends as fast as twelve connections can, four seconds long."""
    user = new_user()
    before = int(rig.memory.client.info("memory")["used_memory"])
    over = time.monotonic() + 4
    said: Counter[bool] = Counter()

    def send() -> None:
        while time.monotonic() < over:
            reply = rig.platform.deliver(rig.platform.text(user, "你好")).reply
            said[NOT_NOTED in (reply or "")] += 1

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    grown = int(rig.memory.client.info("memory")["used_memory"]) - before
    person.ledger.note = (
        f"of {said.total()} messages of the flood {said[False]} were answered, the others refused "
        f"with a kind line; Redis grew by {grown / 1024:.0f} KB, the crowd's part included"
    )


def _cluster_kill(rig: Rig, _person: Person) -> None:
    """A master ends; its replica takes its place, and it comes back as a replica."""
    nodes = rig.group_of(Cluster).nodes
    master, replica = nodes[0], nodes[-1]
    master.signal(signal.SIGKILL)
    until(partial(is_master, replica), 20)
    time.sleep(1)
    master.start()
    until(partial(follows, master), 20)


def _cluster_change(rig: Rig, _person: Person) -> None:
    """A planned change of masters, as before an upgrade of Redis."""
    nodes = rig.group_of(Cluster).nodes
    (after,) = (node for node in nodes if not is_master(node))
    after.does("CLUSTER FAILOVER")
    until(partial(is_master, after), 20)
    time.sleep(1)


def _sentinels_kill(rig: Rig, _person: Person) -> None:
    """The master ends; the Sentinels choose another one."""
    sentinels = rig.group_of(Sentinels)
    (old,) = sentinels.masters
    old.signal(signal.SIGKILL)
    until(lambda: old not in sentinels.masters, 20)
    until(rig.recovered, 20)
    old.start()
    time.sleep(1)


def _sentinels_change(rig: Rig, _person: Person) -> None:
    """A planned change of masters."""
    sentinels = rig.group_of(Sentinels)
    (old,) = sentinels.masters
    sentinels.change_master()
    until(lambda: old not in sentinels.masters and not is_master(old), 20)
    time.sleep(1)


FAULTS = [
    Fault("no fault", _none, short=False),
    Fault("a worker is killed", _worker_kill),
    Fault("Redis is killed, started a second later", _redis_kill),
    Fault("Redis forgets its scripts", _lost_scripts, short=False),
    Fault("Redis freezes for 1.3 s, four times", _many_short_freezes, short=False),
    Fault("Redis freezes for 3 s", _freeze(3)),
    Fault("Redis freezes for 30 s", _freeze(30), short=False),
    Fault("writes refused: memory full (OOM)", _refused_writes),
    Fault("writes refused: disk full (MISCONF)", _full_disk),
    Fault("master demoted, connections kept (READONLY)", _read_only),
    Fault("300 ms stalls on every trip to Redis", _stalls),
    Fault("answers of Redis come too late", _late_answers, short=False),
    Fault("connections to Redis reset, ten times a second", _resets),
    Fault("the temporary folder is cleaned, then all workers die", _cleaned_folder),
    Fault("the platform's clock jumps by five minutes", _platform_clock_jumps, short=False),
    Fault("every message posted twice at once", _duplicates, short=False),
    Fault("messages arrive in the wrong order", _reordering, short=False),
    Fault("sessions of the next version", _next_version),
    Fault("poisoned session values", _poisoned_sessions, short=False),
    Fault("one person floods", _flood, short=False),
    Fault("one of two masters is killed and restarted", _master_kill, short=False),
    Fault("rolling deploy in mid-conversation", _rolling_deploy, short=False),
    Fault("cluster: a master is killed", _cluster_kill, False, Cluster),
    Fault("cluster: masters changed on demand", _cluster_change, False, Cluster),
    Fault("Sentinel: masters changed on demand", _sentinels_change, False, Sentinels),
    Fault("Sentinel: the master is killed", _sentinels_kill, False, Sentinels),
]
