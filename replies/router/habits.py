"""How the people who ask for one thing write: naive Bayes over grams, and the words they use.

Both look at a whole group's vocabulary where BM25 looks at one example: they tell a near miss (宿舍
消防) from the field (宿舍积分) by the grams that nobody in the group ever wrote.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from replies.router.grams import Ints, Looked, Postings

SMOOTH = 0.3

Floats = NDArray[np.float64]


class Habits:
    """The vocabularies of the groups; `group_of[i]` is the group of text i."""

    def __init__(self, postings: Postings, group_of: Ints, count: int) -> None:
        held = postings.held
        word = np.repeat(np.arange(len(held)), held)
        cell, times = np.unique(word * count + group_of[postings.doc], return_counts=True)
        size = np.bincount(group_of, minlength=count)
        usual = np.log((held + SMOOTH) / (postings.size + 1))
        never = np.log(SMOOTH / (size + 1))
        self._pull = (never[None, :] - usual[:, None]).astype(np.float32)
        self._pull.reshape(-1)[cell] += np.log1p(times / SMOOTH).astype(np.float32)
        self._used = np.zeros(self._pull.shape, np.bool_)
        self._used.reshape(-1)[cell] = True
        self._idf = np.log1p(postings.size / held)
        self._rare = float(np.log1p(postings.size))

    def pull(self, looked: Looked) -> Floats:
        """Per group: the mean log-odds of the text's grams (naive Bayes)."""
        known = looked.numbers[looked.numbers >= 0]
        found: Floats = self._pull[known].sum(axis=0, dtype=np.float64)
        return found / max(len(looked.numbers), 1)

    def cover(self, looked: Looked) -> Floats:
        """Per group: the share of the text, by weight, that the group's examples use at all."""
        known = looked.numbers >= 0
        weight = np.where(known, self._idf[looked.numbers], self._rare)
        used = self._used[looked.numbers[known]]
        found: Floats = weight[known] @ used / max(float(weight.sum()), 1e-9)
        return found
