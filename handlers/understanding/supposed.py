"""What one side of a what-if supposes: plans with their dates, courses, breaks, taxes.

「2028年买房，2029年换到通州上班」 are two plans, each with its own date.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from handlers.understanding.acts import Context, Topic
from handlers.understanding.facts import facts
from handlers.understanding.message import Clause
from handlers.understanding.readers.district import DISTRICTS
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import find_moments
from handlers.understanding.readers.numerals import figures
from handlers.understanding.scene import scene_of
from scoring.months import month_named, written

WHAT_IF = "what_if"
"""What was spoken of last, before the first thing that was supposed."""

_WORDS = lexicon("frames", "what_if")
_STOP, _EVERY = _WORDS["stop"], _WORDS["every"]
_EVERY_TAX = re.compile(r"(?:每年|年年)[^,]{0,8}(?:税|10万)|税[^,]{0,4}每年")
_SHORT_YEAR = re.compile(r"(?<!\d)(2[6-9]|3\d)(?=年(?![前多内]|了|以[上下内]|左右))")
_NEXT_YEARS = re.compile(r"(大?后年|明年|今年)底?")
_AHEAD = {"今年": 0, "明年": 1, "后年": 2, "大后年": 3}
_NOT_DONE = re.compile(r"不(?:买|租|换|搬|读|考)(?:房|了|的话)*")
_MEANT = (
    (re.compile(r"买(?:了|个|一?套|1套|下|一?处)+房"), "买房"),
    (re.compile(r"买([^,在]{2,3}?)的(?:一?套)?房"), r"在\1买房"),
    (re.compile(r"(?:改|换|变|转)成"), ""),
)
_INTENT = re.compile(
    r"想要?|打算|准备|计划|考虑|希望|争取|马上|以后|将来|接下来|未来|我|那么?|就|先"
)
_PIECES = re.compile(
    r"[,、]|(?<=.{2})(?:并且|同时|而且|然后|又|再)(?=.{2})"
    r"|(?<=[^\d,、年到至])(?=20\d\d年)|(?<=.{2})(?=明年|后年)"
)
_INSTEAD = re.compile(r"^[^,]{1,8}(?:换|改)成(?=[^,]{2})")
_CERTIFICATE = re.compile(r"房本|[拿下出]本|产权证|拿证|交房")
_LEVELS = (
    ("doctor", re.compile(r"博士|[读考念上]个?博")),
    ("master", re.compile(r"硕士|研究生|mba|[读考念上]个?(?:在职)?研")),
    ("bachelor", re.compile(r"专升本|升本|本科|学士")),
    ("college", re.compile(r"大专|专科")),
)
_STUDIES = re.compile(
    r"[读念]|考(?!虑)|再|在职|升|上个?(?:专升本|研|博|本科|大专|硕)|报[个名]|自考"
)
_GRADUATES = re.compile(r"毕业|读完|念完|拿到?(?:双?证|学位)")
_BEGINS = re.compile(r"入学|开学|开始[读念]|去[读念]")
_EDUCATION = "学历|学位|教育(?:背景)?|自考|文凭|本科|专科|大专"
_NOT_USED = "不算|不用|不填|不报|不要|不加|去掉|撇开|除去|拿掉|放弃"
_LEFT_OUT = re.compile(
    rf"(?:{_NOT_USED})[^,]{{0,6}}(?:{_EDUCATION})(?!证)|(?:{_EDUCATION})[^,]{{0,6}}(?:{_NOT_USED})"
)
_ADDS_DEGREE = re.compile("补[^,]{0,5}学位|学位[^,]{0,3}补")
_LENGTH = r"(?P<n>\d{1,2}|半|几)(?:个(?P<months>月)|个?(?P<years>年))"
_BREAK = tuple(
    re.compile(pattern)
    for pattern in (
        rf"断(?:缴|交|保|了|个|上|掉)*{_LENGTH}",
        rf"{_LENGTH}[^,]{{0,2}}(?:没|不|未|断)[缴交]",
        rf"(?:离职|辞职|裸辞|失业|待业|回老家|歇|不上班|不干)[^,]{{0,5}}{_LENGTH}",
    )
)
_BROKEN = re.compile(r"断[缴交保掉了]|[不没][缴交]")
_TAX_YEARS = re.compile(
    r"(?P<years>(?:20\d\d年?[、,和跟与及]?)+)(?:的|都|再|能|也|个)*"
    r"(?:税[^,]{0,6}(?:够|满|到|超|过|有)(?!不)|(?:够|满|到|超|过|交)[^,]{0,4}10万)"
)
_NOT_INSURANCE = re.compile(r"税[^,]{0,3}[不没][缴交]|居住证|签注")
_SOLD = re.compile(r"房子?(?:给|都|就)?卖(?:了|掉)|卖(?:了|掉)?房")
_SUBJECT = re.compile(r"(?:我们?|的|单位|公司|工作|社保|房子?|家|个?税|学历|都|也)+")
"""What a date may stand behind: 「单位明年搬到海淀」 is one plan."""
_FULL_TIME = re.compile(r"(?<!非)全日制|脱产|辞职|裸辞|离职")
_MOVES = re.compile(rf"(?:搬|换|挪)(?:到|去)?({'|'.join(DISTRICTS)})(?:区)?$")
_FOLLOWS_HOME = re.compile(
    r"(?:单位|公司|工作|社保)[^,]{0,4}(?:搬|换|转|挪|迁|在)(?:到|去)*(?:过去|那边|那里|那儿|同一?1?个?区)"
)
_HALF_YEAR = 6


def changes_of(text: str, context: Context) -> list[tuple[Topic, Any]]:
    """The topics and values that `text` (tidied, without 如果 and its tail) supposes."""
    digits = with_full_years(figures(text), context.today)
    found: list[tuple[Topic, Any]] = []
    if _LEFT_OUT.search(digits):
        return [(Topic.EDUCATION, {"left_out": True})]
    if _EVERY.search(digits) or _EVERY_TAX.search(digits):
        found.append((Topic.TAX_YEARS, "every"))
        digits = re.sub(r"[^,]*(?:每年|年年)[^,]*", "", digits)
    elif tax := _TAX_YEARS.search(digits):
        years = sorted({int(year) for year in re.findall(r"20\d\d", tax["years"])})
        found.append((Topic.TAX_YEARS, years))
        digits = digits.replace(tax[0], "")
    if _SOLD.search(digits) and "买" not in _SOLD.sub("", digits) and _owns(context):
        sold = _when(digits, context.today) or written(
            context.today.year * 12 + context.today.month
        )
        return [*found, (Topic.HOMES, [{"kind": "owned", "sold": sold}])]
    if gap := _gap(digits, context.today):
        found.append((Topic.INSURANCE, {"gap": gap}))
        digits = ""
    elif _STOP.search(digits) and not _NOT_INSURANCE.search(digits):
        found.append((Topic.INSURANCE, {"until": _until(digits, context.today)}))
        digits = _STOP.sub("", digits)
    digits = _INSTEAD.sub("", _NOT_DONE.sub("", digits))
    found += _plans(_pieces(digits), context)
    if not found and (moved_to := _MOVES.search(text)):
        found = [_elsewhere(moved_to[1], context)]
    return found


def _pieces(text: str) -> list[str]:
    """The plans of a side; a subject alone belongs to what follows."""
    pieces: list[str] = []
    for piece in filter(None, _PIECES.split(text)):
        if pieces and _SUBJECT.fullmatch(pieces[-1]):
            piece = pieces.pop() + piece
        pieces.append(piece)
    return pieces


def _owns(context: Context) -> bool:
    homes = context.known.get("homes") or []
    return any(isinstance(home, dict) and home.get("kind") == "owned" for home in homes)


def with_full_years(text: str, today: date) -> str:
    """Years to come as four digits: 「28年」, 「后年」."""
    text = _NEXT_YEARS.sub(lambda m: f"{today.year + _AHEAD[m[1]]}年", text)
    return _SHORT_YEAR.sub(r"20\1", text)


def is_to_come(text: str, today: date) -> bool:
    """Whether a text (with full years) names a month to come; of this year alone none is."""
    return any(
        moment.year is not None
        and (moment.year, moment.month or today.month) > (today.year, today.month)
        for moment in find_moments(text, today)
    )


def leaves_education_out(text: str) -> bool:
    """「把自考去掉不算呢」: the indicator left out of the form, its deduction with it."""
    return _LEFT_OUT.search(text) is not None


def _until(text: str, today: date) -> str:
    """The last month paid where the insurance stops: the one before the month named, or this."""
    first = _when(text, today)
    last = month_named(first) - 1 if first else today.year * 12 + today.month - 1
    return written(max(last, today.year * 12 + today.month - 1))


def _gap(text: str, today: date) -> dict[str, Any]:
    """The first month of a break and how many there are; it begins next month where none is said.

    Of 「几个月」 two are taken, which is the least that it can mean. {} where nothing breaks.
    """
    named = [m for m in find_moments(text, today) if m.month is not None]
    if len(named) == 2 and named[0].year is not None and _BROKEN.search(text):
        first = named[0].year * 12 + (named[0].month or 1)
        last = (named[1].year or named[0].year) * 12 + (named[1].month or 1)
        return {"from": written(first - 1), "months": max(1, last - first + 1)}
    broken = next((m for pattern in _BREAK if (m := pattern.search(text))), None)
    if broken is None:
        return {}
    said = broken["n"]
    count = _HALF_YEAR if said == "半" else 2 if said == "几" else int(said)
    if broken["years"] and said != "半":
        count *= 12
    rest = text[: broken.start("n")] + text[broken.end() :]
    next_month = written(today.year * 12 + today.month)
    return {"from": _when(rest, today) or next_month, "months": count}


def _when(text: str, today: date) -> str:
    """The first month that a text names; of a year alone its January. "" for none."""
    moment = next((m for m in find_moments(text, today) if m.year is not None), None)
    return "" if moment is None else f"{moment.year:04d}-{moment.month or 1:02d}"


def _plans(pieces: list[str], context: Context) -> Iterator[tuple[Topic, Any]]:
    """The plans of the pieces of one side; a piece without a date has that of the one before."""
    course: dict[str, Any] = {}
    told: dict[Topic, Any] = {}
    when = ""
    for piece in pieces:
        own = _when(piece, context.today)
        studies = _level(piece) if _STUDIES.search(piece) else ""
        if studies:
            course["study"] = studies
        if _FULL_TIME.search(piece):
            course["full_time"] = True
        if _GRADUATES.search(piece) and own:
            course["graduated"] = own
        elif _BEGINS.search(piece) and own:
            course["begins"] = own
        if studies or (course and own and _school(piece)):
            continue
        homes = told.get(Topic.HOMES)
        if homes and own and _CERTIFICATE.search(piece) and not _kind(piece, context):
            homes[-1] |= {"from": own, "to": "now"}
            continue
        if _ADDS_DEGREE.search(piece) and (held := _with_degree(context)):
            told[Topic.EDUCATION] = held
            continue
        when = own or when
        if homes and _FOLLOWS_HOME.search(piece) and "district" in homes[-1]:
            job = {"district": homes[-1]["district"]}
            _add(told, Topic.JOBS, [_begun(job, when)])
            continue
        for topic, value in _told(piece, context).items():
            _add(told, topic, _all_begun(topic, value, when))
    if "study" in course:
        told.pop(Topic.GRADUATED, None)
        told[Topic.EDUCATION] = course
    yield from told.items()


def _with_degree(context: Context) -> str:
    """The level of the diploma that is held, as it would be with its degree; "" for none."""
    level = str((context.known.get("education") or {}).get("diploma", ""))
    return level if level in ("bachelor", "master", "doctor") else ""


def _school(piece: str) -> bool:
    return bool(_GRADUATES.search(piece) or _BEGINS.search(piece))


def _kind(piece: str, context: Context) -> bool:
    """Whether a piece tells of a home itself: 「2028年在通州买房」."""
    return bool(re.search(r"[买租]", piece)) and Topic.HOMES in _told(piece, context)


def _level(piece: str) -> str:
    return next((level for level, words in _LEVELS if words.search(piece)), "")


def _add(told: dict[Topic, Any], topic: Topic, value: Any) -> None:
    if topic in (Topic.HOMES, Topic.JOBS) and topic in told:
        told[topic] = [*told[topic], *value]
    else:
        told[topic] = value


def _all_begun(topic: Topic, value: Any, when: str) -> Any:
    if topic in (Topic.HOMES, Topic.JOBS) and isinstance(value, list):
        return [_begun(each, when) for each in value]
    return value


def _begun(each: dict[str, Any], when: str) -> dict[str, Any]:
    """A home or a job supposed begins at the time told."""
    return {"from": when, "to": "now", **each} if when else each


def _told(piece: str, context: Context) -> dict[Topic, Any]:
    """The facts in one piece, its date to come taken away."""
    for moment in reversed(find_moments(piece, context.today)):
        if moment.year is not None and is_to_come(piece[moment.start : moment.end], context.today):
            piece = piece[: moment.start] + piece[moment.end :]
    for short, meant in _MEANT:
        piece = short.sub(meant, piece)
    plain = _INTENT.sub("", re.sub(r"年底|下个?月", "", piece))
    plain = re.sub(r"(?<=[买租有])(?:了|个|一套|1套|套)?(?=$|,)", "房", plain)
    found = _facts(plain, context)
    if Topic.EDUCATION not in found and (level := _level(plain)):
        found |= {k: v for k, v in _facts(_NAMES[level], context).items() if k is Topic.EDUCATION}
    return {topic: value for topic, value in found.items() if value != {}}


_NAMES = {"doctor": "博士", "master": "硕士", "bachelor": "本科", "college": "大专"}


def _facts(text: str, context: Context) -> dict[Topic, Any]:
    clauses = [Clause(text, 0, len(text), text, False)] if text else []
    scene = scene_of(clauses, context.today, context.year)
    return {f.topic: f.value for f in facts(scene) if f.value is not None and not f.reason}


def _elsewhere(district: str, context: Context) -> tuple[Topic, Any]:
    """「那搬到大兴呢」: the employer after a what-if about one, else where one rents or lives."""
    if context.last_topic == f"{WHAT_IF}:{Topic.JOBS}":
        return Topic.JOBS, [{"district": district}]
    homes = context.known.get("homes") or []
    dorm = bool(homes) and isinstance(homes[-1], dict) and homes[-1].get("kind") == "dorm"
    return Topic.HOMES, [{"kind": "dorm" if dorm else "rented", "district": district}]
