"""What a verdict costs: ten years, measures and aims, for few and for many spans.

`python -m bench.verdict` prints the best and the median CPU time of several runs in milliseconds.
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

from scoring import Facts, parse_facts, score, verdict, verdict_to_json
from scoring.months import month, written

DAY, YEAR = date(2026, 11, 25), 2027
RUNS = 60
GOALS_MS = {"1 spans": 4.0, "200 spans": 8.0}


def person(spans: int) -> Facts:
    """Somebody with every fact known, whose 社保 and homes are cut into `spans` periods each."""
    first, last = month(2006, 1), month(2026, 12)
    size = max(1, (last - first + 1) // spans)
    starts = [first + n * size for n in range(spans)]
    periods: list[dict[str, Any]] = [
        {"from": written(start), "to": written(start + size - 1)} for start in starts
    ]
    periods[-1]["to"] = "now"
    raw = {
        "birth": "1984-03",
        "sex": "male",
        "residence_permit": True,
        "criminal_record": False,
        "insurance": {"periods": periods},
        "homes": [{"kind": "rented", **each} for each in periods],
        "jobs": [{"district": "海淀", "from": "2006-01", "to": "now"}],
        "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2010-07"},
        "innovation_points": 0,
        "tax_years": [2024, 2025],
        "tax_violations": 0,
        "detentions": 0,
        "honour": False,
    }
    return parse_facts(raw)


def times_ms(action: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """The best and the median CPU time of one call, in milliseconds."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        action()
        found.append((time.process_time() - start) * 1000)
    return min(found), statistics.median(found)


def people() -> dict[str, Facts]:
    """Made-up people with few and many spans, one with an open fact, and the eight examples."""
    found = {f"{spans} spans": person(spans) for spans in (1, 20, 200)}
    found["education open"] = replace(found["1 spans"], education=None)
    for path in sorted(files("scoring").joinpath("examples").iterdir(), key=lambda each: each.name):
        if path.name.endswith(".json"):
            found[path.name] = parse_facts(json.loads(path.read_text("utf-8"))["facts"])
    return found


def main() -> None:
    """Print the costs; goals beside those that have one."""
    print(f"{'person':<28} {'score':>8} {'verdict best':>13} {'median':>8}   goal")
    for name, facts in people().items():

        def whole(facts: Facts = facts) -> object:
            return verdict_to_json(verdict(facts, DAY, YEAR))

        plain, _ = times_ms(lambda facts=facts: score(facts, YEAR))  # type: ignore[misc]
        best, median = times_ms(whole)
        goal = f"{GOALS_MS[name]}" if name in GOALS_MS else ""
        print(f"{name:<28} {plain:8.3f} {best:13.3f} {median:8.3f}   {goal}")


if __name__ == "__main__":
    main()
