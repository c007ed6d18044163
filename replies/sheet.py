"""The old address of the score texts: import them from `replies.wording`."""

from replies.wording import (
    advice_lines,
    distance_line,
    eligibility_lines,
    item_title,
    projection_lines,
    short_lines,
    standing_lines,
    total_line,
)

__all__ = [
    "advice_lines",
    "distance_line",
    "eligibility_lines",
    "item_title",
    "projection_lines",
    "short_lines",
    "standing_lines",
    "total_line",
]
