"""What a ten-year projection with advice costs.

`python -m bench.projection` prints medians in milliseconds and as a multiple of one `score`, for
a person with 1, 20 and 200 spans and for one whose education is not known (the fact with the most
ways to turn out).
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from scoring import Facts, advise, parse_facts, project, score, ways_to_reach
from scoring.months import month, written

YEAR = 2027
RUNS = 200
GOAL_MS = 5.0


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


def median_ms(action: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of one call, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def costs(facts: Facts) -> dict[str, float]:
    """Medians in milliseconds by what is done."""

    def both() -> None:
        project(facts, YEAR)
        advise(facts, YEAR)

    return {
        "score": median_ms(lambda: score(facts, YEAR)),
        "projection": median_ms(lambda: project(facts, YEAR)),
        "advice": median_ms(lambda: advise(facts, YEAR)),
        "projection with advice": median_ms(both),
        "ways to reach": median_ms(lambda: ways_to_reach(facts, Decimal(130), YEAR + 4), 20),
    }


def main() -> None:
    """Print the costs and the back-test."""
    people = {f"{spans} spans": person(spans) for spans in (1, 20, 200)}
    people["education not known"] = replace(person(1), education=None)
    for name, facts in people.items():
        found = costs(facts)
        print(name)
        for what, cost in found.items():
            print(f"  {what:<24} {cost:8.3f} ms  {cost / found['score']:6.1f} × score")
    print(f"goal: projection with advice at most {GOAL_MS} ms for one span, known or not")


if __name__ == "__main__":
    main()
