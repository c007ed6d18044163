"""Facts that are had or not had: the permit, honours, violations, detentions, a criminal record.

A clause may name several, one word of denial for all: 「没有犯罪、拘留和涉税违法」. The clause is
cut at the names; a part without a word of its own takes what the part before it, or after it, says.
"""

import re
from dataclasses import replace
from typing import Any

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.readers.answer import TypedAnswer
from handlers.understanding.readers.count import read_count
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.numerals import figures
from handlers.understanding.readers.yes_no import read_yes_no
from handlers.understanding.scene import Finding, Scene, Spoken
from handlers.understanding.topics import CUES

_WORDS = lexicon("records")
_NO, _YES, _UNSURE = _WORDS["no"], _WORDS["yes"], _WORDS["unsure"]
RECORDS = (
    Topic.RESIDENCE_PERMIT,
    Topic.CRIMINAL_RECORD,
    Topic.DETENTIONS,
    Topic.TAX_VIOLATIONS,
    Topic.HONOUR,
    Topic.INNOVATION,
)
_COUNTED = (Topic.DETENTIONS, Topic.TAX_VIOLATIONS)
_PERMIT_QUESTION = "您持有居住证吗"
_KEPT = re.compile(
    r"(?:没|未|不|从没)(?:有)?(?:间|中)?[断停](?:过|签)?|年年|刚?下来|到手|每年|一直(?:有|在|都)|签注|签着|续[签办着]|(?:早就?|已经?)?[办领拿](?:了|过|着|到|的|下|咧|嘞|哩)|居住证[^,没无不未]{0,6}(?:都|也)?(?:有|在手|正常|齐|全|ok|办起)|居住证中$|签着?注(?:呢|着)?$|have\s居住证|居住证[^,没无未]{0,5}不缺|(?:19|20)\d\d年?(?:就|起|开始|办|领)"
)
"""A permit that goes on: 「年年签注」, 「没断过」, 「2018年办的」."""
_LAPSED = re.compile(
    r"过期|到期|失效|作废|丢|没(?:有)?[办领签续拿交](?!过?断)|没有?居住证|不给|注销|断了|停了|还没|忘"
)
_NONE_HELD = re.compile(
    r"(?:没|无|未|莫得|冇)(?:有)?(?:办|持|领|拿)?(?:有|过|到)?(?:北京)?(?:市)?居住证|居住证[:,\s]*(?:还|也|暂|目前)*(?:没有?(?!断)|无|未办|没办|还没办|[×x否])"
)
"""No permit, in so many words."""
_CONVICTED = re.compile(r"(?<!没)有|坐过?[^,]{0,3}牢|判过|被判|犯过|留过|蹲过|是")
_TITLE = re.compile("劳模|劳动模范|道德模范|见义勇为|好市民")
_CITY = re.compile("首都|北京市|全国|省部|部级")
_POINTS_OF_PRIZE = re.compile(r"(?<![\d.])(\d{1,2})分(?!之|钟)")
_NAMED_POINTS = re.compile(r"创新创业[^,]{0,4}[1-9]\d?分")
_DENIAL_OF_NEXT = re.compile(r"(?<=有)(?:的|也|都)*(?:没有?|从没|无|未)(?:过|被|任何|什么)*$")
_ONLY_NAMED = re.compile(r"[^有过是被了着\d]{1,8}")
"""「没有违法、获奖、荣誉」: a name in the list of what there is not, though it holds a verb."""
_RAISED = re.compile(
    r"融(?:资|到|了|过)*(?:额|总额|一共|大概|是|有|到|了|过|:)*(?P<n>\d+(?:\.\d+)?)(?P<unit>万|亿)"
)
_UNITS = {"万": 10_000, "亿": 100_000_000}
_TIMES = re.compile(r"(\d+)\s*(?:次|回|起)")


def records(scene: Scene) -> list[Finding]:
    """One finding for each of these facts that the clauses tell."""
    found: dict[Topic, Finding] = {}
    carried = ""
    ended = -2
    for spoken in scene.spoken:
        topics = [t for t in RECORDS if t in spoken.topics]
        if not topics:
            continue
        # 「没有犯罪、拘留和涉税违法」: the denial holds for the whole list
        denial = carried if spoken.clause.start - ended <= 1 else ""
        only_named = bool(denial) and _ONLY_NAMED.fullmatch(spoken.text) is not None
        for topic, part in _parts(spoken, topics):
            spoke = _NO.search(part) or (_YES.search(part) and not only_named)
            finding = _read(topic, part if spoke else part + denial, spoken, scene)
            before = found.get(topic)
            if finding is None:
                continue
            if before is None or before.value is None:
                found[topic] = finding
            elif topic is Topic.INNOVATION and isinstance(finding.value, dict):
                # 「高新技术企业，融资2500万」
                found[topic] = replace(finding, used=(*before.used, *finding.used))
            elif before.value == finding.value:
                found[topic] = replace(before, used=(*before.used, *finding.used))
            elif topic is Topic.RESIDENCE_PERMIT and _LAPSED.search(part):
                # 「居住证办了三年，最近忘了签注」
                used = (*before.used, *finding.used)
                found[topic] = replace(finding, certainty=Certainty.DOUBTFUL, used=used)
        said = _NO.search(spoken.text)
        has_some = _YES.search(spoken.text) and not only_named
        carried = said[0] if said else "" if has_some else denial
        ended = spoken.clause.end
    _no_prize(found, scene)
    return list(found.values())


