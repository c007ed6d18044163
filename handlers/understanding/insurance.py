"""Social insurance told in running text: the time paid, the breaks in it, the months paid late."""

import itertools
import re
from dataclasses import dataclass, replace
from typing import Any

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.readers.answer import Answer
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import find_moments
from handlers.understanding.readers.numerals import rough
from handlers.understanding.readers.reading import again
from handlers.understanding.readers.spans import NOW
from handlers.understanding.readers.years_months import read_years_months
from handlers.understanding.scene import CUES, Finding, Scene, Spoken
from handlers.understanding.times import (
    Span,
    Times,
    months_between,
    moved,
    named_months,
)

_ELSEWHERE = lexicon("housing")["elsewhere"]
_GAP, _REPAID = CUES[Topic.INSURANCE_GAP], CUES[Topic.REPAID]
_NO_GAP = re.compile(
    r"(?:没有?|未|无|不|从未|从没|没怎么)(?:有)?(?:过|曾)?(?:间|中)?(?:断|停)|连续不断|没有(?:过)?中断|没漏|没空|没停|一直连着|从没停|[断停][缴交]?过?[:,\s]*(?:没有?|无|0次|否)|^(?:一直)?连续的?$|没有?[^,]{0,6}断"
)
_NO_REPAID = re.compile(
    r"(?:没有?|未|无|从没|没有?任何|不是|不用|不存在|也没)(?:有)?(?:过|什么|再)?补|补[缴交][的过记录:,\s是]*(?:没有?|无|0|否)|没有?[^,]{0,4}补[缴交]"
)
_RESUMED = re.compile(r"[又再重接续]|恢复|继续")
_CONTINUOUS = re.compile(r"(?:最近|近|这|已经?|现在)?(?:一直)?连(?:续|着)(?!不)")
_LATELY = re.compile(r"这一?1?段|最近|近来|目前这")
_FROM = re.compile(r"开始|起|从|自|入职|上的|交的|参保|就")
_UNTIL_ONLY = re.compile(r"之后一直|后来?一直|其余|其他|别的|之后都")
_DENIED_BEFORE = re.compile(
    r"(?:也|都|中间|期间|一直|从来)*(?:没有?|未|无|不|从未|从没|从来没)(?:有|过|任何)*$|(?:中间|期间)(?:也|都)?$"
)
_ONLY_DATES = re.compile(r"[\d年月日号份.\-/和与及,\s]+")
_NAMES = re.compile(r"(?:就|分别|应该)?是")
_JOINED = re.compile(r"[和、与及跟,\s]*")
_SHARE = re.compile(r"(?:其中|里面|里边|当中|有|包括|含|中间|我|大概|的)*\d+个月(?:是|的|为|属于)*")
"""「其中3个月是（补缴的）」: the length belongs to what follows."""
_NOT_ALL = re.compile(r"灵活|自己[交缴]|个人[交缴]|其中|里面|有\d+(?:年|个月)是")
_MADE_UP = re.compile(r"补(?:上|齐|回|缴上|交上)")


@dataclass(frozen=True)
class _Piece:
    """A part of a clause that tells one thing: base, gap or repaid."""

    spoken: Spoken
    text: str
    times: Times
    kind: str


def insurance(scene: Scene) -> list[Finding]:
    """INSURANCE, INSURANCE_GAP, REPAID and CONTINUOUS, as far as the clauses tell."""
    said = [
        s
        for s in scene.of(Topic.INSURANCE, Topic.INSURANCE_GAP, Topic.REPAID)
        if not _ELSEWHERE.search(s.text) or "北京" in s.text
    ]
    pieces = _gathered([piece for spoken in said for piece in _pieces(spoken)])
    base = [p for p in pieces if p.kind == "base"]
    gaps = [p for p in pieces if p.kind in ("gap", "no_gap")]
    repaid = [p for p in pieces if p.kind in ("repaid", "no_repaid")]
    found = _paid(base, gaps, scene)
    if scene.asked is Topic.CONTINUOUS:
        found = [f for f in found if f.topic is not Topic.INSURANCE]
    found += _unbroken(gaps)
    found += _breaks(gaps, base, scene)
    found += _paid_late(repaid, gaps, scene)
    return found


def _unbroken(gaps: list[_Piece]) -> list[Finding]:
    """「连续没断有15年了」: the length without a break."""
    return [
        Finding(Topic.CONTINUOUS, g.times.length, Certainty.INFERRED, (g.spoken.index,))
        for g in gaps
        if g.kind == "no_gap" and g.times.length and _CONTINUOUS.search(g.text)
    ]


