"""A date that the same message takes back: 「2010年9月，不对，是2011年9月开始交的」 says 2011.

The date that holds takes the place of the one before it; the words that take it back are left out.
A message that begins with such words corrects an earlier answer: see `corrections`.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.understanding.message import Clause

_MONTH = r"(?:19|20)?\d\d(?:年\d{1,2}月|[.\-/](?:1[0-2]|0?[1-9])(?![.\d]))"
_YEAR = r"(?:19|20)?\d\d年(?!\d|级|多|前|后)"
_SIGH = r"(?:哦|噢|啊|呃|额|哎呀?|诶|唉|嗯|等等|等一?下|我)*"
_WRONG = (
    rf"(?:{_SIGH}(?:不对|(?:说|打|写|记|搞|弄|讲|看)错了?|口误|错了|(?<=[哦噢啊呃额哎诶唉])不是)"
    r"[了啦的]*)+"
)
_HOLDS = rf"(?:应该|其实)?是?(?P<holds>{_MONTH}|{_YEAR})份?"
_ONLY_WRONG = re.compile(_WRONG)
_BEHIND_WRONG = re.compile(rf"{_WRONG}[,:…\s]*{_HOLDS}")
_BEHIND = re.compile(_HOLDS)
_WITHIN = re.compile(
    rf"(?P<wrong>{_MONTH}|{_YEAR})份?(?P<between>[^,\d]{{0,10}}?)[…\s]*{_WRONG}[,:…\s]*{_HOLDS}"
)
_DATES = re.compile(rf"{_MONTH}|{_YEAR}")


def without_taken_back(clauses: "list[Clause]") -> "list[Clause]":
    """The clauses with each date that was taken back replaced by the one that holds."""
    kept: list[Clause] = []
    at = 0
    while at < len(clauses):
        clause, used = clauses[at], 1
        holds = _BEHIND_WRONG.match(clause.figures)
        if holds is None and _ONLY_WRONG.fullmatch(clause.figures) and at + 1 < len(clauses):
            holds, used = _BEHIND.match(clauses[at + 1].figures), 2
        before = _last_date(kept[-1], holds["holds"]) if kept and holds else None
        if holds is None or before is None:
            kept.append(_within(clause))
            at += 1
            continue
        text, rest = kept[-1].figures, holds.string[holds.end() :]
        tail = text[before.end() :]
        kept[-1] = replace(
            kept[-1], text=text[: before.start()] + holds["holds"] + (tail or rest).lstrip("份")
        )
        if tail and len(rest) > 1:
            kept.append(replace(clauses[at + used - 1], text=rest))
        at += used
    return kept


def _within(clause: "Clause") -> "Clause":
    found = _WITHIN.search(clause.figures)
    if found is None or ("月" in found["wrong"]) != ("月" in found["holds"]):
        return clause
    text = clause.figures
    return replace(
        clause, text=text[: found.start()] + found["holds"] + found["between"] + text[found.end() :]
    )


def _last_date(clause: "Clause", holds: str) -> re.Match[str] | None:
    """The last date of a clause, if it is as exact as the one that holds."""
    found = list(_DATES.finditer(clause.figures))
    if not found or (found[-1][0][-1] == "年") != (holds[-1] == "年"):
        return None
    return found[-1]
