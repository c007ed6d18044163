"""「读研呢」: a course that ends some years later, with what is taken off for the study."""

from dataclasses import dataclass
from decimal import Decimal

from handlers.dialogue.facts import RANKS
from handlers.dialogue.in_words import value_in_words
from handlers.dialogue.supposing import verdict_of
from handlers.dialogue.turn import TurnState
from replies import wording
from replies.wording import date_in_words, say
from scoring import JsonObject, ProjectedYear, Verdict, course_years
from scoring.months import month_named, year_of

GRADUATES_IN = 7
"""The month in which a course ends where none is said."""
_ITEMS = ("education", "study_deduction")


@dataclass(frozen=True)
class CourseEffect:
    """What is said of a course, the points more, and the year in which the line is reached."""

    text: str
    gain: Decimal
    reached: int | None


def course(turn: TurnState, now: Verdict, told: JsonObject, value: JsonObject) -> CourseEffect:
    """The first application year that counts the course, against the same year without it.

    `told` is everything known and supposed besides, `now` the verdict on it.
    """
    level, reached = value["study"], now.earliest_in("middle").best
    if not _higher(told, level):
        held = value_in_words(told, "education")
        text = say("chat.whatif.course_lower", held=held, level=_name(level))
        return CourseEffect(text, Decimal(0), reached)
    graduated = _graduated(turn, value)
    then = verdict_of(turn, _with(told, level, graduated))
    counts = year_of(month_named(graduated)) + 1
    words = {"level": _name(level), "graduated": date_in_words(graduated), "year": counts}
    if counts not in range(now.year, now.year + len(now.ahead.years)):
        until = now.ahead.years[-1].year
        return CourseEffect(
            say("chat.whatif.course_far", **words, until=until), Decimal(0), reached
        )
    number = counts - now.year
    before, after = now.ahead.years[number], then.ahead.years[number]
    return CourseEffect(
        _text(before, after, words),
        after.low - before.low,
        _first(now.ahead.years[:number]) or _first(then.ahead.years[number:]),
    )


def _name(level: str) -> str:
    return say(f"chat.whatif.level.{level}")


def _higher(told: JsonObject, level: str) -> bool:
    held = told.get("education")
    return not isinstance(held, str) or RANKS.index(level) > RANKS.index(held)


def _graduated(turn: TurnState, value: JsonObject) -> str:
    """The month of graduation: as said, else in the July some years after the course begins."""
    if "graduated" in value:
        said = str(value["graduated"])
        return said[:5] + f"{GRADUATES_IN:02d}" if said.endswith("-01") else said
    begins = int(str(value["begins"])[:4]) if "begins" in value else turn.year
    return f"{begins + course_years(value['study'])}-{GRADUATES_IN:02d}"


def _with(told: JsonObject, level: str, graduated: str) -> JsonObject:
    kept = {name: each for name, each in told.items() if name != "study_overlap"}
    return kept | {"education": level, "graduated": graduated}


def _text(before: ProjectedYear, after: ProjectedYear, words: dict[str, object]) -> str:
    totals = {
        "before": wording.points_text(before.low, before.high),
        "after": wording.points_text(after.low, after.high),
    }
    net = after.low - before.low
    if after.high - before.high != net:
        return say("chat.whatif.course_open", **words, **totals)
    key = "more" if net > 0 else "less" if net < 0 else "level_same"
    return say(
        "chat.whatif.course",
        **words,
        **totals,
        held=wording.plain(sum((before.items[item] for item in _ITEMS), Decimal(0))),
        then=wording.plain(sum((after.items[item] for item in _ITEMS), Decimal(0))),
        net=say(f"chat.whatif.{key}", points=wording.plain(abs(net))),
    )


def _first(years: tuple[ProjectedYear, ...]) -> int | None:
    """The first of the years that reaches the line."""
    return next((each.year for each in years if each.reaches("middle", "high")), None)
