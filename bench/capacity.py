"""Machines, memory and shards for a number of followers, from figures measured on real processes.

`python -m bench.capacity` serves conversations with one `jifen serve` and one Redis process at the
rate of the peak of `SIMULATED` followers, measures CPU and memory a message, and prints the table
of docs/capacity.md with the assumptions below.
"""

import math
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.drills.people import SCRIPT, comparable, new_user, walk
from tests.drills.rig import Backend, Rig

FOLLOWERS = (10_000, 1_000_000, 100_000_000)
SIMULATED = 50_000
WARM = 8  # conversations before the measurement: workers load and learn at their first messages
SECONDS = 15.0

COMING = 0.05
"""Of all followers, within the hour of a publication."""
PEAK = 3.0
"""The busiest minute of that hour, against its mean."""
ACTIVE = 0.2
"""Of all followers, those who wrote within the 30 days that a conversation is kept."""
BUSY = 0.5
"""Of a core's time, what may be planned for."""
CORES = 8
"""Of a machine."""
SHARD_GB, SHARD_BUSY = 8.0, 0.4
"""Memory of a Redis process and share of its one core that may be planned for."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Costs:
    """Measured: seconds of CPU a message in the servers and in Redis, bytes of Redis a person,
    bytes of a worker that it shares with no other process."""

    server: float
    redis: float
    person: float
    worker: float


@dataclass(frozen=True)
class Need:
    """What a number of followers needs."""

    rate: float
    cores: float
    machines: int
    memory: float
    shards: int

    @classmethod
    def of(cls, followers: int, costs: Costs) -> "Need":
        rate = followers * COMING * len(SCRIPT) / 3600 * PEAK
        cores = rate * costs.server / BUSY
        memory = followers * ACTIVE * costs.person / 1e9
        by_memory, by_time = memory / SHARD_GB, rate * costs.redis / SHARD_BUSY
        shards = max(1, math.ceil(max(by_memory, by_time)))
        return cls(rate, cores, max(1, math.ceil(cores / CORES)), memory, shards)

    def row(self, followers: int) -> str:
        return (
            f"| {followers:,} | {self.rate:,.1f} | {self.cores:,.1f} | {self.machines} "
            f"| {self.memory:,.2f} | {self.shards} |"
        )


def seconds_of(pids: list[int]) -> float:
    """CPU that processes have used."""
    fields = [
        Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split() for pid in pids
    ]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def private_bytes(backend: Backend) -> float:
    """Memory of a worker that it shares with no other process, mean over the workers."""
    found = [Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8") for pid in backend.workers()]
    rows = (line.split() for text in found for line in text.splitlines() if "Private_" in line)
    return sum(int(row[1]) * 1024 for row in rows) / len(found)


def simulate(rig: Rig) -> Costs:
    """Whole conversations at the peak rate of `SIMULATED` followers, for `SECONDS`."""
    backend, known = rig.backends[0], walk(rig.platform)
    with ThreadPoolExecutor(WARM) as pool:
        list(pool.map(walk, [rig.platform] * WARM))
    servers = [backend.process.pid, *backend.workers()]
    people = int(SIMULATED * COMING / 3600 * PEAK * SECONDS) + 1
    with rig.memory.client as client:
        before = client.info("memory")["used_memory"], client.dbsize()
        cpu = seconds_of(servers), seconds_of([rig.memory.process.pid])
        times: list[float] = []
        wrong = 0
        lock = threading.Lock()

        def converse(number: int) -> None:
            nonlocal wrong
            time.sleep(number * SECONDS / people)
            user = new_user()
            for line, right in zip(SCRIPT, known, strict=True):
                delivery = rig.platform.deliver(rig.platform.text(user, line.text))
                with lock:
                    times.append(delivery.seconds)
                    wrong += comparable(delivery.reply or "") != right

        began = time.monotonic()
        with ThreadPoolExecutor(people) as pool:
            list(pool.map(converse, range(people)))
        took = time.monotonic() - began
        messages = people * len(SCRIPT)
        spent = seconds_of(servers) - cpu[0], seconds_of([rig.memory.process.pid]) - cpu[1]
        time.sleep(1.5)
        grown = client.info("memory")["used_memory"] - before[0]
        persons = client.dbsize() - before[1]
    times.sort()
    middle, late = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.99))
    print(
        f"{people} people, {messages} messages, {messages / took:.1f} a second; p50 {middle:.0f} ms"
        f", p99 {late:.0f} ms; wrong or no replies: {wrong}"
    )
    per_person = grown / max(1, persons)
    return Costs(spent[0] / messages, spent[1] / messages, per_person, private_bytes(backend))


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jifen-capacity-") as folder, Rig(Path(folder)) as rig:
        costs = simulate(rig)
    print(
        f"a message: {costs.server * 1e6:,.0f} µs of the servers' CPU, {costs.redis * 1e6:,.0f} µs "
        f"of Redis's; a person: {costs.person:,.0f} bytes of Redis; a worker: "
        f"{costs.worker / 1e6:.0f} MB of its own"
    )
    print("\n| followers | messages/s at the peak | cores | machines | GB of Redis | shards |")
    print("|---|---|---|---|---|---|")
    for followers in FOLLOWERS:
        print(Need.of(followers, costs).row(followers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
