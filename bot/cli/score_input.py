"""Reads what `jifen score` is given: a person's facts from a file, a line or a row of a table."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import scoring
from replies.wording import (
    condition_lines,
    contradiction_error,
    fact_errors,
    json_error,
    say,
)
from scoring import JsonMapping, JsonObject

KEYS = ("id", "year", "facts")


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """One person: the facts, the application year, and the id that goes back with the result."""

    id: object
    year: int
    facts: scoring.Facts


class InputRefused(ValueError):
    """What was given cannot be used.

    `code` is "json", "encoding", "object", "id" or "facts"; `said` the reason in Chinese, `id` the
    id of the line as far as it could be read, `column` where in it the JSON ends to be JSON.
    """

    def __init__(self, code: str, said: str = "", key: object = None, column: int = 0) -> None:
        self.code, self.said, self.id, self.column = code, said, key, column
        super().__init__(f"{code}: {said}")


def from_json(text: str, today: date, year: int | None) -> ScoreRequest:
    """A person from a JSON text: the facts themselves, or an object that holds them."""
    value = _json(text)
    if not isinstance(value, Mapping):
        raise InputRefused("object")
    near = next((key for key in value if get_close_matches(key[:40], ["facts"], cutoff=0.7)), None)
    if near not in (None, "facts"):
        raise InputRefused("facts", unknown(near, KEYS))
    if "facts" not in value:  # the facts stand at the top, perhaps with the year beside them
        rest = {key: each for key, each in value.items() if key not in ("id", "year")}
        value = {key: value[key] for key in ("id", "year") if key in value} | {"facts": rest}
    return given_from(value, today, year)


def from_line(raw: bytes, today: date, year: int | None) -> ScoreRequest:
    """A person from one line of JSON with id, facts and perhaps year."""
    try:
        text = raw.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InputRefused("encoding") from None
    value = _json(text, one_line=True)
    if not isinstance(value, Mapping):
        raise InputRefused("object")
    if "id" not in value:
        raise InputRefused("id")
    return given_from(value, today, year)


def given_from(value: JsonMapping, today: date, year: int | None) -> ScoreRequest:
    """A person from an object with the keys id, year and facts."""
    key = value.get("id")
    wrong = [unknown(each, KEYS) for each in value if each not in KEYS]
    chosen = year if year is not None else value.get("year")
    if chosen is None:
        chosen = scoring.application_year(today)
    if isinstance(chosen, bool) or not isinstance(chosen, int):
        wrong.append(say("command.row.year", year=scoring.application_year(today)))
    raw = value.get("facts")
    if not isinstance(raw, Mapping):
        wrong.append(say("command.row.no_facts"))
    else:
        try:
            facts = scoring.parse_facts(raw)
        except scoring.FactError as error:
            wrong += fact_errors(error)
    if wrong:
        raise InputRefused("facts", say("command.row.separator").join(wrong), key)
    return ScoreRequest(key, chosen, facts)


def scored(given: ScoreRequest, today: date) -> JsonObject:
    """The output object of the command; facts that cannot be true are refused.

    Raises `FactError` for a year without rules.
    """
    found = scoring.checked_score(given.facts, given.year, today)
    refuse_impossible(found.contradictions, given.id)
    return scoring.to_contract(found.score, condition_lines(found.score.eligibility))


def refuse_impossible(found: Iterable[scoring.Contradiction], key: object = None) -> None:
    """No points for facts that cannot all be true, whichever way they came in."""
    said = [contradiction_error(each) for each in found if each.impossible]
    if said:
        raise InputRefused("facts", say("command.row.separator").join(said), key)


def unknown(key: str, allowed: Collection[str]) -> str:
    """That there is no such key, with the nearest one where one is near."""
    near = get_close_matches(key[:40], list(allowed), n=1, cutoff=0.5)
    if near:
        return say("command.row.near", key=key[:40], near=near[0])
    return say(
        "command.row.unknown",
        key=key[:40],
        allowed=say("command.row.list").join(allowed),
    )


def _json(text: str, *, one_line: bool = False) -> object:
    try:
        return scoring.read_json(text)
    except scoring.JsonError as error:
        # Of one line only the column says anything; its number is known to the caller.
        said = json_error(scoring.JsonError(error.code) if one_line else error)
        raise InputRefused("json", said, column=error.column) from None
    except scoring.FactError as error:
        raise InputRefused("facts", say("command.row.separator").join(fact_errors(error))) from None
