"""Character grams of texts as numbers, and which text holds which, without loops over characters.

Grams of one and two characters: three added nothing to ranking or rejecting (docs/routing.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]
_BITS = 21  # every code point fits


def codes(text: str) -> Ints:
    """The code points of a text; lone surrogates are dropped."""
    raw = text.encode("utf-32-le", "ignore")
    return np.frombuffer(raw, dtype=np.uint32).astype(np.int64)


@dataclass(frozen=True)
class Looked:
    """The different grams of a text: how often each occurs, its number (−1: no text holds it), its
    weight (inverse document frequency); `known`: the numbers of those that any text holds."""

    times: list[int]
    numbers: list[int]
    weights: Floats
    known: Ints


class Vocabulary:
    """The grams of all texts in the order of their numbers, `held`: how many texts hold each."""

    def __init__(self, size: int, grams: Ints, held: Ints) -> None:
        self.idf: Floats = np.log1p(size / held)
        self._rare = float(np.log1p(size))
        self._number = dict(zip(grams.tolist(), range(len(grams)), strict=True))

    def look_up(self, text: str) -> Looked:
        """The grams of one text."""
        points = [ord(c) for c in text]  # so few that plain counting beats numpy's sorting
        every = Counter(points)
        every.update([one << _BITS | other for one, other in pairwise(points)])
        numbers = [self._number.get(gram, -1) for gram in every]
        found = np.array(numbers, np.int64)
        if -1 in numbers:
            weights = np.where(found >= 0, self.idf[found] if len(self.idf) else 0.0, self._rare)
            return Looked(list(every.values()), numbers, weights, found[found >= 0])
        return Looked(list(every.values()), numbers, self.idf[found], found)


@dataclass(frozen=True)
class Postings:
    """For every gram, in order: the texts that hold it and how often.

    `doc[starts[n]:starts[n + 1]]` are the texts with gram number n, `times` how often; `size`: how
    many texts there are.
    """

    size: int
    grams: Ints
    starts: Ints
    doc: Numbers
    times: Numbers

    @classmethod
    def of(cls, texts: Sequence[str]) -> Postings:
        """Those of some texts."""
        size = len(texts)
        points = [codes(text) for text in texts]
        flat = np.concatenate(points) if points else np.empty(0, np.int64)
        owner = np.repeat(np.arange(size), [len(p) for p in points])
        inside = owner[:-1] == owner[1:]
        pairs = (flat[:-1] << _BITS | flat[1:])[inside]
        gram = np.concatenate((flat, pairs))
        owner = np.concatenate((owner, owner[:-1][inside]))
        grams, number = np.unique(gram, return_inverse=True)
        held, times = np.unique(number * max(size, 1) + owner, return_counts=True)
        word, doc = np.divmod(held, max(size, 1))
        starts = np.searchsorted(word, np.arange(len(grams) + 1))
        return cls(size, grams, starts, doc.astype(np.int32), times.astype(np.int32))

    @property
    def held(self) -> Ints:
        """How many texts hold each gram."""
        return np.diff(self.starts)

    def vocabulary(self) -> Vocabulary:
        """The grams, to be looked up."""
        return Vocabulary(self.size, self.grams, self.held)
