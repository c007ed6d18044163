"""The time paid where only the employers tell it: 「社保跟着单位走」."""

import re

from handlers.understanding.acts import Topic
from handlers.understanding.insurance_pieces import InsurancePiece
from handlers.understanding.readers.spans import NOW
from handlers.understanding.scene import WITH_THE_JOB, Scene
from handlers.understanding.times import Span, moved

_ALL_ALONG = re.compile(
    r"社保(?:也|一直|全程?|始终|从来|都)*(?:都[有交]|交了|正常|交着|没断|没停|未断|连续)"
)
"""「社保都交了」 beside the employers."""
_FROM_SCHOOL = re.compile(r"毕业[^,]{0,3}就?[^,]{0,4}(?:社保|五险|[交缴])")
"""「10年7月毕业，毕业就上社保」: most likely from that month on; doubtful."""
_ON_FROM_THERE = re.compile(
    r"[交缴]社保(?:至今|到现在|到今)|(?:至今|到现在)[^,]{0,4}[交缴]社保|社保[^,]{0,2}一直[^,]{0,5}[交缴]|社保[^,]{0,3}(?:那时|那会|那年|那天|同时|当时|入职)[^,]{0,4}(?:开始|起|就|[交缴上有])"
)
_ENTERED = re.compile("进(?:了|入)?|入职|上班|工作|加入|报到")
_JOINED_NEXT = re.compile("跳|换|进|入职|转到|去了")


def by_the_job(piece: InsurancePiece, scene: Scene) -> tuple[list[Span], list[int]]:
    """The time paid where the employer tells it, and the places of the clauses it stands in.

    「社保跟着单位走」; 「2019年7月进高校，交社保至今」, whose date may be another's: doubtful.
    """
    told = [s for s in scene.of(Topic.JOBS) if s.times.spans]
    if told and _follows_the_job(piece):
        return [span for s in told for span in s.times.spans], [s.index for s in told]
    at = piece.spoken.index
    before = scene.spoken[at - 1] if at else None
    if before and Topic.GRADUATED in before.topics and _FROM_SCHOOL.search(piece.spoken.text):
        months = before.times.months
        return [{"from": months[-1], "to": NOW}] if months else [], [before.index]
    if before is None or not _ON_FROM_THERE.search(piece.text):
        return [], []
    if before.topics - {Topic.JOBS, Topic.GRADUATED} or before.follows not in (None, Topic.JOBS):
        return [], []
    starts = [span["from"] for span in before.times.spans] or before.times.months
    if len(starts) != 1 or (before.times.spans and before.times.spans[0]["to"] != NOW):
        return [], []
    return [{"from": starts[0], "to": NOW}], [before.index]


def _follows_the_job(piece: InsurancePiece) -> bool:
    said = piece.spoken.text
    return WITH_THE_JOB.search(said) is not None or _ALL_ALONG.search(said) is not None


def sure_of(piece: InsurancePiece, taken: list[int], scene: Scene) -> bool:
    """Whether the clause that lent its date says that the work began then."""
    if _follows_the_job(piece):
        return True
    return all(_ENTERED.search(scene.spoken[index].text) for index in taken)


def carried_on(spans: list[Span], scene: Scene) -> list[int]:
    """The next employer, whose time begins where the time paid ends, goes on paying.

    「社保到2020年4月在西城交，2020年5月换到昌平的公司一直到现在」.
    """
    used: list[int] = []
    for spoken in scene.of(Topic.JOBS):
        if Topic.INSURANCE in spoken.topics or spoken.follows is Topic.INSURANCE:
            continue
        starts = [{"from": month, "to": NOW} for month in spoken.times.months]
        for span in spoken.times.spans or (starts if _JOINED_NEXT.search(spoken.text) else []):
            last = spans[-1]
            if last["to"] != NOW and span["from"] == moved(last["to"], 1):
                spans.append(span)
                used.append(spoken.index)
    return used
