"""The file's edges: JSON text to an object, and the table of facts for docs/facts.md."""

import json

from scoring.errors import FactError, FactErrors, JsonError
from scoring.facts.registry import FACTS


def read_json(text: str) -> object:
    """The value of a JSON text.

    Raises `JsonError` with line and column where it is not JSON (or empty), and a `FactError` for
    every key that an object holds twice.
    """
    if not text.strip():
        raise JsonError("empty")
    twice: list[FactError] = []

    def table(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            again = [key for n, key in enumerate(keys) if key in keys[:n]]
            twice.extend(FactError(key[:40], "duplicate_key") for key in again)
        return found

    try:
        value: object = json.loads(text, object_pairs_hook=table, parse_constant=_refuse)
    except JsonError:
        raise
    except json.JSONDecodeError as error:
        raise JsonError("syntax", error.lineno, error.colno) from None
    except RecursionError:
        raise JsonError("too_deep") from None
    except ValueError:  # an integer of more digits than Python reads
        raise JsonError("too_long") from None
    if twice:
        raise twice[0] if len(twice) == 1 else FactErrors(twice)
    return value


def _refuse(_name: str) -> object:
    raise JsonError("constant")


def facts_table() -> str:
    """The table of docs/facts.md: a row for every fact of the registry."""
    rows = ["| key | title | kind | value, and when it is missing |", "|---|---|---|---|"]
    for fact in FACTS.values():
        kind = fact.kind if not fact.choices else " ".join(f"`{each}`" for each in fact.choices)
        notes = [fact.document]
        if fact.assume is not None:
            notes.append("almost nobody has it: the conversation counts none until it is told")
        rows.append(f"| `{fact.name}` | {fact.title} | {kind} | {'; '.join(notes)} |")
    return "\n".join(rows) + "\n"
