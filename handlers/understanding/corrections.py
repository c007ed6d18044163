"""Corrections: what was answered wrong before, by the type of the value that is told now.

「不对不对，是1985年3月」 at the next question corrects the birth, for a date answers what was asked
last; 「错了，我是女的」 corrects the sex, whatever was asked. A correction is never the opposite
answer to the question on screen.
"""

import re
from dataclasses import replace
from typing import Any

from handlers.commands import wish_to_change
from handlers.understanding.acts import Act, Certainty, Context, Correct, Evidence, Topic
from handlers.understanding.answers import answer
from handlers.understanding.facts import facts
from handlers.understanding.message import Clause, Message
from handlers.understanding.old_values import meant, other_month
from handlers.understanding.questions import QUESTIONS
from handlers.understanding.readers.lexicon import one_of, patterns
from handlers.understanding.scene import Finding, Scene, scene_of
from handlers.understanding.tax_corrected import year_of_tax
from handlers.understanding.topics import CUES

_LEADS = patterns("frames", "correct", "lead")
_ITEMS = patterns("frames", "correct", "item")
_ANY_LEAD, _ANY_ITEM = one_of(_LEADS), one_of(_ITEMS)
"""One look that spares one for each pattern: most messages correct nothing."""
SIGNS_OF_INSTEAD = frozenset("不改换更")
"""Characters of which one is in everything that `INSTEADS` find."""
INSTEADS = patterns("frames", "correct", "instead")
_SHOULD = patterns("frames", "correct", "should")[0]
_DENIED_FIRST = re.compile(r"不(?:是|对)?的?")
_SORRY = re.compile(r"(?:啊|哦|哎呀?|诶|抱歉|不好意思|对不起|等等|等一?下|sorry|我)+")
_STATES = re.compile(r"(?:我)?(?:应该|其实|准确说)?是")
_BORN = re.compile(r"生")
_WHEN = re.compile(r"\d\d年(?:\d{1,2}月(?:份)?)?$")
_SHORT = 40
_DIGITS = re.compile(r"\d|[一二三四五六七八九十]月")

Told = list[tuple[Topic, Any, Certainty]]
Corrected = tuple[list[Act], Message]
"""The corrections, and the rest of the message."""


def correction(message: Message, context: Context) -> Corrected | None:
    """What the message corrects; None when it corrects nothing."""
    return (
        _items(message, context)
        or _item(message)
        or year_of_tax(message, context)
        or _before_lead(message, context)
        or _after_lead(message, context)
        or _instead(message, context)
        or _wish(message, context)
    )


_NUMBERED = re.compile(
    r"第?(?P<n>\d{1,2})(?:项|条)?[\s.、:]*(?P<said>(?![年月日号个次万分岁项])[^\d\W].*)"
)


def _items(message: Message, context: Context) -> Corrected | None:
    """「5没补过 7本科有学位」: several lines of the review, each by its number."""
    if context.question != "review":
        return None
    found = [_NUMBERED.fullmatch(clause.figures) for clause in message.clauses]
    numbers = [int(each["n"]) for each in found if each]
    most = len(context.choices)
    if len(numbers) < len(found) or not all(0 < number <= most for number in numbers):
        return None
    acts: list[Act] = [
        Correct(Certainty.PLAIN, clause.evidence, item=int(each["n"]), said=each["said"])
        for clause, each in zip(message.clauses, found, strict=True)
        if each
    ]
    return acts, _rest(message, len(message.clauses))


def _item(message: Message) -> Corrected | None:
    """「第7项不对，应该是2010年」: a line of the review."""
    first = message.clauses[0]
    if not _ANY_ITEM.match(first.figures):
        return None
    found = next((m for p in _ITEMS if (m := p.match(first.figures))), None)
    if found is None:
        return None
    number, said, used = int(found["n"]), first.figures[found.end() :], 1
    if not said and len(message.clauses) > 1:
        said, used = message.clauses[1].text, 2
    evidence = _evidence(message, used)
    said = _SHOULD.sub("", said.strip(" ,")).strip()
    correct = Correct(Certainty.PLAIN, evidence, item=number, said=said)
    return [correct], _rest(message, used)


_WRONG_LAST = re.compile(
    r"(?P<said>.*\d.*?|.*[\u4e00-\u9fff]{2}.*?)[,\s]*(?:刚才|刚刚|前面|上面|之前|我)*"
    r"(?:说|打|写|填|选|弄|搞|记)错(?:了|啦)"
)


