"""A clause on insurance cut into pieces: the time paid, a break, a late payment."""

import re
from dataclasses import dataclass, replace
from datetime import date

from handlers.understanding.acts import Topic
from handlers.understanding.readers.spans import find_durations
from handlers.understanding.scene import Spoken
from handlers.understanding.times import Times
from handlers.understanding.topics import CUES

_GAP, _REPAID = CUES[Topic.INSURANCE_GAP], CUES[Topic.REPAID]
NO_GAP = re.compile(
    r"(?:没有?|未|无|不|从未|从没|没怎么)(?:有)?(?:过|曾)?(?:间|中)?(?:断|停)|连续不断|没有(?:过)?中断|没漏|没空|没停|一直连着|从没停|[断停][缴交]?过?[:,\s]*(?:没有?|无|0次|0(?!\d)|否)|^(?:一直)?连续的?$|没有?[^,]{0,6}断|(?<!\d)0断|[冇么木]有?断|(?:没|未)(?:有)?(?:落下|掉过|缺过|漏过|空过|落过)"
)
_NO_REPAID = re.compile(
    r"(?:没有?|未|无|从没|没有?任何|不是|不用|不存在|也没)(?:有)?(?:过|什么|再)?补|补[缴交][的过记录:,\s是呢嘛]*(?:没有?|无|0|否)|没有?[^,]{0,4}补[缴交]|(?<!\d)0补|(?:没|未)给补"
)
LATELY = re.compile(r"这一?1?段|最近|近来|目前这|近(?=\d+年)")
RESUMED = re.compile(r"[又再重接续]|恢复|继续")
_UNPAID = re.compile(
    r"(?:没|不|未)(?:有)?(?:人|肯|愿意)?(?:给|帮|替)(?:我|我们|大家|俺)?[^,]{0,2}[交缴上]|(?:都|还|也)?没有?社保"
)
"""An employer who did not pay: no time paid, and no break in one."""
_AT_FIRST = re.compile(
    r"(?:前|头|先头|刚)(?:的)?(?:几|两|1|2|3)年|一开始|起初|刚来|早先|最初|刚开始"
)
_BROKEN = re.compile("断|停|漏|补")
FROM = re.compile(r"开始|起|从|自|入职|上的|[交缴]的|参保|就|才")
_DENIED_BEFORE = re.compile(
    r"(?:也|都|中间|期间|一直|从来)*(?:没有?|未|无|不|从未|从没|从来没)(?:有|过|任何)*$|(?:中间|期间)(?:也|都)?$"
)
_PAID_UNTIL = re.compile(r"[交缴][到至]")
_PAID_ON = re.compile("至今|到(?:现在|今)")
_NOT_ONCE = re.compile(r"(?:1次|1天|1个?月|一次|一天|也|都|还|从来|一直|完全)*$")
_ONLY_DATES = re.compile(r"(?:那?是)?[\d年月日号份.\-/~到至和与及,、\s]+")
_IN_A_YEAR = re.compile(
    r"(?:好像|大概|大约|应该|可能|就|都|是|在|发生在)*(?:19|20)?\d\d年(?:的|左右|那会儿?|那时候?|吧)*"
)
"""「断了四个月，在2012年」: the year of the break, whose months are asked."""
_PAYS = re.compile("[交缴上]|社保")
_NAMES = re.compile(r"(?:就|分别|应该)?是")
_JOINED = re.compile(r"[和、与及跟,\s]*")
_ANNOUNCED = re.compile(
    r"(?:中?断|停)(?:了|过|缴)?(?:[12]次|[12]段)?[:\s]+(?=(?:19|20)?\d\d[年./-][^断停补]*[交缴])"
)
"""「断了:2009年9月交到2016年2月」: the time paid, after the word that it was broken."""
_WITH_ITS_WORD = re.compile("社保(?:就|是|都|也)?(?:中?断|停|没)")
_SHARE = re.compile(
    r"(?:其中|里面|里边|当中|还?剩(?:下|余|了)?|还|有|包括|含|中间|我|大概|的)*\d+个月(?:是|的|为|属于)*"
)
"""「其中3个月是（补缴的）」: the length belongs to what follows."""
_REST = re.compile(r"(?:还|就|只|也)*剩(?:下|余|了)?(?:的)?[几\d]+个?月")
"""「剩一个月没补」 beside months that were made up."""
_EACH_TIME = re.compile(r"(?:(?:第?[123]次|还有|另)(?:是|断了?|断的)?\d{1,2}个月[\s,、和]*){2,}")
_THOSE = re.compile(
    r"(?:就|只有?|也|断的|停的|漏的|没[交缴]的|中断的)*[那这](?:断的|停的)?[几\d]+个?月[^,社交缴]*"
)
"""「那3个月后来公司给（补上了）」: months spoken of before, no time paid."""


