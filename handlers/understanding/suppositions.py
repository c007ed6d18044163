"""What-ifs: 「如果我有硕士呢」, 「明年在通州买房呢」, 「如果A和如果B哪个好」."""

import re
from datetime import date

from handlers.understanding.acts import (
    Act,
    Ask,
    Certainty,
    Context,
    Correct,
    Deny,
    Evidence,
    Tell,
    WhatIf,
)
from handlers.understanding.frames import asks, own_question, question
from handlers.understanding.message import Message
from handlers.understanding.readers.lexicon import lexicon, table
from handlers.understanding.readers.moments import find_moments
from handlers.understanding.readers.numerals import figures, rough
from handlers.understanding.supposed import (
    WHAT_IF,
    changes_of,
    is_to_come,
    leaves_education_out,
    with_full_years,
)

_WORDS = lexicon("frames", "what_if")
_IF = _WORDS["if"]
_SIDES = re.compile("|".join(table("frames")["what_if"]["sides"]))
_CHANGE, _FUTURE, _STOP, _EVERY = (_WORDS[k] for k in ("change", "future", "stop", "every"))
_TAIL = _WORDS["tail"]
_COMPARE = _WORDS["compare"]
_ASKS_RULE = re.compile(r"算不算|能不能|可以吗|怎么|多少|要不要|需要|什么")
_ASKS_OF_RULES = re.compile(
    r"算不算|怎么(?!样)|要不要|需要|会不会断|[断停]吗|影响[^,]{0,4}吗|政策|规定"
)
"""What no plan answers, whatever its date."""
_FOLLOWS = re.compile(r"(?:那|要是|换成)[^,]{1,10}(?:呢|吗|怎么样)?")
_GOES_ON = re.compile(r"着[^,]{0,2}呢$|(?:没|未)[断停][^,]{0,4}呢$")
"""「一直签着呢」 tells how things are."""
_MOST = 60
_SHORT = 26
_PLANS = re.compile(r"打算|准备|计划|考虑|将来|以后再|如果|要是|假如|万一|要不|倘若")
_SWAPS = re.compile(r"(?:换|改|变|转)成|(?:搬|换|转|迁|挪)到")
_CORRECTS = re.compile(
    r"^我?(?:要|想|得)?改(?!成)|不对|[打说填写选弄搞输讲答记]错|错[了啦]|应该是|其实|实际|更正|纠正|补充|第\d+[项条]|忘[了记]说|漏[了说]"
)
"""Words that say outright that what was told is to be changed."""
_SEGMENTS = re.compile(r"[^,，。;；!！?？\n]+[?？]?")


def supposition(message: Message, context: Context) -> WhatIf | None:
    """The what-if that the message asks; None when it supposes nothing that is a fact."""
    text = message.text
    if len(text) > _MOST or not _supposes(text, message, context):
        return None
    sides = _sides(text)
    changes = [tuple(_changes(side, message, context)) for side in sides]
    changes = [side for side in changes if side]
    if not changes:
        return None
    return WhatIf(changes[0], _whole(message), tuple(changes[1:]))


def supposes_outright(message: Message, context: Context) -> bool:
    """「要是我改成管理岗呢」, after the result 「宿舍换成租房备案有区别吗」: no correction."""
    text = message.text
    return _IF.match(text) is not None or (context.settled and _looks_ahead(text, context))


def _supposes(text: str, message: Message, context: Context) -> bool:
    if _IF.match(text) or (context.last_topic.startswith(WHAT_IF) and _FOLLOWS.fullmatch(text)):
        return True
    changes = _CHANGE.search(text)
    if changes and _COMPARE.search(text) and len(_sides(text)) > 1:
        return True
    if context.settled and _looks_ahead(text, context):
        return True
    if not changes or len(text) > _SHORT or own_question(text) in ("when", "retirement"):
        return False
    if _GOES_ON.search(text) or _ASKS_OF_RULES.search(text):
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


def _looks_ahead(text: str, context: Context) -> bool:
    """After the result: a plan, a date to come, or something in place of what is, asked about."""
    if _CORRECTS.search(text):
        return False
    tail = _TAIL.search(text)
    if _ASKS_OF_RULES.search(text):
        return False
    changes = _CHANGE.search(text) or _SWAPS.search(text) or leaves_education_out(text)
    if is_to_come(with_full_years(figures(text), context.today), context.today):
        return bool(changes)
    if _ASKS_RULE.search(text[: tail.start()] if tail else text):
        return False
    return bool(changes and (tail or _PLANS.search(text)))


def without_speculation(
    acts: tuple[Act, ...], message: Message, context: Context
) -> tuple[Act, ...]:
    """What may be kept of `acts` after the result.

    A question, a plan or a date to come is about what could be, so nothing of it is a fact; a
    statement beside a question still is. Words that correct outright always are.
    """
    if not any(map(_writes, acts)) or _CORRECTS.search(message.text):
        return acts
    text = with_full_years(figures(message.text), context.today)
    if _PLANS.search(text) or is_to_come(text, context.today):
        kept = tuple(act for act in acts if isinstance(act, Ask))
        return kept or (_asked(message, context.today, message.start, len(message.raw)),)
    asks_there = []
    for found in _SEGMENTS.finditer(message.own):
        spot = (found.start() + message.start, found.end() + message.start)
        speaks = "?" in found[0] or "？" in found[0] or asks(found[0])
        if speaks and any(_writes(act) and _within(act, spot) for act in acts):
            asks_there.append(spot)
            acts = tuple(act for act in acts if not _within(act, spot))
    asked = tuple(_asked(message, context.today, *spot) for spot in asks_there)
    return tuple(sorted((*acts, *asked), key=lambda act: act.evidence.start))


def _writes(act: Act) -> bool:
    return isinstance(act, Tell | Correct) or (isinstance(act, Deny) and act.topic is not None)


def _within(act: Act, spot: tuple[int, int]) -> bool:
    return spot[0] <= act.evidence.start < spot[1]


def _asked(message: Message, today: date, start: int, end: int) -> Ask:
    said = message.raw[start:end]
    return question(said, figures(said), Evidence(said, start, end), today)


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
    text = _TAIL.sub("", _IF.sub("", side.strip(" ,?"))).strip(" ,?")
    found = changes_of(text, context)
    return [Tell(topic, value, Certainty.INFERRED, evidence) for topic, value in found]
