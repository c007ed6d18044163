"""What scoring costs: `.venv/bin/python -m bench.scoring`.

Prints the median of one score on typical facts, how it grows with the number of spans (1 to 200 of
insurance, of homes and of jobs each), and what parsing and a range cost. Times vary with the
machine; the ratios do not.
"""

from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from scoring import parse_facts, score, score_range
from scoring.months import month, written

YEAR = 2026
ROUNDS, CALLS = 60, 50
GOAL, RANGE_GOAL = 60.0, 1000.0

TYPICAL: dict[str, Any] = {
    "birth": "1984-05",
    "sex": "female",
    "post": "manager",
    "residence_permit": True,
    "criminal_record": False,
    "insurance": {
        "periods": [{"from": "2008-07", "to": "2012-03"}, {"from": "2012-05"}],
        "repaid": ["2015-03"],
    },
    "homes": [
        {"kind": "rented", "from": "2008-07", "to": "2014-05"},
        {"kind": "dorm", "from": "2014-06", "to": "2016-05"},
        {"kind": "owned", "from": "2016-06", "certificate": "2017-02", "district": "通州"},
    ],
    "jobs": [
        {"district": "朝阳", "from": "2008-07", "to": "2019-06"},
        {"district": "通州", "from": "2019-07"},
    ],
    "education": {"diploma": "master", "degree": "master", "graduated": "2012-07"},
    "innovation_points": 0,
    "tax_years": [2023, 2024, 2025],
    "tax_violations": 0,
    "detentions": 0,
    "honour": False,
}


def micros(call: Callable[[], object]) -> float:
    """The median cost of one call in microseconds."""
    call()
    rounds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        for _ in range(CALLS):
            call()
        rounds.append((perf_counter() - start) / CALLS * 1e6)
    return median(rounds)


def with_spans(count: int) -> dict[str, Any]:
    """The typical person with `count` spans each of insurance, homes and jobs."""
    first, last = month(2000, 1), month(YEAR - 1, 12)
    starts = [first + n * (last - first) // count for n in range(count)]
    ends = [after - 1 for after in starts[1:]] + [last]
    spans = [
        {"from": written(start), "to": written(max(start, end))}
        for start, end in zip(starts, ends, strict=True)
    ]
    return TYPICAL | {
        "insurance": {"periods": spans},
        "homes": [
            {"kind": ("owned", "rented")[n % 2], "district": "通州"} | span
            for n, span in enumerate(spans)
        ],
        "jobs": [{"district": ("朝阳", "通州")[n % 2]} | span for n, span in enumerate(spans)],
    }


def main() -> None:
    """Print the figures."""
    facts = parse_facts(TYPICAL)
    cost = micros(lambda: score(facts, YEAR))
    print(f"score, typical facts      {cost:8.1f} µs   (goal: at most {GOAL:.0f})")
    print(f"parse_facts               {micros(lambda: parse_facts(TYPICAL)):8.1f} µs")
    open_facts = parse_facts({k: v for k, v in TYPICAL.items() if k not in ("homes", "jobs")})
    print(f"score_range, homes open   {micros(lambda: score_range(open_facts, YEAR)):8.1f} µs")
    five = ("homes", "education", "honour", "detentions", "tax_years")
    few = parse_facts({k: v for k, v in TYPICAL.items() if k not in five})
    wide = micros(lambda: score_range(few, YEAR))
    print(f"score_range, five open    {wide:8.1f} µs   (goal: at most {RANGE_GOAL:.0f})")
    print(f"  a range costs {wide / cost:.1f} scores")
    print("\nspans of each kind   score")
    for count in (1, 2, 5, 10, 20, 50, 100, 200):
        many = parse_facts(with_spans(count))
        print(f"{count:18d}   {micros(partial(score, many, YEAR)):8.1f} µs")


if __name__ == "__main__":
    main()
