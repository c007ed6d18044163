"""Times that can be compared on a shared machine: in turn, best of many, beside a fixed loop.

Other work on the machine can double a time, for seconds on end. So whatever is to be compared runs
in turn within one run, and the best of many rounds counts. A plain loop runs among them: how many
of its steps a call is worth says more on another machine than microseconds do.
"""

import time
from collections.abc import Callable, Mapping

STEPS = 1_000


def loop() -> int:
    """The fixed work that a call is compared with: `STEPS` steps of plain Python."""
    found = 0
    for step in range(STEPS):
        found += step & 7
    return found


def best_of(calls: Mapping[str, Callable[[], object]], seconds: float = 6.0) -> dict[str, float]:
    """The best CPU time of each call in microseconds, all of them in turn for so many `seconds`."""
    best = {name: float("inf") for name in calls}
    for call in calls.values():
        call()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for name, call in calls.items():
            start = time.process_time()
            call()
            best[name] = min(best[name], (time.process_time() - start) * 1e6)
    return best


def report(calls: Mapping[str, Callable[[], object]], goals: Mapping[str, float]) -> None:
    """Print the best time of each call, what it is in steps of `loop`, and its goal."""
    best = best_of({**calls, "the loop": loop})
    step = best.pop("the loop") / STEPS
    print(f"a step of the loop: {step * 1000:.1f} ns\n")
    print(f"{'':<28} {'best, µs':>10} {'loop steps':>11} {'goal, µs':>9}")
    for name, found in best.items():
        goal = f"{goals[name]:.0f}" if name in goals else ""
        print(f"{name:<28} {found:10.1f} {found / step:11.0f} {goal:>9}")
