"""What-ifs: 「如果我有硕士呢」, 「明年在通州买房呢」, 「如果A和如果B哪个好」."""

import re
from datetime import date
from typing import Any

from handlers.understanding.acts import Certainty, Context, Evidence, Tell, Topic, WhatIf
from handlers.understanding.facts import facts
from handlers.understanding.frames import own_question
from handlers.understanding.message import Clause, Message
from handlers.understanding.readers.district import DISTRICTS
from handlers.understanding.readers.lexicon import lexicon, table
from handlers.understanding.readers.moments import Moment, find_moments
from handlers.understanding.readers.numerals import figures, rough
from handlers.understanding.scene import scene_of

_WORDS = lexicon("frames", "what_if")
_IF = _WORDS["if"]
_SIDES = re.compile("|".join(table("frames")["what_if"]["sides"]))
_CHANGE, _FUTURE, _STOP, _EVERY = (_WORDS[k] for k in ("change", "future", "stop", "every"))
_TAIL = _WORDS["tail"]
_COMPARE = _WORDS["compare"]
_NOT_DONE = re.compile(r"不(?:买|租|换|搬|读|考)(?:房|了|的话)*")
_MEANT = (
    (re.compile(r"买(?:了|个|一?套|1套|下|一?处)+房"), "买房"),
    (re.compile(r"([读考])研(?!究)"), r"\1硕士"),
    (re.compile(r"([读考])博(?!士)"), r"\1博士"),
)
_ASKS_RULE = re.compile(r"算不算|能不能|可以吗|怎么|多少|要不要|需要|什么")
_INTENT = re.compile(
    r"想要?|打算|准备|计划|考虑|希望|争取|马上|以后|将来|接下来|未来|我|那么?|就|先"
)
_SCHOOL = re.compile(
    r"在职|非全日制|全日制|再|读完?|考(?:上|个|完)?|拿(?:到|个|下)?|念完?|升(?:到|个)?|提升到?|一?1?个"
)
_FOLLOWS = re.compile(r"(?:那|要是|换成)[^,]{1,10}(?:呢|吗|怎么样)?")
_STUDIES = re.compile(r"[读考念]|再|在职|升")
"""A course still to be begun: it counts years later."""
_SHORT_YEAR = re.compile(
    r"(?<!\d)(2[7-9]|3\d)年(?=[^,个月]{0,5}(?:买|换|搬|拿|租|考|读|毕业|落|够))"
)
"""「28年通州买房」 is 2028, no length of time."""
_YEAR_NAMED = re.compile(r"(?<!\d)20\d\d(?=年)")
_PLANS = re.compile("买|搬|换|卖|租|读|考|拿(?:到)?(?:房)?[本证]|入职|跳槽")
_YEARS_AGO = {"去年": 1, "前年": 2}
_AGO = re.compile("|".join(_YEARS_AGO))
_LEFT_OUT = re.compile(
    r"(?:把|将|要是|如果)?(?:我的?)?(?P<what>教育|学历|学位|自考|专升本|本科|大专|文凭)[^,]{0,6}(?:去掉|拿掉|扣掉|不算|不填|不报|不选|不要|不用|放弃|剔除)|(?:不填|不报|不选|不用|不要|不算|放弃|去掉)[^,]{0,4}(?:教育|学历|学位|自考)(?!证)"
)
"""「把自考去掉不算呢」: the indicator left out of the form, with its deduction."""
_ADDS_DEGREE = re.compile("补[^,]{0,5}学位|学位[^,]{0,3}补")
_GOES_ON = re.compile(r"着[^,]{0,2}呢$|(?:没|未)[断停][^,]{0,4}呢$")
"""「一直签着呢」 tells how things are."""
_MOVES = re.compile(rf"(?:搬|换|挪)(?:到|去)?({'|'.join(DISTRICTS)})(?:区)?$")
WHAT_IF = "what_if"
"""What was spoken of last, before the first thing that was supposed."""
_MOST = 60
_SHORT = 26


