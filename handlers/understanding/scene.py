"""The clauses of a message with what each speaks of, for the extractors of facts.

An extractor takes a `Scene` and gives `Finding`s: a topic, a value, how sure, and which clauses
said so. A clause without a word of its own goes on with the topic before it when it names a time,
a district or a break: 「社保2009年7月开始交，2015年断了两个月」.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.understanding.acts import Certainty, Evidence, Topic
from handlers.understanding.born import Born, born
from handlers.understanding.message import Clause
from handlers.understanding.readers.answer import TypedAnswer
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.once import once
from handlers.understanding.times import Times, times_of
from handlers.understanding.topics import CUES, OTHERS, about_the_lease, topics_of
from scoring import JsonMapping

_WORDS = lexicon("topics")
_ASIDE, _FILLER = _WORDS["aside"], _WORDS["filler"]
_LEFT_OPEN = re.compile(
    "(?:不(?:太|大)?(?:清楚|知道|确定|记得|晓得|了解)|不详|记不(?:太|大)?(?:清楚?|得|住)|没印象|忘了)"
    "[了的呢吧啊]*$"
)
_GOES_ON = (Topic.INSURANCE, Topic.HOMES, Topic.JOBS)
"""Topics that a clause with only a time or a place can go on with."""
_HERE = re.compile(r"[到至]?(?:现在|至今|如今|目前|今)(?:为止)?|一直")
_HOME = re.compile("[住租家卖归判]|房(?!山)|宿舍|证|本|过户|那套")
_BORN = re.compile("生|岁|今年|后|农历")
_PAUSES = re.compile("(?:然后|后来|接着|就是|完了|那|反正|所以)+(?:呢|嘛|啊|呀|吧|哈)+")
_PAID_IN = re.compile(r"^社保[交缴]?在\D{2,4}$")
_BACK_AT_WORK = re.compile("又|回来|重新|再次")
_STUDYING = re.compile(r"上学|读书|念书|在校|上大学|读[研博硕本]|(?:大学|研究生|博士)(?:时|期间)")
_THEN = re.compile(r"^(?:这|那|上学|读书)?(?:期间|几年|会儿|时候)")
_NOT_PAID = re.compile(r"没(?:有)?(?:[交缴上]|社保)|不[交缴]|未[交缴]")
_PAID = re.compile("社保|[交缴保]")
_NOBODY_PAID = re.compile(r"(?:没|不|未)(?:有)?(?:人)?(?:肯|愿意)?(?:给|帮|替|[交缴上])|没有?社保")
_ELSEWHERE = lexicon("housing")["elsewhere"]
WITH_THE_JOB = re.compile(
    r"跟着?(?:单位|公司|工作)|同步|(?:每家|各家|几家|两家|家家)[^,]{0,4}都|随(?:着)?(?:单位|公司|工作)"
)
"""Insurance that was paid wherever the person worked."""
_WAY_OF_STUDY = re.compile(
    "(?:[是我]|后来)*(?:在职|(?:非)?全日制|统招|脱产|业余|周末班)(?:的|[读念上]的?|毕业的?)*"
)
"""「大专，在职，15年7月」: how it was studied, between the level and its date."""
_MONEY = re.compile(r"\d[万元块分w]|[一二三四五六七八九十]万")


@dataclass(frozen=True)
class Spoken:
    """A clause, its place in the message, and the topics of its words."""

    index: int
    clause: Clause
    topics: frozenset[Topic]
    as_of: date
    follows: Topic | None = None
    """The topic before it, for a clause that only goes on."""

    @property
    def text(self) -> str:
        return self.clause.text

    @property
    def figures(self) -> str:
        return self.clause.figures

    @once
    def times(self) -> Times:
        return times_of(self.figures, self.text, self.as_of)

    def times_in(self, part: str) -> Times:
        """The times of a part of the clause, in digits."""
        return self.times if part == self.figures else times_of(part, part, self.as_of)

    @once
    def districts(self) -> tuple[str, ...]:
        return districts_in(self.text)

    @once
    def answer(self) -> TypedAnswer:
        return TypedAnswer(self.text, self.as_of, tidied=True)

    @once
    def leaves_open(self) -> bool:
        """「不清楚」 alone, or behind what it is about and no time: 「有没有补缴记不清」."""
        told = self.topics and not self.times and _LEFT_OPEN.search(self.text)
        return self.answer.unknown or bool(told)

    def about(self, *topics: Topic) -> bool:
        """Whether the clause speaks of one of `topics`, or goes on with one."""
        return bool(self.topics & set(topics)) or self.follows in topics

    @property
    def aside(self) -> bool:
        """Something that no question asks about."""
        return _ASIDE.search(self.text) is not None or OTHERS.match(self.text) is not None

    @property
    def filler(self) -> bool:
        return _FILLER.search(self.text) is not None


@dataclass(frozen=True)
class Finding:
    """A fact read out of the clauses `used` (their places)."""

    topic: Topic
    value: Any
    certainty: Certainty
    used: tuple[int, ...]
    reason: str = ""
    """Why there is no value, for the person; the value is then None."""


@dataclass(frozen=True)
class Scene:
    """What the extractors look at; `asked` is the question's topic, `year` that of filing."""

    spoken: tuple[Spoken, ...]
    as_of: date
    year: int
    asked: Topic | None = None
    raw: str = ""
    """The message as typed, for the evidence."""
    born: Born | None = None
    """A date of birth that stands by the sex or after 我."""
    known: JsonMapping = field(default_factory=dict)
    """The facts told before, where they are at hand."""

    @once
    def topics(self) -> frozenset[Topic]:
        """Everything that the clauses speak of or go on with."""
        going = {s.follows for s in self.spoken if s.follows is not None}
        return frozenset().union(going, *(s.topics for s in self.spoken))

    def of(self, *topics: Topic) -> list[Spoken]:
        """The clauses on `topics`, in order."""
        return [s for s in self.spoken if s.about(*topics)]

    def evidence(self, used: Iterable[int]) -> Evidence:
        """The stretch of the text from the first to the last clause of `used`."""
        clauses = [self.spoken[index].clause for index in sorted(used)]
        start, end = clauses[0].start, clauses[-1].end
        return Evidence(self.raw[start:end], start, end)