def _gathered(pieces: list[_Piece]) -> list[_Piece]:
    """「补缴过两个月，2016年3月和4月」: bare months belong to the break or payment before them."""
    found: list[_Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        named = piece.times.months or (piece.times.periods and _NAMES.match(piece.text))
        bare = named and not piece.times.durations
        if (
            before is None
            or piece.kind != "base"
            or not bare
            or (_FROM.search(piece.text) and not _NAMES.match(piece.text))
        ):
            found.append(piece)
        elif before.kind in ("gap", "repaid") and (
            not before.times.months or _ONLY_DATES.fullmatch(piece.text)
        ):
            found.append(replace(piece, kind=before.kind))
        else:
            found.append(piece)
    return found


def _pieces(spoken: Spoken) -> list[_Piece]:
    """A clause cut before its break and before its back-payment."""
    text = spoken.figures
    marks = [(m.start(), "gap") for m in _GAP.finditer(text)][:1]
    marks += [(m.start(), "repaid") for m in _REPAID.finditer(text)][:1]
    if not marks:
        return [_Piece(spoken, text, spoken.times, "base")]
    cuts: list[tuple[int, str]] = []
    least = 0
    for at, kind in sorted(marks):
        cuts.append((_start_of(text, at, spoken, least), kind))
        least = at
    parts: list[_Piece] = []
    if _SHARE.fullmatch(text[: cuts[0][0]]):
        cuts[0] = (0, cuts[0][1])
    if cuts[0][0] > 0:
        parts.append(_piece(spoken, text[: cuts[0][0]], "base"))
    for number, (at, kind) in enumerate(cuts):
        end = cuts[number + 1][0] if number + 1 < len(cuts) else len(text)
        parts.append(_piece(spoken, text[at:end], kind))
    return [p for p in parts if p.kind != "base" or p.times or len(p.text) > 4]


def _start_of(text: str, at: int, spoken: Spoken, least: int) -> int:
    """Where the statement about a break begins: at the date before it, or the word of denial."""
    before = text[least:at]
    unbroken = _NO_GAP.search(text, max(least, at - 4))
    if unbroken and unbroken.start() <= at < unbroken.end():
        return unbroken.start()
    denied = _DENIED_BEFORE.search(before)
    if denied:
        return least + denied.start()
    times = spoken.times_in(before)
    dates = [(m.start, m.end) for m in times.dates] + [(p.start, p.end) for p in times.periods]
    dates.sort()
    if dates and at - least - dates[-1][1] <= 12:
        begin = dates.pop()[0]
        while dates and _JOINED.fullmatch(before[dates[-1][1] : begin]):
            begin = dates.pop()[0]
        return least + begin
    return at


def _piece(spoken: Spoken, text: str, kind: str) -> _Piece:
    if kind == "gap" and _NO_GAP.search(text):
        kind = "no_gap"
    if kind == "repaid" and _NO_REPAID.search(text):
        kind = "no_repaid"
    return _Piece(spoken, text, spoken.times_in(text), kind)


def _paid(base: list[_Piece], gaps: list[_Piece], scene: Scene) -> list[Finding]:
    spans: list[Span] = []
    used: list[int] = []
    year: int | None = None
    found: list[Finding] = []
    gap_starts = [m for g in gaps if g.kind == "gap" for m in g.times.months]
    for piece in base:
        times = piece.times
        used.append(piece.spoken.index)
        told = times.spans or _open_span(piece, scene, year)
        year = next((m.year for m in find_moments(piece.text, scene.as_of)), year)
        resumed = spans and spans[-1]["to"] == NOW and _RESUMED.search(piece.text)
        if told and resumed and gap_starts and told[0]["from"] > gap_starts[0]:
            spans[-1] = {**spans[-1], "to": moved(min(gap_starts), -1)}
        if told:
            spans += told
        elif rough(piece.spoken.text):
            found.append(_unread(piece, "years_months.vague"))
        elif times.problem:
            found.append(_unread(piece, times.problem))
        elif times.durations and not spans:
            found += _lengths(piece, bool(found))
        elif times.dates and any(m.month is None for m in times.dates):
            found.append(_unread(piece, "period.no_month"))
    spans = _without_repeats(spans)
    if spans:
        sure = Certainty.INFERRED if _in_order(spans) else Certainty.DOUBTFUL
        value: dict[str, Any] = {"periods": spans}
        return [Finding(Topic.INSURANCE, value, sure, tuple(used))]
    return found


def _open_span(piece: _Piece, scene: Scene, year: int | None) -> list[Span]:
    """「2009年7月交的社保」: from then on; `year` was told before without the month."""
    months = piece.times.months
    if len(months) != 1 or piece.times.durations or _UNTIL_ONLY.search(piece.text):
        return []
    begins = _FROM.search(piece.text) or scene.asked or year == int(months[0][:4])
    return [{"from": months[0], "to": NOW}] if begins else []


def _lengths(piece: _Piece, has_total: bool) -> list[Finding]:
    """A total, and where it says 连续 the length without a break as well."""
    if _NOT_ALL.search(piece.text):
        return []
    reading = read_years_months(Answer(_plain(piece.text), piece.spoken.as_of, tidied=True))
    used = (piece.spoken.index,)
    if not isinstance(reading.value, int) or reading.value == 0:
        return [Finding(Topic.INSURANCE, None, Certainty.DOUBTFUL, used, reading.say or "")]
    sure = Certainty.INFERRED
    total = Finding(Topic.INSURANCE, {"months": reading.value}, sure, used)
    if not _CONTINUOUS.search(piece.text):
        return [total]
    without_break = Finding(Topic.CONTINUOUS, reading.value, sure, used)
    lately = has_total or _LATELY.search(piece.text)
    return [without_break] if lately else [total, without_break]


def _plain(text: str) -> str:
    return re.sub(r"这一?1?段|连续|社保|一共|总共|累计|交了|缴了|北京|已经|在京|从来|我", "", text)


def _unread(piece: _Piece, key: str) -> Finding:
    return Finding(
        Topic.INSURANCE, None, Certainty.DOUBTFUL, (piece.spoken.index,), again(key).say or ""
    )


def _without_repeats(spans: list[Span]) -> list[Span]:
    """Told twice counts once; an open span ends where the next begins."""
    kept: list[Span] = []
    for span in spans:
        if span not in kept:
            kept.append(span)
    return kept


def _in_order(spans: list[Span]) -> bool:
    return all(a["to"] < b["from"] for a, b in itertools.pairwise(spans) if a["to"] != NOW) and all(
        span["to"] != NOW for span in spans[:-1]
    )


def _breaks(gaps: list[_Piece], base: list[_Piece], scene: Scene) -> list[Finding]:
    if not gaps:
        return []
    used = tuple(sorted({g.spoken.index for g in gaps}))
    months: set[str] = set()
    count = 0
    told = False
    for piece in gaps:
        if piece.kind == "no_gap":
            continue
        told = True
        named = named_months(piece.times, piece.text, scene.as_of)
        if isinstance(named, list):
            months |= set(_until_resumed(named, piece, base))
        elif named:
            count += named
    if not told:
        return [Finding(Topic.INSURANCE_GAP, [], Certainty.INFERRED, used)]
    if months:
        return [Finding(Topic.INSURANCE_GAP, sorted(months), Certainty.INFERRED, used)]
    value = {"months": count} if count else {}
    return [
        Finding(
            Topic.INSURANCE_GAP, value, Certainty.INFERRED if count else Certainty.DOUBTFUL, used
        )
    ]


def _until_resumed(named: list[str], piece: _Piece, base: list[_Piece]) -> list[str]:
    """「2015年3月断了，2015年6月又接上」: the break lasts until the month before."""
    if len(named) != 1 or piece.times.durations:
        return named
    for later in base:
        if later.spoken.index < piece.spoken.index or not _RESUMED.search(later.text):
            continue
        starts = [s["from"] for s in later.times.spans] or later.times.months
        if starts and starts[0] > named[0]:
            return months_between(named[0], moved(starts[0], -1))
    return named


def _paid_late(repaid: list[_Piece], gaps: list[_Piece], scene: Scene) -> list[Finding]:
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
    if count:
        return [Finding(Topic.REPAID, {"months": count}, Certainty.INFERRED, used)]
    if any(_MADE_UP.search(p.text) for p in told):
        breaks = [named_months(g.times, g.text, scene.as_of) for g in gaps if g.kind == "gap"]
        for same in breaks:
            if same:
                value = {"list": same} if isinstance(same, list) else {"months": same}
                return [Finding(Topic.REPAID, value, Certainty.DOUBTFUL, used)]
    return [Finding(Topic.REPAID, {}, Certainty.DOUBTFUL, used)]
