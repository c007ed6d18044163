"""The router: rules for commands, then the evidence for every group, then the thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from replies.catalogue import Catalogue
from replies.router.bank import Bank, Kind
from replies.router.commands import Commands
from replies.router.evidence import Evidence, Floats, Weigher, softmax
from replies.router.settings import EVIDENCE, Settings
from replies.wording import say

Decision = Literal["answer", "clarify", "intent", "fallback"]
OFFERED = 3
LEAST = 0.02  # an offered answer must have at least this probability


@dataclass(frozen=True)
class Candidate:
    """An answer that may be meant: its probability and the example that comes nearest."""

    answer: str
    official: int | None
    score: float
    example: str


@dataclass(frozen=True)
class Why:
    """How a decision came about, for staff: `lines()` says it in Chinese."""

    text: str
    mended: tuple[tuple[str, str], ...] = ()
    rule: str | None = None
    example: str | None = None
    group: str | None = None
    score: float = 0.0
    margin: float = 0.0
    threshold: float = 0.0
    evidence: tuple[float, ...] = ()

    def lines(self) -> list[str]:
        """One fact a line."""
        said = [say("routing.seen", text=self.text)]
        said += [say("routing.mended", typed=typed, meant=meant) for typed, meant in self.mended]
        if self.rule is not None:
            said.append(say("routing.rule", rule=self.rule))
        if self.group is not None:
            said.append(say("routing.nearest", group=self.group, example=self.example))
            values = {"score": self.score, "margin": self.margin, "threshold": self.threshold}
            said.append(say("routing.chance", **{k: f"{v:.2f}" for k, v in values.items()}))
            values = dict(zip(EVIDENCE, self.evidence, strict=False))
            said.append(say("routing.evidence", **{k: f"{v:.2f}" for k, v in values.items()}))
        return said


@dataclass(frozen=True)
class Route:
    """Where a text goes. `candidates`: at most three answers, best first."""

    decision: Decision
    answer: str | None = None
    official: int | None = None
    intent: str | None = None
    candidates: tuple[Candidate, ...] = ()
    why: Why = Why("")


class Router:
    """Routes texts over one catalogue; stateless and deterministic once built."""

    def __init__(self, catalogue: Catalogue, settings: Settings | None = None) -> None:
        self.catalogue = catalogue
        self.settings = settings or Settings.load()
        self.bank = Bank(catalogue)
        self.weigher = Weigher(self.bank)
        self.commands = Commands(catalogue.intents, self.bank.normaliser)
        self._weights = self.settings.weights(self.weigher.linear is not None)

    def route(self, text: str) -> Route:
        """Decide on any text."""
        normal = self.bank.normaliser(text)
        rule = self.commands.find(text, normal)
        if rule is not None:
            why = Why(normal.text, normal.mended, rule=rule[1])
            return Route("intent", intent=rule[0], why=why)
        if not normal.text:
            return Route("fallback", why=Why(normal.text, normal.mended))
        evidence = self.weigher(normal.text)
        return self.decide(evidence, normal.text, normal.mended)

    def chances(self, evidence: Evidence) -> Floats:
        """The probability of every group."""
        return softmax(evidence.table @ self._weights)

    def decide(
        self, evidence: Evidence, text: str, mended: tuple[tuple[str, str], ...] = ()
    ) -> Route:
        """The decision that the evidence and the thresholds give."""
        bank, levels = self.bank, self.settings
        chance = self.chances(evidence)
        order = np.argsort(-chance, kind="stable")
        best = int(order[0])
        kind = Kind(int(bank.kinds[best]))
        candidates = self._candidates(evidence, chance, order)
        level = {Kind.OFFICIAL: levels.answer, Kind.OWN: levels.own, Kind.INTENT: levels.intent}
        threshold = level.get(kind, levels.clarify)
        why = Why(
            text,
            mended,
            example=self._example(evidence, best)[1],
            group=bank.groups[best].name,
            score=float(chance[best]),
            margin=float(chance[best] - chance[order[1]]) if len(order) > 1 else 1.0,
            threshold=threshold,
            evidence=tuple(evidence.table[best].tolist()),
        )
        if kind != Kind.NEGATIVE and chance[best] >= threshold:
            if kind == Kind.INTENT:
                name = bank.groups[best].name
                return Route("intent", intent=name, candidates=candidates, why=why)
            top = candidates[0]
            return Route("answer", top.answer, top.official, None, candidates, why)
        if sum(candidate.score for candidate in candidates) >= levels.clarify:
            return Route("clarify", candidates=candidates, why=why)
        return Route("fallback", candidates=candidates, why=why)

    def _candidates(
        self, evidence: Evidence, chance: Floats, order: np.ndarray[tuple[int], np.dtype[np.int64]]
    ) -> tuple[Candidate, ...]:
        found: list[Candidate] = []
        for group in order[: 4 * OFFERED].tolist():
            if self.bank.kinds[group] > Kind.OWN:
                continue
            if len(found) == OFFERED or (found and chance[group] < LEAST):
                break
            number, example = self._example(evidence, group)
            entry = self.bank.classes[number]
            assert entry.answer is not None
            score = float(chance[group])
            found.append(Candidate(entry.answer, entry.official, score, example))
        return tuple(found)

    def _example(self, evidence: Evidence, group: int) -> tuple[int, str]:
        """The best class of a group, and its nearest example."""
        bank = self.bank
        starts = np.append(bank.class_starts, len(bank.examples))
        first = int(bank.group_class_starts[group])
        classes = np.flatnonzero(bank.group_of_class == group)
        low, high = starts[first], starts[int(classes[-1]) + 1]
        nearest = np.maximum.reduceat(evidence.examples[low:high], starts[classes] - low)
        best = int(classes[np.argmax(nearest + 2 * evidence.classes[classes])])
        part = slice(starts[best], starts[best + 1])
        return best, bank.examples[int(starts[best] + np.argmax(evidence.examples[part]))]
