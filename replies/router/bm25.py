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
DENSE = 16
MOST = 96  # the rarest grams of a long question decide; the rest only costs time

Floats = NDArray[np.float32]


class Bm25:
    """Immutable index over the texts of `postings`."""

    def __init__(self, postings: Postings) -> None:
        self.size = postings.size
        self._starts = postings.starts.tolist()
        length = np.bincount(postings.doc, postings.times, minlength=self.size)
        self._mean = float(length.mean()) if self.size else 1.0
        self._idf = np.log1p((self.size - postings.held + 0.5) / (postings.held + 0.5))
        self._unknown = float(np.log1p((self.size + 0.5) / 0.5))
        weight = self._saturate(postings.times, length[postings.doc])
        self._doc = postings.doc.astype(np.int32)  # half the memory to read through
        self._weights = (weight * np.repeat(self._idf, postings.held)).astype(np.float32)
        self._rows: dict[int, Floats] = {}
        for n in np.flatnonzero(postings.held > max(self.size // DENSE, 1000)):
            part = slice(postings.starts[n], postings.starts[n + 1])
            row = np.zeros(self.size, np.float32)
            row[self._doc[part]] = self._weights[part]
            self._rows[int(n)] = row

    def _saturate(self, times: NDArray[np.int64], length: object) -> NDArray[np.float64]:
        room = K1 * (1 - B + B * np.asarray(length, dtype=np.float64) / (self._mean or 1.0))
        return np.asarray(times * (K1 + 1) / (times + room), dtype=np.float64)

    def scores(self, looked: Looked) -> Floats:
        """One score per text, 0 (nothing in common) to about 1 (the same)."""
        total = np.zeros(self.size, np.float32)
        numbers, times = looked.numbers, looked.times
        if not len(numbers) or not len(self._idf):
            return total
        idf = self._idf[numbers]
        idf[numbers < 0] = self._unknown
        ideal = float((self._saturate(times, times.sum()) * idf).sum())
        rarest = numbers
        if len(numbers) > MOST:
            rarest = numbers[np.argsort(-idf, kind="stable")[:MOST]]
        starts, held = self._starts, []
        for n in rarest[rarest >= 0].tolist():
            row = self._rows.get(n)
            if row is not None:
                total += row
            else:
                held.append(slice(starts[n], starts[n + 1]))
        if held:  # one sum over all postings: far cheaper than one over the texts for each gram
            doc = np.concatenate([self._doc[part] for part in held], dtype=np.int64)
            weights = np.concatenate([self._weights[part] for part in held])
            total += np.bincount(doc, weights, self.size)
        total /= np.float32(ideal)
        return total
