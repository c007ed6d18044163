"""The periods paid, put in order: joined, without repeats and without what lies within another."""

import itertools

from handlers.understanding.readers.spans import NOW
from handlers.understanding.times import Span, moved


def joined(spans: list[Span]) -> list[Span]:
    """Periods that follow one another without a month between are one."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if before and before["to"] != NOW and span["from"] == moved(before["to"], 1):
            found[-1] = {"from": before["from"], "to": span["to"]}
        else:
            found.append(span)
    return found


def without_repeats(spans: list[Span]) -> list[Span]:
    """Told twice counts once; an open span ends where the next begins."""
    kept: list[Span] = []
    for span in spans:
        if span not in kept:
            kept.append(span)
    return kept


def without_contained(spans: list[Span]) -> list[Span]:
    """Unbroken since the first beginning: that of the next employer lies within it.

    Two beginnings within a year may be one that was mended: 「2月，查了下是3月」.
    """
    first = min((s for s in spans if s["to"] == NOW), key=lambda s: s["from"], default=None)
    if first is None:
        return spans
    within = moved(first["from"], 12)
    return [s for s in spans if s is first or s["from"] < within]


def in_order(spans: list[Span]) -> bool:
    """Whether they follow one another, and only the last goes on."""
    return all(a["to"] < b["from"] for a, b in itertools.pairwise(spans) if a["to"] != NOW) and all(
        span["to"] != NOW for span in spans[:-1]
    )
