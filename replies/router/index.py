"""BM25 over character 1–2-grams, divided by the score that the question itself would get.

Robertson & Zaragoza, The Probabilistic Relevance Framework (2009), k1 and b as there. A score near
1 says that an example holds nearly everything that the question says; characters that no example
knows count as rare ones, so a question from another field stays low.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from replies.router.grams import Postings, of_text

K1, B = 1.2, 0.75
DENSE = 16  # a gram in more than 1/16 of many texts is kept as a full row
MOST = 96  # the rarest grams of a long question decide; the rest only costs time

Floats = NDArray[np.float32]


class Index:
    """Immutable index over the given (normalised) texts."""

    def __init__(self, postings: Postings) -> None:
        self.size = postings.size
        self._postings = postings
        length = np.bincount(postings.doc, postings.times, minlength=self.size)
        self._mean = float(length.mean()) if self.size else 1.0
        held = np.diff(postings.starts)
        idf = np.log1p((self.size - held + 0.5) / (held + 0.5))
        self._idf = idf
        self._unknown = float(np.log1p((self.size + 0.5) / 0.5))
        weight = self._saturate(postings.times, length[postings.doc]) * np.repeat(idf, held)
        self._weights = weight.astype(np.float32)
        self._rows: dict[int, Floats] = {}
        for n in np.flatnonzero(held > max(self.size // DENSE, 1000)):
            part = slice(postings.starts[n], postings.starts[n + 1])
            row = np.zeros(self.size, np.float32)
            row[postings.doc[part]] = self._weights[part]
            self._rows[int(n)] = row

    def _saturate(self, times: NDArray[np.int64], length: object) -> NDArray[np.float64]:
        room = K1 * (1 - B + B * np.asarray(length, dtype=np.float64) / (self._mean or 1.0))
        return np.asarray(times * (K1 + 1) / (times + room), dtype=np.float64)

    def scores(self, text: str) -> Floats:
        """One score per text, 0 (nothing in common) to about 1 (the same)."""
        total = np.zeros(self.size, np.float32)
        wanted, times = np.unique(of_text(text), return_counts=True)
        if not len(wanted):
            return total
        known = self._postings.numbers(wanted)
        idf = np.where(known >= 0, self._idf[known] if len(self._idf) else 0.0, self._unknown)
        ideal = float((self._saturate(times, times.sum()) * idf).sum())
        rarest = known[np.argsort(-idf, kind="stable")[:MOST]]
        starts = self._postings.starts
        for n in rarest[rarest >= 0].tolist():
            row = self._rows.get(n)
            if row is not None:
                total += row
            else:
                part = slice(starts[n], starts[n + 1])
                total[self._postings.doc[part]] += self._weights[part]
        return total / np.float32(ideal)


def texts_index(texts: Sequence[str]) -> Index:
    """An index straight over texts."""
    return Index(Postings(texts))
