"""A linear classifier over character 1–2-grams: ridge regression on unit-length TF-IDF vectors.

Trained in the dual (a system as large as the number of examples) by conjugate gradients, which
takes part of a second for thousands of examples and is deterministic. The weights are kept by gram,
so a score can be taken apart into what each gram gave.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from replies.router.grams import Ints, Postings, of_text

RIDGE = 1.0
BIAS = 0.05
STEPS = 12  # the solution no longer moves a route after ten
FREQUENT = 40  # grams in more than 1/40 of the texts are multiplied densely, the rest by pairs

Floats = NDArray[np.float32]


class Linear:
    """One score per class; `classes[i]` is the class of text i, `count` how many there are."""

    def __init__(self, postings: Postings, classes: Sequence[int], count: int) -> None:
        self._postings = postings
        held = np.diff(postings.starts)
        self._idf = np.log1p(postings.size / np.maximum(held, 1))
        self._rare = float(np.log1p(postings.size))
        values = np.repeat(self._idf, held) * (1 + np.log(postings.times))
        length = np.sqrt(np.bincount(postings.doc, values**2, minlength=postings.size))
        self.values = (values / length[postings.doc]).astype(np.float32)
        self.wanted = np.zeros((postings.size, count), np.float32)
        self.wanted[np.arange(postings.size), np.asarray(classes, np.int64)] = 1
        duals = _solve(self.kernel(), self.wanted)
        self.bias = BIAS * duals.sum(axis=0)
        self.weights = np.zeros((len(held), count), np.float32)
        step = 4096
        for at in range(0, len(held), step):  # in parts: all pairs at once would be 100s of MB
            starts = postings.starts[at : at + step + 1]
            part = slice(starts[0], starts[-1])
            given = duals[postings.doc[part]] * self.values[part, None]
            self.weights[at : at + step] = np.add.reduceat(given, starts[:-1] - starts[0], axis=0)

    def kernel(self) -> Floats:
        """Similarity of every two texts (cosine + bias)."""
        size, starts, doc = self._postings.size, self._postings.starts, self._postings.doc
        held = np.diff(starts)
        frequent = np.flatnonzero(held > size // FREQUENT)
        column = np.full(len(held), -1)
        column[frequent] = np.arange(len(frequent))
        word = np.repeat(column, held)
        dense = np.zeros((size, len(frequent)), np.float32)
        dense[doc[word >= 0], word[word >= 0]] = self.values[word >= 0]
        kernel = dense @ dense.T
        kernel += np.float32(BIAS)
        flat = kernel.reshape(-1)
        for count in np.unique(held[(held > 0) & (column < 0)]):
            at = starts[:-1][(held == count) & (column < 0)][:, None] + np.arange(count)
            docs, values = doc[at].astype(np.int64), self.values[at]
            pairs = docs[:, :, None] * size + docs[:, None, :]
            np.add.at(flat, pairs.ravel(), (values[:, :, None] * values[:, None, :]).ravel())
        return kernel

    def scores(self, text: str) -> Floats:
        """One score per class: about 1 for a clear case, about 0 for none."""
        known, share = self._vector(text)
        found: Floats = share @ self.weights[known] + self.bias
        return found

    def _vector(self, text: str) -> tuple[Ints, Floats]:
        grams, times = np.unique(of_text(text), return_counts=True)
        known = self._postings.numbers(grams)
        idf = np.where(known >= 0, self._idf[known] if len(self._idf) else 0.0, self._rare)
        values = idf * (1 + np.log(times))
        length = float(np.sqrt((values**2).sum())) or 1.0
        return known[known >= 0], (values[known >= 0] / length).astype(np.float32)


def _solve(kernel: Floats, wanted: Floats) -> Floats:
    """(kernel + RIDGE)⁻¹ · wanted, all columns at once."""
    found = np.zeros_like(wanted)
    rest = wanted.copy()
    towards = rest.copy()
    size = (rest * rest).sum(axis=0)
    for _ in range(STEPS):
        image = kernel @ towards + np.float32(RIDGE) * towards
        step = size / np.maximum((towards * image).sum(axis=0), 1e-20)
        found += step * towards
        rest -= step * image
        new = (rest * rest).sum(axis=0)
        towards = rest + (new / np.maximum(size, 1e-20)) * towards
        size = new
    return found
