"""The words for what scoring refuses: codes with values in, one Chinese line each out.

The sentences stand in `replies/texts/errors.toml`.
"""

from collections.abc import Mapping

from replies.wording.lookup import say
from scoring import FactError, JsonError

MOST_LETTERS = 24


def fact_error(error: FactError) -> str:
    """One line: which field, what is wrong, what would be right."""
    return say("errors.line", field=error.field, wrong=wrong(error), right=right(error))


def fact_errors(error: FactError) -> list[str]:
    """A line for every field that is wrong."""
    return [fact_error(each) for each in error.errors]


def reason(error: FactError) -> str:
    """What is wrong and what would be right, without the field."""
    return say("errors.reason", wrong=wrong(error), right=right(error))


def wrong(error: FactError) -> str:
    """What is wrong with the value."""
    return say(f"errors.fact.{error.code}.wrong", **_words(error.values))


def right(error: FactError) -> str:
    """What would be right in its place."""
    return say(f"errors.fact.{error.code}.right", **_words(error.values))


def json_error(error: JsonError) -> str:
    """What is wrong with a text that is no JSON, with line and column where they are known."""
    said = say(f"errors.json.{error.code}")
    if not error.line:
        return said
    return say("errors.json.place", line=error.line, column=error.column, said=said)


def _words(values: Mapping[str, object]) -> dict[str, object]:
    words: dict[str, object] = {}
    for name, value in values.items():
        if name in ("value", "key"):
            words[name] = shown(value)
        elif name == "allowed" and isinstance(value, tuple | list):
            words[name] = say("errors.separator").join(map(str, value))
        elif name == "unit":
            words[name] = say(f"errors.unit.{value}")
        else:
            words[name] = value
    return words


def shown(value: object) -> str:
    """A value as an error may repeat it: short, one line, never a huge number or a deep list."""
    if value is None:
        return say("errors.shown.null")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**12 else say("errors.shown.huge")
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        clean = "".join(char if char.isprintable() else "□" for char in value[:MOST_LETTERS])
        return say("errors.shown.text", text=clean + ("…" if len(value) > MOST_LETTERS else ""))
    return say("errors.shown.list" if isinstance(value, list | tuple) else "errors.shown.object")
