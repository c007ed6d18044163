"""Figures one after the other that name nobody: 「97.13 100.88」, 「2021 2022」."""

import re

_APART = r"[\s、,/]+"
_LINES = re.compile(rf"(?<![\d.])(?:1?\d\d)\.\d{{1,2}}(?:{_APART}1?\d\d\.\d{{1,2}})+(?![\d.])")
YEARS = re.compile(rf"(?<!\d)20[0-3]\d(?:{_APART}20[0-3]\d)+(?!\d)")
_AMOUNT = r"[1-9]\d{3,6}(?:\.\d{1,2})?"
_AMOUNTS = re.compile(
    r"(?:税|工资|收入|[年月]薪|基数)(?:额|款)?(?:分别|依次|大概|约|是|为|交|缴|了|有|[:\s])*"
    rf"({_AMOUNT}(?:{_APART}{_AMOUNT})+)(?!\d)"
)
_OF_A_PERSON = re.compile(
    r"1[3-9]\d{9}|\d{6}(?:19|20)\d{6}\d{3,4}|\d{8}(?:0\d|1[0-2])[0-3]\d{4}"
    r"|(?:62|4|5[1-5])\d{14,17}"
)
"""The digits of a mobile number, an identity number or a card."""
_CARD_IN_PARTS = re.compile(r"(?<!\d)\d{4}(?: \d{4}){3}(?!\d)")


def lists_of_figures(text: str) -> list[tuple[int, int]]:
    """Lines, years and, behind a word that says so, amounts, one after the other.

    Not where some of them together may be a number of a person that is written in parts.
    """
    spans = [found.span() for each in (_LINES, YEARS) for found in each.finditer(text)]
    spans += [found.span(1) for found in _AMOUNTS.finditer(text) if not _may_be_in_parts(found[1])]
    return spans


def _may_be_in_parts(figures: str) -> bool:
    parts = re.findall(r"\d+", figures)
    return bool(_CARD_IN_PARTS.search(" ".join(parts))) or any(
        _OF_A_PERSON.fullmatch("".join(parts[first:end]))
        for first in range(len(parts))
        for end in range(first + 2, len(parts) + 1)
    )
