"""A score with what contradicts it, the facts laid out once for both."""

from datetime import date
from typing import NamedTuple

from scoring.engine.contradiction import Contradiction
from scoring.engine.contradictions import contradictions_of
from scoring.engine.score import Score, score_of
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot


class CheckedScore(NamedTuple):
    """The score of facts as they stand, and why it may not hold."""

    score: Score
    contradictions: tuple[Contradiction, ...]


def checked_score(facts: Facts, year: int, day: date | None = None) -> CheckedScore:
    """`score` and `contradictions` of the same facts; raises `FactError` as `score` does."""
    case = Snapshot(facts, year)
    return CheckedScore(score_of(case), contradictions_of(case, day))
