"""Schooling told in running text: the highest level held and when it was finished."""

import re

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.readers.education import degree_unsaid, education, single_certificate
from handlers.understanding.readers.moments import Moment
from handlers.understanding.readers.reading import again
from handlers.understanding.scene import Finding, Scene, Spoken

_FINISHED = re.compile(r"毕业(?!证)|毕的业|毕业证|学位证|双证|两证|届|取得|拿到|拿的")
_PAPERS = ("双证", "两证")
"""What only a date behind it dates."""
_LEVELS = (
    ("doctor", re.compile("博士|博(?=双)")),
    ("master", re.compile("硕士|硕(?=双)|研究生|mba|研")),
    ("bachelor", re.compile("本科|本(?=双)|学士|专升本|大学")),
    ("college", re.compile("大专|专科|高职")),
)
_ONLY_DATE = re.compile(r"\d{2,4}[年.\-/]\d{1,2}(?:月|月份)?(?:\d{1,2}[日号])?")
_CERTIFIED = re.compile(
    r"(?:是|证是|证书?)?\d{2,4}[年.\-/]\d{1,2}(?:月|月份)?(?:\d{1,2}[日号])?(?:才|就)?(?:都|全)?[拿取领发下到]+(?:了|到|得)?(?:手)?的?(?:证书?|文凭|毕业证|的)?了?"
)
"""「…函授的，2010年1月拿证」."""
_SCHOOL_YEAR = re.compile(
    r"\d{4}年\d{1,2}月(?:在)?(?:老家|外地|国内|国外|学校|北京)?(?:读|念|上|发|拿)的"
)
"""「本科毕业证学位证2004年7月外地读的」."""
_AT_SCHOOL = re.compile(r"\d{2,4}年\d{1,2}月[^,\d]{2,8}(?:大学|学院)(?:毕业|的)*")
"""「硕士毕业的，05年6月天津大学」."""
_BEGUN = re.compile(r"入学|(?<![自成])考|在读|开始|社保|[交缴]|租|房|来北?京")
_PAPERS_UNSAID = {again(f"education.{key}").say for key in ("single", "degree")}
"""The level is told, and which papers of it is asked."""
_AFTERWARDS = re.compile("毕业(?:以|之)?后")
_BORN = re.compile(r"[的,]?(?:出?生|[男女])")


def schooling(scene: Scene) -> list[Finding]:
    """EDUCATION and GRADUATED, as far as the clauses tell."""
    said = [s for s in scene.spoken if Topic.EDUCATION in s.topics]
    found: list[Finding] = []
    level = ""
    if said:
        used = tuple(s.index for s in said)
        told = ",".join(s.text for s in said)
        reading = education(told)
        single = single_certificate(told) if reading.value is None else None
        if reading.value is not None:
            level = str(reading.value)
            sure = Certainty.DOUBTFUL if degree_unsaid(level, told) else Certainty.INFERRED
            found.append(Finding(Topic.EDUCATION, level, sure, used))
        elif single is not None:
            level = next(name for name, _ in _LEVELS if name in single.values())
            found.append(Finding(Topic.EDUCATION, single, Certainty.INFERRED, used))
        elif any("学历" in s.text or "学位" in s.text or len(s.text) < 14 for s in said):
            found.append(
                Finding(Topic.EDUCATION, None, Certainty.DOUBTFUL, used, reading.say or "")
            )
    finished = _finished(scene, level)
    if finished:
        found = [f for f in found if f.value is not None or f.reason in _PAPERS_UNSAID]
    return found + finished


