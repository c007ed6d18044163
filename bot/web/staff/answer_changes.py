"""Two states of one answer side by side, and the three-way merge when two people edited it.

Works on answers in raw form (the keys of the catalogue's files); None stands for no answer.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from replies.wording import say
from scoring import JsonMapping, JsonObject

Raw = JsonMapping

TEXTS = ("title", "short", "text", "next_step", "official", "topic")
LISTS = ("sources", "examples", "related", "variants")
KEYS = (*TEXTS[:3], "sources", "examples", "related", *TEXTS[3:], "variants")
MERGED = ("examples", "related")
"""Lists without an order that matters: what both added and took away can be put together."""

SHORTEST_SAME = 2
"""Characters: a shorter stretch that stayed the same between two changes is shown as changed."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, or an entry of a list, and what became of it."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class Difference:
    """What changed in one field. A list shows only the entries that came or went."""

    key: str
    is_list: bool
    pieces: tuple[Piece, ...]

    @property
    def label(self) -> str:
        return say(f"staff.field.{self.key}")


@dataclass(frozen=True)
class Merge:
    """One's own edit with what a colleague has published since.

    `taken`: the fields that only the colleague changed; `clashes`: those that both changed.
    """

    raw: JsonObject
    taken: tuple[str, ...]
    clashes: tuple[str, ...]


def plain(raw: Raw | None) -> JsonObject:
    """Comparable: dates as text, empty fields left out."""
    told: JsonObject = json.loads(json.dumps(dict(raw or {}), default=str))
    return {key: value for key, value in told.items() if value not in ("", [], None)}


def same(one: Raw | None, other: Raw | None) -> bool:
    return plain(one) == plain(other)


def merge(base: Raw | None, mine: Raw, theirs: Raw | None) -> Merge:
    """`mine` began from `base`, which has become `theirs` since."""
    began, own, now = plain(base), plain(mine), plain(theirs)
    taken, clashes = [], []
    if theirs is not None:
        for key in KEYS:
            old, new, other = began.get(key), own.get(key), now.get(key)
            if other in (old, new):
                continue
            if new == old:
                taken.append(key)
            elif key in MERGED:
                taken.append(key)
                other = _both(old or [], new or [], other or [])
            else:
                clashes.append(key)
                continue
            own[key] = other if other is not None else ""
    return Merge({key: v for key, v in own.items() if v != ""}, tuple(taken), tuple(clashes))


def _both(old: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """The colleague's entries without those taken away here, and with those added here."""
    gone = set(old) - set(mine)
    kept = [each for each in theirs if each not in gone]
    return kept + [each for each in mine if each not in old and each not in kept]


def differences(before: Raw | None, after: Raw | None) -> list[Difference]:
    """The fields that changed, in the order of the form."""
    old, new = plain(before), plain(after)
    found = []
    for key in KEYS:
        one, other = old.get(key), new.get(key)
        if one != other:
            pieces = _listed(key, one, other) if key in LISTS else _spelled(one, other)
            found.append(Difference(key, key in LISTS, tuple(pieces)))
    return found


def _listed(key: str, before: Any, after: Any) -> Iterator[Piece]:
    old, new = ([_entry(key, each) for each in value or []] for value in (before, after))
    yield from (Piece("removed", each) for each in old if each not in new)
    yield from (Piece("added", each) for each in new if each not in old)


def _entry(key: str, value: Any) -> str:
    if key == "sources":
        words = [value.get(name) for name in ("document", "indicator", "date")]
        words.append(say(f"staff.confidence.{value.get('confidence', 'high')}"))
        return say("staff.diff.separator").join(str(word) for word in words if word)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _spelled(before: object, after: object) -> Iterator[Piece]:
    old, new = ("" if value is None else str(value) for value in (before, after))
    removed = added = ""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (step, a, b, c, d) in enumerate(steps):
        inside = 0 < number < len(steps) - 1
        if step == "equal" and not (inside and b - a < SHORTEST_SAME):
            yield from _change(removed, added)
            yield Piece("same", old[a:b])
            removed = added = ""
        else:
            removed, added = removed + old[a:b], added + new[c:d]
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