def _before_lead(message: Message, context: Context) -> Corrected | None:
    """「社保是08年7月，说错了」: the value stands before the words that take something back."""
    if len(message.text) > _SHORT or "错" not in message.text:
        return None
    found = _WRONG_LAST.fullmatch(message.text)
    if found is None or _DIGITS.search(found["said"]) is None:
        return None
    said = _SHOULD.sub("", found["said"].strip(" ,"))
    told = _told(said, _named(said), context)
    if told is None:
        return None
    everything = len(message.clauses)
    evidence = _evidence(message, everything)
    acts: list[Act] = [
        Correct(sure, evidence, topic, value, said=said) for topic, value, sure in told
    ]
    return acts, _rest(message, everything)


def _after_lead(message: Message, context: Context) -> Corrected | None:
    """「打错了，是2005年6月」: the value stands behind the words that take something back."""
    if _SORRY.fullmatch(message.clauses[0].text) and len(message.clauses) > 1:
        return _after_lead(_rest(message, 1), context)
    first = message.clauses[0]
    lead = None
    if _ANY_LEAD.match(first.text):
        lead = next((m for p in _LEADS if (m := p.match(first.text))), None)
    if lead is None and _denied_first(message, context):
        lead = _DENIED_FIRST.match(first.text)
    if lead is None:
        return None
    said, used = first.text[lead.end() :], 1
    if not said.strip(" ,"):
        if len(message.clauses) == 1:
            return _nothing_said(message, lead[0], context)
        said, used = message.clauses[1].text, 2
    said = _SHOULD.sub("", said.strip(" ,"))
    said, used, told = _extended(said, used, _named(lead[0]), message, context)
    evidence = _evidence(message, used)
    if told is None:
        if _answers_now(said, context):
            return None
        return [Correct(Certainty.DOUBTFUL, evidence, said=said)], _rest(message, used)
    acts: list[Act] = [
        Correct(sure, evidence, topic, value, said=said) for topic, value, sure in told
    ]
    return acts, _rest(message, used)


def _extended(
    said: str, used: int, named: Topic | None, message: Message, context: Context
) -> tuple[str, int, Told | None]:
    """The value with the clauses that go on with it: 「是本科，没学位」."""
    told = _told(said, named, context)
    while used < len(message.clauses):
        longer = f"{said},{message.clauses[used].text}"
        more = _told(longer, None if told else named, context)
        if more is None or not {t for t, _, _ in told or []} <= {t for t, _, _ in more}:
            if told is not None or used >= 4:
                break
        elif told is not None and all(isinstance(value, bool) for _, value, _ in told):
            break  # 「有的，就是过期没签」: the plain answer came first
        else:
            told = more
        said, used = longer, used + 1
    return said, used, told


def _denied_first(message: Message, context: Context) -> bool:
    """「不是，我是女的」, where 「不是」 does not answer the question itself."""
    if len(message.clauses) < 2 or not _DENIED_FIRST.fullmatch(message.clauses[0].text):
        return False
    if not _STATES.match(message.clauses[1].text):
        return False
    asked = QUESTIONS.get(context.question or "")
    return (
        asked is None
        or "yes_no" not in asked.slots
        or bool(_cued(message.clauses[1].text, context))
    )


def _nothing_said(message: Message, lead: str, context: Context) -> Corrected | None:
    """「打错了」 alone: the last answer is to be asked again."""
    named = _named(lead)
    last = QUESTIONS.get(context.last_answered or "")
    topic = named or (last.topic if last else None)
    if topic is None and not re.search("错", lead):
        return None
    return [Correct(Certainty.PLAIN, _evidence(message, 1), topic)], _rest(message, 1)


def _named(words: str) -> Topic | None:
    """「出生日期填错了」 names what is wrong."""
    return next((t for t, cue in CUES.items() if cue.search(words)), None)