def _no_prize(found: dict[Topic, Finding], scene: Scene) -> None:
    """「没得过奖」 denies an honour too."""
    none = found.get(Topic.INNOVATION)
    if none is None or none.value != "none" or Topic.HONOUR in found:
        return
    if _WORDS["prize"].search(scene.spoken[none.used[0]].text):
        found[Topic.HONOUR] = Finding(Topic.HONOUR, False, none.certainty, none.used)


def _parts(spoken: Spoken, topics: list[Topic]) -> list[tuple[Topic, str]]:
    """Each topic with the words that speak of it."""
    if len(topics) < 2:
        return [(topic, spoken.text) for topic in topics]
    places = []
    for topic in topics:
        cue = CUES[topic].search(spoken.text)
        if cue:
            places.append((cue.start(), cue.end(), topic))
    places.sort(key=lambda p: p[:2])
    parts: list[tuple[Topic, str]] = []
    shared = _NO.search(spoken.text)
    at = 0
    for number, (_, end, topic) in enumerate(places):
        stop = places[number + 1][0] if number + 1 < len(places) else len(spoken.text)
        between = spoken.text[end:stop]
        # 「居住证有没犯过罪」: the denial before the next name is that one's own
        cut = _DENIAL_OF_NEXT.search(between) if "有" in between else None
        cut = cut or re.search(r"[和、与及或也,，]|没|无|有|未|[0零]", between)
        stop = end + cut.start() if cut and number + 1 < len(places) else stop
        part = spoken.text[at:stop]
        at = stop
        if not (_NO.search(part) or _YES.search(part)) and shared:
            part = f"{part}{shared[0]}"
        parts.append((topic, part))
    return parts


def _read(topic: Topic, part: str, spoken: Spoken, scene: Scene) -> Finding | None:
    used = (spoken.index,)
    if topic is Topic.RESIDENCE_PERMIT:
        reading = read_yes_no(TypedAnswer(part, scene.as_of, _PERMIT_QUESTION, tidied=True))
        value = reading.value
        if _KEPT.search(part) and not _LAPSED.search(part):
            value = True
        if value is None:
            return Finding(topic, None, Certainty.DOUBTFUL, used, reading.say or "")
        plainly = value or _NONE_HELD.search(part)
        return Finding(topic, value, Certainty.INFERRED if plainly else Certainty.DOUBTFUL, used)
    unsure = _UNSURE.search(part) is not None
    sure = Certainty.DOUBTFUL if unsure else Certainty.INFERRED
    if topic is Topic.HONOUR and _WORDS["small"].search(part) and not _CITY.search(part):
        return Finding(topic, False, Certainty.DOUBTFUL, used)
    if _NO.search(part):
        return Finding(topic, _none_of(topic), sure, used)
    return _had(topic, part, sure, used, scene)


def _none_of(topic: Topic) -> Any:
    if topic in _COUNTED:
        return 0
    return "none" if topic is Topic.INNOVATION else False


def _had(
    topic: Topic, part: str, sure: Certainty, used: tuple[int, ...], scene: Scene
) -> Finding | None:
    if topic is Topic.INNOVATION:
        if _WORDS["patent"].search(part):
            return None
        if _WORDS["equity"].search(part):
            raised = _RAISED.search(figures(part))
            if raised is None:
                return Finding(topic, "equity", Certainty.DOUBTFUL, used)
            yuan = int(float(raised["n"]) * _UNITS[raised["unit"]])
            return Finding(topic, {"equity": yuan}, Certainty.DOUBTFUL, used)
        points = _POINTS_OF_PRIZE.search(part)
        after = scene.spoken[used[0] + 1] if used[0] + 1 < len(scene.spoken) else None
        if points is None and after is not None and not after.topics:
            points = _POINTS_OF_PRIZE.search(after.figures)  # 「…，人社那边说能算6分」
            used = (*used, after.index) if points else used
        if points and (_WORDS["award"].search(part) or _NAMED_POINTS.search(part)):
            return Finding(topic, {"points": int(points[1])}, Certainty.INFERRED, used)
        return (
            Finding(topic, "award", Certainty.DOUBTFUL, used)
            if _WORDS["award"].search(part)
            else None
        )
    if topic in _COUNTED:
        reading = read_count(TypedAnswer(part, scene.as_of, "近五年有过几次?", tidied=True))
        times = _TIMES.search(part)
        if reading.value is not None:
            return Finding(topic, reading.value, sure, used)
        if times:
            return Finding(topic, int(times[1]), Certainty.DOUBTFUL, used)
        return Finding(topic, 1, Certainty.DOUBTFUL, used) if _YES.search(part) else None
    if topic is Topic.CRIMINAL_RECORD:
        # what makes a person ineligible is asked again unless it is the answer to the question
        return Finding(topic, True, Certainty.DOUBTFUL, used) if _CONVICTED.search(part) else None
    # an honour is worth twenty points: read back unless it is the answer to the question
    if _TITLE.search(part) or _YES.search(part):
        return Finding(topic, True, Certainty.DOUBTFUL, used)
    return None