def fills(text: str) -> bool:
    """「然后呢」, 「就是嘛」: words that only fill a pause of speech."""
    return _PAUSES.fullmatch(text) is not None


def scene_of(
    clauses: Iterable[Clause],
    as_of: date,
    year: int,
    asked: Topic | None = None,
    raw: str = "",
    known: JsonMapping | None = None,
) -> Scene:
    """The clauses with their topics; `asked` is what a first clause without words goes on with.

    `known` are the facts so far: where a year of birth lacks its month, a month of that year is it.
    """
    spoken: list[Spoken] = []
    last: Topic | None = asked
    clauses = tuple(clauses)
    named = [topics_of(clause.text, clause.figures) for clause in clauses]
    birth = born(tuple([clause.figures for clause in clauses]))
    if birth:
        named[birth.clause] |= {Topic.BIRTH}
        if named[birth.clause] <= {Topic.BIRTH, Topic.SEX, Topic.HOMES, Topic.JOBS}:
            named[birth.clause] &= {Topic.BIRTH, Topic.SEX}
    for index, clause in enumerate(clauses):
        if index and Topic.EDUCATION in named[index - 1] and _WAY_OF_STUDY.fullmatch(clause.text):
            named[index] = {Topic.EDUCATION}
        if not named[index] & {Topic.INSURANCE, Topic.INSURANCE_GAP}:
            continue
        studying = _STUDYING.search(clause.text) or (
            index and Topic.EDUCATION in named[index - 1] and _THEN.search(clause.text)
        )
        if studying and _NOT_PAID.search(clause.text):
            named[index] = set()  # who studies has not begun to pay: no break
        if (
            index
            and named[index] == {Topic.INSURANCE_GAP}
            and Topic.RESIDENCE_PERMIT in named[index - 1]
            and Topic.INSURANCE not in named[index - 1]
        ):
            named[index] = {Topic.RESIDENCE_PERMIT}  # 「居住证办了8年，没断过」
    if asked is Topic.RESIDENCE_PERMIT:
        named = [
            {asked} if topics == {Topic.INSURANCE_GAP} and not _PAID.search(clause.text) else topics
            for topics, clause in zip(named, clauses, strict=True)
        ]
    if asked is Topic.LEASE:
        named = [about_the_lease(topics, c.text) for topics, c in zip(named, clauses, strict=True)]
    for index, (clause, topics) in enumerate(zip(clauses, named, strict=True)):
        if index and Topic.LEASE in named[index - 1]:
            topics = named[index] = about_the_lease(topics, clause.text)
        if (
            asked not in (None, Topic.BIRTH)
            and not (birth and birth.clause == index)
            and topics == {Topic.BIRTH}
            and not _BORN.search(clause.text)
        ):
            topics = set()
        if topics <= {Topic.BIRTH} and _month_of_birth(clause, as_of, known):
            topics = named[index] = {Topic.BIRTH}
        if topics == {Topic.HOMES} and last is Topic.JOBS and not _HOME.search(clause.text):
            topics = set()  # 「单位在房山，23年3月起搬到西城」
        if (
            topics == {Topic.JOBS}
            and last is Topic.INSURANCE
            and not districts_in(clause.text)
            and _paid_on(clause, as_of)
        ):
            topics = set()  # 「社保05年10月到12年3月在甲公司，12年6月到现在乙公司」
        follows = None
        if topics or OTHERS.match(clause.text):
            follows = None
        elif last in _GOES_ON and _only_goes_on(clause, as_of):
            follows = last
            if follows is Topic.INSURANCE and Topic.JOBS in named[index - 1]:
                # 「2007年9月到2010年1月社保在朝阳，2010年3月到现在在海淀」
                topics = named[index] = {Topic.JOBS} if districts_in(clause.text) else set()
        elif index + 1 < len(clauses):
            follows = _leads_to(clause, named[index + 1], clauses[index + 1], as_of)
        breaks_off = topics == {Topic.INSURANCE_GAP} or topics == {Topic.REPAID}
        if breaks_off and last is not Topic.JOBS:
            last = Topic.INSURANCE
        going = [t for t in _GOES_ON if t in topics]
        if going:
            last = _last_named(clause.text, going)
        elif topics - {Topic.INSURANCE_GAP, Topic.REPAID, Topic.LEASE, Topic.LIVES_THERE}:
            last = None
        paid_in = {Topic.INSURANCE, Topic.JOBS} <= topics and _PAID_IN.search(clause.text)
        if paid_in and spoken and spoken[-1].times.periods:
            last = Topic.JOBS  # 「② 2011.3—2018.10 亦庄（社保在大兴）」
        if Topic.INSURANCE in topics and WITH_THE_JOB.search(clause.text):
            last = Topic.JOBS  # 「社保跟着工作走，2007年9月到2010年3月东城」
        spoken.append(Spoken(index, clause, frozenset(topics), as_of, follows))
    return Scene(tuple(spoken), as_of, year, asked, raw, birth, {} if known is None else known)


