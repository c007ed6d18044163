"""From facts to a score, its range, what is missing, what contradicts, and who may apply."""

from scoring.engine.contract import to_contract
from scoring.engine.contradictions import contradictions
from scoring.engine.eligibility import Condition, Eligibility, eligibility
from scoring.engine.ranges import Missing, ScoreRange, score_range
from scoring.engine.retirement import last_year, retirement_month
from scoring.engine.score import Line, Score, score

__all__ = [
    "Condition",
    "Eligibility",
    "Line",
    "Missing",
    "Score",
    "ScoreRange",
    "contradictions",
    "eligibility",
    "last_year",
    "retirement_month",
    "score",
    "score_range",
    "to_contract",
]
