"""The published results, where a total stands among them, and the coming years of one person."""

from scoring.outlook.changes import PointsChange
from scoring.outlook.extension import at_year, extended
from scoring.outlook.line_model import (
    LINE_CASES,
    BackTest,
    LineBand,
    LineCase,
    back_test,
    line_band,
)
from scoring.outlook.projection import Assumption, ProjectedYear, Projection, project
from scoring.outlook.results import YearResult, application_year, last_result, results
from scoring.outlook.standing import LivePlace, Place, Standing, live_place, standing

__all__ = [
    "LINE_CASES",
    "Assumption",
    "BackTest",
    "LineBand",
    "LineCase",
    "LivePlace",
    "Place",
    "PointsChange",
    "ProjectedYear",
    "Projection",
    "Standing",
    "YearResult",
    "application_year",
    "at_year",
    "back_test",
    "extended",
    "last_result",
    "line_band",
    "live_place",
    "project",
    "results",
    "standing",
]
