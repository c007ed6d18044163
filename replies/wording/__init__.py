"""How things are said: texts by key, pages that fit one reply, and a verdict in words."""

from replies.paging import pages
from replies.wording.advice_text import advice_lines, aim_lines, brings, caution_lines, cure_lines
from replies.wording.errors import fact_error, fact_errors, json_error, reason, right, wrong
from replies.wording.outlook_text import earliest_line, projection_lines, standing_lines
from replies.wording.say import TextError, say, texts
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
from replies.wording.verdict_text import headline, next_line, next_step_line, verdict_lines

__all__ = [
    "TextError",
    "advice_lines",
    "aim_lines",
    "basis",
    "brings",
    "caution_lines",
    "cure_lines",
    "distance_line",
    "earliest_line",
    "eligibility_lines",
    "fact_error",
    "fact_errors",
    "full_sheet",
    "headline",
    "item_title",
    "json_error",
    "missing_lines",
    "next_line",
    "next_step_line",
    "pages",
    "plain",
    "points_text",
    "projection_lines",
    "reason",
    "right",
    "say",
    "short_lines",
    "short_sheet",
    "signed",
    "standing_lines",
    "texts",
    "total_line",
    "trimmed",
    "verdict_lines",
    "wrong",
]
