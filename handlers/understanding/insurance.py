"""Social insurance told in running text: the time paid, the breaks in it, the months paid late."""

import itertools
import re
from dataclasses import replace
from datetime import date
from typing import Any

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.breaks import as_repaid, breaks, paid_late
from handlers.understanding.insurance_by_job import by_the_job, carried_on, sure_of
from handlers.understanding.insurance_pieces import (
    FROM,
    LATELY,
    NO_GAP,
    RESUMED,
    InsurancePiece,
    gathered,
    pieces,
)
from handlers.understanding.paid_spans import in_order, joined, without_contained, without_repeats
from handlers.understanding.readers.answer import TypedAnswer
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import find_moments
from handlers.understanding.readers.numerals import rough
from handlers.understanding.readers.reading import again
from handlers.understanding.readers.spans import NOW
from handlers.understanding.readers.years_months import read_years_months
from handlers.understanding.scene import Finding, Scene, Spoken
from handlers.understanding.times import Span, months_between, moved
from scoring import JsonObject

_ELSEWHERE = lexicon("housing")["elsewhere"]
_CONTINUOUS = re.compile(r"(?:最近|近|这|已经?|现在)?(?:一直)?连(?:续|着)(?!不)")
_UNTIL_ONLY = re.compile(r"之后一直|后来?一直|其余|其他|别的|之后都")
_TODAY = re.compile("[到至](?:今[天日]|这个?月|本月|当月)")
_PAYS_SINCE = re.compile(r"月(?:份)?[^,]{0,2}[交缴上](?:的|了)?社保")
_LEFT = re.compile("离职|失业|停[缴交了]|(?<![没未无不零0])断[缴交了]|辞职|退休")
_UNTIL = re.compile("[到至]$")
_GOES_ON_AGAIN = re.compile("接着|又|重新|恢复|[接续]上")
_MOVES = re.compile("(?:转|换|迁|搬|调|挪|改)[到去至入进在成了]")
_AFTER_INSURANCE = frozenset({Topic.JOBS, Topic.HOMES, Topic.LEASE, Topic.LIVES_THERE})
"""What is asked when the insurance is told already."""
_NOT_ALL = re.compile(r"灵活|自己[交缴]|个人[交缴]|其中|里面|有\d+(?:年|个月)是")


def insurance(scene: Scene) -> list[Finding]:
    """INSURANCE, INSURANCE_GAP, REPAID and CONTINUOUS, as far as the clauses tell."""
    said = [
        s
        for s in scene.of(Topic.INSURANCE, Topic.INSURANCE_GAP, Topic.REPAID)
        if not _ELSEWHERE.search(s.text) or "北京" in s.text
    ]
    said = [s for n, s in enumerate(said) if not _only_the_district(s, said[:n], scene.asked)]
    parts = gathered([piece for spoken in said for piece in pieces(spoken)])
    base = [p for p in parts if p.kind == "base"]
    parts = [replace(p, kind="gap") if _missed(p, base) else p for p in parts]
    gaps = [p for p in parts if p.kind in ("gap", "no_gap")]
    found = _paid(base, gaps, scene)
    if not found:
        unbroken = [p for p in gaps if p.kind == "no_gap" and not _lately(p)]
        found = _paid(unbroken, gaps, scene)
    paid = _spans_of(found)
    if scene.asked is Topic.CONTINUOUS:
        found = [f for f in found if f.topic is not Topic.INSURANCE]
    found += _unbroken(gaps)
    repaid = paid_late([p for p in parts if p.kind in ("repaid", "no_repaid")], gaps, scene)
    found += _inside(as_repaid(breaks(gaps, base, scene), repaid), paid)
    found += repaid
    unpaid = tuple(p.spoken.index for p in parts if p.kind == "unpaid")
    return [replace(f, used=(*f.used, *unpaid)) for f in found[:1]] + found[1:]


def _missed(piece: InsurancePiece, base: list[InsurancePiece]) -> bool:
    """「…至今，中间15年3月到5月公司没给交」: months not paid inside a time paid."""
    unpaid = [span["from"] for span in piece.times.spans if span["to"] != NOW]
    unpaid += piece.times.months
    return piece.kind == "unpaid" and any(
        span["from"] < month and (span["to"] == NOW or month < span["to"])
        for month in unpaid
        for paid in base
        for span in paid.times.spans
    )


