"""From facts to a score, its range, what is missing, what contradicts, and who may apply."""

from scoring.engine.checked import CheckedScore, checked_score
from scoring.engine.contract import to_contract
from scoring.engine.contradiction import Contradiction, Severity
from scoring.engine.contradictions import contradictions
from scoring.engine.eligibility import Condition, Eligibility, eligibility
from scoring.engine.ranges import ItemRange, Missing, ScoreRange, score_range
from scoring.engine.retirement import last_year, retirement_month, retirement_span
from scoring.engine.score import LeftOut, Line, Score, left_out, score

__all__ = [
    "CheckedScore",
    "Condition",
    "Contradiction",
    "Eligibility",
    "ItemRange",
    "LeftOut",
    "Line",
    "Missing",
    "Score",
    "ScoreRange",
    "Severity",
    "checked_score",
    "contradictions",
    "eligibility",
    "last_year",
    "left_out",
    "retirement_month",
    "retirement_span",
    "score",
    "score_range",
    "to_contract",
]
