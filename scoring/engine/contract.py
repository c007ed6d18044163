"""The output object of `jifen score --jsonl`."""

from collections.abc import Sequence

from scoring.engine.score import Score


def to_contract(score: Score, reasons: Sequence[str] = ()) -> dict[str, object]:
    """`score` as the JSON object of the command, `reasons` being the conditions in words.

    Keys: year, rules, total, items, eligible, reasons, missing.
    Points are strings with two decimals; the items add up to the total exactly.
    """
    return {
        "year": score.year,
        "rules": score.rules,
        "total": str(score.total),
        "items": {rule.key: str(found.points) for rule, found in score.lines},
        "eligible": score.eligibility.verdict,
        "reasons": list(reasons),
        "missing": list(score.missing),
    }
