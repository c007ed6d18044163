"""From the probabilities of the groups to one of four decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from replies.router.dataset import Dataset, Kind
from replies.router.evidence import Floats
from replies.router.thresholds import Settings

Decision = Literal["answer", "clarify", "intent", "fallback"]
OFFERED = 3
LEAST = 0.02  # an offered answer has at least this probability
SURE = 0.7  # the share of its topic from which an answer needs no siblings beside it
OURS = 0.5  # a reply opens with a point only when an answer is likelier than anything else


@dataclass(frozen=True)
class Verdict:
    """`first`: the group that decided (past the last group: none of them).

    `offered`: one group for each of at most three positions, best first. `point`: whether the best
    of them may open the reply although the position is not sure. `siblings`: other groups of its
    topic that may be meant.
    """

    decision: Decision
    first: int
    score: float
    margin: float
    threshold: float
    offered: tuple[int, ...]
    point: bool
    siblings: tuple[int, ...]


def decide(chance: Floats, bank: Dataset, levels: Settings) -> Verdict:
    """The best position is taken when its probability reaches the threshold of its kind. Else the
    answers near it are offered when together they are likely enough; else nothing is claimed."""
    held = np.bincount(bank.positions, chance)
    order = np.argsort(-chance, kind="stable")
    best_of: dict[int, int] = {}
    for n in order.tolist():
        best_of.setdefault(int(bank.positions[n]), n)
    ranked = np.argsort(-held, kind="stable").tolist()
    first = best_of[ranked[0]]
    score = float(held[ranked[0]])
    margin = score - (float(held[ranked[1]]) if len(ranked) > 1 else 0.0)
    answers = [p for p in ranked if bank.kinds[best_of[p]] <= Kind.OWN][:OFFERED]
    likely = [p for rank, p in enumerate(answers) if not rank or held[p] >= LEAST]
    offered = tuple(best_of[p] for p in likely)
    topics = np.bincount(bank.topics, chance)
    point, siblings = False, ()
    if offered:
        topic = bank.topics[offered[0]]
        ours = float(chance[bank.kinds <= Kind.OWN].sum())
        point = float(topics[topic]) >= levels.point and ours >= OURS
        if chance[offered[0]] < SURE * topics[topic]:
            siblings = tuple(
                n
                for n in order.tolist()
                if bank.topics[n] == topic and n != offered[0] and chance[n] >= LEAST
            )[:OFFERED]
    kind = int(bank.kinds[first])
    decision: Decision
    if kind == Kind.INTENT and score >= levels.intent:
        decision, threshold = "intent", levels.intent
    elif kind <= Kind.OWN and score >= (
        least := levels.answer if kind == Kind.OFFICIAL else levels.own
    ):
        decision, threshold = "answer", least
    else:
        enough = float(held[likely].sum()) >= levels.clarify
        decision, threshold = ("clarify" if enough else "fallback"), levels.clarify
    return Verdict(decision, first, score, margin, threshold, offered, point, siblings)
