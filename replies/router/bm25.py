"""BM25 over character 1–2-grams, divided by the score that the question itself would get.

Robertson & Zaragoza, The Probabilistic Relevance Framework (2009), k1 and b as there. A score near
1 says that an example holds nearly everything that the question says; characters that no example
knows count as rare ones, so a question from another field stays low.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from replies.router.features import Looked, Postings

K1, B = 1.2, 0.75
COMMON, LEAST = 16, 1000  # grams in more texts (of 16 one) are not looked at: they tell little
MOST = 96  # the rarest grams of a long question decide; the rest only costs time

Floats = NDArray[np.float32]


class Bm25:
    """Immutable index over the texts of `postings`."""

    def __init__(self, postings: Postings) -> None:
        self.size = postings.size
        self._starts = postings.starts.tolist()
        held = postings.held
        length = np.bincount(postings.doc, postings.times, minlength=self.size)
        self._mean = float(length.mean()) if self.size else 1.0
        idf = np.log1p((self.size - held + 0.5) / (held + 0.5))
        # The last one is that of a gram that no text holds, whose number is −1.
        self._idf = [*idf.tolist(), float(np.log1p((self.size + 0.5) / 0.5))]
        room = K1 * (1 - B + B * length / (self._mean or 1.0))
        times = postings.times.astype(np.float64)
        weight = times * (K1 + 1) / (times + room[postings.doc])
        self._doc = postings.doc  # of 32 bits: half the memory to read through
        self._weights = (weight * np.repeat(idf, held)).astype(np.float32)
        self._common = frozenset(np.flatnonzero(held > max(self.size // COMMON, LEAST)).tolist())

    def scores(self, looked: Looked) -> Floats:
        """One score per text, 0 (nothing in common) to about 1 (the same)."""
        if not looked.numbers or len(self._idf) == 1:
            return np.zeros(self.size, np.float32)
        idf = [self._idf[n] for n in looked.numbers]
        room = K1 * (1 - B + B * sum(looked.times) / (self._mean or 1.0))
        parts = zip(looked.times, idf, strict=True)
        ideal = sum(times * (K1 + 1) / (times + room) * weight for times, weight in parts)
        rarest = looked.numbers
        if len(rarest) > MOST:
            ranked = sorted(zip(idf, rarest, strict=True), key=lambda pair: -pair[0])
            rarest = [n for _, n in ranked[:MOST]]
        starts, common = self._starts, self._common
        held = [slice(starts[n], starts[n + 1]) for n in rarest if n >= 0 and n not in common]
        if held:  # one sum over all postings: far cheaper than one over the texts for each gram
            doc = np.concatenate([self._doc[part] for part in held], dtype=np.int64)
            weights = np.concatenate([self._weights[part] for part in held])
            total = np.bincount(doc, weights, self.size).astype(np.float32)
        else:
            total = np.zeros(self.size, np.float32)
        total /= np.float32(ideal)
        return total
