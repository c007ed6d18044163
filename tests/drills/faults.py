"""The faults: each breaks the running service under load and mends it, or leaves that to it.

A fault is a function of the rig. It returns when the cause has been taken away; whether the
service has recovered is looked at after it. `FAULTS` names them all. A failover of a cluster or of
Sentinel is one more function of a rig of its own.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.drills.rig import Memory, Rig
from tests.processes import until


@dataclass(frozen=True)
class Fault:
    """`short`: also part of the short form in the tests."""

    name: str
    strike: Callable[[Rig], None]
    short: bool = True


def _none(rig: Rig) -> None:
    del rig
    time.sleep(2)


def _worker_kill(rig: Rig) -> None:
    os.kill(rig.backends[0].workers()[0], signal.SIGKILL)
    time.sleep(2)


def _master_kill(rig: Rig) -> None:
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


def _redis_kill(rig: Rig) -> None:
    rig.memory.signal(signal.SIGKILL)
    time.sleep(1)
    rig.memory.start()


def _freeze(seconds: float) -> Callable[[Rig], None]:
    def strike(rig: Rig) -> None:
        rig.memory.signal(signal.SIGSTOP)
        time.sleep(seconds)
        rig.memory.signal(signal.SIGCONT)

    return strike


def _many_short_freezes(rig: Rig) -> None:
    """Long enough for a time-out, too short for the turn's lock to run out."""
    for _ in range(4):
        _freeze(1.3)(rig)
        time.sleep(0.7)


def _refused_writes(rig: Rig) -> None:
    rig.memory.client.config_set("maxmemory", "1")
    time.sleep(2)
    assert not rig.recovered(), "readiness must test a write"
    rig.memory.client.config_set("maxmemory", "0")


def _full_disk(rig: Rig) -> None:
    """The append-only file cannot grow: Redis answers every write with MISCONF."""
    rig.memory.limit_files(1)
    time.sleep(3)
    assert not rig.recovered(), "readiness must test a write"
    rig.memory.limit_files(-1)


def _read_only(rig: Rig) -> None:
    """The master becomes a replica and keeps its connections; another one takes its address."""
    old = rig.memory
    rig.spare = new = Memory(rig.folder / f"redis-{time.monotonic_ns()}")
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


def _stalls(rig: Rig) -> None:
    rig.proxy.stall = 0.3
    time.sleep(4)
    rig.proxy.stall = 0.0


def _late_answers(rig: Rig) -> None:
    """Redis does what it is told, but its answers come after the client has given up."""
    for _ in range(8):
        rig.proxy.hold = 1.2
        time.sleep(1.2)
        rig.proxy.hold = 0.0
        time.sleep(1.5)


def _resets(rig: Rig) -> None:
    for _ in range(20):
        rig.proxy.reset()
        time.sleep(0.1)


def _cleaned_folder(rig: Rig) -> None:
    """The folder of the counters goes, then a worker: its successor has nowhere to count."""
    shutil.rmtree(rig.backends[0].metrics_folder())
    for pid in rig.backends[0].workers():
        os.kill(pid, signal.SIGKILL)
        time.sleep(1)
    for path in ("/healthz", "/readyz", "/metrics"):
        until(lambda path=path: rig.backends[0].answers(path), 10)  # type: ignore[misc]


def _rolling_deploy(rig: Rig) -> None:
    """The next version joins, the old one leaves; conversations are held by both meanwhile."""
    old = rig.backends[0]
    rig.add_backend()
    time.sleep(2)
    assert rig.remove_backend(old) == 0
    time.sleep(1)


def _lost_scripts(rig: Rig) -> None:
    """Redis forgets its scripts, as after a failover."""
    for _ in range(5):
        rig.memory.client.script_flush()
        time.sleep(0.2)


FAULTS = [
    Fault("no fault", _none),
    Fault("a worker is killed", _worker_kill),
    Fault("Redis is killed, started a second later", _redis_kill),
    Fault("Redis forgets its scripts", _lost_scripts),
    Fault("Redis freezes for 1.3 s, four times", _many_short_freezes),
    Fault("Redis freezes for 3 s", _freeze(3)),
    Fault("Redis freezes for 30 s", _freeze(30), short=False),
    Fault("writes refused: memory full (OOM)", _refused_writes),
    Fault("writes refused: disk full (MISCONF)", _full_disk),
    Fault("master demoted, connections kept (READONLY)", _read_only),
    Fault("300 ms stalls on every trip to Redis", _stalls),
    Fault("answers of Redis come too late", _late_answers, short=False),
    Fault("connections to Redis reset, ten times a second", _resets),
    Fault("the temporary folder is cleaned, then all workers die", _cleaned_folder),
    Fault("one of two masters is killed and restarted", _master_kill, short=False),
    Fault("rolling deploy in mid-conversation", _rolling_deploy, short=False),
]
