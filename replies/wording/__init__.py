"""How things are said: texts by key, pages that fit one reply, and a verdict in words."""

from replies.wording.advice_text import (
    advice_lines,
    aim_lines,
    brings,
    caution_lines,
    cure_lines,
    instead_lines,
)
from replies.wording.codes import (
    basis_text,
    change_text,
    condition_lines,
    condition_reason,
    condition_title,
    contradiction_error,
    contradiction_lines,
    contradiction_text,
)
from replies.wording.dates import date_in_words, months_in_words
from replies.wording.errors import fact_error, fact_errors, json_error, reason, right, wrong
from replies.wording.lookup import TextError, say, table, texts
from replies.wording.outlook_text import (
    assumption_lines,
    earliest_line,
    place_text,
    projection_lines,
    standing_lines,
)
from replies.wording.own_case import answers_about_a_person, own_case
from replies.wording.paging import pages
from replies.wording.score_text import (
    basis,
    distance_line,
    eligibility_lines,
    item_title,
    missing_lines,
    plain,
    points_text,
    short_lines,
    signed,
    total_line,
    trimmed,
)
from replies.wording.sheet import full_sheet, short_sheet
from replies.wording.verdict_text import (
    headline,
    next_line,
    next_step_line,
    remark_lines,
    verdict_lines,
)

__all__ = [
    "TextError",
    "advice_lines",
    "aim_lines",
    "answers_about_a_person",
    "assumption_lines",
    "basis",
    "basis_text",
    "brings",
    "caution_lines",
    "change_text",
    "condition_lines",
    "condition_reason",
    "condition_title",
    "contradiction_error",
    "contradiction_lines",
    "contradiction_text",
    "cure_lines",
    "date_in_words",
    "distance_line",
    "earliest_line",
    "eligibility_lines",
    "fact_error",
    "fact_errors",
    "full_sheet",
    "headline",
    "instead_lines",
    "item_title",
    "json_error",
    "missing_lines",
    "months_in_words",
    "next_line",
    "next_step_line",
    "own_case",
    "pages",
    "place_text",
    "plain",
    "points_text",
    "projection_lines",
    "reason",
    "remark_lines",
    "right",
    "say",
    "short_lines",
    "short_sheet",
    "signed",
    "standing_lines",
    "table",
    "texts",
    "total_line",
    "trimmed",
    "verdict_lines",
    "wrong",
]
