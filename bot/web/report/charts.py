"""The numbers that report.js draws. The tables on the page say the same."""

from decimal import Decimal

from replies.wording import say
from scoring import Projection, ScoreRange, results


def chart_data(found: ScoreRange, ahead: Projection) -> dict[str, object]:
    """`items` (names, low, high) and `years` (one list per series, None where it has no value)."""
    return {"items": _items(found), "years": _years(ahead)}


def _items(found: ScoreRange) -> dict[str, object]:
    return {
        "names": [say(f"sheet.item.{line.item}") for line in found.low.lines],
        "low": [float(line.points) for line in found.low.lines],
        "high": [float(line.points) for line in found.high.lines],
    }


def _years(ahead: Projection) -> dict[str, object]:
    lines = {result.year: result.line for result in results()}
    coming = {each.year: each for each in ahead.years}
    first, last = min(lines), max(*lines, *coming)
    years = range(first, last + 1)
    # The band starts at the newest published line, so that no gap opens after the data.
    start = max(lines)
    bands = {year: each.band for year, each in coming.items() if each.band is not None}

    def band(year: int, side: str) -> Decimal | None:
        if year == start and bands:
            return lines[start]
        return getattr(bands[year], side) if year in bands else None

    def own(year: int, side: str) -> Decimal | None:
        each = coming.get(year)
        return None if each is None or each.retired else getattr(each, side)

    return {
        "years": [str(year) for year in years],
        "published": [_number(lines.get(year)) for year in years],
        "bandLow": [_number(band(year, "low")) for year in years],
        "bandMiddle": [_number(band(year, "middle")) for year in years],
        "bandHigh": [_number(band(year, "high")) for year in years],
        "ownLow": [_number(own(year, "low")) for year in years],
        "ownHigh": [_number(own(year, "high")) for year in years],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
