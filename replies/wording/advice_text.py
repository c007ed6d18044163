"""What would help and what cures a condition, in words."""

from collections.abc import Sequence
from decimal import Decimal

from replies.wording.say import say
from replies.wording.score_text import INDENT, basis, month_text, plain, signed
from scoring import Advice, Cure, Hurdle, Verdict, Way


def why(hurdle: Hurdle) -> str:
    """In a few words why a condition is not met, or open."""
    return say(f"verdict.why.{hurdle.condition.key}_{hurdle.cures[0].remedy}")


def cure_lines(found: Verdict) -> list[str]:
    """One line for each way out of an unmet condition, and for each open one."""
    return [cure_line(each) for hurdle in found.hurdles for each in hurdle.cures]


def cure_line(cure: Cure) -> str:
    """One way out: what to do by when, and from which application year it counts."""
    key = cure.condition + "_" + cure.remedy
    return say(
        f"verdict.cure.{key}",
        year=cure.year,
        month=month_text(cure.month),
        count=len(cure.gap),
        gap=say("sheet.projection.or").join(month_text(each) for each in cure.gap),
    )


def advice_lines(found: Sequence[Advice], *, full: bool = False) -> list[str]:
    """The what-ifs in their order, each with its sum; cost, catch and rule when `full`."""
    if not found:
        return [say("sheet.advice.none")]
    said = [say("sheet.advice.intro")]
    for number, each in enumerate(found, 1):
        text = say(
            "sheet.advice.line",
            number=number,
            title=each.title,
            year=each.by_year,
            gain=signed(each.gain),
        )
        if each.first_year < each.by_year and each.first_gain != each.gain:
            gain = signed(each.first_gain)
            text += say("sheet.advice.first", year=each.first_year, gain=gain)
        said.append(text)
        said += [INDENT + detail for detail in _details(each, full)]
    return said


def _details(each: Advice, full: bool) -> list[str]:
    said = []
    if len(each.parts) > 1:
        parts = say("sheet.separator").join(
            say("sheet.projection.item", title=title, points=signed(points))
            for title, points in each.parts
        )
        said.append(say("sheet.advice.sum", parts=parts, gain=signed(each.gain)))
    if full:
        said.append(say("sheet.advice.cost", cost=each.cost))
        said.append(say("sheet.advice.catch", catch=each.catch))
        said.append(basis(each.document, each.indicator, each.official))
    return said


def ways_lines(found: Sequence[Way], line: Decimal, by_year: int) -> list[str]:
    """The sets of what-ifs that reach `line` by `by_year`, or that none does."""
    if not found:
        return [say("sheet.advice.way_none", year=by_year, line=plain(line))]
    if not found[0].measures:
        now = found[0]
        return [say("sheet.advice.way_nothing", year=now.year, total=plain(now.total))]
    said = [say("sheet.advice.ways", year=by_year, line=plain(line))]
    for number, way in enumerate(found, 1):
        measures = say("sheet.advice.way_join").join(way.titles)
        total = plain(way.total)
        said.append(
            say("sheet.advice.way", number=number, measures=measures, year=way.year, total=total)
        )
    return said
