"""「如果我有硕士呢」: the score with something changed, the record untouched."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handlers.dialogue import record, results
from handlers.dialogue.facts import facts_of
from handlers.dialogue.shown import echo
from handlers.dialogue.turn import TurnState
from handlers.dialogue.view import View
from handlers.session import Applicant
from handlers.understanding.acts import Tell, Topic, WhatIf
from handlers.understanding.suppositions import WHAT_IF
from replies import wording
from replies.wording import say
from scoring import FactError, JsonObject, Verdict, left_out, parse_facts
from scoring.months import month_named, written

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
    return change.topic is Topic.EDUCATION and isinstance(change.value, dict)


def _without_education(turn: TurnState, now: Verdict) -> str:
    """The total where the education is left out of the form, its deduction with it."""
    found = left_out(results.scored(turn.view), turn.year)
    without = next((each for each in found if each.indicator == "education"), None)
    if without is None:
        return say("chat.whatif.no_education")
    return say(
        "chat.whatif.left_out" if without.gain else "chat.whatif.left_out_same",
        year=now.year,
        before=wording.points_text(now.low, now.high),
        after=wording.points_text(now.low + without.gain, now.high + without.gain),
        gain=wording.signed(without.gain),
    )


def _course(now: Verdict, level: str) -> tuple[str, Decimal]:
    """A course begun now: what is left of its points after what studying takes, and the points."""
    words = echo({"education": level}, ["education"])
    measure = next((each for each in now.advice if each.key == level), None)
    if measure is not None:
        before = now.ahead.years[measure.first_year - now.year].total
        text = say(
            "chat.whatif.course",
            change=words,
            brings=wording.brings(measure),
            year=measure.first_year,
            before=wording.plain(before),
            after=wording.plain(before + measure.first_gain),
        )
        return text, measure.gain
    named = say(f"chat.shown.paper.{level.removesuffix('_no_degree')}")
    loses = next((c for c in now.cautions if named in str(c.values.get("title", ""))), None)
    if loses is None:
        return say("chat.whatif.no_course", change=words), Decimal(0)
    net = Decimal(str(loses.values["points"]))
    return say("chat.whatif.course_loses", change=words, net=wording.signed(net)), net


def _side(turn: TurnState, now: Verdict, changes: Sequence[Tell]) -> Side | None:
    """What one side of the question brings; None where it changes nothing that is known."""
    lines, gain, reached = [], Decimal(0), None
    supposed = _supposed(turn, [change for change in changes if not _studies(change)])
    if supposed is not None:
        words, then = supposed
        lines.append(say("chat.whatif.if", change=words, result=_compared(now, then)))
        gain += then.ahead.years[LATER].total - now.ahead.years[LATER].total
        reached = then.earliest_in("middle").best
    for change in filter(_studies, changes):
        if "left_out" in change.value:
            lines.append(_without_education(turn, now))
        else:
            text, net = _course(now, change.value["study"])
            lines.append(text)
            gain += net
        reached = reached or now.earliest_in("middle").best
    return Side(tuple(lines), reached, gain) if lines else None


def _supposed(turn: TurnState, changes: Sequence[Tell]) -> tuple[str, Verdict] | None:
    """What is supposed, in words, and the verdict with it; None where it changes nothing known."""
    supposed = Applicant(told=deepcopy(turn.session.applicant.told), unknown=[])
    parts = []
    for change in sorted(changes, key=lambda each: record.place_of(each.topic)):
        topic, value = str(change.topic), change.value
        try:
            words = _suppose(turn, supposed, topic, value)
        except (record.ValueRefused, FactError):
            return None
        if words:
            parts.append(words)
    if not parts:
        return None
    then = results.verdict_on(turn, View(supposed, turn.year, turn.today))
    return say("chat.shown.join").join(parts), then


def _suppose(turn: TurnState, supposed: Applicant, topic: str, value: Any) -> str:
    """Write one supposed value; what it is in words."""
    told = supposed.told
    if topic == "insurance" and isinstance(value, dict) and "until" in value:
        periods = [dict(span) for span in (told.get("insurance") or {}).get("periods", ())]
        if not periods:
            return ""
        periods[-1]["to"] = str(value["until"])[:7]
        told["insurance"] = {"periods": periods}
        return echo(told, ["insurance"])
    if topic == "insurance_gap" and isinstance(value, dict):
        return _suppose_break(turn, told, value.get("months", 1))
    if topic == "tax_years":
        more = range(turn.year - 3, turn.year) if value == "every" else value
        value = sorted({*told.get("tax_years", ()), *more})
    if topic == "homes":
        return _suppose_homes(turn, supposed, value)
    if topic == "jobs":
        return _suppose_jobs(turn, supposed, value)
    record.write(supposed, topic, value, replace=True)
    return echo(told | {topic: supposed.told.get(topic)}, [topic]) if topic in supposed.told else ""


def _suppose_break(turn: TurnState, told: JsonObject, months: int) -> str:
    """A break of some months from the next one on, then paid again."""
    periods = [dict(span) for span in (told.get("insurance") or {}).get("periods", ())]
    if not periods or periods[-1].get("to", "now") != "now":
        return ""
    this = turn.today.year * 12 + turn.today.month - 1
    periods[-1]["to"] = written(this)
    periods.append({"from": written(this + months + 1), "to": "now"})
    told["insurance"], told["insurance_gap"] = {"periods": periods}, []
    return say("chat.whatif.break", months=wording.months_in_words(months))


def _suppose_homes(turn: TurnState, supposed: Applicant, value: list[JsonObject]) -> str:
    """A home begins when it is said to, or now; renting ends where an own home begins."""
    since = f"{turn.today.year}-{turn.today.month:02d}"
    homes = [dict(home) for home in supposed.told.get("homes") or ()]
    added = []
    for home in value:
        begun = dict(home)
        if not any(name in begun for name in ("from", "months", "certificate")):
            known = next((h for h in homes if h["kind"] == begun["kind"]), None)
            if known is not None and any(name in begun for name in ("registered", "district")):
                known.update(begun)
                added.append(known)
                continue
            begun["from"] = since
        if begun["kind"] == "owned":
            begun.setdefault("lives", True)
        homes = [_ended(each, str(begun.get("from", since))[:7]) for each in homes]
        homes.append(begun)
        added.append(begun)
    supposed.told["homes"] = homes
    if len(supposed.told.get("jobs") or ()) == 1:  # where the unit is now it is from now on
        job = supposed.told["jobs"][0]
        supposed.told["jobs"] = [{**job, "from": job.get("from", since)}]
    parse_facts(facts_of(supposed.told))
    return echo({"homes": added}, ["homes"])


def _ended(home: JsonObject, month: str) -> JsonObject:
    """A home that goes on, ended before `month`."""
    if "from" not in home or home.get("to", "now") != "now" or str(home["from"])[:7] >= month:
        return home
    before = month_named(month) - 1
    return (
        {**home, "to": f"{before // 12:04d}-{before % 12 + 1:02d}"}
        if home["kind"] != "owned"
        else home
    )


def _suppose_jobs(turn: TurnState, supposed: Applicant, value: list[JsonObject]) -> str:
    """The unit moves: from when it is said to, or from now on."""
    since = f"{turn.today.year}-{turn.today.month:02d}"
    jobs = [_ended({**job, "kind": "job"}, since) for job in supposed.told.get("jobs") or ()]
    jobs = [{k: v for k, v in job.items() if k != "kind"} for job in jobs]
    added = [{**job, "from": job.get("from", since)} for job in value]
    supposed.told["jobs"] = jobs + added
    parse_facts(facts_of(supposed.told))
    return echo({"jobs": added}, ["jobs"])


def _compared(now: Verdict, then: Verdict) -> str:
    """This year's points, or the first year in which the change shows."""
    if (now.low, now.high) != (then.low, then.high):
        text = say(
            "chat.whatif.this_year", year=then.year, total=wording.points_text(then.low, then.high)
        )
    else:
        text = say("chat.whatif.not_yet", year=then.year)
        for before, after in zip(now.ahead.years, then.ahead.years, strict=True):
            if before.total != after.total:
                text += say(
                    "chat.whatif.from_year",
                    year=after.year,
                    total=wording.plain(after.total),
                    before=wording.plain(before.total),
                )
                break
    last, other = now.ahead.years[LATER], then.ahead.years[LATER]
    if last.total != other.total:
        text += say(
            "chat.whatif.later",
            year=other.year,
            total=wording.plain(other.total),
            before=wording.plain(last.total),
        )
    text += _barred(now, then)
    line = then.earliest_in("middle")
    if line.best is None:
        return text + say("chat.whatif.never")
    if line.safe is None:
        return text + say("chat.whatif.reaches_best", year=line.best)
    return text + say("chat.whatif.reaches", year=line.safe)


def _barred(now: Verdict, then: Verdict) -> str:
    """The years in which the person could no longer file; "" for none."""
    pairs = zip(then.ahead.years, now.could, then.could, strict=True)
    years = [each.year for each, before, after in pairs if before and after is False]
    return say("chat.whatif.barred", first=years[0], last=years[-1]) if years else ""


def _better(sides: list[Side]) -> str:
    """Which alternative reaches the line first, or brings more."""

    def rank(side: Side) -> tuple[int, Decimal]:
        return (side.reached or 9999, -side.gain)

    order = sorted(range(len(sides)), key=lambda n: rank(sides[n]))
    if rank(sides[order[0]]) == rank(sides[order[1]]):
        return say("chat.whatif.same")
    return say("chat.whatif.better", number=order[0] + 1)
