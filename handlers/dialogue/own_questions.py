"""The person's own question, answered from their own verdict in two lines, or from a number."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from handlers.dialogue import results
from handlers.dialogue.turn import TurnState
from handlers.session import Stage
from handlers.understanding.acts import Ask
from replies import wording
from replies.wording import say
from scoring import Line, Verdict, last_result, line_band, retirement_month, rules_for
from scoring.months import written

YEARS_AHEAD = 10
_OF_THE_TOTAL = ("enough", "when", "gap", "score")
TOO_OPEN = 40
"""Points between both ends of a range that says nothing yet while questions stand."""


def answer(turn: TurnState, act: Ask) -> bool:
    """Answer `act`; False when there is nothing to answer it from."""
    reply = _ABOUT.get(act.about)
    if act.number is not None and act.about != "why":
        _count_years(turn, Decimal(str(act.number)))
        return True
    if reply is None or not results.has_score(turn):
        return False
    found = results.verdict_of(turn)
    asking = turn.session.stage == Stage.ASKING and act.about in _OF_THE_TOTAL
    if asking and found.high - found.low > TOO_OPEN:
        turn.aside(say("chat.own.too_early"))
        return True
    lines = _in_year(found, act) or reply(turn, found, act)
    if not lines:
        return False
    if turn.session.stage != Stage.DONE and results.assumed(turn.view):
        lines.append(say("chat.own.so_far"))
    elif turn.session.stage != Stage.DONE and turn.session.applicant.unsure:
        lines.append(say("chat.own.not_read_back"))
    turn.aside("\n".join(lines))
    turn.session.topic = "result"
    turn.count("own_question")
    return True


_YEAR = re.compile(r"(?<!\d)(?:20)?(\d\d)年(?!前|内|以内|之内|后|以后|之后)|(明年|后年|大后年)")
_AHEAD = {"明年": 1, "后年": 2, "大后年": 3}


def _in_year(found: Verdict, act: Ask) -> list[str]:
    """「30年能落吗」: the points and the line of the year that the question names."""
    named = _YEAR.search(act.text)
    if named is None or act.about not in (*_OF_THE_TOTAL, "eligible"):
        return []
    year = 2000 + int(named[1]) if named[1] else found.day.year + _AHEAD[named[2]]
    place = year - found.year
    if not 0 < place < len(found.ahead.years):
        return []
    each = found.ahead.years[place]
    if each.retired:
        return [say("chat.own.last_year", year=found.last_year)]
    line = each.line_in("middle")
    key = "reaches" if each.low >= line else "below" if each.high < line else "open"
    said = say(
        f"chat.own.year_{key}",
        year=year,
        total=wording.points_text(each.low, each.high),
        line=wording.plain(line),
        gap=wording.plain(abs(each.high - line)),
    )
    barred = found.could[place] is False
    return [say("chat.own.year_barred", year=year) + said if barred else said]


def _enough(_: TurnState, found: Verdict, __: Ask) -> list[str]:
    return [wording.headline(found), wording.next_line(found)]


def _when(_: TurnState, found: Verdict, __: Ask) -> list[str]:
    lines = [wording.earliest_line(found)] if wording.earliest_line(found) else []
    if found.eligible is False or not lines:
        return [wording.headline(found), *lines]
    return [*lines, wording.next_step_line(found)]


def _why(_: TurnState, found: Verdict, act: Ask) -> list[str]:
    """The line of the score that the question is about, with the rule behind it."""
    line = _line_meant(found, act)
    wanted = None if act.number is None else abs(Decimal(str(act.number)))
    if wanted is not None and all(abs(each.points) != wanted for each in found.found.low.lines):
        return [say("chat.own.no_such_points", points=act.number)]
    if line is None:
        return []
    number = found.found.low.lines.index(line)
    short = wording.short_lines(found.found, zeros=True)[number]
    return [short, wording.basis(line.document, line.indicator, line.official)]


def _line_meant(found: Verdict, act: Ask) -> Line | None:
    lines = found.found.low.lines
    for line in lines:
        words = [wording.item_title(line.item), *say(f"chat.own.item.{line.item}").split()]
        if any(word in act.text for word in words):
            return line
    if act.number is not None:
        wanted = abs(Decimal(str(act.number)))
        return next((line for line in lines if abs(line.points) == wanted), None)
    return None


def _retirement(turn: TurnState, found: Verdict, _: Ask) -> list[str]:
    facts = turn.view.facts
    if facts.birth is None or facts.sex is None:
        return [say("chat.own.retirement_open")]
    month = retirement_month(facts.birth, facts.sex, facts.post)
    if month is None:
        return [say("chat.own.retirement_open")]
    lines = [say("chat.own.retirement", month=wording.date_in_words(written(month)))]
    if found.last_year is not None:
        lines.append(say("chat.own.last_year", year=found.last_year))
    return lines


def _eligible(_: TurnState, found: Verdict, __: Ask) -> list[str]:
    return [wording.headline(found), *wording.cure_lines(found)[:2]]


def _advice(_: TurnState, found: Verdict, act: Ask) -> list[str]:
    """The best measures; 「不买房行不行」 first hears when it is reached as things are."""
    lines = wording.advice_lines(found.advice[:2])
    as_now = wording.earliest_line(found) if "不" in act.text else ""
    return [as_now, *lines] if as_now else lines


_ABOUT: Mapping[str, Callable[[TurnState, Verdict, Ask], list[str]]] = {
    "enough": _enough,
    "gap": _enough,
    "score": _enough,
    "when": _when,
    "why": _why,
    "retirement": _retirement,
    "eligible": _eligible,
    "advice": _advice,
}


def _count_years(turn: TurnState, total: Decimal) -> None:
    """「118分要等几年」: the newest line, the next one's estimate, the year it is likely met."""
    year = turn.year
    lines = [wording.distance_line(total, total, last_result())]
    band = line_band(year)
    lines.append(
        say(
            "chat.own.next_line",
            year=year,
            low=wording.plain(band.low),
            high=wording.plain(band.high),
        )
    )
    slow, fast = _gains(year)
    first, last = _reached(total, fast, year), _reached(total, slow, year)
    if first is None:
        text = say("chat.own.never", until=year + YEARS_AHEAD, slow=slow, fast=fast)
    elif first == last:
        text = say("chat.own.reached", year=first, slow=slow, fast=fast)
    else:
        until = (
            say("chat.own.in_year", year=last)
            if last
            else say("chat.own.later", until=year + YEARS_AHEAD)
        )
        text = say("chat.own.reached_between", first=first, last=until, slow=slow, fast=fast)
    turn.aside("\n".join([*lines, text, say("chat.own.invite")]))
    turn.count("calculator")


def _gains(year: int) -> tuple[str, str]:
    """The usual points of one more year: insurance alone, and with an own home."""
    rules = rules_for(year)
    work = Decimal(rules.item("employment").terms.per_year)
    home = Decimal(rules.item("residence").terms.owned_per_year)
    return str(work), str(work + home)


def _reached(total: Decimal, gain: str, year: int) -> int | None:
    for ahead in range(YEARS_AHEAD + 1):
        if total + Decimal(gain) * ahead >= line_band(year + ahead).middle:
            return year + ahead
    return None
