"""The shapes of arithmetic: one function per shape, figures from the rule file.

Each takes the case and the item's terms and returns what the item is worth, with its inputs in
words. A fact that is not known is worth 0 here; `scoring.engine.missing` names it.
"""

from collections.abc import Callable
from typing import Any

from scoring.facts.snapshot import Snapshot
from scoring.items.living import full_years, paid_months, records
from scoring.items.single import (
    bands,
    detentions,
    each_year,
    honour,
    one_award,
    three_years,
)
from scoring.items.study import highest, study_window
from scoring.items.worth import Worth
from scoring.rules.load import Item

# By the names that rule files use.
ARITHMETIC: dict[str, Callable[[Snapshot, Any], Worth]] = {
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


def worth(case: Snapshot, item: Item) -> Worth:
    """What one item is worth in a case."""
    return ARITHMETIC[item.shape](case, item.terms)
