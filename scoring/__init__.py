"""What it is worth: facts in, points with reasons out. Pure; knows nothing of chat.

Import the names below from here; the modules behind them may change.
"""

from datetime import date

from scoring.advice import Advice, Way, advise, ways_to_reach
from scoring.engine import (
    Condition,
    Eligibility,
    Line,
    Missing,
    Score,
    ScoreRange,
    contradictions,
    eligibility,
    last_year,
    retirement_month,
    score,
    score_range,
    to_contract,
)
from scoring.errors import FactError, ResultsError, RuleError, ScoringError
from scoring.facts import (
    DISTRICTS,
    Birth,
    Education,
    Facts,
    Home,
    Insurance,
    Job,
    Span,
    SuburbMonths,
    parse_facts,
)
from scoring.outlook import (
    LINE_CASES,
    BackTest,
    Change,
    LineBand,
    LineCase,
    ProjectedYear,
    Projection,
    Standing,
    YearResult,
    at_year,
    back_test,
    extended,
    last_result,
    line_band,
    project,
    results,
    standing,
)
from scoring.rules import ITEMS, VERSIONS, Rules, innovation_values, rules_for


def cut_date(year: int) -> date:
    """The day up to which facts count for the application year `year`: 31 December before."""
    return date(year - 1, 12, 31)


__all__ = [
    "DISTRICTS",
    "ITEMS",
    "LINE_CASES",
    "VERSIONS",
    "Advice",
    "BackTest",
    "Birth",
    "Change",
    "Condition",
    "Education",
    "Eligibility",
    "FactError",
    "Facts",
    "Home",
    "Insurance",
    "Job",
    "Line",
    "LineBand",
    "LineCase",
    "Missing",
    "ProjectedYear",
    "Projection",
    "ResultsError",
    "RuleError",
    "Rules",
    "Score",
    "ScoreRange",
    "ScoringError",
    "Span",
    "Standing",
    "SuburbMonths",
    "Way",
    "YearResult",
    "advise",
    "at_year",
    "back_test",
    "contradictions",
    "cut_date",
    "eligibility",
    "extended",
    "innovation_values",
    "last_result",
    "last_year",
    "line_band",
    "parse_facts",
    "project",
    "results",
    "retirement_month",
    "rules_for",
    "score",
    "score_range",
    "standing",
    "to_contract",
    "ways_to_reach",
]