def _instead(message: Message, context: Context) -> Corrected | None:
    """「不是大兴是通州」, 「学历改成本科」."""
    text = message.text
    if len(text) > _SHORT or SIGNS_OF_INSTEAD.isdisjoint(text):
        return None
    if "?" in text or "吗" in text:
        return None
    found, everything = _swapped(text), len(message.clauses)
    if found is None:
        found, everything = _swapped(message.clauses[0].text), 1
    if found is None:
        return None
    old, new = found["old"].strip(), found["new"].strip()
    if "换" in found[0] and _WHEN.search(old):
        return None  # 「17年8月换成大兴的房」 tells of a move
    named = _named(old) if "改" in found[0] or "换" in found[0] or "更" in found[0] else None
    known = meant(old, new, context)
    told = known.told if known else None
    if told is None:
        new, everything, told = _extended(new, everything, named, message, context)
    if told is None:
        return None
    asked = QUESTIONS.get(context.question or "")
    answers = asked is not None and all(topic is asked.topic for topic, _, _ in told)
    if asked is not None and named is None and answers and not _is_known(asked.topic, context):
        return None
    acts: list[Act] = [
        Correct(
            sure,
            _evidence(message, everything),
            topic,
            value,
            known.old if known else old,
            said=new,
        )
        for topic, value, sure in told
    ]
    return acts, _rest(message, everything)


def _swapped(text: str) -> re.Match[str] | None:
    return next((m for p in INSTEADS if (m := p.search(text))), None)


def _is_known(topic: Topic | None, context: Context) -> bool:
    return topic is not None and topic.value in context.known


def _wish(message: Message, context: Context) -> Corrected | None:
    """「改学历」, 「我要改一下生日」."""
    del context
    what, into = wish_to_change(message.own)
    topic = _named(what) if what else None
    if topic is None or into:
        return None
    everything = len(message.clauses)
    return [Correct(Certainty.PLAIN, _evidence(message, everything), topic)], _rest(
        message, everything
    )


# --- which fact is meant ---------------------------------------------------------------------


def _told(said: str, named: Topic | None, context: Context) -> Told | None:
    """The topic and value of what was said instead: by name, by its own words, by its type."""
    if (dated := other_month(said, named, context)) is not None:
        return dated.told
    cued = _cued(said, context)
    last = (context.last_answered, *context.recent)
    by_last = next((told for key in last if (told := _by_question(key, said, context))), [])
    if named is not None:
        same = [t for t in cued if t[0] is named]
        return same or _by_topic(named, said, context) or None
    if cued and not (by_last and _only_a_date(said, cued)):
        return cued
    if by_last:
        return by_last
    return cued or None


def _only_a_date(said: str, cued: Told) -> bool:
    return all(topic is Topic.BIRTH for topic, _, _ in cued) and not _BORN.search(said)


def _cued(said: str, context: Context) -> Told:
    """Facts that the words themselves name: 「我是女的」, 「没有犯罪记录」."""
    scene = _scene(said, context)
    return [
        (f.topic, f.value, _sure(f)) for f in facts(scene) if f.value is not None and not f.reason
    ]


def _sure(finding: Finding) -> Certainty:
    doubtful = finding.certainty is Certainty.DOUBTFUL
    return Certainty.DOUBTFUL if doubtful else Certainty.PLAIN


def _by_topic(topic: Topic, said: str, context: Context) -> Told:
    keys = [key for key, question in QUESTIONS.items() if question.topic is topic]
    for key in keys:
        found = _by_question(key, said, context)
        if found:
            return found
    return []


def _by_question(key: str | None, said: str, context: Context) -> Told:
    """`said` as the answer to the question `key`."""
    question = QUESTIONS.get(key or "")
    if question is None or question.topic is None or key is None:
        return []
    then = replace(context, question=key, ask=question.ask, last_answered=None)
    scene = _scene(said, context, question.topic)
    found = answer(key, said, scene, facts(scene, question.home), then)
    return [(topic, value, found.certainty) for topic, value in found.told]


def _answers_now(said: str, context: Context) -> bool:
    """Whether it is the question on screen that is answered: 「哦不对，1985年」."""
    return bool(_by_question(context.question, said, context))


_APART = re.compile(r"[,，]|、(?![\d一二三四五六七八九十])")
"""「2021年2月、3月和4月断了」 is one statement."""


def _scene(said: str, context: Context, asked: Topic | None = None) -> Scene:
    clauses = [Clause(p, 0, len(p), p, False) for p in _APART.split(said) if p]
    return scene_of(clauses, context.today, context.year, asked)


def _evidence(message: Message, used: int) -> Evidence:
    start, end = message.clauses[0].start, message.clauses[used - 1].end
    return Evidence(message.raw[start:end], start, end)


def _rest(message: Message, used: int) -> Message:
    return replace(message, clauses=message.clauses[used:])
