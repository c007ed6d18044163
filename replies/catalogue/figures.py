"""The published figures that canned texts name by placeholder, so that a new year is only data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from replies.wording import plain, say
from scoring import line_band, results

Figures = Mapping[str, str]
_PLACE = re.compile(r"\{(\w*)\}")


def figures() -> dict[str, str]:
    """Every placeholder with its text: `{latest_line}`, `{line_2022}`, `{lines_table}`, …"""
    years = sorted(results(), key=lambda result: result.year)
    if not years:
        return {}
    latest = years[-1]
    known = {
        "latest_year": f"{latest.year}",
        "latest_line": f"{latest.line}",
        "latest_passed": f"{latest.passed}",
        "next_year": f"{latest.year + 1}",
        "quota": f"{latest.quota}",
        "total_passed": f"{sum(result.passed for result in years)}",
        "lines_table": "\n".join(
            say("chat.published.row", year=r.year, line=r.line, passed=r.passed) for r in years
        ),
    }
    if len(years) > 1:
        known |= {"previous_year": f"{years[-2].year}", "previous_line": f"{years[-2].line}"}
    rises = [after.line - before.line for before, after in pairwise(years)]
    if rises:
        low, high = min(rises), max(rises)
        known |= {
            "rise_low": f"{low}",
            "rise_high": f"{high}",
            "rises_latest": "、".join(f"{rise}" for rise in rises[-2:]),
        }
    band = line_band(latest.year + 1)
    known |= {"projected_low": plain(band.low), "projected_high": plain(band.high)}
    known |= {f"line_{result.year}": f"{result.line}" for result in years}
    return known | {f"passed_{result.year}": f"{result.passed}" for result in years}


def fill(text: str, known: Figures) -> str:
    """`text` with its `{placeholders}` filled; `LookupError` names one that is unknown."""

    def value(match: re.Match[str]) -> str:
        try:
            return known[match[1]]
        except KeyError:
            message = f"unknown placeholder {match[0]}; known are {', '.join(sorted(known))}"
            raise LookupError(message) from None

    return _PLACE.sub(value, text)
