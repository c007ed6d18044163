"""What scoring costs: `.venv/bin/python -m bench.scoring`.

Prints the best time of one score on typical facts, of parsing, of ranges and of a whole line of
`jifen score --jsonl`, and how a score grows with the number of spans (1 to 200 of insurance, of
homes and of jobs each). See `bench.timing`.
"""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from bench.timing import report
from bot.cli.score_lines import scored_line
from scoring import parse_facts, score, score_range
from scoring.months import month, written

YEAR = 2026
DAY = date(2025, 11, 25)
# A hundred thousand lines in 15 s on two cores leave 300 µs of CPU for each.
GOALS = {
    "score, typical facts": 60.0,
    "range, five facts open": 1000.0,
    "a line of --jsonl": 300.0,
}
FIVE = ("homes", "education", "honour", "detentions", "tax_years")

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


def _line(raw: bytes) -> str:
    return json.dumps(scored_line(raw, 1, DAY, YEAR), ensure_ascii=False)


def main() -> None:
    """Print the figures."""
    facts = parse_facts(TYPICAL)
    some = parse_facts({k: v for k, v in TYPICAL.items() if k not in ("homes", "jobs")})
    few = parse_facts({k: v for k, v in TYPICAL.items() if k not in FIVE})
    calls: dict[str, Callable[[], object]] = {
        "parse_facts": partial(parse_facts, TYPICAL),
        "score, typical facts": partial(score, facts, YEAR),
        "range, homes and jobs open": partial(score_range, some, YEAR),
        "range, five facts open": partial(score_range, few, YEAR),
        "range, nothing known": partial(score_range, parse_facts({}), YEAR),
        "a line of --jsonl": partial(_line, json.dumps({"id": "a", "facts": TYPICAL}).encode()),
    }
    for count in (1, 5, 20, 50, 200):
        calls[f"score, {count} spans each"] = partial(score, parse_facts(with_spans(count)), YEAR)
    report(calls, GOALS)


if __name__ == "__main__":
    main()
