"""What it is worth: facts in, points with reasons out. Pure; knows nothing of chat.

Import the names below from here; the modules behind them may change.
"""

from datetime import date

from scoring.advice import Advice, advise
from scoring.band import LINE_CASES, BackTest, LineBand, LineCase, back_test, line_band
from scoring.contract import to_contract
from scoring.contradictions import contradictions
from scoring.districts import DISTRICTS
from scoring.eligibility import Condition, Eligibility, eligibility
from scoring.engine import Line, Score, score
from scoring.errors import FactError, ResultsError, RuleError, ScoringError
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
from scoring.lines import YearResult, last_result, results
from scoring.parsing import parse_facts
from scoring.projection import ProjectedYear, Projection, project
from scoring.projection_changes import Change
from scoring.ranges import Missing, ScoreRange, score_range
from scoring.retirement import last_year, retirement_month
from scoring.rulebook import ITEMS, VERSIONS, Rules, innovation_values, rules_for
from scoring.standing import Standing, standing
from scoring.ways import Way, ways_to_reach


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
