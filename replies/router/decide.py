"""From the probabilities of the groups to one of four decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from replies.router.dataset import Dataset, GroupKind
from replies.router.evidence import Floats
from replies.router.thresholds import RoutingParameters

Decision = Literal["answer", "clarify", "intent", "fallback"]
OFFERED = 3
DEPTH = 24  # groups looked at: the others share next to nothing
LEAST = 0.02  # an offered answer has at least this probability
SURE = 0.7  # the share of its topic from which an answer needs no siblings beside it
KNOWN_TOPIC = 0.75  # from this probability of its topic on, an answer needs only …
IN_TOPIC = 0.76  # … this share of its threshold
OURS = 0.55  # a reply opens with a point only when an answer is likelier than anything else


@dataclass(frozen=True)
class RoutingDecision:
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


def decide(chance: Floats, bank: Dataset, levels: RoutingParameters) -> RoutingDecision:
    """The best position is taken when its probability reaches the threshold of its kind. Else the
    answers near it are offered when together they are likely enough; else nothing is claimed."""
    held = np.bincount(bank.positions, chance).tolist()
    likely = np.argsort(-chance, kind="stable")[:DEPTH].tolist()
    best_of: dict[int, int] = {}  # position → its likeliest group
    kind_of: dict[int, int] = {}
    for n, position, kind in zip(
        likely, bank.positions[likely].tolist(), bank.kinds[likely].tolist(), strict=True
    ):
        best_of.setdefault(position, n)
        kind_of.setdefault(position, kind)
    ranked = sorted(best_of, key=lambda position: (-held[position], position))
    first, kind = best_of[ranked[0]], kind_of[ranked[0]]
    score = held[ranked[0]]
    margin = score - (held[ranked[1]] if len(ranked) > 1 else 0.0)
    answers = [p for p in ranked if kind_of[p] <= GroupKind.OWN][:OFFERED]
    near = [p for rank, p in enumerate(answers) if not rank or held[p] >= LEAST]
    offered = tuple(best_of[p] for p in near)
    together = 0.0
    point = False
    siblings: tuple[int, ...] = ()
    if offered:
        kin = bank.topics == bank.topics[offered[0]]
        together = float(chance @ kin)
        ours = float(chance @ bank.is_answer)
        point = together >= levels.point and ours >= OURS
        if chance[offered[0]] < SURE * together:
            siblings = tuple(
                n for n in likely if kin[n] and n != offered[0] and chance[n] >= LEAST
            )[:OFFERED]
    decision: Decision
    least = levels.answer if kind == GroupKind.OFFICIAL else levels.own
    if together >= KNOWN_TOPIC and offered[0] == first:
        least *= IN_TOPIC
    if kind == GroupKind.INTENT and score >= levels.intent:
        decision, threshold = "intent", levels.intent
    elif kind <= GroupKind.OWN and score >= least:
        decision, threshold = "answer", least
    else:
        enough = sum(held[p] for p in near) >= levels.clarify
        decision, threshold = ("clarify" if enough else "fallback"), levels.clarify
    return RoutingDecision(decision, first, score, margin, threshold, offered, point, siblings)