def _only_the_district(spoken: Spoken, before: list[Spoken], asked: Topic | None) -> bool:
    """「20年6月单位社保转到大兴」: the same insurance in another district, no time paid anew.

    So is any single beginning with a district where the question is about the district. Where
    the time `before` has ended, the move is also when it was taken up again.
    """
    if any(s.times.spans and s.times.spans[-1]["to"] != NOW for s in before):
        return False
    times = spoken.times
    if not spoken.districts or Topic.INSURANCE not in spoken.topics:
        return False
    if any(span["to"] != NOW for span in times.spans) or len(times.months) + len(times.spans) > 1:
        return False
    return asked in _AFTER_INSURANCE or _MOVES.search(spoken.figures) is not None


def _spans_of(found: list[Finding]) -> list[Span]:
    told: Any = next((f.value for f in found if f.topic is Topic.INSURANCE and f.value), {})
    spans: list[Span] = told.get("periods", [])
    return spans


def _inside(found: list[Finding], paid: list[Span]) -> list[Finding]:
    """Breaks as months where the periods told show which: those between two of them.

    A month before the first period is no break: nobody had begun to pay.
    """
    if not paid:
        return found
    holes = [
        month
        for before, after in itertools.pairwise(paid)
        if before["to"] != NOW
        for month in months_between(moved(before["to"], 1), moved(after["from"], -1))
    ]
    told: list[Finding] = []
    for finding in found:
        value: Any = finding.value
        if isinstance(value, list) and value:
            value = [month for month in value if month >= paid[0]["from"]]
            if not value:
                continue
        elif isinstance(value, dict) and holes and value.get("months") in (None, len(holes)):
            # 「断过：2009年9月交到2016年2月，2017年6月又接上」
            told.append(replace(finding, value=holes, certainty=Certainty.INFERRED))
            continue
        told.append(replace(finding, value=value))
    return told


def _unbroken(gaps: list[InsurancePiece]) -> list[Finding]:
    """「连续没断有15年了」: the length without a break."""
    return [
        Finding(Topic.CONTINUOUS, g.times.length, Certainty.INFERRED, (g.spoken.index,))
        for g in gaps
        if g.kind == "no_gap" and g.times.length and (_CONTINUOUS.search(g.text) or _lately(g))
    ]


def _lately(piece: InsurancePiece) -> bool:
    """「最近7年没断」: no total."""
    return bool(piece.times.length) and LATELY.search(piece.text) is not None


def _paid(base: list[InsurancePiece], gaps: list[InsurancePiece], scene: Scene) -> list[Finding]:
    spans: list[Span] = []
    used: list[int] = []
    year: int | None = None
    found: list[Finding] = []
    doubtful = False
    for place, piece in enumerate(base):
        times = piece.times
        used.append(piece.spoken.index)
        if _ENTERED.search(piece.text) and _pays_later(base[place + 1 :]):
            continue
        if spans and spans[-1]["to"] == NOW and _TODAY.search(piece.text):
            continue  # 「…，到今天没断」 goes on
        told = times.spans or _open_span(piece, scene, year, bool(spans))
        if not told and not spans and not times:
            told, taken = by_the_job(piece, scene)
            used += taken
            doubtful = doubtful or not sure_of(piece, taken, scene)
        year = next((m.year for m in find_moments(piece.text, scene.as_of)), year)
        resumed = spans and spans[-1]["to"] == NOW and RESUMED.search(piece.text)
        if not told and _ends(piece, spans):
            spans[-1] = {**spans[-1], "to": times.months[0]}
            continue
        if told and not spans and _GOES_ON_AGAIN.search(piece.text):
            doubtful = True  # what it goes on from was not understood
        if told and resumed:
            spans[-1] = {**spans[-1], "to": _stopped(told[0]["from"], gaps, piece)}
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
    if spans:
        used += carried_on(spans, scene)
    spans = joined(without_repeats(spans))
    if any(g.kind == "no_gap" for g in gaps) and not any(g.kind == "gap" for g in gaps):
        spans = without_contained(spans)
    if spans and spans[-1]["to"] == _month_of(scene.as_of) and not _LEFT.search(scene.raw):
        spans[-1] = {**spans[-1], "to": NOW}  # 「到2026年11月」, said in that month
    if spans:
        sure = Certainty.INFERRED if in_order(spans) and not doubtful else Certainty.DOUBTFUL
        value: JsonObject = {"periods": spans}
        return [Finding(Topic.INSURANCE, value, sure, tuple(sorted(set(used))))]
    return found