@dataclass(frozen=True)
class InsurancePiece:
    """A part of a clause that tells one thing: base, gap, no_gap, repaid, no_repaid, unpaid."""

    spoken: Spoken
    text: str
    times: Times
    kind: str


def gathered(pieces: list[InsurancePiece]) -> list[InsurancePiece]:
    """「补缴过两个月，2016年3月和4月」: bare months belong to the break or payment before them."""
    found: list[InsurancePiece] = []
    for place, piece in enumerate(pieces):
        before = found[-1] if found else None
        if before is not None and _told_before(before, piece):
            found[-1] = replace(before, kind="gap")
            before = None
        if before is not None and before.kind == "gap" and not before.times and each_time(piece):
            found.append(replace(piece, kind="gap"))
            continue
        if before is not None and (
            _same_break(before, piece) or _announced_break(before, piece, pieces[place + 1 :])
        ):
            found.append(replace(piece, kind=before.kind))
            continue
        if (
            before is not None
            and before.kind in ("gap", "repaid")
            and _IN_A_YEAR.fullmatch(piece.text)
        ):
            found.append(replace(piece, kind=before.kind))
            continue
        named = piece.times.months or (piece.times.periods and _NAMES.match(piece.text))
        bare = named and not piece.times.durations and not RESUMED.search(piece.text)
        if (
            before is None
            or piece.kind != "base"
            or not bare
            or (FROM.search(piece.text) and not _NAMES.match(piece.text))
        ):
            found.append(piece)
        elif before.kind in ("gap", "repaid") and (
            not before.times.months or _ONLY_DATES.fullmatch(piece.text)
        ):
            found.append(replace(piece, kind=before.kind))
        else:
            found.append(piece)
    return found


def each_time(piece: InsurancePiece) -> int | None:
    """「一次2个月，一次1个月」: the months of several breaks together."""
    if not _EACH_TIME.fullmatch(piece.text):
        return None
    return sum(d.months or 0 for d in piece.times.durations)


def _told_before(before: InsurancePiece, piece: InsurancePiece) -> bool:
    """「2015年5月到2016年8月，社保断过」: the months stand before the word."""
    if piece.kind != "gap" or piece.times or not _WITH_ITS_WORD.match(piece.spoken.figures):
        return False
    next_to = before.spoken.index == piece.spoken.index - 1
    closed = before.times.periods and all(p.last is not None for p in before.times.periods)
    return bool(before.kind == "base" and next_to and closed and not before.spoken.topics)


def _same_break(before: InsurancePiece, piece: InsurancePiece) -> bool:
    """「断了3个月，2020年2月到4月」, 「老板没给交，2011年5月到8月」: when it was."""
    if piece.kind != "base" or piece.spoken.index - before.spoken.index not in (0, 1):
        return False
    if before.kind == "unpaid":
        return not before.times and not piece.spoken.topics and not _PAYS.search(piece.text)
    closed = [p for p in piece.times.periods if p.last is not None]
    if before.kind not in ("gap", "repaid") or before.times.months or not closed:
        return False
    length = sum(period.months(piece.spoken.as_of) for period in closed)
    return _ONLY_DATES.fullmatch(piece.text) is not None and length == before.times.length


_LONGEST_BREAK = 24
"""Months: a longer period after 「断过」 may be time paid."""


def _announced_break(
    before: InsurancePiece, piece: InsurancePiece, after: list[InsurancePiece]
) -> bool:
    """「有断，19年3月到5月」: a short period alone after the word, and no other one behind it."""
    if piece.kind != "base" or before.kind != "gap" or before.times:
        return False
    if piece.spoken.index > before.spoken.index + 1 or not _ONLY_DATES.fullmatch(piece.text):
        return False
    if any(later.kind == "base" and later.times.periods for later in after):
        return False
    periods = piece.times.periods
    return len(periods) == 1 and (
        periods[0].last is not None and periods[0].months(piece.spoken.as_of) <= _LONGEST_BREAK
    )


_THEN_PAID = re.compile(
    r"(?:断|停)(?:了|过|缴)?(?:大概|大约|差不多|将近|快)?(?:半年|\d+(?:个半?月|年半?))(?:多|左右)?[\s,]+"
    r"(?=(?:从|自)?(?:19|20)?\d\d(?:年|[./-])\d{1,2}[^断停补]*(?:现在|[至到]今|目前|[到至~-](?:19|20)?\d\d))"
)
"""「断了半年 2016年7月到现在」: the break by its length, then the time paid."""


