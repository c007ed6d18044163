"""Commands by rule, before any model: the whole message is one, or it begins with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from replies.catalogue import Intent, command_said
from replies.normalise import Normal, Normaliser, key_of

MOST = 30  # characters of a message that may be a command and nothing else
LEAST = 2
TAIL = 8  # characters that may follow a prefix: a longer text is a question


class Commands:
    """The exact and prefix rules of a catalogue's intents."""

    def __init__(
        self,
        intents: Iterable[Intent],
        normaliser: Normaliser,
        politeness: Mapping[str, list[str]] | None = None,
    ) -> None:
        words = politeness or {}
        self._lead, self._tail = tuple(words.get("lead", ())), tuple(words.get("tail", ()))
        self._exact: dict[str, str] = {}
        intents = tuple(intents)
        self._names = {intent.name for intent in intents}
        self._prefixes: list[tuple[str, str]] = []
        for intent in intents:
            for text in intent.exact:
                self._exact[key_of(text)] = intent.name
        for intent in intents:
            for text in intent.exact:
                self._exact.setdefault(normaliser(text).plain, intent.name)
                self._exact.setdefault(self._bare(normaliser(text).plain), intent.name)
            self._prefixes += [(normaliser(text).plain, intent.name) for text in intent.prefix]
        self._prefixes.sort(key=lambda rule: (-len(rule[0]), rule))
        self._begins = tuple(prefix for prefix, _ in self._prefixes)

    def find(self, text: str, normal: Normal) -> tuple[str, str] | None:
        """(intent, the rule that matched) or None."""
        for key in (key_of(text) if len(text) <= MOST else "", normal.plain):
            if key in self._exact:
                return self._exact[key], key
        bare = self._bare(normal.plain) if len(normal.plain) <= MOST else ""
        if bare in self._exact:
            return self._exact[bare], bare
        said = command_said(normal.plain)
        if said is not None and said.intent in self._names:
            return said.intent, f"{said.name}: {normal.plain}"
        if not normal.plain.startswith(self._begins):  # one call instead of one for each prefix
            return None
        for prefix, name in self._prefixes:
            if normal.plain.startswith(prefix) and len(normal.plain) <= len(prefix) + TAIL:
                return name, f"{prefix}…"
        return None

    def _bare(self, text: str) -> str:
        """The text without politeness at its ends (帮我 … 一下吧), which leaves two characters."""
        while text.startswith(self._lead) or text.endswith(self._tail):
            shorter = next((text.removeprefix(w) for w in self._lead if text.startswith(w)), text)
            shorter = next(
                (shorter.removesuffix(w) for w in self._tail if shorter.endswith(w)), shorter
            )
            if shorter == text or len(shorter) < LEAST:
                return text
            text = shorter
        return text
