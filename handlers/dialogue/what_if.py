"""「如果我有硕士呢」: the score with something changed, the record untouched."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal

from handlers.dialogue import results, studying
from handlers.dialogue.facts import outside, suburb_counts
from handlers.dialogue.supposing import Supposed, supposed
from handlers.dialogue.turn import TurnState
from handlers.understanding.acts import Tell, Topic, WhatIf
from handlers.understanding.supposed import WHAT_IF
from replies import wording
from replies.wording import say
from scoring import JsonObject, ProjectedYear, Verdict, rules_for

LATER = 4
"""The year ahead at which two courses are compared besides the first."""


@dataclass(frozen=True)
class Side:
    """One side of a what-if: what is said of it, the year the line is reached, the points more."""

    lines: tuple[str, ...]
    reached: int | None
    gain: Decimal


def answer(turn: TurnState, act: WhatIf) -> None:
    """Now and with the change; several alternatives side by side."""
    if not results.has_score(turn):
        turn.aside(say("chat.whatif.no_facts"))
        return
    now = results.verdict_of(turn)
    told = [_side(turn, now, changes) for changes in (act.changes, *act.alternatives)]
    sides = [side for side in told if side is not None]
    if not sides:
        turn.aside(say("chat.whatif.not_understood"))
        return
    turn.count("what_if")
    lines = [line for side in sides for line in side.lines]
    if len(sides) > 1:
        lines.append(_better(sides))
    lines.append(
        say("chat.whatif.now", year=now.year, total=wording.points_text(now.low, now.high))
    )
    lines.append(say("chat.whatif.only"))
    turn.aside("\n".join(lines))
    turn.session.topic = f"{WHAT_IF}:{act.changes[0].topic}"  # 「那硕士呢」 supposes too


def _studies(change: Tell) -> bool:
    return (
        change.topic is Topic.EDUCATION
        and isinstance(change.value, dict)
        and "study" in change.value
    )


def _side(turn: TurnState, now: Verdict, changes: Sequence[Tell]) -> Side | None:
    """What one side of the question brings; None where it changes nothing that is known."""
    lines, gain, reached = [], Decimal(0), None
    others = [change for change in changes if not _studies(change)]
    base, then = turn.session.applicant.told, now
    if others and (found := supposed(turn, others)) is not None:
        base, then = found.told, found.verdict
        lines.append(say("chat.whatif.if", change=found.words, result=_compared(now, then)))
        lines += _notes(turn, others, now, found)
        gain += then.ahead.years[LATER].total - now.ahead.years[LATER].total
        reached = then.earliest_in("middle").best
    for change in filter(_studies, changes):
        course = studying.course(turn, then, deepcopy(base), change.value)
        lines.append(course.text)
        if "full_time" in change.value:
            lines.append(say("chat.whatif.full_time"))
        gain += course.gain
        reached = course.reached
    return Side(tuple(lines), reached, gain) if lines else None


def _compared(now: Verdict, then: Verdict) -> str:
    """This year's points, or the first year in which the change shows; then the line."""
    before, after = now.ahead.years, then.ahead.years
    changed = [n for n in range(len(after)) if _points(before[n]) != _points(after[n])]
    parts = []
    if not changed:
        parts.append(say("chat.whatif.no_difference"))
    elif changed[0] == 0:
        parts.append(say("chat.whatif.this_year", year=then.year, total=_total(after[0])))
    else:
        parts.append(say("chat.whatif.not_yet", year=then.year))
        parts.append(_year("from_year", before[changed[0]], after[changed[0]]))
    if LATER in changed and changed[0] != LATER:
        parts.append(_year("later", before[LATER], after[LATER]))
    parts += _filing(now, then)
    return say("chat.whatif.comma").join(parts) + _reaching(now, then)


def _points(year: ProjectedYear) -> tuple[Decimal, Decimal]:
    return year.low, year.high


def _total(year: ProjectedYear) -> str:
    return wording.points_text(year.low, year.high)


def _year(key: str, before: ProjectedYear, after: ProjectedYear) -> str:
    return say(f"chat.whatif.{key}", year=after.year, total=_total(after), before=_total(before))


