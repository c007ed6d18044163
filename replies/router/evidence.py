"""What speaks for each group: classifier, vocabulary, nearest examples, marking words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from replies.router.bm25 import Bm25
from replies.router.dataset import Dataset, GroupKind
from replies.router.features import Ints
from replies.router.naive_bayes import NaiveBayes
from replies.router.ridge import Ridge
from replies.router.thresholds import EVIDENCE
from scoring import JsonMapping

NEAREST = 32  # examples that rapidfuzz looks at
NEAR = 0.4  # of the best BM25 score: what lies below is no neighbour
# A long story says as much in more words, so each measure is smaller: normalised by length.
USUAL, STRETCH, LENGTH = 15, (0.4, 8.0), 0.3
AT = {name: n for n, name in enumerate(EVIDENCE)}
MEASURES = AT["near"] + 1  # the columns that are normalised by length

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RoutingEvidence:
    """`table`: a row per group and one for none, columns `EVIDENCE`; `examples`: nearness."""

    table: Floats
    examples: NDArray[np.float32]


@dataclass(frozen=True)
class Mark:
    """Words that mark a group unless others stand by; `needed`: without one it is out."""

    group: int
    words: tuple[str, ...]
    unless: tuple[str, ...]
    needed: bool

    def stands_in(self, text: str) -> bool:
        """Whether a word of the mark stands in the text, and none that voids it."""
        return any(w in text for w in self.words) and not any(w in text for w in self.unless)


class Weigher:
    """Gathers the evidence for a normalised text."""

    def __init__(self, bank: Dataset, marks: JsonMapping | None = None) -> None:
        self.bank = bank
        postings, ridge = bank.models()
        self._vocabulary = postings.vocabulary()
        self._bm25 = Bm25(postings)
        count = len(bank.groups)
        self._models: tuple[Ridge, NaiveBayes] | None = None
        if ridge is not None:
            self._models = ridge, NaiveBayes(postings, bank.group_of, count)
        self._marks = tuple(_marks(bank, marks or {}))
        kinds = bank.kinds[:-1]
        side = np.maximum(kinds, GroupKind.OWN)  # answers of both kinds are one side
        shared = {"position": bank.positions[:-1], "topic": bank.topics[:-1], "side": side}
        self._shares = [AT[name] for name in shared]
        # Numbers of their own in each of the three, so that one sum serves all.
        self._sharing = np.array(
            [n * (count + 1) + numbers for n, numbers in enumerate(shared.values())]
        )
        # Column by column in memory, since it is filled so.
        self._blank = np.zeros((count + 1, len(EVIDENCE)), order="F")
        for kind, name in (
            (GroupKind.OWN, "own"),
            (GroupKind.INTENT, "intent"),
            (GroupKind.NEGATIVE, "negative"),
        ):
            self._blank[:-1, AT[name]] = kinds == kind
        self._blank[-1, AT["none"]] = 1

    @property
    def modelled(self) -> bool:
        """Whether classifier and vocabularies are in play."""
        return self._models is not None

    def without_models(self) -> Weigher:
        """The same with BM25 and edit similarity only."""
        self._models = None
        return self

    def __call__(self, text: str) -> RoutingEvidence:
        """The evidence for one text."""
        bank = self.bank
        looked = self._vocabulary.look_up(text)
        bm25 = self._bm25.scores(looked)
        near = nearest(bm25, NEAREST)
        every = self._blank.copy(order="F")
        table = every[:-1]
        if self._models is not None:
            ridge, bayes = self._models
            linear = ridge.scores(looked)
            table[:, AT["linear"]] = linear
            table[:, self._shares] = self._shared(linear)
            table[:, AT["pull"]], table[:, AT["cover"]] = bayes.scores(looked)
        table[:, AT["bm25"]] = np.maximum.reduceat(bm25, bank.group_starts)
        table[:, AT["near"]] = table[:, AT["bm25"]]
        ratios: dict[int, float] = {}
        nears: dict[int, float] = {}
        alike = [fuzz.ratio(text, bank.texts[n]) / 100 for n in near.tolist()]
        scored = zip(bank.group_of[near].tolist(), bm25[near].tolist(), alike, strict=True)
        for group, score, ratio in scored:  # few, so plain Python beats numpy
            ratios[group] = max(ratio, ratios.get(group, 0.0))
            nears[group] = max(score + ratio / 2, nears.get(group, 0.0))
        table[list(ratios), AT["ratio"]] = list(ratios.values())
        table[list(nears), AT["near"]] = list(nears.values())
        bm25[near] += alike
        table[:, :MEASURES] *= min(max(len(text) / USUAL, STRETCH[0]), STRETCH[1]) ** LENGTH
        for mark in self._marks:
            table[mark.group, AT["mark"]] = mark.stands_in(text)
        return RoutingEvidence(every, bm25)

    def _shared(self, scores: NDArray[np.float32]) -> Floats:
        """For each group the sums over all groups of its position, of its topic, of its side."""
        numbers = self._sharing
        sums = np.bincount(numbers.ravel(), np.tile(scores, len(numbers)))
        return np.asarray(sums[numbers].T)

    def barred(self, plain: str) -> Ints:
        """The groups that are out because the word that they need is not in the text."""
        out = [mark.group for mark in self._marks if mark.needed and not mark.stands_in(plain)]
        return np.array(out, np.int64)


def _marks(bank: Dataset, marks: JsonMapping) -> list[Mark]:
    """The marks of a catalogue's groups, in the spelling of normalised texts."""
    number = {group.name: n for n, group in enumerate(bank.groups)}

    def spelled(words: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(w for word in words for w in (word, bank.normaliser(word).text)))

    return [
        Mark(
            number[name],
            spelled(table["words"]),
            spelled(table.get("unless", [])),
            bool(table.get("needed")),
        )
        for name, table in marks.items()
        if name in number
    ]


def nearest(scores: NDArray[np.float32], most: int) -> Ints:
    """The numbers of the best scores near the top one, best first, ties by number."""
    top = scores.max(initial=np.float32(0))
    if top <= 0:
        return np.empty(0, np.int64)
    some = np.flatnonzero(scores >= top * np.float32(NEAR))
    return some[np.argsort(-scores[some], kind="stable")][:most]


def softmax(scores: Floats) -> Floats:
    """Scores as probabilities, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
