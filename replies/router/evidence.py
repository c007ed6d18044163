"""What speaks for each group: classifier, habits, nearest examples, marking words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from replies.router.bank import Bank, Kind
from replies.router.grams import Postings
from replies.router.habits import Habits
from replies.router.index import Index
from replies.router.linear import Linear
from replies.router.settings import EVIDENCE

NEAREST = 32  # examples that rapidfuzz looks at
MODEL_MOST = 10_000_000  # grams × groups up to which the models are kept: 12 bytes each
MODEL_LEAST = 2  # examples per group below which they have nothing to generalise from
# A long story says as much in more words, so each measure is thinner: made even by its length.
USUAL, STRETCH, LENGTH = 15, (0.4, 8.0), 0.3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """`table`: a row per group and one for none, columns `EVIDENCE`; `examples`: nearness."""

    table: Floats
    examples: Floats


class Weigher:
    """Gathers the evidence for a normalised text."""

    def __init__(self, bank: Bank, marks: Mapping[str, Any] | None = None) -> None:
        self.bank = bank
        self._postings = Postings(bank.texts)
        self._index = Index(self._postings)
        count = len(bank.groups)
        self._models: tuple[Linear, Habits] | None = None
        enough = len(bank.texts) >= MODEL_LEAST * count
        if enough and count * len(self._postings.grams) <= MODEL_MOST:
            self._models = (
                Linear(self._postings, bank.group_of, count),
                Habits(self._postings, bank.group_of, count),
            )
        self._marks = tuple(_marks(bank, marks or {}))
        kinds = (Kind.OWN, Kind.INTENT, Kind.NEGATIVE)
        known = bank.kinds[:-1]
        self._kinds = np.stack([known == kind for kind in kinds], axis=1).astype(float)
        sides = np.stack([known <= Kind.OWN, *self._kinds.T[1:]], axis=1).astype(float)
        self._same_side = sides @ sides.T

    @property
    def modelled(self) -> bool:
        """Whether classifier and habits are in play."""
        return self._models is not None

    def without_models(self) -> Weigher:
        """The same with BM25 and edit similarity only."""
        self._models = None
        return self

    def __call__(self, text: str) -> Evidence:
        """The evidence for one text."""
        bank = self.bank
        looked = self._postings.look_up(text)
        bm25 = self._index.scores(looked)
        near = nearest(bm25, NEAREST)
        ratio = np.zeros(len(bank.texts), np.float32)
        if len(near):
            texts = [bank.texts[n] for n in near]
            alike = process.cdist([text], texts, scorer=fuzz.ratio, dtype=np.float32)
            ratio[near] = alike[0] / np.float32(100)
        every = np.zeros((len(bank.groups) + 1, len(EVIDENCE)))
        every[-1, -1] = 1
        table = every[:-1]
        if self._models is not None:
            linear, habits = self._models
            table[:, 0] = linear.scores(looked)
            table[:, 1] = self._same_side @ table[:, 0]
            table[:, 2] = habits.pull(looked)
            table[:, 3] = habits.cover(looked)
        table[:, 4] = np.maximum.reduceat(bm25, bank.group_starts)
        table[:, 5] = np.maximum.reduceat(ratio, bank.group_starts)
        table[:, 6] = np.maximum.reduceat(bm25 + ratio / 2, bank.group_starts)
        table[:, :7] *= (np.clip(len(text) / USUAL, *STRETCH)) ** LENGTH
        for group, words, unless in self._marks:
            table[group, 7] = any(w in text for w in words) and not any(w in text for w in unless)
        table[:, 8:11] = self._kinds
        return Evidence(every, (bm25 + ratio).astype(np.float64))


def _marks(
    bank: Bank, marks: Mapping[str, Any]
) -> list[tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """(group, its marking words, words that void them), normalised like every text."""
    number = {group.name: n for n, group in enumerate(bank.groups)}

    def plain(words: list[str]) -> tuple[str, ...]:
        return tuple(bank.normaliser(word).text for word in words)

    return [
        (number[name], plain(table["words"]), plain(table.get("unless", [])))
        for name, table in marks.items()
        if name in number
    ]


def nearest(scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """The numbers of the best scores above zero, best first, ties by number."""
    if len(scores) > 4 * most:
        least = np.partition(scores, -most)[-most]
        some = np.flatnonzero(scores >= max(least, np.float32(1e-9)))
    else:
        some = np.flatnonzero(scores > 0)
    return some[np.argsort(-scores[some], kind="stable")][:most]


def softmax(scores: Floats) -> Floats:
    """Scores as probabilities, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
