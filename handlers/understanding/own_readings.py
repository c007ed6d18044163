"""Questions whose answers are read in a way of their own, before the slot's reader."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.understanding.acts import Certainty, Context, Topic
from handlers.understanding.homes_details import denied_kinds, moved_later
from handlers.understanding.readers.district import DISTRICTS, districts_in
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import full_year
from handlers.understanding.readers.reading import again
from handlers.understanding.readers.spans import NOW
from handlers.understanding.readers.tidy import words
from handlers.understanding.scene import Finding, Scene
from handlers.understanding.taxes import by_the_end, with_this_year
from handlers.understanding.times import months_between, moved, named_months

NOTHING = re.compile(
    r"(?:我|肯定|绝对|当然|根本|压根|从没|哪|这个?|都|全都?|一[点个次样项条]?[都也]?|从来?|也|还|真的?|什么|啥|以上|这些|暂时|目前|确实)*(?:没有?|无|零|0|木有|没得|冇|莫得|不)(?:过|有)*(?:的|了|啊|呀|哦|呢|吧|没有?|这些|这回事|任何|情况|记录)*"
)
UNSURE = re.compile(
    r"应该(?:是|都)?|可能(?:是)?|好像(?:是)?|大概(?:是)?|估计(?:是)?|也许|貌似|似乎|印象(?:中|里)?|记得(?:是)?|我猜(?:是)?"
)
_GOES_ON = re.compile("开始|现在|至今|一直")
"""Of a time that is paid, not of single months."""
_RECORDS = lexicon("records")
_HOMES, _HOUSING = lexicon("homes"), lexicon("housing")
_STAYS, _LEFT = re.compile("[住搬]"), re.compile("卖|退租|搬走|搬出")
_LATER = re.compile(r"后来|才|之后|以后|过了|晚")


@dataclass(frozen=True)
class AnswerValues:
    """Values by topic for one message, or why there is none."""

    told: tuple[tuple[Topic, Any], ...] = ()
    certainty: Certainty = Certainty.PLAIN
    unknown: bool = False
    reason: str = ""
    denied: str = ""
    """The kind of home that the person does not have."""


def _innovation(
    text: str, scene: Scene, found: list[Finding], context: Context
) -> AnswerValues | None:
    del scene, context
    own = next((f for f in found if f.topic is Topic.INNOVATION), None)
    if own is not None and own.value is not None:
        return AnswerValues(((Topic.INNOVATION, own.value),), own.certainty)
    if _RECORDS["no"].search(text):
        sure = Certainty.DOUBTFUL if UNSURE.search(text) else Certainty.PLAIN
        return AnswerValues(((Topic.INNOVATION, "none"),), sure)
    if _RECORDS["equity"].search(text) and _RECORDS["yes"].search(text):
        return AnswerValues(((Topic.INNOVATION, "equity"),), Certainty.DOUBTFUL)
    return None


def _living(text: str, scene: Scene, found: list[Finding], context: Context) -> AnswerValues | None:
    del context
    homes = [f for f in found if f.topic is Topic.HOMES and isinstance(f.value, list)]
    since = [
        h["lived_from"] for f in homes for h in f.value if isinstance(h, dict) and "lived_from" in h
    ]
    if since:
        return AnswerValues(((Topic.LIVES_THERE, {"from": since[0]}),))
    lives = next((f.value for f in found if f.topic is Topic.LIVES_THERE), None)
    if lives is False or _HOMES["let_out"].search(text):
        return AnswerValues(((Topic.LIVES_THERE, False),))
    if _HOUSING["no_certificate"].search(text):
        return AnswerValues()
    moved_in = [s for s in scene.spoken if _STAYS.search(s.text) and not _LEFT.search(s.text)]
    dates = [m for s in moved_in for m in s.times.months]
    dates += [span["from"] for s in moved_in for span in s.times.spans if span["to"] == NOW]
    if dates:
        return AnswerValues(((Topic.LIVES_THERE, {"from": dates[0]}),))
    if _LATER.search(text) and _HOMES["stays"].search(text) and "就" not in text:
        return AnswerValues(((Topic.LIVES_THERE, "later"),))
    if lives or _HOMES["lives"].search(text):
        later = lives == "later" or any(moved_later(s.figures, s.times) for s in scene.spoken)
        return AnswerValues(((Topic.LIVES_THERE, "later" if later else True),))
    return None


def _living_since(
    text: str, scene: Scene, found: list[Finding], context: Context
) -> AnswerValues | None:
    """「16年住进去的」: the month is still to be told."""
    del text, found, context
    times = [s.times for s in scene.spoken if s.times.dates]
    if len(times) != 1 or times[0].months or times[0].spans:
        return None
    year = times[0].dates[0].year
    return AnswerValues(reason=again("date.no_month", year=year).say or "") if year else None


_CALENDAR_YEAR = re.compile(
    r"(?:补缴?|的|是|我|有)*(?:20)?(?P<y>[012]\d)年(?:的|补的|补过|补缴的|有|几个月|过|吧)*"
)
"""「13年」, where the months are asked: a year, not thirteen of them."""


def _named_months(
    text: str, scene: Scene, found: list[Finding], context: Context
) -> AnswerValues | None:
    """「2012年3月」, 「2021年6月和7月」: single months, for breaks and back-payments."""
    found = [f for f in found if f.value is not None]
    told = [(f.topic, f.value) for f in found if f.topic in (Topic.INSURANCE_GAP, Topic.REPAID)]
    if scene.asked is Topic.REPAID and (year := _CALENDAR_YEAR.fullmatch(text)):
        full = full_year(year["y"], context.today)
        return AnswerValues(reason=again("date.no_month", year=full).say or "")
    if not told and any(f.topic is Topic.CONTINUOUS and f.value for f in found):
        return AnswerValues()  # 「最近的7年没断」 names no months
    if (those := _those_months(text, told, context)) is not None:
        return those
    if told:
        sure = min(f.certainty for f in found if f.topic in (Topic.INSURANCE_GAP, Topic.REPAID))
        return AnswerValues(
            tuple(told), Certainty.DOUBTFUL if sure is Certainty.DOUBTFUL else Certainty.PLAIN
        )
    if _GOES_ON.search(text) or any(f.topic is Topic.INSURANCE and f.value for f in found):
        return None  # the time paid is told again
    named = [
        named_months(s.times, s.figures, scene.as_of)
        for s in scene.spoken
        if s.times and not s.topics - _PAID_TOPICS
    ]
    listed = sorted({m for n in named if isinstance(n, list) for m in n})
    topic = scene.asked or Topic.REPAID
    if listed and listed[-1] < _first_paid(context):
        return AnswerValues(reason=again("period.before_paid").say or "")
    if listed:
        value: Any = listed if topic is Topic.INSURANCE_GAP else {"list": listed}
        return AnswerValues(((topic, value),))
    return None


_PAID_TOPICS = {Topic.INSURANCE, Topic.INSURANCE_GAP, Topic.REPAID, Topic.BIRTH}
"""「2015年6月毕业的」 is no month paid late; a bare month may look like a birth."""
_THOSE = re.compile(
    r"[那这](?:断的|停的)?(?:几|\d+|[一二两三四五六七八九十])?个?月|(?:给|都|全|后来)[^,]{0,2}补|补(?:上|齐|回|了|的)(?:了|的)?$"
)


def _those_months(
    text: str, told: Sequence[tuple[Topic, Any]], context: Context
) -> AnswerValues | None:
    """「那三个月后来补上了」: the months of the break that was told, by their dates."""
    by_topic = dict(told)
    value, gap = by_topic.get(Topic.REPAID), by_topic.get(Topic.INSURANCE_GAP)
    if not isinstance(value, dict) or "list" in value or not _THOSE.search(text):
        return None
    here = gap if isinstance(gap, list) else []
    months = here or _not_paid(context)
    if not months or value.get("months", len(months)) != len(months):
        return None
    broken = ((Topic.INSURANCE_GAP, here),) if here else ()
    return AnswerValues((*broken, (Topic.REPAID, {"list": months})))


def _not_paid(context: Context) -> list[str]:
    """The months between the known periods."""
    periods = (context.known.get("insurance") or {}).get("periods") or ()
    return [
        month
        for before, after in itertools.pairwise(periods)
        for month in months_between(moved(before["to"][:7], 1), moved(after["from"][:7], -1))
    ]


def _first_paid(context: Context) -> str:
    """The first month paid, "" where the time is not known: no break and no payment before it."""
    periods = (context.known.get("insurance") or {}).get("periods") or [{}]
    return str(periods[0].get("from", ""))[:7]


def _points(text: str, scene: Scene, found: list[Finding], context: Context) -> AnswerValues | None:
    """The points of an award: 「5分」, 「这个奖值5分」."""
    del scene, found, context
    told = re.search(r"(\d{1,2})分?", words(text))
    return AnswerValues(((Topic.INNOVATION, {"points": int(told[1])}),)) if told else None


_SINCE_THEN = re.compile("办|登记|备案|[交缴]税|起|开始|以后|之后")
_NOT_SINCE = re.compile("没|未|不|以前|之前|到|至")


def _lease(text: str, scene: Scene, found: list[Finding], context: Context) -> AnswerValues | None:
    del context
    if re.search(r"不(?:太)?(?:清楚|知道|确定|晓得|了解)|没问过", text):
        return AnswerValues(unknown=True)
    if "rented" in denied_kinds(text):
        return AnswerValues(denied="rented")
    times = [spoken.times for spoken in scene.spoken]
    dates = [month for each in times for month in each.months]
    dates += [span["from"] for each in times for span in each.spans if span["to"] == NOW]
    if len(dates) == 1 and _SINCE_THEN.search(text) and not _NOT_SINCE.search(text):
        return AnswerValues(((Topic.LEASE, {"from": dates[0], "to": NOW}),))
    own = next((f for f in found if f.topic is Topic.LEASE), None)
    spans = [span for each in times for span in each.spans]
    if own is not None and own.value is True and len(spans) == 1:
        return AnswerValues(((Topic.LEASE, spans[0]),))  # 「备案的，13年1月到15年12月」
    if own is not None:
        return AnswerValues(((Topic.LEASE, own.value),))
    rented = [
        h["registered"]
        for f in found
        if f.topic is Topic.HOMES and isinstance(f.value, list)
        for h in f.value
        if isinstance(h, dict) and "registered" in h
    ]
    return AnswerValues(((Topic.LEASE, rented[0]),)) if rented else None


_SECOND = re.compile(r"第[2二]套|[2二]套是|另一套")


def _several_districts(
    text: str, scene: Scene, found: list[Finding], context: Context
) -> AnswerValues | None:
    """「第一套海淀，第二套大兴」: a district for each of the own homes."""
    del scene, found, context
    named = districts_in(text)
    if len(named) < 2 or not _SECOND.search(text):
        return None
    return AnswerValues(((Topic.HOMES, [{"kind": "owned", "district": name} for name in named]),))


_ONLY_YEAR = re.compile(
    r"(?:大概|大约|应该|好像|记得)?是?(?P<year>\d{4})年?(?:的|吧|左右|发的|拿的|办的)*"
)
_BESIDE_YEAR = re.compile(
    rf"^(?:自?有?房子?|那?套|我|在|是)*(?:{'|'.join(DISTRICTS)})区?的?|房[本子]|房产证"
    r"|(?:具体)?(?:几月|月份|哪个?月)(?:份)?(?:都|也)?(?:忘|不|记不|没)[^,]{0,6}$"
)
"""The district, and that the month is not known, beside the year."""


def _certificate(
    text: str, scene: Scene, found: list[Finding], context: Context
) -> AnswerValues | None:
    """The question is about the certificate: the date told is that, whatever the words."""
    del context
    dates = [month for spoken in scene.spoken for month in spoken.times.months]
    none_yet = again("housing.no_certificate").say
    if not dates and "没" in text and any(f.reason in (none_yet, "denied") for f in found):
        return AnswerValues(denied="owned")  # 「房本还没下来」
    places = districts_in(text)
    if len(dates) > 1 and _SECOND.search(text):
        each = [{"kind": "owned", "certificate": m, "from": m, "to": NOW} for m in dates]
        if len(places) == len(each):
            each = [{**home, "district": place} for home, place in zip(each, places, strict=True)]
        return AnswerValues(((Topic.HOMES, each),))
    own = next((f for f in found if f.topic is Topic.HOMES and isinstance(f.value, list)), None)
    year = _ONLY_YEAR.fullmatch(_BESIDE_YEAR.sub("", words(text)))
    if year:
        home = {"kind": "owned", "certificate": year["year"]}
        if len(places) == 1:
            home["district"] = places[0]
        return AnswerValues(((Topic.HOMES, [home]),))
    if own is None or not any(isinstance(h, dict) and "from" in h for h in own.value):
        return None
    told = [dict(h) for h in own.value]
    for home in told:
        other_date = re.search("网签|交房|入住", text) and not re.search("证|房?本", text)
        if home["kind"] == "owned" and "from" in home and not other_date:
            home.setdefault("certificate", home["from"])
    return AnswerValues(((Topic.HOMES, told),))


_ALL_ALONG = re.compile(
    r"(?:从|打|自)?(?:一?开始|头|刚?来(?:的?时候|北京)|来京|上班|工作|入职|参加工作|交社保)"
    r"[^,\d]{0,8}(?:住|租)"
)


def _since_when(
    text: str, scene: Scene, found: list[Finding], context: Context
) -> AnswerValues | None:
    """「从开始一直住」: since the first month paid, read back because no month was said."""
    del found
    begin = _first_paid(context)
    if not begin or any(s.times for s in scene.spoken) or not _ALL_ALONG.search(text):
        return None
    kind = "dorm" if context.question == "dorm_time" else "rented"
    home = {"kind": kind, "from": begin, "to": NOW}
    return AnswerValues(((Topic.HOMES, [home]),), Certainty.DOUBTFUL)


def _none_of_the_kinds(
    text: str, scene: Scene, found: list[Finding], context: Context
) -> AnswerValues | None:
    del scene, context
    denied = {kind for f in found if f.reason == "denied" for kind in f.value}
    none = NOTHING.fullmatch(words(text)) or denied >= {"owned", "rented"}
    return AnswerValues(((Topic.HOMES, []),)) if none else None


def _this_year(
    text: str, scene: Scene, found: list[Finding], context: Context
) -> AnswerValues | None:
    """「26年还没满，年底肯定够」: one more year than was told, read back since it is not over."""
    del found
    everything = ",".join(spoken.figures for spoken in scene.spoken)
    if years := with_this_year(everything, scene.as_of, scene.year):
        return AnswerValues(((Topic.TAX_YEARS, years),), Certainty.DOUBTFUL)
    if not by_the_end(text) or scene.year - 1 != scene.as_of.year:
        return None
    years = sorted({*context.known.get("tax_years", ()), scene.as_of.year})
    return AnswerValues(((Topic.TAX_YEARS, years),), Certainty.DOUBTFUL)


OWN_READINGS = {
    "tax_years": _this_year,
    "innovation": _innovation,
    "living": _living,
    "living_since": _living_since,
    "repaid": _named_months,
    "breaks": _named_months,
    "lease": _lease,
    "award_points": _points,
    "own_time": _certificate,
    "rent_time": _since_when,
    "dorm_time": _since_when,
    "home_district": _several_districts,
    "housing": _none_of_the_kinds,
}
