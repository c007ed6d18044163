"""What speaks for each group: the classifier, the nearest examples, and their weighing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from replies.router.bank import Bank, Kind
from replies.router.grams import Postings
from replies.router.index import Index
from replies.router.linear import Linear
from replies.router.settings import EVIDENCE

NEAREST = 32  # examples that rapidfuzz looks at
LINEAR_MOST = 8000  # examples up to which the classifier is trained: its system is their square
LINEAR_LEAST = 4  # examples per class below which it has nothing to generalise from

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """`table`: a row per group, columns `EVIDENCE`; one score per class and per example."""

    table: Floats
    classes: Floats
    examples: Floats


class Weigher:
    """Gathers the evidence for a normalised text."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        postings = Postings(bank.texts)
        self.index = Index(postings)
        self.linear: Linear | None = None
        if len(bank.texts) <= LINEAR_MOST and len(bank.texts) >= LINEAR_LEAST * len(bank.classes):
            self.linear = Linear(postings, bank.class_of.tolist(), len(bank.classes))
        self._kinds = np.stack(
            [bank.kinds == kind for kind in (Kind.OWN, Kind.INTENT, Kind.NEGATIVE)], axis=1
        ).astype(np.float64)

    def __call__(self, text: str) -> Evidence:
        """The evidence for one text."""
        linear = self.linear.scores(text) if self.linear is not None else None
        return self.gather(text, linear, self.index.scores(text))

    def gather(
        self, text: str, linear: NDArray[np.float32] | None, bm25: NDArray[np.float32]
    ) -> Evidence:
        """The evidence from given scores per class and per example."""
        bank = self.bank
        near = nearest(bm25, NEAREST)
        ratio = np.zeros(len(bank.texts), np.float32)
        ratio[near] = process.cdist(
            [text], [bank.texts[n] for n in near], scorer=fuzz.ratio, dtype=np.float32
        )[0] / np.float32(100)
        table = np.zeros((len(bank.groups), len(EVIDENCE)))
        classes = np.zeros(len(bank.classes)) if linear is None else linear.astype(np.float64)
        table[:, 0] = np.add.reduceat(classes, bank.group_class_starts)
        table[:, 1] = np.maximum.reduceat(classes, bank.group_class_starts)
        table[:, 2] = np.maximum.reduceat(bm25, bank.group_starts)
        table[:, 3] = np.maximum.reduceat(ratio, bank.group_starts)
        table[:, 4:] = self._kinds
        return Evidence(table, classes, (bm25 + ratio).astype(np.float64))


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
