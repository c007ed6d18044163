"""What would help, what cures a condition and what to keep away from, in words."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from replies.wording.lookup import say
from replies.wording.score_text import INDENT, basis, month_text, plain, signed, trimmed
from scoring import Advice, Caution, Cure, Hurdle, Remedy, Verdict, Way

MOST_AIMS = 3


def why(hurdle: Hurdle) -> str:
    """In a few words why a condition is not met, or open."""
    return say(f"verdict.why.{hurdle.condition.key}_{hurdle.cures[0].remedy}")


def cure_lines(found: Verdict) -> list[str]:
    """One line for each way out of an unmet condition, and for each open one."""
    return [
        cure_line(each, instead=number > 0)
        for hurdle in telling_hurdles(found)
        for number, each in enumerate(hurdle.cures)
    ]


def instead_lines(found: Verdict, cure: Cure | None) -> list[str]:
    """The other ways out of the condition that `cure` is for: 「补不上的话…」."""
    return [
        cure_line(each, instead=True)
        for hurdle in found.hurdles
        if cure in hurdle.cures
        for each in hurdle.cures[1:]
    ]


def telling_hurdles(found: Verdict) -> tuple[Hurdle, ...]:
    """The hurdles worth a word: where nothing ends one of them, the others do not matter."""
    final = [each for each in found.hurdles if each.cures[0].remedy is Remedy.NONE]
    return tuple(final) or found.hurdles


def cure_line(cure: Cure, *, instead: bool = False) -> str:
    """One way out: what to do by when, and from which year it counts; `instead` of a better one."""
    key = cure.condition + "_" + cure.remedy + ("_else" if instead else "")
    return say(f"verdict.cure.{key}", **cure_values(cure))


def cure_values(cure: Cure) -> dict[str, object]:
    """What the texts of a cure name."""
    return {
        "year": cure.year,
        "month": month_text(cure.month),
        "count": len(cure.gap),
        "gap": say("sheet.projection.or").join(_runs(cure.gap)),
        "again": month_text(cure.again),
    }


def _runs(months: Sequence[int]) -> Iterator[str]:
    """Months that follow one another as one phrase: 2022 年 4 月到 6 月."""
    runs: list[list[int]] = []
    for each in months:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    for run in runs:
        first, last = run[0], run[-1]
        if first == last:
            yield month_text(first)
        else:
            key = "months_of_year" if first // 12 == last // 12 else "months"
            yield say(
                f"reasons.{key}",
                first=month_text(first),
                last=month_text(last),
                month=last % 12 + 1,
            )


def advice_lines(found: Sequence[Advice], *, full: bool = False) -> list[str]:
    """The measures in their order, each with what it brings; sum, cost, catch, rule when `full`."""
    if not found:
        return [say("advice.none")]
    said = [say("advice.intro_opens" if found[0].opens else "advice.intro")]
    for number, each in enumerate(found, 1):
        said.append(say("advice.line", number=number, title=each.title, brings=brings(each)))
        said += [INDENT + detail for detail in _details(each)] if full else []
    return said


def brings(each: Advice) -> str:
    """What a measure brings and when, in one clause."""
    values = {
        "first": each.first_year,
        "first_gain": trimmed(each.first_gain),
        "year": each.by_year,
        "gain": trimmed(each.gain),
        "opens": each.opens,
        "gone": each.gone_by,
    }
    key = "opens" if each.opens else "once"
    if not each.opens and each.first_year < each.by_year and each.first_gain != each.gain:
        key = "growing" if each.first_gain else "later"
    text = say(f"advice.brings.{key}", **values)
    if each.gone_by is not None:
        text += say("advice.brings.gone", **values)
    return text + say("advice.brings.little") if each.is_little else text


def _details(each: Advice) -> list[str]:
    said = []
    if len(each.parts) > 1:
        parts = say("sheet.separator").join(
            say("sheet.projection.item", title=title, points=signed(points))
            for title, points in each.parts
        )
        said.append(say("advice.sum", parts=parts, gain=signed(each.gain)))
    said.append(say("advice.cost", cost=each.cost))
    said.append(say("advice.catch", catch=each.catch))
    said.append(basis(each.document, each.indicator, each.official))
    return said


def aim_lines(found: Verdict, most: int = MOST_AIMS) -> list[str]:
    """Which sets of measures reach the line of which year; one sentence where none does."""
    if not found.aims:
        return [line] if (line := _no_aim(found)) else []
    said = []
    for aim in found.aims[:most]:
        said.append(say("aims.year", year=aim.year, line=plain(aim.ways[0].line)))
        said += [INDENT + _way(way) for way in aim.ways]
    return said


def _way(way: Way) -> str:
    safe = "never" if way.safe is None else "same" if way.safe == way.year else "later"
    return say(
        "aims.way",
        measures=measures_text(way),
        total=plain(way.total),
        safe=say(f"aims.safe.{safe}", year=way.safe),
    )


def measures_text(way: Way) -> str:
    """The titles of a set of measures as one phrase."""
    return say("aims.join").join(way.titles)


def _no_aim(found: Verdict) -> str:
    first = found.ahead.years[0]
    if all(each is False for each in found.could):
        return ""
    if found.out_of_reach:
        return say(f"aims.{never_key(found)}", until=found.until)
    if first.low != first.high and not found.passes_safely:
        moving = next((each.title for each in found.missing if each.spread), None)
        return say("aims.range", title=moving) if moving else say("aims.range_open")
    year = found.earliest_in("middle").safe
    if year is not None:
        return say("aims.going_on" if year > found.year else "aims.reached", year=year)
    return say(f"aims.{never_key(found)}", until=found.until)


def never_key(found: Verdict) -> str:
    """Whether the last year looked at is the last before retirement, or of the projection."""
    key = "never_retired" if found.ends_with_retirement else "never"
    return key + middle_only(found)


def middle_only(found: Verdict) -> str:
    """The end of the key of a "never" that holds for the middle line and not for a low one."""
    never = found.earliest_in("middle").safe is None
    return "_middle" if never and found.earliest_in("low").best is not None else ""


def caution_lines(found: Verdict) -> list[str]:
    """One line for each caution."""
    return [caution_line(each) for each in found.cautions]


def caution_line(each: Caution) -> str:
    """One caution."""
    values = {
        key: trimmed(value) if isinstance(value, Decimal) else value
        for key, value in each.values.items()
    }
    return say(f"verdict.caution.{each.code}", **values)