_ENTERED = re.compile(
    r"^[^交缴社保]*(?:入职|进(?:的|了)?(?:公司|单位)|上班|报到|工作)[^交缴社保]*$"
)
_BEGINS_TO_PAY = re.compile("开始|起|才|就")


def _pays_later(after: list[InsurancePiece]) -> bool:
    """「2007年7月入职，8月开始交」: paid from the second date on, not from the first."""
    return bool(after and after[0].times) and _BEGINS_TO_PAY.search(after[0].text) is not None


def _ends(piece: InsurancePiece, spans: list[Span]) -> bool:
    """「…，一直到2022年5月」: the one date ends the time that goes on."""
    if not spans or spans[-1]["to"] != NOW or len(piece.times.months) != 1:
        return False
    when = piece.times.dates[0]
    until = _UNTIL.search(piece.text[: when.start])
    return until is not None and piece.times.months[0] > spans[-1]["from"]


def _month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _stopped(resumed: str, gaps: list[InsurancePiece], piece: InsurancePiece) -> str:
    """Up to when was paid before it was `resumed`: by the months of the break, or its length.

    「断了半年，2019年10月接着上」: until March. NOW where the break tells neither.
    """
    before = [g for g in gaps if g.kind == "gap" and g.spoken.index <= piece.spoken.index]
    starts = [month for g in before for month in g.times.months if month < resumed]
    if starts:
        return moved(min(starts), -1)
    lengths = [g.times.length for g in before if g.times.length]
    return moved(resumed, -lengths[-1] - 1) if lengths else NOW


def _open_span(piece: InsurancePiece, scene: Scene, year: int | None, paid: bool) -> list[Span]:
    """「2009年7月交的社保」: from then on; `year` was told before without the month.

    After a time `paid` also 「2019年10月又接上」.
    """
    months = piece.times.months
    if len(months) != 1 or piece.times.durations or _UNTIL_ONLY.search(piece.text):
        return []
    resumed = paid and RESUMED.search(piece.text)
    begins = (
        FROM.search(piece.text)
        or _PAYS_SINCE.search(piece.text)
        or resumed
        or scene.asked
        or (piece.spoken.follows is Topic.INSURANCE and not paid)
        or year == int(months[0][:4])
    )
    return [{"from": months[0], "to": NOW}] if begins else []


def _lengths(piece: InsurancePiece, has_total: bool) -> list[Finding]:
    """A total, and where it says 连续 the length without a break as well."""
    if LATELY.search(piece.text) and NO_GAP.search(piece.spoken.figures) and piece.times.length:
        length, used = piece.times.length, (piece.spoken.index,)
        return [Finding(Topic.CONTINUOUS, length, Certainty.INFERRED, used)]
    partial = _NOT_ALL.search(piece.text)
    if partial and not (has_total and _CONTINUOUS.search(piece.text)):
        return []
    reading = read_years_months(TypedAnswer(_plain(piece.text), piece.spoken.as_of, tidied=True))
    used = (piece.spoken.index,)
    if not isinstance(reading.value, int) or reading.value == 0:
        return [Finding(Topic.INSURANCE, None, Certainty.DOUBTFUL, used, reading.say or "")]
    sure = Certainty.INFERRED
    total = Finding(Topic.INSURANCE, {"months": reading.value}, sure, used)
    if not _CONTINUOUS.search(piece.text):
        return [total]
    without_break = Finding(Topic.CONTINUOUS, reading.value, sure, used)
    lately = has_total or LATELY.search(piece.text)
    return [without_break] if lately else [total, without_break]


def _plain(text: str) -> str:
    return re.sub(
        r"这一?1?段|其中|里面|连续的?|[五5]险(?:[一1]金)?|社保|一共|总共|累计|交了|缴了|北京|已经|在京|从来|我",
        "",
        text,
    )


def _unread(piece: InsurancePiece, key: str) -> Finding:
    return Finding(
        Topic.INSURANCE, None, Certainty.DOUBTFUL, (piece.spoken.index,), again(key).say or ""
    )
