"""What `jifen score --jsonl` costs by line: `python -m bench.jsonl [--lines 100000]`.

Runs the command itself on so many made-up people (the typical person of `bench.scoring`, each with
dates of their own) and prints the time on the wall, the CPU time of all its processes, what of that
a line takes beside a step of a plain loop, and the memory of the largest process.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from typing import IO

from bench.scoring import TYPICAL
from bench.timing import STEPS, best_of, loop

COMMAND = "from bot.cli import main; raise SystemExit(main())"


def write_people(out: IO[bytes], lines: int) -> None:
    """So many lines of the command's input."""
    rng = random.Random(1)
    for number in range(lines):
        first = f"{rng.randint(2003, 2011)}-{rng.randint(1, 12):02d}"
        facts = TYPICAL | {
            "birth": f"{rng.randint(1968, 1992)}-{rng.randint(1, 12):02d}",
            "insurance": TYPICAL["insurance"]
            | {"periods": [{"from": first, "to": "2012-03"}, {"from": "2012-05"}]},
            "homes": [TYPICAL["homes"][0] | {"from": first}, *TYPICAL["homes"][1:]],
        }
        out.write(json.dumps({"id": number, "facts": facts}).encode() + b"\n")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    lines = parser.parse_args().lines
    with tempfile.TemporaryFile() as people, tempfile.TemporaryFile() as found:
        write_people(people, lines)
        people.seek(0)
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", COMMAND, "score", "--jsonl"],
            stdin=people,
            stdout=found,
            check=True,
        )
        wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        found.seek(0)
        answered = sum(1 for _ in found)
    step = best_of({"loop": loop}, 1.0)["loop"] / STEPS
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print(f"{answered} of {lines} lines answered")
    print(f"{wall:.1f} s on the wall, {cpu:.1f} s of CPU; a step of the loop: {step * 1000:.1f} ns")
    print(f"{cpu / lines * 1e6:.0f} µs of CPU a line: {cpu / lines * 1e6 / step:.0f} steps")
    print(f"largest process: {used.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
