"""What it is worth: facts in, points with reasons out. Pure; knows nothing of chat.

Import the names below from here; the modules behind them may change.
"""

from datetime import date

from scoring.contract import to_contract
from scoring.contradictions import contradictions
from scoring.eligibility import Condition, Eligibility, eligibility
from scoring.engine import Line, Score, score
from scoring.errors import FactError, RuleError, ScoringError
from scoring.extension import at_year, extended
from scoring.facts import (
    Birth,
    Education,
    Facts,
    Home,
    Insurance,
    Job,
    Span,
    SuburbMonths,
)
from scoring.parsing import parse_facts
from scoring.ranges import Missing, ScoreRange, score_range
from scoring.retirement import last_year, retirement_month
from scoring.rulebook import ITEMS, VERSIONS, Rules, rules_for


def cut_date(year: int) -> date:
    """The day up to which facts count for the application year `year`: 31 December before."""
    return date(year - 1, 12, 31)


__all__ = [
    "ITEMS",
    "VERSIONS",
    "Birth",
    "Condition",
    "Education",
    "Eligibility",
    "FactError",
    "Facts",
    "Home",
    "Insurance",
    "Job",
    "Line",
    "Missing",
    "RuleError",
    "Rules",
    "Score",
    "ScoreRange",
    "ScoringError",
    "Span",
    "SuburbMonths",
    "at_year",
    "contradictions",
    "cut_date",
    "eligibility",
    "extended",
    "last_year",
    "parse_facts",
    "retirement_month",
    "rules_for",
    "score",
    "score_range",
    "to_contract",
]
