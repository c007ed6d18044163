"""Reads the objects and lists of a fact file by rows, and gathers everything that is wrong.

What the rows are, and what an object of several keys makes, stands in `scoring.facts.parse`.
"""

from collections.abc import Callable, KeysView, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar

from scoring.errors import FactError
from scoring.facts.values import Refused, entries
from scoring.json_form import JsonMapping, JsonObject

T = TypeVar("T")
Errors = list[FactError]
Single = Callable[[object], Any]
Nested = Callable[[Errors, str, object], Any]
"""Reads an object or a list at a path; what is wrong below it goes to the errors."""

# What an object of each kind looks like, for the error that says what would be right.
EXAMPLES = {
    "facts": '{"birth": "1985-03"}',
    "insurance": '{"months": 120}',
    "spans": '{"from": "2015-07", "to": "now"}',
    "homes": '{"kind": "rented", "from": "2015-07", "to": "now"}',
    "jobs": '{"district": "通州", "from": "2015-07", "to": "now"}',
    "suburb": '{"live_only": 12, "live_and_work": 36}',
    "education": '{"diploma": "bachelor", "degree": "bachelor"}',
    "month_list": '"2016-03"',
    "year_list": "2023, 2024",
}


class Row(NamedTuple):
    """How the value of one key is read; `keeps_null`: null is a value of its own."""

    single: Single | None = None
    nested: Nested | None = None
    keeps_null: bool = False


_UNKNOWN_KEY = Row()


def table(errors: Errors, at: str, raw: object, keys: KeysView[str], kind: str) -> JsonMapping:
    """The object at the path `at` ("" for the whole file); unknown keys go to the errors."""
    # JSON gives dicts; asking for any other mapping takes several times as long.
    if type(raw) is not dict and not isinstance(raw, Mapping):
        raise Refused("not_object", value=raw, example=EXAMPLES[kind])
    if not raw.keys() <= keys:
        errors += [_unknown(at, key, keys) for key in raw if key not in keys]
    return raw


def _unknown(at: str, key: object, keys: KeysView[str]) -> FactError:
    text = key if isinstance(key, str) else repr(key)
    clean = "".join(char if char.isprintable() else "□" for char in text[:24])
    where = _below(at, clean + ("…" if len(text) > 24 else ""))
    near = get_close_matches(str(key)[:40], list(keys), n=1, cutoff=0.5)
    if near:
        return FactError(where, "unknown_key_near", key=key, near=near[0])
    return FactError(where, "unknown_key", key=key, allowed=tuple(keys))


def parts(errors: Errors, at: str, raw: JsonMapping, rows: Mapping[str, Row]) -> JsonObject:
    """The values of an object by key, None where one is wrong; a null counts as left out."""
    found: JsonObject = {}
    for key, value in raw.items():
        single, nested, keeps_null = rows.get(key, _UNKNOWN_KEY)
        if value is None and not keeps_null:
            continue
        try:
            if single is not None:
                found[key] = single(value)
            elif nested is not None:
                found[key] = nested(errors, _below(at, key), value)
        except Refused as wrong:
            found[key] = None
            note(errors, _below(at, key), wrong)
    return found


def each(
    errors: Errors, at: str, raw: object, kind: str, read: Callable[[Errors, str, object], T]
) -> list[T]:
    """What `read` makes of the entries of a list; those that are wrong are left out."""
    found = []
    for n, entry in enumerate(entries(EXAMPLES[kind], raw)):
        where = f"{at}[{n}]"
        try:
            found.append(read(errors, where, entry))
        except Refused as wrong:
            note(errors, where, wrong)
    return found


def each_single(
    errors: Errors, at: str, raw: object, kind: str, read: Callable[[object], T]
) -> list[T]:
    """The same for entries that are single values."""
    return each(errors, at, raw, kind, lambda _errors, _at, entry: read(entry))


def note(errors: Errors, at: str, wrong: Refused) -> None:
    """Add what is wrong with the value at the path `at`."""
    where = _below(at, wrong.under) if wrong.under else at
    errors.append(FactError(where, wrong.code, **wrong.values))


def _below(parent: str, key: str) -> str:
    return f"{parent}.{key}" if parent else key
