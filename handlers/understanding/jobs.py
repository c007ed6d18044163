"""Employers told in running text: in which district the insurance was paid, and when."""

import itertools
import re

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.reading import again
from handlers.understanding.readers.spans import NOW
from handlers.understanding.scene import Finding, Scene, Spoken
from handlers.understanding.times import Times, moved

Job = dict[str, str]
ONLY_YEAR = "district.moved"
"""The text that asks for the month of a move."""

_PIECES = re.compile(
    r"[\s、]+|然后|再后来|后来|接着|之后|(?<![到至~从在-])(?=现在|目前|如今)|(?<=.{3})(?=以前|之前|原来)"
    r"|(?<=.{4})(?=(?<!\d)(?:19|20)?\d\d年[^,]{0,8}(?:跳|换|搬|调|去|转))"
)
_ONLY_TIME = re.compile(r"[\d年月日号份.\-~/到至今现在]+")
_OTHER_PLACE = re.compile(r"住|房(?!山)|户口|租")
_OFFICE = re.compile(r"办公|实际|坐班")
_BEFORE = re.compile(r"之前|以前|原来|原先")
_MOVED = re.compile("从.{2,5}[^,]{0,2}(?:迁|搬|换|转|挪)")
_MOVED_HERE = re.compile("从.{2,5}[^,]{0,2}(?:迁|搬|换|转|挪)(?:过来|过去|来|去|到这)")
"""「公司在通州，2022年1月从朝阳搬过去的」: the place named is the one that was left."""
_MOVED_ON = re.compile("(?:迁|搬|换|转|挪)[了]?[到去至]")
_UNTIL_THEN = re.compile(r"月(?:份)?(?:以|之)?前")
_AFTERWARDS = re.compile("之后|以后|后来|换|搬|迁|转")
_UNTIL = re.compile(r"[到至~-]$")


def jobs(scene: Scene) -> list[Finding]:
    """JOBS: a list of `{"district", "from"?, "to"?}` in told order."""
    told: list[Job] = []
    used: list[int] = []
    before: Spoken | None = None
    for spoken in scene.of(Topic.JOBS):
        if _only_year_of_move(spoken, before):
            reason = again(ONLY_YEAR).say or ""
            at = (spoken.index,) if before is None else (before.index, spoken.index)
            return [Finding(Topic.JOBS, None, Certainty.DOUBTFUL, at, reason)]
        before = spoken
        if Topic.HOMES in spoken.topics and Topic.JOBS not in spoken.topics:
            continue
        if _walk(spoken, told) or Topic.JOBS in spoken.topics:
            used.append(spoken.index)
    if not told:
        return []
    sure = Certainty.DOUBTFUL if "市本级" in "".join(s.text for s in scene.spoken) else None
    return [Finding(Topic.JOBS, told, sure or Certainty.INFERRED, tuple(used))]


def _walk(spoken: Spoken, told: list[Job]) -> bool:
    found = False
    left = _left(spoken, told)
    for piece in _pieces(spoken.figures):
        places = districts_in(piece)
        if _OFFICE.search(piece) and "注册" not in piece:
            continue
        if Topic.HOMES in spoken.topics and _OTHER_PLACE.search(piece) and "单位" not in piece:
            continue
        times = spoken.times_in(piece)
        if _moved_here(piece, places, times, told):
            found = True
            continue
        if places and (not told or told[-1]["district"] != places[0]):
            told.append({"district": places[0]})
            found = True
        if not told:
            continue
        job = told[-1]
        if len(places) == 2 and _MOVED.search(piece):
            found = _moved(places, times, told) or found
            continue
        if times.months and _UNTIL_THEN.search(piece):
            job["to"] = moved(times.months[0], -1)
            left, found = times.months[0], True
            continue
        if left and places and not times:
            job["from"], job["to"] = left, NOW
        if times.spans:
            job.update(times.spans[0])
        elif times.months:
            month = times.months[0]
            when = next(m for m in times.dates if m.month is not None)
            if _UNTIL.search(piece[: when.start]):
                job["to"] = month
            else:
                job.setdefault("from", month)
                job.setdefault("to", NOW)
        if places or times:
            found = True
            _close(told)
        if _BEFORE.search(piece) and "to" not in job and len(told) > 1 and "from" in told[-2]:
            job["to"] = moved(told[-2]["from"], -1)
    return found


def _only_year_of_move(spoken: Spoken, before: Spoken | None) -> bool:
    """「19年从海淀搬到大兴」: a move between two districts of which only the year is told.

    The first district may stand in the clause before: 「单位以前在朝阳，2020年搬到亦庄」.
    """
    years = [date.year for date in spoken.times.dates if date.month is None]
    if spoken.times.months or spoken.times.spans or len(years) != 1:
        return False
    if len(spoken.districts) == 2 and _MOVED.search(spoken.figures):
        return True
    here = spoken.districts
    if before is None or len(here) != 1 or len(before.districts) != 1 or here == before.districts:
        return False
    moves = _MOVED_ON.search(spoken.figures) or _MOVED_HERE.search(spoken.figures)
    return moves is not None and _OTHER_PLACE.search(spoken.figures) is None


def _pieces(text: str) -> list[str]:
    """The parts of a clause; a time alone goes with the place behind it: 「2006.3-2012.5 海淀」."""
    found: list[str] = []
    for piece in filter(None, _PIECES.split(text)):
        if found and _ONLY_TIME.fullmatch(found[-1]) and districts_in(piece):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _moved_here(piece: str, places: tuple[str, ...], times: Times, told: list[Job]) -> bool:
    """The employer told before came from `places`; True when that is what `piece` says."""
    if not told or len(places) != 1 or len(times.months) + len(times.spans) != 1:
        return False
    here = told[-1]
    if here["district"] == places[0] or "from" in here or not _MOVED_HERE.search(piece):
        return False
    month = times.months[0] if times.months else times.spans[0]["from"]
    told[-1:] = [
        {"district": places[0], "to": moved(month, -1)},
        {"district": here["district"], "from": month, "to": NOW},
    ]
    return True


def _left(spoken: Spoken, told: list[Job]) -> str:
    """The month from which the next employer counts: 「2016年4月前在东城，之后搬到通州」."""
    ended = told[-1].get("to", NOW) if told and "from" not in told[-1] else NOW
    return moved(ended, 1) if ended != NOW and _AFTERWARDS.search(spoken.text) else ""


def _moved(places: tuple[str, ...], times: Times, told: list[Job]) -> bool:
    """「2020年1月从朝阳迁到昌平」: the one until the month before, the other since."""
    if len(places) != 2 or len(times.months) + len(times.spans) != 1:
        return False
    month = times.months[0] if times.months else times.spans[0]["from"]
    del told[-1]
    told += [
        {"district": places[0], "to": moved(month, -1)},
        {"district": places[1], "from": month, "to": NOW},
    ]
    return True


def _close(told: list[Job]) -> None:
    """The next employer ends the one before, where that end was not told."""
    for before, after in itertools.pairwise(told):
        if (
            "from" in after
            and before.get("to", NOW) == NOW
            and before.get("from", "") < after["from"]
        ):
            before["to"] = moved(after["from"], -1)
