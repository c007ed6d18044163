"""Figures in a question that its answer can use: a year, a score, a birth year.

`slots_of(text)` gives for each slot that the text fills the values for the places of a variant's
short reply, as strings ready to be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal

from scoring import Birth, Facts, cut_date, results, score

#: Slot → the places that its variant may name.
SLOTS: Mapping[str, tuple[str, ...]] = {
    "published_year": ("year", "year_line", "year_passed"),
    "coming_year": ("year",),
    "score_above": ("score", "gap"),
    "score_below": ("score", "gap"),
    "birth_year": ("birth", "age", "age_points", "filing_year"),
}

_YEAR = re.compile(r"(?<!\d)(20[1-3]\d|(?:1[89]|2\d)(?=年))(?!\d)")
_SCORE = re.compile(
    r"(?<![\d.年])(\d{2,3}(?:\.\d{1,2})?)(?![\d.])(?:多)?(?:分|(?=能|可以|够|有戏|有希望|明年|今年|上岸))"
)
_BIRTH = re.compile(
    r"(?<!\d)((?:19)?[4-9]\d|200\d)年?(?:\d{1,2}月)?(?:份)?(?:\d{1,2}[日号])?(?:的|生|出生|人)"
)
_LEAST, _MOST = Decimal(60), Decimal(200)  # scores that a person may have


def slots_of(text: str) -> dict[str, dict[str, str]]:
    """The filled slots of a text."""
    return dict(_found(unicodedata.normalize("NFKC", text).replace(" ", "")))


def _found(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    published = {result.year: result for result in results()}
    latest = max(published)
    years = [int(year) if len(year) == 4 else 2000 + int(year) for year in _YEAR.findall(text)]
    for year in years[:1]:
        if year in published:
            found = published[year]
            values = {"year_line": f"{found.line}", "year_passed": f"{found.passed}"}
            yield "published_year", {"year": f"{year}"} | values
        elif year > latest:
            yield "coming_year", {"year": f"{year}"}
    for typed in _SCORE.findall(text):
        points, line = Decimal(typed), published[latest].line
        if _LEAST <= points <= _MOST:
            slot = "score_below" if points < line else "score_above"
            yield slot, {"score": typed, "gap": f"{abs(points - line)}"}
            break
    for typed in _BIRTH.findall(text)[:1]:
        birth = int(typed) if len(typed) == 4 else 1900 + int(typed)
        filing = latest + 1
        item = score(Facts(birth=Birth(birth, 6)), filing).line("age").points
        age = cut_date(filing).year - 1 - birth  # on 1 January of the year before filing
        yield (
            "birth_year",
            {
                "birth": f"{birth}",
                "age": f"{age}",
                "age_points": f"{item:f}".rstrip("0").rstrip("."),
                "filing_year": f"{filing}",
            },
        )
