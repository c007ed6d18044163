"""All example texts of a catalogue in one order, with the groups among which a route decides.

Answers with the same official number are one group; a negative group that names an own answer
belongs to that answer's group. Within a group, the class (answer, intent or negative) is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from replies.catalogue import Catalogue
from replies.normalise import Normaliser
from replies.router.grams import Ints


class Kind(IntEnum):
    """What a group leads to."""

    OFFICIAL = 0
    OWN = 1
    INTENT = 2
    NEGATIVE = 3


@dataclass(frozen=True)
class Group:
    """One outcome: an official position, an own answer, a command, or "not ours"."""

    kind: Kind
    name: str


@dataclass(frozen=True)
class Class:
    """One entry of the catalogue with the group it belongs to; `answer` is what it would say."""

    name: str
    group: Group
    answer: str | None = None
    official: int | None = None


class Bank:
    """Texts sorted by class, classes sorted by group: each is one run in the arrays.

    `kinds` has one entry more than there are groups: a text may be like none of them.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        found = sorted(
            _entries(catalogue), key=lambda entry: (entry[0].group.kind, entry[0].group.name)
        )
        self.groups: list[Group] = list(dict.fromkeys(entry.group for entry, _ in found))
        self.classes: list[Class] = []
        self.examples: list[str] = []
        class_of: list[int] = []
        for entry, examples in found:
            self.examples += examples
            class_of += [len(self.classes)] * len(examples)
            self.classes.append(entry)
        self.normaliser = Normaliser(catalogue.synonyms, self.examples)
        self.texts = [self.normaliser(example).text for example in self.examples]
        number = {group: n for n, group in enumerate(self.groups)}
        kinds = [group.kind for group in self.groups]
        self.kinds: Ints = np.array([*kinds, Kind.NEGATIVE], np.int64)  # the last: none of these
        self.group_of_class: Ints = np.array([number[c.group] for c in self.classes], np.int64)
        self.class_starts_in_group: Ints = np.searchsorted(
            self.group_of_class, np.arange(len(self.groups))
        )
        self._measure(np.array(class_of, np.int64))

    def _measure(self, class_of: Ints) -> None:
        self.class_of: Ints = class_of
        self.group_of: Ints = self.group_of_class[class_of]
        self.class_starts: Ints = np.searchsorted(class_of, np.arange(len(self.classes)))
        self.group_starts: Ints = np.searchsorted(self.group_of, np.arange(len(self.groups)))

    def part(self, keep: Ints) -> Bank:
        """The same groups with some of the examples (at least one of every class)."""
        smaller = copy(self)
        smaller.examples = [self.examples[n] for n in keep]
        smaller.texts = [self.texts[n] for n in keep]
        smaller._measure(self.class_of[keep])
        return smaller


def _entries(catalogue: Catalogue) -> Iterator[tuple[Class, tuple[str, ...]]]:
    own: dict[str, Group] = {}
    for answer in catalogue.answers:
        if answer.official is None:
            group = Group(Kind.OWN, answer.id)
        else:
            group = Group(Kind.OFFICIAL, f"{answer.official:02}")
        own[answer.id] = group
        yield Class(answer.id, group, answer.id, answer.official), answer.examples
    for intent in catalogue.intents:
        examples = intent.exact + intent.examples
        if examples:
            yield Class(intent.name, Group(Kind.INTENT, intent.name)), examples
    for negative in catalogue.negatives:
        group = Group(Kind.NEGATIVE, negative.name)
        said = catalogue.get(negative.answer) if negative.answer else None
        if said is None:
            yield Class(negative.name, group), negative.examples
        else:
            entry = Class(negative.name, own[said.id], said.id, said.official)
            yield entry, negative.examples
