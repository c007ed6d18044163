"""The router's numbers: chosen by `replies.training.tune`, kept in `thresholds.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHIPPED = Path(__file__).parents[1] / "thresholds.toml"

#: What the evidence for one group consists of; the order of the weights.
EVIDENCE = (
    "linear", "position", "topic", "side", "pull", "cover", "bm25", "ratio", "near",
    "mark", "own", "intent", "negative", "none",
)  # fmt: skip


@dataclass(frozen=True)
class RoutingParameters:
    """`full` weighs the evidence with the models, `plain` without them.

    `answer`, `own`, `intent`: the least probability at which an official position, an own answer, a
    command is taken as meant; `clarify`: the least sum over the offered answers; `point`: the least
    probability of a topic whose likeliest answer opens a reply that offers several.
    """

    full: tuple[float, ...]
    plain: tuple[float, ...]
    answer: float
    own: float
    intent: float
    clarify: float
    point: float

    @classmethod
    def load(cls, path: Path = SHIPPED) -> RoutingParameters:
        """Read a thresholds file."""
        raw = tomllib.loads(path.read_text("utf-8"))
        weights, levels = raw["weights"], raw["thresholds"]
        full, plain = (
            tuple(float(weights[kind].get(name, 0.0)) for name in EVIDENCE)
            for kind in ("full", "plain")
        )
        return cls(full, plain, **{name: float(value) for name, value in levels.items()})

    def weights(self, modelled: bool) -> NDArray[np.float64]:
        """The weights in the order of `EVIDENCE`."""
        return np.array(self.full if modelled else self.plain)
