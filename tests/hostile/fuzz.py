"""`make fuzz`: the targets under a coverage-guided fuzzer (atheris), one process after the other.

    python -m tests.hostile.fuzz [--share 0.1] [TARGET…]

Each target begins with its folder of the corpus. A fault does not end a run: it is counted by its
kind and place, and the first input of each is kept in `var/fuzz/`. Exit 1 when there was any.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import atheris

INPUTS = {
    "envelope": 250_000,
    "typed": 150_000,
    "readers": 100_000,
    "api": 80_000,
    "understanding": 8_000,
    "conversation": 8_000,
    "console": 4_000,
}
"""Inputs of a whole run: fewer where one costs more."""
LONGEST_INPUT = 4096
CORPUS = Path(__file__).parent / "corpus"
FOUND = Path("var") / "fuzz"


def resident_mb() -> float:
    """Memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


class Watched:
    """A target that counts its faults, and its memory a quarter into the run and at the end."""

    def __init__(self, name: str, target: Callable[[bytes], None], inputs: int) -> None:
        self.name, self.target, self.inputs = name, target, inputs
        self.calls, self.slowest = 0, 0.0
        self.early = self.late = 0.0
        self.faults: Counter[str] = Counter()
        self.started = time.monotonic()

    def __call__(self, data: bytes) -> None:
        started = time.monotonic()
        try:
            self.target(data)
        except Exception as error:
            self._note(error, data)
        self.calls += 1
        self.slowest = max(self.slowest, time.monotonic() - started)
        if self.calls == self.inputs // 4:
            self.early = resident_mb()
        if self.calls == self.inputs:
            self.late = resident_mb()
            self._report()

    def _note(self, error: Exception, data: bytes) -> None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
        if place not in self.faults:
            FOUND.mkdir(parents=True, exist_ok=True)
            kept = FOUND / f"{self.name}-{len(self.faults)}"
            kept.write_bytes(data)
            print(f"  {place}: {str(error)[:200]} ({kept})", flush=True)
        self.faults[place] += 1

    def _report(self) -> None:
        result = {
            "target": self.name,
            "inputs": self.calls,
            "faults": sum(self.faults.values()),
            "seconds": round(time.monotonic() - self.started),
            "slowest_ms": round(self.slowest * 1000),
            "mb_at_a_quarter": round(self.early),
            "mb_at_the_end": round(self.late),
        }
        FOUND.mkdir(parents=True, exist_ok=True)
        (FOUND / f"{self.name}.json").write_text(json.dumps(result))


def fuzz(name: str, inputs: int) -> None:
    """Run one target in this process; does not return."""
    with atheris.instrument_imports(include=["bot", "handlers", "replies", "scoring"]):
        from tests.hostile import targets
        from tests.hostile.colleagues import colleagues
    stack = ExitStack()
    target = stack.enter_context(colleagues()) if name == "console" else targets.PURE[name]
    grown = stack.enter_context(tempfile.TemporaryDirectory())
    arguments = [f"-atheris_runs={inputs}", f"-max_len={LONGEST_INPUT}", "-verbosity=0"]
    arguments += ["-timeout=60", "-rss_limit_mb=2048", "-seed=1"]
    watched = Watched(name, target, inputs)
    atheris.Setup([sys.argv[0], grown, str(CORPUS / name), *arguments], watched)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[[], *INPUTS])
    parser.add_argument("--share", type=float, default=1.0, help="of the inputs of a whole run")
    parser.add_argument("--here", action="store_true", help="one target in this process")
    given = parser.parse_args()
    if given.here:
        fuzz(given.targets[0], int(INPUTS[given.targets[0]] * given.share))
    failed = False
    for name in given.targets or INPUTS:
        summary = FOUND / f"{name}.json"
        summary.unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.hostile.fuzz", "--here", name]
        subprocess.run([*command, f"--share={given.share}"], stderr=subprocess.DEVNULL, check=False)
        if not summary.exists():
            print(f"{name}: ended before all inputs were tried", flush=True)
            failed = True
            continue
        print(summary.read_text(), flush=True)
        failed = failed or json.loads(summary.read_text())["faults"] > 0
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
