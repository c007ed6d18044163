"""Words that decide: rules that send a text to one answer or command before any evidence.

The same words mean opposite things in one field (the exams of a child with and without a Beijing
hukou), and no amount of examples tells them apart as surely as the deciding word. Rules are data
(`rules.toml`): the first one whose `all` patterns match and whose `unless` patterns do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from replies.catalogue import DecidingRule


@dataclass(frozen=True)
class _Compiled:
    rule: DecidingRule
    every: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


class DecidingRules:
    """The compiled rules of a catalogue, tried in their order."""

    def __init__(self, rules: Iterable[DecidingRule]) -> None:
        self._rules = tuple(
            _Compiled(rule, tuple(map(re.compile, rule.every)), tuple(map(re.compile, rule.unless)))
            for rule in rules
        )

    def find(self, plain: str) -> DecidingRule | None:
        """The first rule that holds for a text (normalised, before one word stands for many)."""
        for each in self._rules:
            if (
                len(plain) <= each.rule.most
                and all(pattern.search(plain) for pattern in each.every)
                and not any(pattern.search(plain) for pattern in each.unless)
            ):
                return each.rule
        return None
