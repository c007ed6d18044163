"""The one place where the product's sentences are looked up.

Texts live in `replies/texts/*.toml`. A key is the path through the tables of a file, with dots,
and begins with the file's name: `[result] total = "…"` in chat.toml is `chat.result.total`.
"""

import tomllib
from functools import cache
from importlib.resources import files

from scoring import JsonObject


class TextError(LookupError):
    """A text that the code asks for does not exist, or lacks a value it names."""


@cache
def texts() -> dict[str, str]:
    """Every text by its dotted key."""
    found: dict[str, str] = {}

    def walk(prefix: str, table: JsonObject) -> None:
        for name, value in table.items():
            key = f"{prefix}.{name}"
            if isinstance(value, dict):
                walk(key, value)
            else:
                found[key] = str(value).strip("\n")

    for entry in files("replies").joinpath("texts").iterdir():
        if entry.name.endswith(".toml"):
            walk(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text("utf-8")))
    return found


def say(key: str, /, **values: object) -> str:
    """The text of `key` with `{name}` places filled in; `TextError` if key or value is missing."""
    try:
        return texts()[key].format(**values) if values else _as_it_stands(key)
    except KeyError as missing:
        raise TextError(f"text {key!r}: nothing called {missing} is known") from missing


@cache
def _as_it_stands(key: str) -> str:
    return texts()[key].format()


@cache
def table(name: str) -> dict[str, str]:
    """The texts of one table by their names in it, in the file's order."""
    start = f"{name}."
    return {key.removeprefix(start): text for key, text in texts().items() if key.startswith(start)}
