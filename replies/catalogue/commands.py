"""The table of commands, `commands.toml`: their fixed words, menu keys and the intent of each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Command:
    """One command.

    `words`: messages that are it. `keys`: menu keys and QR scenes, its own name first. `intent`:
    that of the contract to which a text with this meaning is routed, None: only the chat has it.
    """

    name: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    intent: str | None


def _read() -> Mapping[str, Command]:
    text = files("replies.catalogue").joinpath("commands.toml").read_text("utf-8")
    return {
        name: Command(
            name, tuple(row["words"].split()), (name, *row.get("keys", ())), row.get("intent")
        )
        for name, row in tomllib.loads(text).items()
    }


COMMANDS: Mapping[str, Command] = _read()
"""Every command by its name."""


def words_of(intent: str) -> tuple[str, ...]:
    """The fixed words of all commands with this intent."""
    rows = [command for command in COMMANDS.values() if command.intent == intent]
    return tuple(dict.fromkeys(word for command in rows for word in command.words))
