"""The table of commands, `commands.toml`: their fixed words, menu keys and the intent of each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Command:
    """One command.

    `words`: messages that are it. `said`: patterns of whole messages that are it, but for the
    courtesies around them. `keys`: menu keys and QR scenes, its own name first. `intent`: that of
    the contract to which a text with this meaning is routed, None: only the chat has it.
    """

    name: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    intent: str | None
    said: tuple[str, ...] = ()


POLITE_LEAD = "(?:请问?|麻烦(?:你|您)?|劳驾|帮我|帮忙|给我|你好|您好|那个|那|哎|喂|好的?|嗯)*"
POLITE_TAIL = (
    "(?:一下|吧|呗|了|吗|么|嘛|呢|啊|呀|哦|哈|啦|谢谢(?:你|您)?|行吗|好吗|行不行|行不|可以吗)*"
)


def _read() -> Mapping[str, Command]:
    text = files("replies.catalogue").joinpath("commands.toml").read_text("utf-8")
    return {
        name: Command(
            name,
            tuple(row["words"].split()),
            (name, *row.get("keys", ())),
            row.get("intent"),
            tuple(row.get("said", ())),
        )
        for name, row in tomllib.loads(text).items()
    }


COMMANDS: Mapping[str, Command] = _read()
"""Every command by its name."""


@cache
def _politely(said: str) -> re.Pattern[str]:
    """A pattern with the courtesies around it."""
    return re.compile(f"{POLITE_LEAD}(?:{said}){POLITE_TAIL}")


_ANY_SAID = _politely("|".join(said for row in COMMANDS.values() for said in row.said))
"""One look that spares one for each pattern: most messages are no command."""
MOST_SAID = 24
"""Characters of a message that may be a command in people's own words and nothing else."""


def command_said(plain: str) -> Command | None:
    """The command that a whole message says in people's own words.

    `plain`: without blanks and punctuation, lower case, simplified characters.
    """
    if len(plain) > MOST_SAID or not _ANY_SAID.fullmatch(plain):
        return None
    rows = COMMANDS.values()
    patterns = ((row, _politely(said)) for row in rows for said in row.said)
    return next((row for row, said in patterns if said.fullmatch(plain)), None)


def words_of(intent: str) -> tuple[str, ...]:
    """The fixed words of all commands with this intent."""
    rows = [command for command in COMMANDS.values() if command.intent == intent]
    return tuple(dict.fromkeys(word for command in rows for word in command.words))
