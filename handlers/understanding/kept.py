"""Readings kept by their words: to one question people give the same few plain answers.

A reading depends on the text and its `Context`, on nothing else. Kept are short texts that say one
plain thing and no number of more than two digits; never a question, and nothing that was not
understood as a whole. There is no person in it: what depended on the known facts is not kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from handlers.understanding.acts import (
    Acknowledge,
    Act,
    Affirm,
    Choose,
    CommandAct,
    Context,
    Deny,
    Tell,
    Unknown,
)

LONGEST = 12
"""Characters of a text that may be kept."""
MOST = 4096
"""Readings; a full house is emptied. 0 keeps nothing."""
_DIGITS = 2
"""A number of a list has no more."""
_PLAIN = (Tell, Affirm, Deny, Choose, CommandAct, Acknowledge, Unknown)

Key = tuple[object, ...]


class Watched(Mapping[str, Any]):
    """Known facts that note whether a reading asked for them."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known
        self.asked = False

    def __getitem__(self, name: str) -> Any:
        self.asked = True
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        self.asked = True
        return iter(self._known)

    def __len__(self) -> int:
        self.asked = True
        return len(self._known)


class Readings:
    """What was read, by the text and everything of its context but the known facts."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._kept: dict[Key, tuple[Act, ...]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()

    def get(self, key: Key) -> tuple[Act, ...] | None:
        """The acts that were kept; their values are the caller's own."""
        acts = self._kept.get(key)
        return None if acts is None else _own(acts)

    def keep(self, key: Key, text: str, acts: tuple[Act, ...]) -> None:
        """Keep the acts of `text` where they may be kept."""
        if not self.most or not _may_be_kept(text, acts):
            return
        if len(self._kept) >= self.most:
            self._kept.clear()
        self._kept[key] = _own(acts)


READINGS = Readings()
"""Those of this process."""


def key_of(text: str, context: Context) -> Key:
    """What a reading depends on that does not look at the known facts; of choices, the labels."""
    return (
        text,
        context.today,
        context.year,
        context.question,
        context.ask,
        tuple([choice.label for choice in context.choices]),
        context.last_answered,
        context.last_topic,
        context.recent,
        context.settled,
        context.level,
    )


def _may_be_kept(text: str, acts: tuple[Act, ...]) -> bool:
    if sum(character.isnumeric() for character in text) > _DIGITS:
        return False
    if any(isinstance(act, CommandAct) and act.argument for act in acts):
        return False
    return bool(acts) and all(
        isinstance(act, _PLAIN) and act.evidence.clause == text for act in acts
    )


def _own(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """The acts with values that nobody else holds."""
    return tuple(
        [
            replace(act, value=_copied(act.value))
            if isinstance(act, Tell | Deny) and isinstance(act.value, list | dict)
            else act
            for act in acts
        ]
    )


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(each) for each in value]
    if isinstance(value, dict):
        return {name: _copied(each) for name, each in value.items()}
    return value
