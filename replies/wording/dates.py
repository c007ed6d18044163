"""Months, days and durations as people write them in a chat: 2016年5月, 8年3个月."""

from replies.wording.lookup import say

_PARTS = ("year", "month", "day")


def date_in_words(text: str) -> str:
    """ "2016", "2016-05" or "2016-05-20" in words."""
    parts = dict(zip(_PARTS, map(int, text.split("-")), strict=False))
    return say(f"chat.date.{_PARTS[len(parts) - 1]}", **parts)


def months_in_words(months: int) -> str:
    """A number of months in years and months."""
    years, rest = divmod(months, 12)
    key = "years_months" if years and rest else "years" if years else "months"
    return say(f"chat.duration.{key}", years=years, months=rest)
