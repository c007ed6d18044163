"""A linear classifier over character 1–2-grams: ridge regression on unit-length TF-IDF vectors.

The most frequent grams are solved for exactly. The many rare ones hardly ever meet in two examples:
each example's rare part counts as its own noise, and their weights follow from what the frequent
ones leave over. As accurate as the whole system (docs/routing.md), and the same examples always
give the same weights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replies.router.features import Ints, Looked, Postings

FREQUENT = 640  # grams solved for exactly
RIDGE = 1.0
BIAS = 0.05
_BLOCK = 1024

Floats = NDArray[np.float32]
Whole = NDArray[np.integer]


@dataclass(frozen=True)
class Ridge:
    """One score per group: `weights` has a row for each gram, `bias` an entry for each group."""

    weights: NDArray[np.float16]  # half the memory of single precision, as accurate
    bias: Floats

    @classmethod
    def of(cls, postings: Postings, group_of: Ints, count: int) -> Ridge:
        """Trained: `group_of[i]` is the group of text i, `count` how many there are."""
        doc, size, held = postings.doc, postings.size, postings.held
        values = np.repeat(np.log1p(size / held), held) * (1 + np.log(postings.times))
        length = np.sqrt(np.bincount(doc, values**2, minlength=size))
        values = (values / length[doc]).astype(np.float32)

        top = np.sort(np.argsort(-held, kind="stable")[:FREQUENT])
        row = np.full(len(held), -1)
        row[top] = np.arange(len(top))
        rows = np.repeat(row, held)
        seldom, often = np.flatnonzero(rows < 0), np.flatnonzero(rows >= 0)
        noise = RIDGE + np.bincount(doc[seldom], values[seldom].astype(float) ** 2, minlength=size)
        solved, left = _solve(
            size, count, group_of, noise, len(top), (doc[often], rows[often], values[often])
        )
        weights = np.zeros((len(held), count), np.float16)
        edges = np.concatenate(([0], np.cumsum(held[row < 0])))
        doc, values, words = doc[seldom], values[seldom], np.flatnonzero(row < 0)
        for at in range(0, len(words), _BLOCK):  # in parts: all pairs at once would take much room
            part = slice(edges[at], edges[min(at + _BLOCK, len(words))])
            given = left[doc[part]] * values[part, None]
            starts = edges[at : at + _BLOCK][: len(words) - at] - edges[at]
            weights[words[at : at + _BLOCK]] = np.add.reduceat(given, starts, axis=0)
        weights[top] = solved[:-1]
        return cls(weights, np.sqrt(np.float32(BIAS)) * solved[-1])

    def scores(self, looked: Looked) -> Floats:
        """One score per group: about 1 for a clear case, about 0 for none."""
        values = looked.weights * (1 + np.log(looked.times))
        length = math.sqrt(values @ values) or 1.0
        if len(looked.known) < len(values):
            values = values[np.array(looked.numbers) >= 0]
        share = (values / length).astype(np.float32)
        found: Floats = share @ self.weights[looked.known].astype(np.float32) + self.bias
        return found


def _solve(
    size: int,
    count: int,
    group_of: Ints,
    noise: NDArray[np.floating],
    bias: int,
    frequent: tuple[Whole, Ints, Floats],
) -> tuple[Floats, Floats]:
    """Weights of the frequent grams and, in row `bias`, of the bias; what they leave over ÷ noise.

    `frequent`: their entries as texts, rows and values. A text holds few of them, so their products
    are summed pair by pair.
    """
    doc = np.concatenate((frequent[0], np.arange(size, dtype=np.int32)))
    order = np.argsort(doc, kind="stable")
    doc = doc[order]
    row = np.concatenate((frequent[1], np.full(size, bias)))[order]
    value = np.concatenate((frequent[2], np.full(size, np.sqrt(BIAS), np.float32)))[order]
    square = _products(doc, row, value / np.sqrt(noise)[doc], bias + 1)
    square[np.diag_indices(bias + 1)] += 1
    cell = row * count + group_of[doc]  # the wanted scores are 1 for its group, else 0
    aim = np.bincount(cell, value / noise[doc], (bias + 1) * count).reshape(bias + 1, count)
    solved = np.linalg.solve(square, aim).astype(np.float32)
    left = np.zeros((size, count), np.float32)
    left[np.arange(size), group_of] = 1
    for low in range(0, size, _BLOCK):  # in parts, for the room
        part = slice(*np.searchsorted(doc, (low, low + _BLOCK)))
        full = np.zeros((min(_BLOCK, size - low), bias + 1), np.float32)
        full[doc[part] - low, row[part]] = value[part]
        left[low : low + _BLOCK] -= full @ solved
    left /= noise.astype(np.float32)[:, None]
    return solved, left


def _products(
    doc: Whole, row: Ints, values: NDArray[np.floating], size: int
) -> NDArray[np.float64]:
    """The products of all pairs of rows, summed over the texts (entries in the order of `doc`)."""
    runs = np.bincount(doc)
    begin = np.cumsum(runs) - runs
    total = np.zeros(size * size)
    for low in range(0, len(runs), _BLOCK):  # in parts, again for the room
        part = np.arange(begin[low], begin[low:][:_BLOCK][-1] + runs[low:][:_BLOCK][-1])
        mine = runs[doc[part]]
        one = np.repeat(part, mine)
        inside = np.arange(len(one)) - np.repeat(np.cumsum(mine) - mine, mine)
        other = begin[doc[one]] + inside
        place = row[one] * size + row[other]
        total += np.bincount(place, values[one] * values[other], size * size)
    return total.reshape(size, size)
