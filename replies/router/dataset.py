"""All example texts of a catalogue in one order, with the groups among which a route decides.

A group is one answer, one command, or one group of negatives; a negative group that names an answer
teaches that answer's group. Answers with the same official number share a position, answers of one
topic share a topic: a question is often sure of its topic before it is sure of its answer.
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from replies.catalogue import Catalogue
from replies.normalise import Normaliser
from replies.router.features import Ints, Postings
from replies.router.prepared import prepared
from replies.router.ridge import Ridge
from replies.router.trained import models


class GroupKind(IntEnum):
    """What a group leads to."""

    OFFICIAL = 0
    OWN = 1
    INTENT = 2
    NEGATIVE = 3


@dataclass(frozen=True)
class Group:
    """One outcome. `position`: the official number or the group itself; `topic`: its family."""

    kind: GroupKind
    position: str
    name: str
    topic: str
    official: int | None = None


class Dataset:
    """Texts sorted by group: each group is one run in the arrays.

    `kinds`, `positions` and `topics` have one entry more than there are groups, since a text may be
    like none of them. `positions[g]` and `topics[g]` are numbers that equal groups share.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        found = _groups(catalogue)
        self.groups: list[Group] = sorted(found, key=lambda g: (g.kind, g.position, g.name))
        self.examples: list[str] = [text for group in self.groups for text in found[group]]
        self.kinds: Ints = np.array([*(g.kind for g in self.groups), GroupKind.NEGATIVE], np.int64)
        self.is_answer: NDArray[np.bool_] = self.kinds <= int(GroupKind.OWN)
        self.positions = _numbered([*(f"{g.kind}:{g.position}" for g in self.groups), ""])
        self.topics = _numbered([*(f"{g.kind > GroupKind.OWN}:{g.topic}" for g in self.groups), ""])
        counts = [len(found[group]) for group in self.groups]
        self._measure(np.repeat(np.arange(len(self.groups)), counts))
        trained = prepared(self.examples, self.group_of, len(counts), catalogue.synonyms)
        self.normaliser = Normaliser(catalogue.synonyms, trained.pairs)
        self.texts = trained.texts
        self._models: tuple[Postings, Ridge | None] | None = trained.postings, trained.ridge

    def models(self) -> tuple[Postings, Ridge | None]:
        """Grams and weights of the texts."""
        return self._models or models(self.texts, self.group_of, len(self.groups))

    def _measure(self, group_of: Ints) -> None:
        self.group_of: Ints = group_of
        self.group_starts: Ints = np.searchsorted(group_of, np.arange(len(self.groups)))

    def run(self, group: int) -> slice:
        """Where the examples of a group stand."""
        end = len(self.texts) if group + 1 == len(self.groups) else self.group_starts[group + 1]
        return slice(int(self.group_starts[group]), int(end))

    def part(self, keep: Ints) -> Dataset:
        """The same groups with some of the examples (at least one of every group)."""
        smaller = copy(self)
        smaller.examples = [self.examples[n] for n in keep]
        smaller.texts = [self.texts[n] for n in keep]
        smaller._measure(self.group_of[keep])
        smaller._models = None  # to be trained on these alone
        return smaller

    def known(self) -> dict[str, int]:
        """Normalised examples that stand in one group only, with that group."""
        pairs = dict.fromkeys(zip(self.texts, self.group_of.tolist(), strict=True))
        times = Counter(text for text, _ in pairs)
        return {text: group for text, group in pairs if times[text] == 1}


def _numbered(names: list[str]) -> Ints:
    number = {name: n for n, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names], np.int64)


def _groups(catalogue: Catalogue) -> dict[Group, list[str]]:
    found: dict[Group, list[str]] = {}
    by_id: dict[str, Group] = {}
    for answer in catalogue.answers:
        official = answer.official
        position = answer.id if official is None else f"{official:02}"
        kind = GroupKind.OWN if official is None else GroupKind.OFFICIAL
        group = Group(kind, position, answer.id, answer.topic or position, official)
        by_id[answer.id] = group
        found[group] = list(answer.examples)
    for intent in catalogue.intents:
        if examples := intent.exact + intent.examples:
            name = intent.name
            found[Group(GroupKind.INTENT, name, name, name)] = list(examples)
    for negative in catalogue.negatives:
        if negative.answer:
            found[by_id[negative.answer]] += negative.examples
        else:
            name = negative.name
            found[Group(GroupKind.NEGATIVE, name, name, name)] = list(negative.examples)
    return found
