"""A score in words: the sheet of one person for the terminal.

`sheet` is the whole; the short forms beside it (`short_lines`, `eligibility_lines`, …) are what a
chat shows. Texts stand in texts/sheet.toml, short forms in `replies.sheet_lines`.
"""

from collections.abc import Iterable

from replies.sheet_lines import (
    advice_lines,
    basis,
    distance_line,
    eligibility_lines,
    ends,
    item_title,
    projection_lines,
    short_lines,
    standing_lines,
    total_line,
    ways_lines,
)
from replies.wording import say
from scoring import (
    Facts,
    Line,
    Score,
    ScoreRange,
    advise,
    contradictions,
    last_result,
    line_band,
    project,
    rules_for,
    score_range,
    ways_to_reach,
)

# How far ahead the sheet asks what would reach the line, and how many answers it shows.
WAYS_AHEAD = 3
MOST_WAYS = 5


def sheet(found: Score | ScoreRange, facts: Facts | None = None) -> str:
    """The whole sheet of a score or a range, as lines of text.

    With the `facts` behind it, the sheet also says what contradicts itself, the projection of the
    next ten years and what would help.
    """
    low, high = ends(found)
    year = low.year
    parts = [
        [
            say("sheet.title", year=year, year_before=year - 1),
            say("sheet.rules", rules=rules_for(year).title),
        ],
        [total_line(found), distance_line(low.total, high.total)],
    ]
    if facts is not None:
        parts.append(_section("contradictions", contradictions(facts, year)))
    parts.append(_section("lines", _lines(found)))
    parts.append(_section("eligibility", eligibility_lines(low.eligibility, full=True)))
    parts.append(_section("standing", standing_lines(found)))
    if facts is not None:
        ahead = projection_lines(project(facts, year), full=True)
        parts.append(_section("projection", ahead))
        advice = advice_lines(advise(facts, year), full=True)
        ways = [] if _is_open(found) else _ways(facts, year)
        parts.append(_section("advice", [*advice, *ways]))
    if isinstance(found, ScoreRange):
        parts.append(_section("missing", _missing(found)))
    parts.append([say("sheet.notice")])
    return "\n\n".join("\n".join(part) for part in parts if part)


def sheet_of(facts: Facts, year: int) -> str:
    """The whole sheet of a person's facts for an application year; `FactError` without rules."""
    return sheet(score_range(facts, year), facts)


def _section(name: str, lines: Iterable[str]) -> list[str]:
    shown = list(lines)
    return [say(f"sheet.head.{name}"), *shown] if shown else []


def _lines(found: Score | ScoreRange) -> list[str]:
    """Each item with its inputs, then what the rule is and what is not certain, indented."""
    said = []
    for line, short in zip(ends(found)[0].lines, short_lines(found, zeros=True), strict=True):
        said += [short, *(f"    {each}" for each in _grounds(line))]
    return said


def _grounds(line: Line) -> list[str]:
    said = [basis(line.document, line.indicator, line.official)]
    if line.note:
        said.append(say("sheet.line.note", note=line.note))
    return said


def _is_open(found: Score | ScoreRange) -> bool:
    if isinstance(found, ScoreRange):
        return found.low.total != found.high.total
    return bool(found.missing)


def _ways(facts: Facts, year: int) -> list[str]:
    """What reaches the projected line some years on; nothing where that line is published."""
    by_year = year + WAYS_AHEAD
    if by_year <= last_result().year:
        return []
    line = line_band(by_year).middle
    ways = ways_to_reach(facts, line, by_year, from_year=year)[:MOST_WAYS]
    return [say("sheet.advice.aim", year=by_year), *ways_lines(ways, line, by_year)]


def _missing(found: ScoreRange) -> list[str]:
    said = []
    for each in found.missing:
        key = "line" if each.spread else "plain"
        said.append(say(f"sheet.missing.{key}", title=each.title, spread=each.spread))
        if each.lookup:
            said.append("    " + say("sheet.line.lookup", lookup=each.lookup))
    return said


__all__ = [
    "advice_lines",
    "distance_line",
    "eligibility_lines",
    "item_title",
    "projection_lines",
    "sheet",
    "sheet_of",
    "short_lines",
    "standing_lines",
    "total_line",
    "ways_lines",
]