def begins_with_if(text: str) -> bool:
    """「要是…」, 「如果…」."""
    return _IF.match(text) is not None


def supposition(message: Message, context: Context) -> WhatIf | None:
    """The what-if that the message asks; None when it supposes nothing that is a fact."""
    text = _SHORT_YEAR.sub(r"20\1年", message.text)
    if len(text) > _MOST or not _supposes(text, message, context):
        return None
    sides = _sides(text)
    changes = [tuple(_changes(side, message, context)) for side in sides]
    changes = [side for side in changes if side]
    if not changes:
        return None
    return WhatIf(changes[0], _whole(message), tuple(changes[1:]))


def _supposes(text: str, message: Message, context: Context) -> bool:
    if _IF.match(text) or (context.last_topic.startswith(WHAT_IF) and _FOLLOWS.fullmatch(text)):
        return True
    if context.question is None and _to_come(text, context.today):
        return True
    if _LEFT_OUT.search(text) and _TAIL.search(text) and not _ASKS_RULE.search(text):
        return True
    if _COMPARE.search(text) and _CHANGE.search(text) and len(_sides(text)) > 1:
        return True
    if (
        not _CHANGE.search(text)
        or len(text) > _SHORT
        or own_question(text) in ("when", "retirement")
    ):
        return False
    if _GOES_ON.search(text):
        return False
    tail = _TAIL.search(text)
    if tail and (
        tail[0].startswith(("呢", "会怎", "怎么样", "怎样")) or _FUTURE.search(text) or "再" in text
    ):
        return not _ASKS_RULE.search(text[: tail.start()])
    asks = tail is not None or message.clauses[-1].marked
    if context.question is not None:
        return False
    if rough(text) or _tells_the_past(text, context.today):
        return False
    return not asks and (
        bool(_FUTURE.search(text) or _STOP.search(text) or _EVERY.search(figures(text)))
    )


def _to_come(text: str, today: date) -> bool:
    """「28年通州买房」: a year after this one; whatever is planned for it is no fact yet."""
    years = (int(year) for year in _YEAR_NAMED.findall(figures(text)))
    return any(year > today.year for year in years) and _PLANS.search(text) is not None


def _tells_the_past(text: str, today: date) -> bool:
    """「以前租房，2020年12月以后住宿舍」: a date gone by, and none to come."""
    moments = [m for m in find_moments(figures(text), today) if m.year is not None]
    return bool(moments) and all(
        (m.year, m.month or 1) <= (today.year, today.month) for m in moments
    )


def _sides(text: str) -> list[str]:
    """The two sides of a comparison; one side otherwise."""
    if not _COMPARE.search(text) and len(_IF.findall(text)) < 2 and "如果" not in text[2:]:
        return [text]
    text = _COMPARE.sub("", text)
    return [side for side in _SIDES.split(text) if side.strip(",? ")]


def _whole(message: Message) -> Evidence:
    start, end = message.clauses[0].start, message.clauses[-1].end
    return Evidence(message.raw[start:end], start, end)


