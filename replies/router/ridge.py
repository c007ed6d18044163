"""A linear classifier over character 1–2-grams: ridge regression on unit-length TF-IDF vectors.

The most frequent grams are solved for exactly. The many rare ones hardly ever meet in two examples:
each example's rare part counts as its own noise, and their weights follow from what the frequent
ones leave over. That trains thousands of examples in about 0.1 s, as accurate as the whole system
(docs/routing.md), and the same examples always give the same weights.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from replies.router.features import Ints, Looked, Postings

FREQUENT = 640  # grams solved for exactly
RIDGE = 1.0
BIAS = 0.05
_BLOCK = 4096

Floats = NDArray[np.float32]


class Ridge:
    """One score per group; `group_of[i]` is the group of text i, `count` how many there are."""

    def __init__(self, postings: Postings, group_of: Ints, count: int) -> None:
        doc, size, held = postings.doc, postings.size, postings.held
        self._idf = np.log1p(size / held)
        self._rare = float(np.log1p(size))
        values = np.repeat(self._idf, held) * (1 + np.log(postings.times))
        length = np.sqrt(np.bincount(doc, values**2, minlength=size))
        values = (values / length[doc]).astype(np.float32)
        wanted = np.zeros((size, count), np.float32)
        wanted[np.arange(size), group_of] = 1

        top = np.sort(np.argsort(-held, kind="stable")[:FREQUENT])
        column = np.full(len(held), -1)
        column[top] = np.arange(len(top))
        word = np.repeat(column, held)
        frequent = np.zeros((size, len(top) + 1), np.float32)
        frequent[doc[word >= 0], word[word >= 0]] = values[word >= 0]
        frequent[:, -1] = np.sqrt(BIAS)
        rare = np.bincount(doc[word < 0], values[word < 0].astype(float) ** 2, minlength=size)
        noise = (RIDGE + rare).astype(np.float32)[:, None]

        scaled = frequent / np.sqrt(noise)
        square = scaled.T @ scaled
        square[np.diag_indices(len(square))] += 1
        solved = np.linalg.solve(square, scaled.T @ (wanted / np.sqrt(noise)))
        left = (wanted - frequent @ solved) / noise
        self._bias: Floats = np.sqrt(np.float32(BIAS)) * solved[-1]
        self._weights: Floats = np.zeros((len(held), count), np.float32)
        seldom = word < 0
        edges = np.concatenate(([0], np.cumsum(held[column < 0])))
        doc, values, words = doc[seldom], values[seldom], np.flatnonzero(column < 0)
        for at in range(0, len(words), _BLOCK):  # in parts: all pairs at once would take much room
            part = slice(edges[at], edges[min(at + _BLOCK, len(words))])
            given = left[doc[part]] * values[part, None]
            starts = edges[at : at + _BLOCK][: len(words) - at] - edges[at]
            self._weights[words[at : at + _BLOCK]] = np.add.reduceat(given, starts, axis=0)
        self._weights[top] = solved[:-1]

    def scores(self, looked: Looked) -> Floats:
        """One score per group: about 1 for a clear case, about 0 for none."""
        known = looked.numbers >= 0
        idf = np.where(known, self._idf[looked.numbers], self._rare)
        values = idf * (1 + np.log(looked.times))
        length = float(np.sqrt((values**2).sum())) or 1.0
        share = (values[known] / length).astype(np.float32)
        found: Floats = share @ self._weights[looked.numbers[known]] + self._bias
        return found