def pieces(spoken: Spoken) -> list[InsurancePiece]:
    """A clause cut before its break and before its back-payment."""
    text = spoken.figures
    if _AT_FIRST.search(text) and not _BROKEN.search(text) and not spoken.times:
        return [InsurancePiece(spoken, text, spoken.times, "unpaid")]
    marks = [(m.start(), "gap") for m in _GAP.finditer(text)][:1]
    marks += [(m.start(), "repaid") for m in _REPAID.finditer(text)][:1]
    if not marks:
        kind = "unpaid" if _UNPAID.search(text) else "base"
        return [InsurancePiece(spoken, text, spoken.times, kind)]
    cuts: list[tuple[int, str]] = []
    least = 0
    for at, kind in sorted(marks):
        cuts.append((_start_of(text, at, spoken, least), kind))
        least = at
    parts: list[InsurancePiece] = []
    if cuts[0][0] < 4 and (announced := _ANNOUNCED.match(text, cuts[0][0])):
        return [
            _piece(spoken, announced[0], "gap"),
            _piece(spoken, text[announced.end() :], "base"),
        ]
    lead = text[: cuts[0][0]]
    if _SHARE.fullmatch(lead) or _THOSE.fullmatch(lead):
        cuts[0] = (0, cuts[0][1])
    if cuts[0][0] > 0:
        parts.append(_piece(spoken, text[: cuts[0][0]], "base"))
    for number, (at, kind) in enumerate(cuts):
        end = cuts[number + 1][0] if number + 1 < len(cuts) else len(text)
        told = text[at:end]
        paid = _THEN_PAID.search(told) if kind == "gap" else None
        parts.append(_piece(spoken, told[: paid.end()] if paid else told, kind))
        if paid:
            parts.append(_piece(spoken, told[paid.end() :], "base"))
    return [p for p in parts if p.kind != "base" or p.times or len(p.text) > 4]


def _start_of(text: str, at: int, spoken: Spoken, least: int) -> int:
    """Where the statement about a break begins: at the date before it, or the word of denial."""
    before = text[least:at]
    unbroken = NO_GAP.search(text, max(least, at - 4))
    if unbroken and unbroken.start() <= at < unbroken.end():
        once = _NOT_ONCE.search(text[: unbroken.start()])
        return once.start() if once else unbroken.start()
    denied = _DENIED_BEFORE.search(before)
    if denied:
        return least + denied.start()
    times = spoken.times_in(before)
    dates = [(m.start, m.end) for m in times.dates] + [(p.start, p.end) for p in times.periods]
    # 「22年补了两个月」: only the word after it shows that this is a year
    whole = spoken.times_in(text[least:]).dates
    dates += [(m.start, m.end) for m in whole if m.month is None and m.end <= at - least]
    dates = sorted(set(dates))
    if _THERE_WAS_ONE.search(before) and text.startswith("断", at):
        return at - 1  # 「15年9月 有断」: the beginning of the time paid, then that it was broken
    if times.periods and _PAID_UNTIL.search(before):
        return at  # 「2006年5月交到2012年10月公司倒闭断了」: the time paid, then the break
    closed = times.periods and times.periods[-1].last is not None
    if closed and _OWN_LENGTH.match(text, at) and not _names_its_length(times, text, at):
        return at  # 「05年3月到2015年12月 断了半年」: the time paid, then a break of its own length
    if _PAID_ON.search(before):
        return at  # 「2010年8月至今 补缴：无」: the time paid, then that nothing was made up
    if dates and at - least - dates[-1][1] <= 12:
        begin = dates.pop()[0]
        while dates and _JOINED.fullmatch(before[dates[-1][1] : begin]):
            begin = dates.pop()[0]
        return least + begin
    return at


_THERE_WAS_ONE = re.compile(r"\d月(?:份)?(?:起|开始)?[\s,]+有$")
_OWN_LENGTH = re.compile(
    r"(?:中?断|停|补[缴交]?)(?:了|过|缴)?[^,\d]{0,3}(?P<length>半年|\d+(?:个月|年))"
)


def _names_its_length(times: Times, text: str, at: int) -> bool:
    """Whether the length of the break at `at` is that of the period before it."""
    found = _OWN_LENGTH.match(text, at)
    lengths = [d.months for d in find_durations(found["length"])] if found else []
    return lengths == [times.periods[-1].months(date.max)]


def _piece(spoken: Spoken, text: str, kind: str) -> InsurancePiece:
    if kind == "gap" and NO_GAP.search(text):
        kind = "no_gap"
    if kind == "repaid" and _NO_REPAID.search(text):
        kind = "unpaid" if _REST.match(text) else "no_repaid"
    return InsurancePiece(spoken, text, spoken.times_in(text), kind)
