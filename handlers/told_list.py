"""What a saved facts object says, in words, for whoever holds the link of its report."""

from collections.abc import Iterable
from datetime import date

from handlers.dialogue.facts import told_of
from handlers.dialogue.questions import RARE
from handlers.dialogue.shown import rows
from handlers.dialogue.view import View
from handlers.session import Applicant
from scoring import JsonMapping


def told_rows(
    facts: JsonMapping, year: int, today: date, assumed: Iterable[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Title and value of each answer, as 「我的资料」 lists them.

    `assumed` are the questions that were never asked and count as none: they were not answered, so
    they are left out. Of the birth only the year is named.
    """
    told = {
        topic: value
        for topic, value in told_of(facts).items()
        if topic not in assumed or topic not in RARE
    }
    told.pop("insurance_gap", None)  # the dates of the periods leave it out already
    if "birth" in told:
        told["birth"] = str(told["birth"])[:4]
    view = View(Applicant(told=told), year, today)
    return tuple((row.title, row.value) for row in rows(view))
