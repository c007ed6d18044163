"""What a verdict costs: ten years, measures and aims, for few and for many spans.

`python -m bench.verdict` prints best times of the verdict with its JSON. See `bench.timing`.
"""

import json
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

from bench.timing import report
from scoring import Facts, parse_facts, verdict, verdict_to_json
from scoring.months import month, written

DAY, YEAR = date(2026, 11, 25), 2027
GOALS = {"1 span": 4000.0, "20 spans": 4000.0, "200 spans": 8000.0}


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


def people() -> dict[str, Facts]:
    """Made-up people with few and many spans, one with an open fact, and the eight examples."""
    found = {"1 span": person(1), "20 spans": person(20), "200 spans": person(200)}
    found["education open"] = found["1 span"]._replace(education=None)
    for path in sorted(files("scoring").joinpath("examples").iterdir(), key=lambda each: each.name):
        if path.name.endswith(".json"):
            found[path.name] = parse_facts(json.loads(path.read_text("utf-8"))["facts"])
    return found


def main() -> None:
    """Print the costs; goals beside those that have one."""
    report({name: _whole(facts) for name, facts in people().items()}, GOALS)


def _whole(facts: Facts) -> Callable[[], object]:
    return lambda: verdict_to_json(verdict(facts, DAY, YEAR))


if __name__ == "__main__":
    main()
