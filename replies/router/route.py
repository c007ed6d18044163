"""The router: rules for commands, then the evidence for every group, then the thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from replies.catalogue import Catalogue
from replies.router.bank import Bank
from replies.router.commands import Commands
from replies.router.decide import Decision, decide
from replies.router.evidence import Evidence, Floats, Weigher, softmax
from replies.router.settings import EVIDENCE, Settings
from replies.wording import say


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
        self.weigher = Weigher(self.bank, catalogue.synonyms.get("marks"))
        self.commands = Commands(catalogue.intents, self.bank.normaliser)
        self._weights = self.settings.weights(self.weigher.modelled)

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
        chance = self.chances(evidence)
        decision, offered, threshold = decide(chance, self.bank.kinds, self.settings)
        first = int(np.argmax(chance))
        best = self.bank.groups[first]
        why = Why(
            text,
            mended,
            example=self._example(evidence, first)[1],
            group=best.name,
            score=float(chance[first]),
            margin=float(chance[first] - np.delete(chance, first).max(initial=0.0)),
            threshold=threshold,
            evidence=tuple(evidence.table[first].tolist()),
        )
        candidates = tuple(self._candidate(evidence, chance, group) for group in offered)
        if decision == "answer":
            top = candidates[0]
            return Route(decision, top.answer, top.official, None, candidates, why)
        intent = best.name if decision == "intent" else None
        return Route(decision, None, None, intent, candidates, why)

    def _candidate(self, evidence: Evidence, chance: Floats, group: int) -> Candidate:
        number, example = self._example(evidence, group)
        entry = self.bank.classes[number]
        assert entry.answer is not None
        return Candidate(entry.answer, entry.official, float(chance[group]), example)

    def _example(self, evidence: Evidence, group: int) -> tuple[int, str]:
        """The best class of a group, and its nearest example."""
        bank = self.bank
        starts = np.append(bank.class_starts, len(bank.examples))
        first = int(bank.class_starts_in_group[group])
        classes = np.flatnonzero(bank.group_of_class == group)
        low, high = starts[first], starts[int(classes[-1]) + 1]
        nearest = np.maximum.reduceat(evidence.examples[low:high], starts[classes] - low)
        best = int(classes[np.argmax(nearest)])
        part = slice(starts[best], starts[best + 1])
        return best, bank.examples[int(starts[best] + np.argmax(evidence.examples[part]))]
