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
_BITS = 21  # every code point fits


def codes(text: str) -> Ints:
    """The code points of a text; lone surrogates are dropped."""
    raw = text.encode("utf-32-le", "ignore")
    return np.frombuffer(raw, dtype=np.uint32).astype(np.int64)


@dataclass(frozen=True)
class Looked:
    """The different grams of a text: how often each occurs, its number (−1: no text holds it);
    `known`: the numbers of those that any text holds."""

    times: Ints
    numbers: Ints
    known: Ints


class Postings:
    """For every gram, in order: the texts that hold it and how often.

    `doc[starts[n]:starts[n + 1]]` are the texts with gram number n, `times` how often.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        points = [codes(text) for text in texts]
        flat = np.concatenate(points) if points else np.empty(0, np.int64)
        owner = np.repeat(np.arange(self.size), [len(p) for p in points])
        inside = owner[:-1] == owner[1:]
        pairs = (flat[:-1] << _BITS | flat[1:])[inside]
        gram = np.concatenate((flat, pairs))
        owner = np.concatenate((owner, owner[:-1][inside]))
        self.grams, number = np.unique(gram, return_inverse=True)
        held, times = np.unique(number * max(self.size, 1) + owner, return_counts=True)
        word, doc = np.divmod(held, max(self.size, 1))
        self.doc, self.times = doc, times  # numpy counts over 64-bit numbers without a copy
        self.starts: Ints = np.searchsorted(word, np.arange(len(self.grams) + 1))
        self.held: Ints = np.diff(self.starts)
        self._number = dict(zip(self.grams.tolist(), range(len(self.grams)), strict=True))

    def look_up(self, text: str) -> Looked:
        """The grams of one text."""
        points = [ord(c) for c in text]  # so few that plain counting beats numpy's sorting
        every = Counter(points)
        every.update([one << _BITS | other for one, other in pairwise(points)])
        numbers = [self._number.get(gram, -1) for gram in every]
        found = np.array(numbers, np.int64)
        return Looked(np.array(list(every.values())), found, found[found >= 0])
