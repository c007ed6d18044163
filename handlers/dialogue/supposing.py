"""The facts of one person with something supposed, the record untouched."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.dialogue import record, results
from handlers.dialogue.facts import facts_of, has_time, without
from handlers.dialogue.homes import with_job_begun
from handlers.dialogue.shown import echo
from handlers.dialogue.turn import TurnState
from handlers.dialogue.view import View
from handlers.session import Applicant
from handlers.understanding.acts import Tell, Topic
from replies.wording import date_in_words, months_in_words, say
from scoring import FactError, JsonObject, Verdict, parse_facts
from scoring.months import month_named, written

PROJECTED = 10
"""Application years of a projection, hence calendar years of a tax that is paid from now on."""


@dataclass(frozen=True)
class Supposed:
    """What is supposed in `words`, everything that is `told` with it, and the verdict on that."""

    words: str
    told: JsonObject
    verdict: Verdict


def supposed(turn: TurnState, changes: Sequence[Tell]) -> Supposed | None:
    """The verdict with `changes`; None where they change nothing that is known."""
    told = with_job_begun(deepcopy(turn.session.applicant.told), _month(turn.today))
    applicant = Applicant(told=told, unknown=[])
    parts = []
    for change in sorted(changes, key=lambda each: record.place_of(each.topic)):
        try:
            words = _suppose(turn, applicant, str(change.topic), change.value)
        except (record.ValueRefused, FactError):
            return None
        if words:
            parts.append(words)
    if not parts:
        return None
    words = say("chat.shown.join").join(parts)
    return Supposed(words, applicant.told, verdict_of(turn, applicant.told))


def verdict_of(turn: TurnState, told: JsonObject) -> Verdict:
    """The verdict on `told`, for the day and the year of this turn."""
    return results.verdict_on(turn, View(Applicant(told=told, unknown=[]), turn.year, turn.today))


def _month(day: date) -> str:
    return f"{day.year}-{day.month:02d}"


def _suppose(turn: TurnState, applicant: Applicant, topic: str, value: Any) -> str:
    """Write one supposed value; what it is in words."""
    told = applicant.told
    match topic:
        case Topic.INSURANCE if isinstance(value, dict) and value.keys() & {"until", "gap"}:
            return _suppose_insurance(told, value)
        case Topic.TAX_YEARS:
            return _suppose_taxes(turn, told, value)
        case Topic.HOMES:
            return _suppose_homes(turn, told, value)
        case Topic.JOBS:
            return _suppose_jobs(turn, told, value)
        case Topic.EDUCATION if isinstance(value, dict) and "left_out" in value:
            for name in ("graduated", "study_overlap"):
                told.pop(name, None)
            told["education"] = "none"
            return say("chat.whatif.education_left_out")
    record.write(applicant, topic, value, replace=True)
    return echo(told | {topic: applicant.told.get(topic)}, [topic]) if topic in told else ""


def _suppose_insurance(told: JsonObject, value: JsonObject) -> str:
    """社保 that ends with a month, or that breaks for some months."""
    periods = [dict(span) for span in (told.get("insurance") or {}).get("periods", ())]
    if not periods:
        return ""
    if "until" in value:
        periods[-1]["to"] = str(value["until"])[:7]
        told["insurance"] = {"periods": periods}
        return echo(told, ["insurance"])
    first, count = month_named(value["gap"]["from"]), value["gap"]["months"]
    told["insurance"] = {"periods": without(periods, [written(first + n) for n in range(count)])}
    return say(
        "chat.whatif.break",
        month=date_in_words(written(first)),
        months=months_in_words(count),
    )


def _suppose_taxes(turn: TurnState, told: JsonObject, value: Any) -> str:
    """Calendar years that reach the amount: those named, or every year from the next one on."""
    known = told.get("tax_years", ())
    if value == "every":
        told["tax_years"] = sorted({*known, *range(turn.year, turn.year + PROJECTED)})
        return say("chat.whatif.tax_every", year=turn.year)
    told["tax_years"] = sorted({*known, *value})
    return echo(told, ["tax_years"])


def _suppose_homes(turn: TurnState, told: JsonObject, value: list[JsonObject]) -> str:
    """A home begins when it is said to, or now; renting ends where an own home begins."""
    since = _month(turn.today)
    homes = [dict(home) for home in told.get("homes") or ()]
    added = []
    for home in value:
        begun = dict(home)
        if "sold" in begun:
            last = written(month_named(begun["sold"]) - 1)
            homes = [{**h, "to": last} if h["kind"] == "owned" else h for h in homes]
            told["homes"] = homes
            return say("chat.whatif.sold", month=date_in_words(begun["sold"]))
        if not any(name in begun for name in ("from", "months", "certificate")):
            known = next((h for h in homes if h["kind"] == begun["kind"] and has_time(h)), None)
            if known is not None and any(name in begun for name in ("registered", "district")):
                if begun.get("registered") is True:  # only from when it is done
                    begun["registered"] = {"from": since}
                known.update(begun)
                added.append(known)
                continue
            begun["from"] = since
        if begun["kind"] == "owned":
            begun.setdefault("lives", True)
        homes = [_ended(each, str(begun.get("from", since))[:7]) for each in homes]
        homes.append(begun)
        added.append(begun)
    told["homes"] = homes
    parse_facts(facts_of(told))
    return echo({"homes": added}, ["homes"])


def _ended(home: JsonObject, month: str) -> JsonObject:
    """A home that goes on, ended before `month`; an own one is kept."""
    if "from" not in home or home.get("to", "now") != "now" or str(home["from"])[:7] >= month:
        return home
    return home if home["kind"] == "owned" else {**home, "to": written(month_named(month) - 1)}


def _suppose_jobs(turn: TurnState, told: JsonObject, value: list[JsonObject]) -> str:
    """The unit moves: from when it is said to, or from now on."""
    added = [{**job, "from": job.get("from", _month(turn.today))} for job in value]
    begins = min(str(job["from"])[:7] for job in added)
    jobs = [_ended({**job, "kind": "job"}, begins) for job in told.get("jobs") or ()]
    told["jobs"] = [{k: v for k, v in job.items() if k != "kind"} for job in jobs] + added
    parse_facts(facts_of(told))
    return echo({"jobs": added}, ["jobs"])
