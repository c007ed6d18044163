"""Commands by rule, before any model: the whole message is one, or it begins with one."""

from __future__ import annotations

from collections.abc import Iterable

from replies.catalogue import Intent
from replies.normalise import Normal, Normaliser, key_of

TAIL = 8  # characters that may follow a prefix: a longer text is a question


class Commands:
    """The exact and prefix rules of a catalogue's intents."""

    def __init__(self, intents: Iterable[Intent], normaliser: Normaliser) -> None:
        self._exact: dict[str, str] = {}
        self._prefixes: list[tuple[str, str]] = []
        for intent in intents:
            for text in intent.exact:
                self._exact.setdefault(normaliser(text).plain, intent.name)
                self._exact[key_of(text)] = intent.name
            self._prefixes += [(normaliser(text).plain, intent.name) for text in intent.prefix]
        self._prefixes.sort(key=lambda rule: (-len(rule[0]), rule))

    def find(self, text: str, normal: Normal) -> tuple[str, str] | None:
        """(intent, the rule that matched) or None."""
        for key in (key_of(text[: 2 * max(map(len, self._exact), default=0)]), normal.plain):
            if key in self._exact:
                return self._exact[key], key
        for prefix, name in self._prefixes:
            if normal.plain.startswith(prefix) and len(normal.plain) <= len(prefix) + TAIL:
                return name, f"{prefix}…"
        return None
