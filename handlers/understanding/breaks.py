"""Breaks in the insurance and months paid late."""

import re
from dataclasses import replace
from typing import Any

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.insurance_pieces import LATELY, RESUMED, InsurancePiece, each_time
from handlers.understanding.readers.reading import again
from handlers.understanding.scene import Finding, Scene
from handlers.understanding.times import months_between, moved, named_months

_THAT = re.compile(r"[那这](?:个|几|俩|两|\d|断)|^(?:断|空)的")
"""「断的那四个月」 was counted before."""
_MADE_UP = re.compile(r"补(?:上|齐|回|缴上|交上)|补(?:了|过|缴了|交了)(?:的|吧|呢)?$")


_LONG = 120
"""Months: so long a break, or so many months paid late, are hardly anybody's."""


_IN_MONTHS = re.compile(r"[\d一二两三四五六七八九十零]个月")


def may_be_a_year(months: object, text: str) -> bool:
    """「补了13年」: more likely of 2013 than so long, unless it is told in months."""
    return isinstance(months, int) and months >= _LONG and not _IN_MONTHS.search(text)


def _year_or_length(topic: Topic, used: tuple[int, ...]) -> Finding:
    reason = again("years_months.year_or_length").say or ""
    return Finding(topic, None, Certainty.DOUBTFUL, used, reason)


def breaks(gaps: list[InsurancePiece], base: list[InsurancePiece], scene: Scene) -> list[Finding]:
    if not gaps:
        return []
    used = tuple(sorted({g.spoken.index for g in gaps}))
    months: set[str] = set()
    count = 0
    told = False
    if all(g.kind == "no_gap" and LATELY.search(g.spoken.figures) for g in gaps):
        return []  # 「最近的7年没断」 says nothing of the time before
    for piece in gaps:
        if piece.kind == "no_gap":
            continue
        told = True
        named = each_time(piece) or named_months(piece.times, piece.text, scene.as_of)
        if isinstance(named, list):
            months |= set(_until_resumed(named, piece, base))
        elif named and not (count and _THAT.search(piece.text)):
            count += named
    if not told:
        return [Finding(Topic.INSURANCE_GAP, [], Certainty.INFERRED, used)]
    if months:
        return [Finding(Topic.INSURANCE_GAP, sorted(months), Certainty.INFERRED, used)]
    problem = next((g.spoken.times.problem for g in gaps if g.spoken.times.problem), "")
    if problem and not count:  # 「5月到8月断的」
        reason = again(problem).say or ""
        return [Finding(Topic.INSURANCE_GAP, None, Certainty.DOUBTFUL, used, reason)]
    if may_be_a_year(count, ",".join(g.text for g in gaps)):
        return [_year_or_length(Topic.INSURANCE_GAP, used)]
    value = {"months": count} if count else {}
    return [
        Finding(
            Topic.INSURANCE_GAP, value, Certainty.INFERRED if count else Certainty.DOUBTFUL, used
        )
    ]


def _until_resumed(
    named: list[str], piece: InsurancePiece, base: list[InsurancePiece]
) -> list[str]:
    """「2015年3月断了，2015年6月又接上」: the break lasts until the month before."""
    if len(named) != 1 or piece.times.durations:
        return named
    for later in base:
        if later.spoken.index < piece.spoken.index or not RESUMED.search(later.text):
            continue
        starts = [s["from"] for s in later.times.spans] or later.times.months
        if starts and starts[0] > named[0]:
            return months_between(named[0], moved(starts[0], -1))
    return named


def as_repaid(broken: list[Finding], repaid: list[Finding]) -> list[Finding]:
    """「断过，19年3月到5月后来补上了」: a break without its time is the months made up."""
    made_up: Any = repaid[0].value if repaid else None
    if not (isinstance(made_up, dict) and "list" in made_up and broken and broken[0].value == {}):
        return broken
    return [replace(broken[0], value=made_up["list"], certainty=Certainty.INFERRED)]


def paid_late(
    repaid: list[InsurancePiece], gaps: list[InsurancePiece], scene: Scene
) -> list[Finding]:
    # 「补缴不清楚」, 「有没有补缴记不清」: neither some nor none; whoever says so leaves it open
    repaid = [p for p in repaid if not p.spoken.leaves_open]
    if not repaid:
        return []
    used = tuple(sorted({p.spoken.index for p in repaid}))
    told = [p for p in repaid if p.kind == "repaid"]
    if not told:
        return [Finding(Topic.REPAID, 0, Certainty.INFERRED, used)]
    named = [named_months(p.times, p.text, scene.as_of) for p in told]
    listed = sorted({m for n in named if isinstance(n, list) for m in n})
    if listed:
        return [Finding(Topic.REPAID, {"list": listed}, Certainty.INFERRED, used)]
    count = sum(n for n in named if isinstance(n, int))
    if may_be_a_year(count, ",".join(p.text for p in told)):
        return [_year_or_length(Topic.REPAID, used)]
    if count:
        return [Finding(Topic.REPAID, {"months": count}, Certainty.INFERRED, used)]
    if any(_MADE_UP.search(p.text) for p in told):
        breaks = [named_months(g.times, g.text, scene.as_of) for g in gaps if g.kind == "gap"]
        for same in breaks:
            if same:
                value = {"list": same} if isinstance(same, list) else {"months": same}
                return [Finding(Topic.REPAID, value, Certainty.DOUBTFUL, used)]
    return [Finding(Topic.REPAID, {}, Certainty.DOUBTFUL, used)]
