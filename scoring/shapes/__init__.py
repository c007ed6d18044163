"""The shapes of arithmetic: one function per shape, figures from the rule file.

Each takes the case and the item's terms and returns what the item is worth, with its inputs in
words. A fact that is not known is worth 0 here; `scoring.missing` names it.
"""

from collections.abc import Callable
from typing import Any

from scoring.case import Case
from scoring.shapes.living import full_years, paid_months, records
from scoring.shapes.single import (
    bands,
    detentions,
    each_year,
    honour,
    one_award,
    three_years,
)
from scoring.shapes.study import highest, study_window
from scoring.shapes.worth import Worth

# By the names that rule files use.
ARITHMETIC: dict[str, Callable[[Case, Any], Worth]] = {
    shape.__name__: shape
    for shape in (
        paid_months,
        records,
        highest,
        study_window,
        full_years,
        one_award,
        each_year,
        three_years,
        bands,
        honour,
        detentions,
    )
}
