"""What the same message takes back: 「2010年9月，不对，是2011年9月开始交的」 says 2011.

A date, a district or a level of schooling that holds takes the place of the last one of its kind
before it; the words that take it back are left out. A message that begins with such words corrects
an earlier answer: see `corrections`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.understanding.readers.district import DISTRICTS

if TYPE_CHECKING:
    from handlers.understanding.message import Clause

_MONTH = r"(?:19|20)?\d\d(?:年\d{1,2}月|[.\-/](?:1[0-2]|0?[1-9])(?![.\d]))"
_YEAR = r"(?:19|20)?\d\d年(?!\d|级|多|前|后)"
_DISTRICT = "|".join(DISTRICTS)
_LEVEL = "大专|专科|本科|硕士|博士"
_KINDS = tuple(map(re.compile, (_MONTH, _YEAR, _DISTRICT, _LEVEL)))
_SIGH = r"(?:哦|噢|啊|呃|额|哎呀?|诶|唉|嗯|等等|等一?下|我)*"
_WRONG = (
    rf"(?:{_SIGH}(?:不对|(?:说|打|写|记|搞|弄|讲|看)错了?|口误|错了|不好意思|更正|(?<=[哦噢啊呃额哎诶唉])不是?"
    r"|等(?:一下|下|等|我)[^,]{0,2}[翻查看][^,]{0,6})[了啦的]*)+"
)
_HOLDS = (
    rf"(?:应该|其实)?(?:是|在)?(?P<holds>{_MONTH}|{_YEAR}|(?:{_DISTRICT})(?:区|的)*|{_LEVEL})份?"
)
_ONLY_WRONG = re.compile(_WRONG)
_ONLY_NO = re.compile("不")
_BEHIND_WRONG = re.compile(rf"{_WRONG}[,:…\s]*{_HOLDS}")
_BEHIND = re.compile(_HOLDS)
_WITHIN = re.compile(
    rf"(?P<wrong>{_MONTH}|{_YEAR}|{_DISTRICT}|{_LEVEL})份?(?P<between>[^,\d]{{0,10}}?)[-…\s]*{_WRONG}[,:…\s]*{_HOLDS}"
)
_SIGN = re.compile("[不错误正等]")
"""A sign of every way to take something back: most clauses have none."""
_DIGIT = re.compile(r"\d")
_BRIEF = 3
_MOST_BACK = 3
"""So many clauses back a district or a level may have been said."""


def without_taken_back(clauses: "list[Clause]") -> "list[Clause]":
    """The clauses with each value that was taken back replaced by the one that holds."""
    kept: list[Clause] = []
    at = 0
    while at < len(clauses):
        if not _SIGN.search(clauses[at].text):
            kept.append(clauses[at])
            at += 1
            continue
        if used := _swapped(kept, clauses[at : at + 2]):
            at += used
            continue
        holds, used = _taken_back(clauses, at)
        place = _place(kept, holds["holds"]) if holds else None
        if holds is None or place is None:
            kept.append(_within(clauses[at]))
            at += 1
            continue
        index, before = place
        text, rest = kept[index].figures, holds.string[holds.end() :]
        tail = text[before.end() :]
        kept[index] = replace(
            kept[index], text=text[: before.start()] + holds["holds"] + (tail or rest).lstrip("份")
        )
        if tail and len(rest) > 1:
            kept.append(replace(clauses[at + used - 1], text=rest))
        at += used
    return kept


_VALUE = rf"{_MONTH}|{_YEAR}|(?:1[0-2]|0?[1-9])月|{_DISTRICT}|{_LEVEL}"
_NOT_BUT = re.compile(
    rf"{_SIGH}不是(?P<wrong>{_VALUE})(?:份|区|的)*,?(?:而|应该)?是(?P<holds>{_VALUE})(?:份|区|的)*$"
)
_ITS_MONTH = re.compile(r"0?(\d{1,2})月?$")
_ONLY_MONTH = re.compile(r"0?(\d{1,2})月")


def _swapped(kept: "list[Clause]", here: "Sequence[Clause]") -> int:
    """Put what holds into the text before 「不是1月，是11月」; how many clauses that took, or 0."""
    for used in range(1, len(here) + 1):
        found = _NOT_BUT.search(",".join(clause.figures for clause in here[:used]))
        if found is None:
            continue
        before = found.string[: found.start()].rstrip(", ")
        places = [*kept[-_MOST_BACK:], *([replace(here[0], text=before)] if before else [])]
        for back, clause in enumerate(reversed(places), 1):
            text = _with_what_holds(clause.figures, found)
            if text is not None:
                if before:
                    kept.append(places[-1])
                kept[-back] = replace(clause, text=text)
                return used
    return 0


def _with_what_holds(text: str, found: re.Match[str]) -> str | None:
    """`text` with the last value that was wrong replaced; of a date like 2011.1 its month alone."""
    wrong, holds = found["wrong"], found["holds"]
    month, only_month = _ITS_MONTH.search(wrong), _ONLY_MONTH.fullmatch(holds)
    if month is None:
        pattern = re.escape(wrong)
    elif only_month:
        pattern = rf"(?<=[年.\-/])0?{month[1]}(?!\d)月?"
    else:
        year = wrong[: month.start()].rstrip("年.-/0")
        pattern = rf"{year}[年.\-/]0?{month[1]}(?!\d)月?" if year else "(?!)"
    places = list(re.finditer(pattern, text))
    if not places:
        return None
    first, last = places[-1].span()
    new = holds.rstrip("月") if only_month and "月" not in text[first:last] else holds
    return text[:first] + new + text[last:]


def _taken_back(clauses: "Sequence[Clause]", at: int) -> tuple[re.Match[str] | None, int]:
    """The value that holds, where words that take something back stand at `at`; and how many
    clauses that took."""
    text = clauses[at].figures
    if at and (behind := _BEHIND_WRONG.match(text)):
        return behind, 1
    end = at
    while end < len(clauses) and _ONLY_WRONG.fullmatch(clauses[end].figures):
        end += 1
    if end == at and _ONLY_NO.fullmatch(text):
        end += 1
        while end < len(clauses) and _ONLY_WRONG.fullmatch(clauses[end].figures):
            end += 1
    if end == at or end == len(clauses):
        return None, 1
    return _BEHIND.match(clauses[end].figures), end - at + 1


def _kind(value: str) -> re.Pattern[str]:
    return next(kind for kind in _KINDS if kind.match(value))


def _place(kept: "list[Clause]", holds: str) -> tuple[int, re.Match[str]] | None:
    """The clause with the last value of the same kind; a date only behind a word like 「男」."""
    kind = _kind(holds)
    dated = kind in _KINDS[:2]
    for index in range(len(kept) - 1, max(-1, len(kept) - 1 - _MOST_BACK), -1):
        text = kept[index].figures
        found = list(kind.finditer(text))
        if found:
            return index, found[-1]
        if dated and (len(text) > _BRIEF or _DIGIT.search(text)):
            break
    return None


def _within(clause: "Clause") -> "Clause":
    found = _WITHIN.search(clause.figures)
    if found is None or _kind(found["wrong"]) is not _kind(found["holds"]):
        return clause
    text = clause.figures
    return replace(
        clause, text=text[: found.start()] + found["holds"] + found["between"] + text[found.end() :]
    )
