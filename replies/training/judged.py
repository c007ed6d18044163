"""Questions judged for tuning: the evidence that routers have for texts they have not seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from replies.router.dataset import GroupKind
from replies.router.evidence import Floats, Weigher, softmax
from replies.router.features import Ints
from replies.router.router import Router
from replies.router.thresholds import EVIDENCE

FOLDS = 6
BATCHES = 6  # in which the groups of negatives are taken away
AWAY = 100.0  # how far a group that was absent is pushed away


@dataclass(frozen=True)
class Rows:
    """Judged questions: evidence tables and, per question, the groups that are right."""

    tables: NDArray[np.floating]
    right: tuple[frozenset[int], ...]
    absent: tuple[int | None, ...] = ()

    def chances(self, weights: Floats) -> Floats:
        """The probabilities of every group under these weights; `absent` groups get none."""
        return softmax(self.tables @ weights + self.away())

    def away(self) -> Floats:
        """What pushes the absent groups out of the choice."""
        away = np.zeros(self.tables.shape[:2])
        for n, group in enumerate(self.absent):
            if group is not None:
                away[n, group] = -AWAY
        return away

    def only(self, keep: Sequence[int]) -> Rows:
        """Some of the rows."""
        return Rows(self.tables[list(keep)], tuple(self.right[n] for n in keep))


def folds(router: Router, modelled: bool = True) -> Rows:
    """Every example, judged by the others."""
    bank, marks = router.bank, router.catalogue.synonyms.get("marks")
    number = np.arange(len(bank.texts))
    fold = np.empty(len(bank.texts), np.int64)
    shuffle = np.random.default_rng(0)
    for low, high in _runs(bank.group_starts, len(bank.texts)):
        fold[low:high] = shuffle.permutation(np.arange(high - low) % FOLDS)
    tables = np.zeros((len(bank.texts), len(bank.kinds), len(EVIDENCE)), np.float32)
    for held_out in range(FOLDS):
        seen = number[fold != held_out]
        weigher = Weigher(bank.part(seen), marks)
        if not modelled:
            weigher = weigher.without_models()
        for n in number[fold == held_out]:
            tables[n] = weigher(bank.texts[n]).table
    return Rows(tables, tuple(frozenset({int(group)}) for group in bank.group_of))


def strangers(router: Router, modelled: bool = True) -> Rows:
    """Every text that is not ours, judged as if nothing of its group had ever been seen."""
    bank, marks = router.bank, router.catalogue.synonyms.get("marks")
    tables: list[NDArray[np.float32]] = []
    absent: list[int] = []
    groups = np.flatnonzero(bank.kinds[:-1] == GroupKind.NEGATIVE)
    for batch in np.array_split(groups, BATCHES):  # several at a time: each costs a training
        away = np.isin(bank.group_of, batch)
        away[bank.group_starts[batch]] = False  # every group keeps one example
        weigher = Weigher(bank.part(np.flatnonzero(~away)), marks)
        if not modelled:
            weigher = weigher.without_models()
        for n in np.flatnonzero(np.isin(bank.group_of, batch)).tolist():
            tables.append(weigher(bank.texts[n]).table.astype(np.float32))
            absent.append(int(bank.group_of[n]))
    none = frozenset({len(bank.groups)})
    return Rows(np.array(tables), (none,) * len(tables), tuple(absent))


def _runs(starts: Ints, end: int) -> Iterator[tuple[int, int]]:
    edges = [*starts.tolist(), end]
    yield from pairwise(edges)


def dev_rows(router: Router, path: Path) -> Rows:
    """The evidence for a file of development questions, by the router itself."""
    tables, rights = [], []
    groups = router.bank.groups
    for line in path.read_text("utf-8").splitlines():
        gold = json.loads(line)
        officials = {gold.get("answer"), *gold.get("also_ok", [])} - {None}
        intents = {gold.get("intent"), *gold.get("also_intent", [])} - {None}
        wanted = (
            n
            for n, group in enumerate(groups)
            if group.official in officials
            or (group.kind == GroupKind.INTENT and group.name in intents)
        )
        tables.append(router.weigher(router.bank.normaliser(gold["text"]).text).table)
        rights.append(frozenset(wanted))
    return Rows(np.array(tables), tuple(rights))
