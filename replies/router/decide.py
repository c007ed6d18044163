"""From the probabilities of the groups to one of four decisions."""

from __future__ import annotations

from typing import Literal

import numpy as np

from replies.router.bank import Kind
from replies.router.evidence import Floats
from replies.router.grams import Ints
from replies.router.settings import Settings

Decision = Literal["answer", "clarify", "intent", "fallback"]
OFFERED = 3
LEAST = 0.02  # an offered answer has at least this probability


def decide(
    chance: Floats, kinds: Ints, levels: Settings
) -> tuple[Decision, tuple[int, ...], float]:
    """(decision, groups of at most three answers best first, the threshold that decided).

    The best group is taken when its probability reaches its kind's threshold. Else the answers near
    it are offered when together they are likely enough; else nothing is claimed.
    """
    order = np.argsort(-chance, kind="stable")
    best = int(order[0])
    answers = order[kinds[order] <= Kind.OWN][:OFFERED]
    offered = tuple(int(n) for rank, n in enumerate(answers) if not rank or chance[n] >= LEAST)
    kind = int(kinds[best])
    if kind == Kind.INTENT and chance[best] >= levels.intent:
        return "intent", offered, levels.intent
    if kind <= Kind.OWN:
        least = levels.answer if kind == Kind.OFFICIAL else levels.own
        if chance[best] >= least:
            return "answer", offered, least
    enough = float(chance[list(offered)].sum()) >= levels.clarify
    return "clarify" if enough else "fallback", offered, levels.clarify
