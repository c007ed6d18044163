"""The router: rules for commands, then the evidence for every group, then the thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from replies.catalogue import Catalogue
from replies.normalise import Normal
from replies.router.bank import Bank
from replies.router.commands import Commands
from replies.router.decide import Decision, decide
from replies.router.evidence import Evidence, Floats, Weigher, softmax
from replies.router.settings import EVIDENCE, Settings
from replies.wording import say

THIN = 2  # a single character, or figures alone, say nothing that could be answered


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
        elif self.evidence:
            group, example = self.group, self.example
            said.append(
                say("routing.nearest", group=group, example=example)
                if group
                else say("routing.none")
            )
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
        self.commands = Commands(
            catalogue.intents, self.bank.normaliser, catalogue.synonyms.get("politeness")
        )
        self._known = {text: n for n, text in enumerate(self.bank.texts)}
        self._weights = self.settings.weights(self.weigher.modelled)

    def route(self, text: str) -> Route:
        """Decide on any text."""
        normal = self.bank.normaliser(text)
        rule = self.commands.find(text, normal)
        if rule is not None:
            why = Why(normal.text, normal.mended, rule=rule[1])
            return Route("intent", intent=rule[0], why=why)
        if sum(not c.isdigit() for c in normal.text) < THIN:
            return Route("fallback", why=Why(normal.text, normal.mended))
        evidence = self.weigher(normal.text)
        chance = self.chances(evidence)
        known = self._known.get(normal.text)
        if known is not None:  # what staff attached to an answer is answered by it, whatever else
            chance = np.zeros_like(chance)
            chance[self.bank.group_of[known]] = 1.0
        return self._route(normal, evidence, chance)

    def unaided(self, text: str) -> Route:
        """The route by evidence alone, without the rules for commands and known examples."""
        normal = self.bank.normaliser(text)
        evidence = self.weigher(normal.text)
        return self._route(normal, evidence, self.chances(evidence))

    def chances(self, evidence: Evidence) -> Floats:
        """The probability of every group."""
        return softmax(evidence.table @ self._weights)

    def _route(self, normal: Normal, evidence: Evidence, chance: Floats) -> Route:
        decision, offered, threshold = decide(chance, self.bank.kinds, self.settings)
        first = int(np.argmax(chance))
        best = self.bank.groups[first] if first < len(self.bank.groups) else None
        why = Why(
            normal.text,
            normal.mended,
            example=self._example(evidence, first)[1] if best else None,
            group=best.name if best else None,
            score=float(chance[first]),
            margin=float(chance[first] - np.delete(chance, first).max(initial=0.0)),
            threshold=threshold,
            evidence=tuple(evidence.table[first].tolist()),
        )
        candidates = tuple(self._candidate(evidence, chance, group) for group in offered)
        if decision == "answer":
            top = candidates[0]
            return Route(decision, top.answer, top.official, None, candidates, why)
        intent = best.name if best and decision == "intent" else None
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