def _finished(scene: Scene, level: str) -> list[Finding]:
    """The date of graduation of the level held; of several the one that names it, else the last."""
    dates: list[tuple[bool, Spoken, Moment]] = []
    for place, spoken in enumerate(scene.spoken):
        if not spoken.topics & {Topic.GRADUATED, Topic.EDUCATION}:
            continue
        moment = _by_the_word(spoken, loose=_names(level, spoken.text))
        if moment is None and place + 1 < len(scene.spoken):
            after = scene.spoken[place + 1]
            if not after.topics and (
                _ONLY_DATE.fullmatch(after.figures)
                or (
                    Topic.EDUCATION in spoken.topics
                    and (
                        _CERTIFIED.fullmatch(after.figures)
                        or _SCHOOL_YEAR.fullmatch(after.figures)
                        or _AT_SCHOOL.fullmatch(after.figures)
                    )
                )
            ):
                moment, spoken = next(iter(after.times.dates), None), after
        if moment is None and place and Topic.GRADUATED in spoken.topics:
            before = scene.spoken[place - 1]
            if not before.topics and _ONLY_DATE.fullmatch(before.figures):
                moment = next(iter(before.times.dates), None)
        exact = _month_behind(scene, place) if moment and moment.month is None else None
        if moment and exact and exact.year == moment.year:
            moment, spoken = exact, scene.spoken[place + 1]
        if moment is not None and moment.year is not None:
            named = _names(level, spoken.text) or _named_before(scene, spoken, level)
            dates.append((named, spoken, moment))
    if not dates:
        return []
    _, spoken, moment = [d for d in dates if d[0]][-1] if any(d[0] for d in dates) else dates[-1]
    if level in ("none", ""):
        return [] if level else [_graduated(spoken, moment, dates)]
    return [_graduated(spoken, moment, dates)]


def _month_behind(scene: Scene, place: int) -> Moment | None:
    """「2011年本科毕业，7月拿的证」: the month in the clause after the year."""
    after = scene.spoken[place + 1] if place + 1 < len(scene.spoken) else None
    if after is None or after.topics or not _CERTIFIED.fullmatch(after.figures):
        return None
    return next(iter(after.times.dates), None)


def _named_before(scene: Scene, spoken: Spoken, level: str) -> bool:
    """「硕士11年7月毕业」 cut before its year: the level stands at the end of the clause before."""
    if not spoken.index or any(cue.search(spoken.text) for _, cue in _LEVELS):
        return False
    return _names(level, scene.spoken[spoken.index - 1].text[-3:])


def _graduated(spoken: Spoken, moment: Moment, dates: list[tuple[bool, Spoken, Moment]]) -> Finding:
    """Of 「大专98年7月毕业，专升本05年1月毕业」 the first is understood too, and not counted."""
    lower = {s.index for _, s, _ in dates if not s.topics - {Topic.EDUCATION, Topic.GRADUATED}}
    used = tuple(sorted({spoken.index} | lower))
    return Finding(Topic.GRADUATED, moment.iso(), Certainty.INFERRED, used)


def _by_the_word(spoken: Spoken, loose: bool = False) -> Moment | None:
    """The date that stands by 毕业; 「2005到2009年读本科」 ends with it."""
    word = _FINISHED.search(spoken.figures)
    if word is None and (not loose or _BEGUN.search(spoken.text)):
        return None
    at = word.start() if word else len(spoken.figures)
    times = spoken.times
    dates = [*times.dates]
    for period in times.periods:
        dates += [period.first] if period.last is None else [period.last]
    dates = [m for m in dates if not _BORN.match(spoken.figures[m.end :])]
    before = [m for m in dates if m.end <= at + 2]
    if word and word[0] in _PAPERS:  # 「男 86年2月 硕士双证」 tells the birth
        dates = [m for m in dates if m.end > at + 2 or _level_before(spoken.figures[: m.end])]
        before = [m for m in before if m in dates and len(before) == len(dates)]
    if word and not before and _AFTERWARDS.match(spoken.figures, at):
        return None  # 「毕业以后2011年8月上班」
    near = before or dates
    return min(near, key=lambda m: abs(m.end - at)) if near else None


def _level_before(text: str) -> bool:
    """「本科05年7月双证」: the date stands behind the level."""
    return any(cue.search(text) for _, cue in _LEVELS)


def _names(level: str, text: str) -> bool:
    if level == "bachelor_no_degree":
        level = "bachelor"
    return any(name == level and cue.search(text) for name, cue in _LEVELS)
