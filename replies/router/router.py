"""The router: commands, deciding words, known examples, then evidence and thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from replies.catalogue import Answer, Catalogue
from replies.normalise import Normal
from replies.router.commands import Commands
from replies.router.dataset import Dataset
from replies.router.decide import Decision, RoutingDecision, decide
from replies.router.evidence import Floats, RoutingEvidence, Weigher, softmax
from replies.router.rules import DecidingRules
from replies.router.thresholds import EVIDENCE, RoutingParameters
from replies.wording import say

CACHED = 256  # routes kept: a message is routed more than once, and keywords come again and again
FOLLOWS = 7.0  # how much likelier (log) a follow-up makes the kin of the last answer
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
    """How a decision came about, for staff: `lines()` says it in Chinese.

    `rule`: the command's or the deciding words' rule; `group`: the group with most evidence.
    """

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
        if self.evidence:
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
    """Where a text goes. `candidates`: at most three answers of different positions, best first.

    `point`: an answer whose short text may open a reply that offers the candidates, since its topic
    is sure. `siblings`: at most three other answers of the first one's topic that may be meant.
    """

    decision: Decision
    answer: str | None = None
    official: int | None = None
    intent: str | None = None
    candidates: tuple[Candidate, ...] = ()
    point: str | None = None
    siblings: tuple[Candidate, ...] = ()
    why: Why = Why("")


class Router:
    """Routes texts over one catalogue; stateless and deterministic once built."""

    def __init__(self, catalogue: Catalogue, settings: RoutingParameters | None = None) -> None:
        self.catalogue = catalogue
        self.settings = settings or RoutingParameters.load()
        self.bank = Dataset(catalogue)
        self.weigher = Weigher(self.bank, catalogue.synonyms.get("marks"))
        self.commands = Commands(
            catalogue.intents, self.bank.normaliser, catalogue.synonyms.get("politeness")
        )
        self.rules = DecidingRules(catalogue.rules)
        self._known = self.bank.known()
        self._number = {group.name: n for n, group in enumerate(self.bank.groups)}
        self._weights = self.settings.weights(self.weigher.modelled)
        self._cached = lru_cache(CACHED)(self.decide)

    def route(self, text: str) -> Route:
        """Decide on any text; the latest decisions are remembered."""
        return self._cached(text)

    def decide(self, text: str) -> Route:
        """Decide again, however often the text was asked before."""
        normal = self.bank.normaliser(text)
        command = self.commands.find(text, normal)
        if command is not None:
            why = Why(normal.text, normal.mended, rule=command[1])
            return Route("intent", intent=command[0], why=why)
        if sum(not c.isdigit() for c in normal.text) < THIN:
            return Route("fallback", why=Why(normal.text, normal.mended))
        evidence = self.weigher(normal.text)
        chance = self.chances(evidence, normal)
        known = self._known.get(normal.text)
        if known is not None:  # what staff attached to an answer is answered by it, whatever else
            return self._route(normal, evidence, self._certain(known))
        rule = self.rules.find(normal.plain)
        if rule is not None:
            if rule.intent is not None:
                why = Why(normal.text, normal.mended, rule=rule.name)
                return Route("intent", intent=rule.intent, why=why)
            chance = self._certain(self._number[rule.answer or rule.negative or ""])
            return self._route(normal, evidence, chance, rule.name)
        return self._route(normal, evidence, chance)

    def _certain(self, group: int) -> Floats:
        chance = np.zeros(len(self.bank.kinds))
        chance[group] = 1.0
        return chance

    def unaided(self, text: str) -> Route:
        """The route by evidence alone, without rules and known examples."""
        normal = self.bank.normaliser(text)
        evidence = self.weigher(normal.text)
        return self._route(normal, evidence, self.chances(evidence, normal))

    def after(self, text: str, last: Answer) -> Route:
        """The route of a follow-up to an answer: its kin are likelier than by the text alone."""
        normal = self.bank.normaliser(text)
        evidence = self.weigher(normal.text)
        kin = [
            group.name in (last.id, *last.related) or (group.topic == last.topic != "")
            for group in self.bank.groups
        ]
        scores = evidence.table @ self._weights + FOLLOWS * np.array([*kin, False])
        scores[self.weigher.barred(normal.plain)] = -np.inf
        return self._route(normal, evidence, softmax(scores))

    def chances(self, evidence: RoutingEvidence, normal: Normal) -> Floats:
        """The probability of every group; a group whose needed word is missing has none."""
        scores = evidence.table @ self._weights
        scores[self.weigher.barred(normal.plain)] = -np.inf
        return softmax(scores)

    def _route(
        self, normal: Normal, evidence: RoutingEvidence, chance: Floats, rule: str | None = None
    ) -> Route:
        verdict = decide(chance, self.bank, self.settings)
        why = self._why(normal, evidence, verdict, rule)
        candidates = tuple(self._candidate(evidence, chance, n) for n in verdict.offered)
        siblings = tuple(self._candidate(evidence, chance, n) for n in verdict.siblings)
        point = candidates[0].answer if verdict.point else None
        if verdict.decision == "answer":
            top = candidates[0]
            return Route("answer", top.answer, top.official, None, candidates, point, siblings, why)
        intent = self.bank.groups[verdict.first].name if verdict.decision == "intent" else None
        return Route(verdict.decision, None, None, intent, candidates, point, siblings, why)

    def _why(
        self, normal: Normal, evidence: RoutingEvidence, verdict: RoutingDecision, rule: str | None
    ) -> Why:
        named = verdict.first < len(self.bank.groups)
        return Why(
            normal.text,
            normal.mended,
            rule=rule,
            example=self._example(evidence, verdict.first) if named else None,
            group=self.bank.groups[verdict.first].name if named else None,
            score=verdict.score,
            margin=verdict.margin,
            threshold=verdict.threshold,
            evidence=tuple(evidence.table[verdict.first].tolist()),
        )

    def _candidate(self, evidence: RoutingEvidence, chance: Floats, number: int) -> Candidate:
        group = self.bank.groups[number]
        example = self._example(evidence, number)
        return Candidate(group.name, group.official, float(chance[number]), example)

    def _example(self, evidence: RoutingEvidence, group: int) -> str:
        """The example of a group that is nearest to the text."""
        run = self.bank.run(group)
        nearest = run.start + int(np.argmax(evidence.examples[run]))
        example: str = self.bank.examples[nearest]
        return example
