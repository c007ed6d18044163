"""The person's own question, answered from their own verdict in two lines, or from a number."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from handlers.dialogue import results
from handlers.dialogue.turn import TurnState
from handlers.session import Stage
from handlers.understanding.acts import Ask
from replies import wording
from replies.wording import say
from scoring import (
    Line,
    ProjectedYear,
    Verdict,
    last_result,
    line_band,
    retirement_month,
    rules_for,
)
from scoring.months import written

YEARS_AHEAD = 10
FIRST_YEAR = 2018
"""The first year in which points were given."""
_OF_A_YEAR = re.compile(
    r"(?<!\d)(?:20)?(?P<year>1[89]|2\d)年(?:的时候|那会儿?|那年|时)?(?:我|自己|就|初|底|申?报|申请|系统|测|算|打|考|得|的|评|积分|分数|总分|是|有|了|过|出来)*(?P<total>\d{2,3}(?:\.\d+)?)分"
)
"""An earlier year right before its points."""
LEAST_OF_A_YEAR = 80
"""So many points are a total; 「20年算60分」 counts years."""
_OF_THE_TOTAL = ("enough", "when", "gap", "score")
POSTS: Final = ("worker", "manager")
"""What decides when a woman retires, the earlier first."""
TOO_OPEN = 40
"""Points between both ends of a range that says nothing yet while questions stand."""


def answer(turn: TurnState, act: Ask) -> bool:
    """Answer `act`; False when there is nothing to answer it from."""
    reply = _ABOUT.get(act.about)
    if act.number is not None and act.about != "why":
        year = _year_of_the_score(turn, act)
        if year is None:
            _count_years(turn, Decimal(str(act.number)))
        else:
            _count_from(turn, Decimal(str(act.number)), year)
        return True
    if reply is None or not results.has_score(turn):
        return False
    found = results.verdict_of(turn)
    asking = turn.session.stage == Stage.ASKING and act.about in _OF_THE_TOTAL
    if asking and found.high - found.low > TOO_OPEN:
        turn.aside(say("chat.own.too_early"))
        return True
    lines = reply(turn, found, act)
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


def _enough(_: TurnState, found: Verdict, act: Ask) -> list[str]:
    if act.year is not None and act.year != found.year:
        return _in_year(found, act.year)
    return [wording.headline(found), wording.next_line(found)]


def _in_year(found: Verdict, year: int) -> list[str]:
    """The year that was asked about: points and line as far as projected, and who may file."""
    pairs = zip(found.ahead.years, found.could, strict=True)
    each, could = next(((a, b) for a, b in pairs if a.year == year), (None, None))
    if found.last_year is not None and year > found.last_year:
        return [say("chat.own.after_last_year", year=year, last=found.last_year)]
    if each is None:
        return [say("chat.own.year_far", until=found.ahead.years[-1].year)]
    band = each.band
    line = (
        say("chat.own.year_line", line=each.line)
        if band is None
        else say("chat.own.year_band", low=wording.plain(band.low), high=wording.plain(band.high))
    )
    total = wording.points_text(each.low, each.high)
    key = "year_barred" if could is False else "year"
    lines = [say(f"chat.own.{key}", year=year, total=total, line=line, gap=_gap(each))]
    return [*lines, say("chat.own.year_assumes", tax=results.tax_assumed(found))]


def _gap(each: ProjectedYear) -> str:
    """Whether the points of a year reach its line in the middle case."""
    line = each.line_in("middle")
    if each.low >= line:
        return say("chat.own.year_reached")
    if each.high >= line:
        return say("chat.own.year_maybe")
    return say("chat.own.year_short", points=wording.plain(line - each.high))


def _file(_: TurnState, found: Verdict, __: Ask) -> list[str]:
    """From which year on the person may file."""
    years = [a.year for a, b in zip(found.ahead.years, found.could, strict=True) if b]
    if found.eligible is False and years:
        key = "file_after" if years[0] == found.year else "file_from"
        return [say(f"chat.own.{key}", year=years[0]), *wording.cure_lines(found)[:2]]
    if not years:
        return [wording.headline(found), *wording.cure_lines(found)[:2]]
    return [say("chat.own.file", year=years[0]), *_until(found)]


def _last(turn: TurnState, found: Verdict, act: Ask) -> list[str]:
    """Until which year the person may file, and how often."""
    if found.last_year is None:
        return [say("chat.own.retirement_open")]
    if found.last_year < found.year:
        return [wording.headline(found)]
    pairs = zip(found.ahead.years, found.could, strict=True)
    years = [each.year for each, could in pairs if could is not False]
    if not years:
        return _file(turn, found, act)
    times = found.last_year - years[0] + 1
    return [say("chat.own.last", first=years[0], year=found.last_year, times=times)]


def _until(found: Verdict) -> list[str]:
    return [] if found.last_year is None else [say("chat.own.last_year", year=found.last_year)]


def _when(_: TurnState, found: Verdict, act: Ask) -> list[str]:
    if act.year is not None and act.year != found.year:
        return _in_year(found, act.year)
    earliest = wording.earliest_line(found, brief=True)
    lines = [earliest] if earliest else []
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
        early, late = (retirement_month(facts.birth, facts.sex, post) for post in POSTS)
        if early is None or late is None:
            return [say("chat.own.retirement_open")]
        return [
            say(
                "chat.own.retirement_by_post",
                worker=wording.date_in_words(written(early)),
                manager=wording.date_in_words(written(late)),
            )
        ]
    return [
        say("chat.own.retirement", month=wording.date_in_words(written(month))),
        *_until(found),
    ]


def _eligible(_: TurnState, found: Verdict, __: Ask) -> list[str]:
    return [wording.headline(found), *wording.cure_lines(found)[:2]]


def _now(_: TurnState, found: Verdict, __: Ask) -> list[str]:
    """「怎么办」: what bars and what lifts it, else the next step."""
    if found.eligible is False:
        return [wording.headline(found), *wording.cure_lines(found)[:2]]
    return [wording.headline(found), wording.next_step_line(found)]


def _advice(_: TurnState, found: Verdict, act: Ask) -> list[str]:
    """The best measures; 「不买房行不行」 first hears when it is reached as things are."""
    lines = wording.advice_lines(found.advice[:2])
    as_now = wording.earliest_line(found, brief=True) if "不" in act.text else ""
    return [as_now, *lines] if as_now else lines


_ABOUT: Mapping[str, Callable[[TurnState, Verdict, Ask], list[str]]] = {
    "enough": _enough,
    "gap": _enough,
    "score": _enough,
    "when": _when,
    "file": _file,
    "last": _last,
    "why": _why,
    "retirement": _retirement,
    "eligible": _eligible,
    "now": _now,
    "advice": _advice,
}


def _year_of_the_score(turn: TurnState, act: Ask) -> int | None:
    """「我22年算过100.33分」: the earlier year that a number of points is of."""
    found = _OF_A_YEAR.search(act.text) or _OF_A_YEAR.search(turn.text)
    if found is None or not LEAST_OF_A_YEAR <= float(found["total"]) == act.number:
        return None
    year = 2000 + int(found["year"]) % 100
    return year if FIRST_YEAR <= year < last_result().year else None


def _count_from(turn: TurnState, total: Decimal, year: int) -> None:
    """What a score of an earlier year has become by the usual points of each year since."""
    slow, fast = _gains(turn.year)
    low, high = (total + Decimal(gain) * (turn.year - year) for gain in (slow, fast))
    band = line_band(turn.year)
    lines = [
        say("chat.own.of_a_year", total=wording.plain(total), year=year, slow=slow, fast=fast),
        say(
            "chat.own.grown",
            year=turn.year,
            low=wording.plain(low),
            high=wording.plain(high),
            line_low=wording.plain(band.low),
            line_high=wording.plain(band.high),
        ),
        say("chat.own.invite"),
    ]
    turn.aside("\n".join(lines))
    turn.count("calculator")


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
