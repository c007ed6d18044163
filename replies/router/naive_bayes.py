"""Naive Bayes over grams, and how much of a text a group's vocabulary covers.

Both look at a whole group's vocabulary where BM25 looks at one example: they tell a near miss (宿舍
消防) from the field (宿舍积分) by the grams that nobody in the group ever wrote. Most cells of the
gram × group table hold what a gram costs that the group never used, so only the others are stored.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from replies.router.features import Ints, Looked, Postings

SMOOTH = 0.3

Floats = NDArray[np.float64]


class NaiveBayes:
    """The vocabularies of the groups; `group_of[i]` is the group of text i."""

    def __init__(self, postings: Postings, group_of: Ints, count: int) -> None:
        held = postings.held
        idf = np.log1p(postings.size / held)
        self._count = count
        word = np.repeat(np.arange(len(held)), held)
        cell, times = np.unique(word * count + group_of[postings.doc], return_counts=True)
        word, group = np.divmod(cell, count)
        self._group = group.astype(np.int16)
        self._starts: list[int] = np.searchsorted(word, np.arange(len(held) + 1)).tolist()
        self._gain = np.log1p(times / SMOOTH).astype(np.float32)
        self._idf = idf
        size = np.bincount(group_of, minlength=count)
        self._never = np.log(SMOOTH / (size + 1))
        self._usual = np.log((held + SMOOTH) / (postings.size + 1))

    def scores(self, looked: Looked) -> tuple[Floats, Floats]:
        """Per group: the mean log-odds of the text's grams, and the share of the text, by weight,
        that the group's examples use at all."""
        known = looked.known
        parts = [slice(self._starts[n], self._starts[n + 1]) for n in known.tolist()]
        if not parts:
            return np.zeros(self._count), np.zeros(self._count)
        group = np.concatenate([self._group[part] for part in parts], dtype=np.int64)
        gain = np.concatenate([self._gain[part] for part in parts])
        weight = np.repeat(self._idf[known], [part.stop - part.start for part in parts])
        pull = np.bincount(group, gain, self._count)
        pull += len(known) * self._never - self._usual[known].sum()
        cover = np.bincount(group, weight, self._count)
        return pull / len(looked.numbers), cover / looked.weights.sum()
