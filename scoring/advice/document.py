"""A verdict as one JSON object, for programs: `jifen score --json`."""

from collections.abc import Sequence
from decimal import Decimal

from scoring.advice.aims import Way
from scoring.advice.cures import Cure
from scoring.advice.verdict import Gap, Verdict
from scoring.engine.contract import to_contract
from scoring.months import written


def verdict_to_json(found: Verdict, reasons: Sequence[str] = ()) -> dict[str, object]:
    """`found` as a JSON object: the lowest score as `to_contract` gives it, then the verdict.

    Points are strings with two decimals, months "YYYY-MM", what is not known or not there null.
    """
    line = found.next_line
    return to_contract(found.found.low, reasons) | {
        "day": found.day.isoformat(),
        "low": _points(found.low),
        "high": _points(found.high),
        "missing": [{"fact": each.fact, "spread": _points(each.spread)} for each in found.missing],
        "hurdles": [
            {
                "condition": each.condition.key,
                "met": each.condition.met,
                "cures": [_cure(cure) for cure in each.cures],
            }
            for each in found.hurdles
        ],
        "last_line": {"year": found.last.year, "line": _points(found.last.line)}
        | _gap(found.last_gap),
        "next_line": None
        if line is None or found.next_gap is None
        else {
            "year": line.year,
            "low": _points(line.low),
            "middle": _points(line.middle),
            "high": _points(line.high),
            "coverage": None if found.held is None else str(found.held.coverage),
        }
        | _gap(found.next_gap),
        "earliest": {each.case: {"best": each.best, "safe": each.safe} for each in found.earliest},
        "last_year": found.last_year,
        "years": [
            {
                "year": each.year,
                "low": _points(each.low),
                "high": _points(each.high),
                "eligible": each.eligible,
                "could": could,
                "line": _points(each.line_in("middle")),
            }
            for each, could in zip(found.ahead.years, found.could, strict=True)
        ],
        "advice": [
            {
                "key": each.key,
                "gain": _points(each.gain),
                "by_year": each.by_year,
                "first_gain": _points(each.first_gain),
                "first_year": each.first_year,
                "opens": each.opens,
                "gone_by": each.gone_by,
                "confidence": each.confidence,
            }
            for each in found.advice
        ],
        "aims": [{"year": aim.year, "ways": [_way(way) for way in aim.ways]} for aim in found.aims],
        "cautions": [each.code for each in found.cautions],
        "next_step": {
            "step": found.next_step.step.value,
            "fact": found.next_step.fact,
            "cure": None if found.next_step.cure is None else _cure(found.next_step.cure),
            "way": None if found.next_step.way is None else _way(found.next_step.way),
            "year": found.next_step.year,
        },
    }


def _points(points: Decimal) -> str:
    return f"{points:.2f}"


def _gap(gap: Gap) -> dict[str, object]:
    return {"gap": [_points(gap.low), _points(gap.high)]}


def _cure(cure: Cure) -> dict[str, object]:
    return {
        "remedy": cure.remedy.value,
        "year": cure.year,
        "month": None if cure.month is None else written(cure.month),
        "gap": [written(each) for each in cure.gap],
        "confidence": cure.confidence,
    }


def _way(way: Way) -> dict[str, object]:
    return {
        "measures": list(way.measures),
        "total": _points(way.total),
        "line": _points(way.line),
        "safe": way.safe,
    }