def _filing(now: Verdict, then: Verdict) -> list[str]:
    """The years in which the person may file only with the change, or only without it."""
    pairs = list(zip(now.ahead.years, then.ahead.years, strict=True))
    found = []
    lost = [b.year for a, b in pairs if b.eligible is False and a.eligible is not False]
    won = [
        b.year
        for a, b in pairs
        if a.eligible is False and b.eligible is not False and not a.retired  # see `last_year`
    ]
    if lost:
        ends = lost[-1] == pairs[-1][1].year or pairs[lost[-1] - now.year + 1][1].retired
        key = "barred_on" if ends else "barred"
        found.append(say(f"chat.whatif.{key}", first=lost[0], last=lost[-1], again=lost[-1] + 1))
    if won and all(a.eligible is False for a, _ in pairs if a.year < won[0]):
        found.append(say("chat.whatif.opens", year=won[0]))
    if then.last_year and now.last_year and then.last_year != now.last_year:
        found.append(say("chat.whatif.last_year", year=then.last_year, before=now.last_year))
    return found


def _reaching(now: Verdict, then: Verdict) -> str:
    """The year in which the line is reached, the lowest total of a range told from the highest."""
    was, found = now.earliest_in("middle"), then.earliest_in("middle")
    if found.best is None:
        return say("chat.whatif.never", until=then.until)
    if found.best != found.safe:
        return say(
            "chat.whatif.reaches_range",
            best=found.best,
            safe=say("chat.whatif.year", year=found.safe)
            if found.safe
            else say("chat.whatif.not_by", until=then.until),
        )
    same = (was.best, was.safe) == (found.best, found.safe)
    return say("chat.whatif.reaches_same" if same else "chat.whatif.reaches", year=found.best)


def _notes(turn: TurnState, changes: Sequence[Tell], now: Verdict, found: Supposed) -> list[str]:
    """What has to be known beside the figures of a change."""
    notes = []
    for change in changes:
        value = change.value
        if change.topic is Topic.INSURANCE and isinstance(value, dict) and "gap" in value:
            most = rules_for(turn.year).eligibility.repaid_months
            long = value["gap"]["months"] > most
            notes.append(say(f"chat.whatif.break_{'long' if long else 'note'}", most=most))
        elif change.topic is Topic.TAX_YEARS and value != "every":
            if found.verdict.ahead.tax_goes_on and not now.ahead.tax_goes_on:
                notes.append(say("chat.whatif.tax_note"))
        elif change.topic is Topic.EDUCATION and isinstance(value, dict) and "left_out" in value:
            notes.append(say("chat.whatif.education_note"))
        elif change.topic is Topic.HOMES:
            notes += _home_notes(turn, value, found)
    return notes


def _home_notes(turn: TurnState, homes: list[JsonObject], found: Supposed) -> list[str]:
    """What the points for an own home outside 城六区 hang on and nobody said."""
    own = [home for home in homes if home["kind"] == "owned"]
    if not own and any(map(suburb_counts, found.told["homes"])) and "sold" not in homes[0]:
        return [say("chat.whatif.move_note")]
    if any("sold" in home for home in own):
        return []
    if any("district" not in home for home in own):
        return [say("chat.whatif.district_note")]
    if "jobs" in found.told or not any(outside(home["district"]) for home in own):
        return []
    if any(year.low != year.high for year in found.verdict.ahead.years):
        return [say("chat.whatif.job_open")]
    given = rules_for(turn.year).item("suburb").terms
    points = wording.plain(given.both_per_year - given.live_per_year)
    return [say("chat.whatif.job_note", points=points)]


def _better(sides: list[Side]) -> str:
    """Which alternative reaches the line first, or brings more."""

    def rank(side: Side) -> tuple[int, Decimal]:
        return (side.reached or 9999, -side.gain)

    order = sorted(range(len(sides)), key=lambda n: rank(sides[n]))
    if rank(sides[order[0]]) == rank(sides[order[1]]):
        return say("chat.whatif.same")
    return say("chat.whatif.better", number=order[0] + 1)
