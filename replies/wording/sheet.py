"""The whole sheet of one person: the verdict, then every item, condition, year and measure."""

from collections.abc import Iterable

from replies.wording.advice_text import advice_lines, aim_lines
from replies.wording.codes import contradiction_lines
from replies.wording.lookup import say
from replies.wording.outlook_text import projection_lines, standing_lines
from replies.wording.score_text import (
    INDENT,
    basis,
    eligibility_lines,
    missing_lines,
    short_lines,
)
from replies.wording.verdict_text import verdict_lines
from scoring import Line, Step, Verdict, rules_for


def short_sheet(found: Verdict) -> str:
    """What fits one screen: the verdict, the items, what is missing."""
    parts = [
        verdict_lines(found),
        _section("lines", short_lines(found.found)),
        _section("missing", missing_lines(found.missing[:MOST_MISSING])),
        [say("sheet.short_foot")],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def full_sheet(found: Verdict) -> str:
    """Everything, as lines of text: each item with the rule that bears it."""
    year = found.year
    parts = [
        [
            say("sheet.title", year=year, year_before=year - 1),
            say("sheet.rules", rules=rules_for(year).title),
        ],
        verdict_lines(found, short=False),
        _section("contradictions", contradiction_lines(found.contradictions)),
        _section("lines", _lines(found)),
        _section("eligibility", eligibility_lines(found.found.low.eligibility, full=True)),
        _section("standing", standing_lines(found.found)),
        _section("projection", projection_lines(found, full=True)),
        _section("advice", _help(found)),
        _section("missing", missing_lines(found.missing, lookup=True)),
        [say("sheet.notice")],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


MOST_MISSING = 5


def _section(name: str, lines: Iterable[str]) -> list[str]:
    shown = list(lines)
    return [say(f"sheet.head.{name}"), *shown] if shown else []


def _help(found: Verdict) -> list[str]:
    """Which years measures reach, then each measure; nothing where nothing can help."""
    advice = advice_lines(found.worth_doing, full=True) if found.worth_doing else []
    # That nothing reaches the line stands in the verdict above, as the next step.
    aims = [] if found.next_step.step is Step.NONE else aim_lines(found)
    return [*aims, *advice]


def _lines(found: Verdict) -> list[str]:
    """Each item with its inputs, then what the rule is and what is not certain, indented."""
    said = []
    items = zip(found.found.low.lines, short_lines(found.found, zeros=True), strict=True)
    for line, short in items:
        said += [short, *(INDENT + each for each in _grounds(line))]
    return said


def _grounds(line: Line) -> list[str]:
    said = [basis(line.document, line.indicator, line.official)]
    if line.note:
        said.append(say("sheet.line.note", note=line.note))
    return said