def _month_of_birth(clause: Clause, as_of: date, known: JsonMapping | None) -> bool:
    """「几月来着，86年11月」 after 「86年的」; only a lone month looks at what is known."""
    times = times_of(clause.figures, clause.text, as_of)
    if len(times.months) != 1 or times.periods:
        return False
    return known is not None and known.get("birth") == times.months[0][:4]


def _paid_on(clause: Clause, as_of: date) -> bool:
    """A period with an employer, or the month in which the next one was joined."""
    times = times_of(clause.figures, clause.text, as_of)
    return bool(times.periods or (times.months and _BACK_AT_WORK.search(clause.text)))


def _only_goes_on(clause: Clause, as_of: date) -> bool:
    if _MONEY.search(clause.text):
        return False
    if times_of(clause.figures, clause.text, as_of) or districts_in(clause.text):
        return True
    return _HERE.search(clause.text) is not None


def _leads_to(clause: Clause, topics: set[Topic], after: Clause, as_of: date) -> Topic | None:
    """「2010年7月到2012年6月，住公司宿舍」: a period whose matter stands in the clause after it."""
    times = times_of(clause.figures, clause.text, as_of)
    if not times.periods:
        only = (
            len(times.months) == 1
            and not times.durations
            and times.dates[0].end == len(clause.figures)
        )
        return Topic.INSURANCE if only and topics == {Topic.INSURANCE_GAP} else None
    if Topic.INSURANCE in topics and (_NOBODY_PAID.search(after.text) or _paid_elsewhere(after)):
        return None
    if Topic.INSURANCE_GAP in topics:
        return Topic.INSURANCE
    going = [t for t in _GOES_ON if t in topics]
    return None if times_of(after.figures, after.text, as_of) or not going else going[0]


def _paid_elsewhere(clause: Clause) -> bool:
    return _ELSEWHERE.search(clause.text) is not None and "北京" not in clause.text


def _last_named(text: str, topics: list[Topic]) -> Topic:
    """Of several topics in one clause the one whose word stands last."""
    return max(topics, key=lambda t: max((m.start() for m in CUES[t].finditer(text)), default=-1))
