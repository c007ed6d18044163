"""Filling the form of all facts: from a facts object, and from sentences about the caller."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.web.staff.facts_form import INNER, LEAST_ROWS, REPAID, read_form
from bot.web.staff.form_reading import INDEX, MOST_ROWS
from handlers import Dictation, dictate
from replies.wording import date_in_words, say
from scoring import FACTS, JsonMapping

SAID = "said"
"""The field with the sentences that have been read before, one a line."""
MOST_SENTENCES = 30
DATES = ("birthday", "month", "month_or_year")
"""Kinds of facts that are a day, a month or a year."""


def row_counts(form: Mapping[str, str]) -> dict[str, int]:
    """How many rows of each list to show: what was given, one blank, and at least a few."""
    counts = {}
    for name, least in LEAST_ROWS.items():
        used = [
            n for n in range(MOST_ROWS) if any(form.get(f"{name}[{n}].{k}") for k in INNER[name])
        ]
        wanted = (max(used) + 2 if used else 0) + (2 if form.get("more") == name else 0)
        counts[name] = min(max(least, wanted), MOST_ROWS)
    return counts


def fill_form(facts: JsonMapping) -> dict[str, str]:
    """The form fields that give these facts (a conversation's, say); the inverse of `read_form`."""
    return dict(_fields("", facts))


def _fields(path: str, value: Any) -> Iterator[tuple[str, str]]:
    fact = FACTS.get(INDEX.sub("", path))
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _fields(f"{path}.{key}" if path else key, inner)
    elif value == []:
        yield f"{path}.none", "1"
    elif value is None:
        if path == "insurance.repaid":
            yield REPAID, say("staff.form.unknown")
    elif fact is not None and fact.kind == "month_list":
        yield path, say("errors.separator").join(map(str, value))
    elif fact is not None and fact.kind == "year_list":
        yield from ((f"{path}={year}", "1") for year in value)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _fields(f"{path}[{number}]", inner)
    elif isinstance(value, bool):
        yield path, "yes" if value else "no"
    elif value == "now":
        yield path, say("staff.form.now")
    elif fact is not None and fact.kind == "months":
        yield path, say("staff.form.months", months=value)
    elif (fact is not None and fact.kind in DATES) or path.endswith((".from", ".to")):
        yield path, date_in_words(str(value))
    else:
        yield path, str(value)


def dictated(
    form: Mapping[str, str], sentence: str, now: datetime
) -> tuple[dict[str, str], Dictation]:
    """The form with one more sentence read into it, and what was understood.

    Only what the sentence changes is written; what staff typed into other fields stays.
    """
    before = form.get(SAID, "").splitlines()[-MOST_SENTENCES:]
    old = dictate(before, now).facts if before else {}
    new = dictate([*before, sentence], now)
    filled = dict(form)
    for name, value in new.facts.items():
        if value != old.get(name):
            _replace(filled, name, value, old.get(name), now)
    filled[SAID] = "\n".join([*before, sentence])
    return filled, new


def _replace(filled: dict[str, str], name: str, value: Any, old: Any, now: datetime) -> None:
    """Write one fact into the form over what it held of it."""
    if isinstance(value, list) and name in LEAST_ROWS:
        # rows that staff typed themselves stay below those that were said
        known = [*value, *(old or [])]
        typed = read_form(filled, [], now.date()).facts.get(name) or []
        value = value + [row for row in typed if row not in known]
        gone = [name]
    elif isinstance(value, dict):
        told = old if isinstance(old, dict) else {}
        gone = [f"{name}.{key}" for key in value.keys() | told.keys()]
        if name == "insurance":  # months and dates are two ways of saying one thing
            gone += [f"{name}.{key}" for key in ("months", "periods") if value.keys() & TIMES]
    elif name == "tax_years":
        gone = [name]
    else:
        gone = [name]
    for field in [each for each in filled if any(_under(each, place) for place in gone)]:
        del filled[field]
    repaid = {REPAID: filled[REPAID]} if filled.get(REPAID) else {}
    filled |= fill_form({name: value}) | repaid


TIMES = frozenset({"months", "periods"})


def _under(field: str, place: str) -> bool:
    return field == place or field.startswith((f"{place}.", f"{place}[", f"{place}="))