def _changes(side: str, message: Message, context: Context) -> list[Tell]:
    evidence = _whole(message)
    if _LEFT_OUT.search(side):
        return [Tell(Topic.EDUCATION, {"left_out": True}, Certainty.INFERRED, evidence)]
    text = _TAIL.sub("", _IF.sub("", side.strip(" ,?"))).strip(" ,?")
    digits = figures(text)
    found: list[tuple[Topic, object]] = []
    if _EVERY.search(digits) or re.search(
        r"(?:每年|年年)[^,]{0,8}(?:税|10万)|税[^,]{0,4}每年", digits
    ):
        found.append((Topic.TAX_YEARS, "every"))
        digits = re.sub(r"[^,]*(?:每年|年年)[^,]*", "", digits)
    if _STOP.search(digits):
        found.append(
            (Topic.INSURANCE, {"until": f"{context.today.year:04d}-{context.today.month:02d}"})
        )
        digits = _STOP.sub("", digits)
    digits = _NOT_DONE.sub("", digits)
    for short, meant in _MEANT:
        digits = short.sub(meant, digits)
    digits, when = _without_future(digits, context.today)
    plain = _INTENT.sub("", digits)
    plain = re.sub(r"(?<=[买租有])(?:了|个|一套|1套|套)?(?=$|,)", "房", plain)
    clauses = [
        Clause(p, 0, len(p), p, False)
        for p in re.split(r"[,、]|(?<=.{2})(?:并且|同时|而且|又|再)(?=.{2})", plain)
        if p
    ]
    scene = scene_of(clauses, context.today, context.year)
    told = {f.topic: f.value for f in facts(scene) if f.value is not None and not f.reason}
    if _ADDS_DEGREE.search(digits) and (held := _with_degree(context)):
        told[Topic.EDUCATION] = held
        told.pop(Topic.GRADUATED, None)
    elif Topic.EDUCATION not in told:
        school = scene_of(
            [Clause(p, 0, len(p), p, False) for p in [_SCHOOL.sub("", plain)] if p],
            context.today,
            context.year,
        )
        told |= {
            f.topic: f.value
            for f in facts(school)
            if f.topic is Topic.EDUCATION and f.value is not None
        }
    if when and Topic.GRADUATED in told:
        told.pop(Topic.GRADUATED)
    if isinstance(told.get(Topic.EDUCATION), str) and _STUDIES.search(digits):
        told[Topic.EDUCATION] = {"study": told[Topic.EDUCATION]}
    found += [(topic, _begun(topic, value, when)) for topic, value in told.items() if value != {}]
    if not found and (moved_to := _MOVES.search(text)):
        found = [_elsewhere(moved_to[1], context)]
    return [Tell(topic, value, Certainty.INFERRED, evidence) for topic, value in found]


def _with_degree(context: Context) -> str:
    """The level of the diploma that is held, as it would be with its degree; "" for none."""
    level = str((context.known.get("education") or {}).get("diploma", ""))
    return level if level in ("bachelor", "master", "doctor") else ""


def _elsewhere(district: str, context: Context) -> tuple[Topic, Any]:
    """「那搬到大兴呢」: the employer after a what-if about one, else where one rents or lives."""
    if context.last_topic == f"{WHAT_IF}:{Topic.JOBS}":
        return Topic.JOBS, [{"district": district}]
    homes = context.known.get("homes") or []
    dorm = bool(homes) and isinstance(homes[-1], dict) and homes[-1].get("kind") == "dorm"
    return Topic.HOMES, [{"kind": "dorm" if dorm else "rented", "district": district}]


def _without_future(text: str, today: date) -> tuple[str, str]:
    """`text` without its dates to come, and the first of them as "YYYY-MM" ("" for none)."""
    when = ""
    for moment in reversed(find_moments(text, today)):
        if _is_to_come(moment, today):
            when = f"{moment.year or today.year:04d}-{moment.month or 1:02d}"
            text = text[: moment.start] + text[moment.end :]
    if not when and (ago := _AGO.search(text)) and "税" not in text:
        when = f"{today.year - _YEARS_AGO[ago[0]]:04d}-01"
        text = _AGO.sub("", text)
    text = re.sub(r"(?:明年|后年|今年底|年底|下个?月)", "", text)
    return text, when


def _is_to_come(moment: Moment, today: date) -> bool:
    """After this month; a year without a month is to come from the next one on."""
    month = moment.month or today.month
    return moment.year is not None and (moment.year, month) > (today.year, today.month)


def _begun(topic: Topic, value: Any, when: str) -> Any:
    """A home or a job supposed begins at the time told."""
    if topic in (Topic.HOMES, Topic.JOBS) and when and isinstance(value, list):
        return [{"from": when, "to": "now", **v} if isinstance(v, dict) else v for v in value]
    return value
