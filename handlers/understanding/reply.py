"""The answer to the question on screen, out of the clauses that may give it."""

import re

from handlers.understanding.acts import (
    Act,
    Certainty,
    Context,
    Deny,
    Tell,
    Topic,
    Unclear,
    Unknown,
)
from handlers.understanding.answers import answer, denies
from handlers.understanding.homes_given_up import ASKS_WHEN
from handlers.understanding.jobs import ONLY_YEAR
from handlers.understanding.message import Message
from handlers.understanding.own_readings import AnswerValues
from handlers.understanding.questions import QUESTIONS
from handlers.understanding.readers.reading import again
from handlers.understanding.readers.yes_no import says_both
from handlers.understanding.scene import Finding, Scene, Spoken

SHORT = 30
"""A message of no more characters is a plain answer."""
_NO = "没有"
_RELATED: dict[Topic, tuple[Topic, ...]] = {
    Topic.LIVES_THERE: (Topic.HOMES,),
    Topic.HOMES: (Topic.LIVES_THERE, Topic.LEASE),
    Topic.LEASE: (Topic.HOMES,),
    Topic.CONTINUOUS: (Topic.INSURANCE, Topic.INSURANCE_GAP),
    Topic.REPAID: (Topic.INSURANCE_GAP,),
    Topic.INSURANCE_GAP: (Topic.REPAID,),
    Topic.GRADUATED: (Topic.EDUCATION,),
    Topic.STUDY_OVERLAP: (Topic.INSURANCE, Topic.EDUCATION),
}
"""Whose words also answer a question on the topic."""


def reply(
    scene: Scene, findings: list[Finding], message: Message, context: Context
) -> tuple[list[Act], set[int], set[Topic]]:
    """The acts of the answer to the question, the clauses it took, the topics it settles."""
    key = context.question or ""
    topic = QUESTIONS[key].topic
    may = _may_answer(scene, topic, message, _elsewhere(findings, topic))
    if topic is None or not may or any(f.reason in _ASKS_BACK for f in findings):
        return [], set(), set()
    text = ",".join(s.text for s in may)
    used = {s.index for s in may}
    evidence = scene.evidence(used)
    yes_or_no = "yes_no" in QUESTIONS[key].slots or QUESTIONS[key].nothing
    if yes_or_no and says_both(text):
        reason = again("yes_no.double").say or ""
        return [Unclear(evidence.clause, evidence, reason)], used, {topic}
    found = answer(key, text, scene, findings, context)
    if not (found.told or found.unknown or found.denied):
        # 「没有没有，我老老实实的人」: one clause answers, the rest goes with it
        no = [s for s in may if denies(s.text)]
        if no and not any(_tells_more(s, key, topic) for s in scene.spoken if s not in no):
            found = answer(key, _NO, scene, [], context)
    known = [f for f in findings if f.topic is topic and f.value is not None and not f.reason]
    if found.unknown and known and topic is Topic.BIRTH:
        # 「75年的，具体几月不想说」: the year is told all the same
        found = AnswerValues(tuple((f.topic, f.value) for f in known))
    if found.unknown and topic is not Topic.INNOVATION and _OF_A_PRIZE.search(text):
        return [], set(), set()
    if found.unknown:
        return [Unknown(evidence, topic)], used, {topic}
    if found.denied:
        settled = {f.topic for f in findings if f.value is None}
        return [Deny(Certainty.PLAIN, evidence, Topic.HOMES, [found.denied])], used, settled
    if found.told:
        sure = found.certainty
        if sure is Certainty.PLAIN and not is_short(message) and len(scene.spoken) > 2:
            sure = Certainty.INFERRED
        told = found.told
        if key == "insurance" and {t for t, _ in told} == {topic} and _denies_breaks(may):
            told += ((Topic.INSURANCE_GAP, []), (Topic.REPAID, 0))
        acts: list[Act] = [Tell(t, v, sure, evidence) for t, v in told]
        acts += [Unclear(evidence.clause, evidence, _YEARS) for f in findings if f.reason == _YEARS]
        return acts, used, {t for t, _ in told}
    untimed = bool(QUESTIONS[key].home) or key == "living_since"
    others = [f for f in findings if not (untimed and f.topic is topic)]
    if (
        found.reason
        and not any(f.reason == "denied" for f in findings)
        and len(may) == len(scene.spoken)
        and not any(f.value is not None for f in others)
    ):
        return [Unclear(evidence.clause, evidence, found.reason)], used, {topic}
    return [], set(), set()


_YEARS = again("housing.years").say or ""
"""Said beside what was told: a part of it is left out."""
_ASKS_BACK = frozenset(again(key).say for key in (ASKS_WHEN, ONLY_YEAR))
"""Of a sale or a move without its month nothing is the answer to another question."""


def _denies_breaks(spoken: list[Spoken]) -> bool:
    """「09年7月到现在，都没有」 to when it was paid, whether it was broken and made up for."""
    return len(spoken) > 1 and any(denies(s.text) for s in spoken[1:])


_OF_A_PRIZE = re.compile(r"[几多]少?分|奖")
"""「不知道几分」 leaves the points of a prize open, not what is asked."""
_AMOUNTS = re.compile(r"\d")


def _tells_more(spoken: Spoken, key: str, topic: Topic) -> bool:
    """Whether a clause beside a plain no speaks of something; of the tax people name amounts."""
    return bool(spoken.topics - {topic}) or (
        key != "tax_years" and _AMOUNTS.search(spoken.figures) is not None
    )


def _elsewhere(findings: list[Finding], topic: Topic | None) -> set[int]:
    """Clauses that tell another fact together with one before: 「自考本科，15年12月」 is when that
    was finished, whatever date the question asks for."""
    return {
        index
        for f in findings
        if f.topic is not topic and f.topic in _TELLS_ITS_DATE and f.value is not None
        for index in f.used
    }


_TELLS_ITS_DATE = frozenset({Topic.GRADUATED, Topic.EDUCATION})


def _may_answer(
    scene: Scene, topic: Topic | None, message: Message, elsewhere: set[int]
) -> list[Spoken]:
    """The clauses that may answer: those on the topic, and those on nothing in particular.

    A sentence about something else is never an answer. In a long message only clauses with a word
    of the question count, and a first clause without any.
    """
    near = _RELATED.get(topic, ()) if topic is not None else ()
    own = [s for s in scene.spoken if topic is not None and s.about(topic, *near)]
    bare = [
        s
        for s in scene.spoken
        if not s.topics and s.follows is None and not s.answer.idle and s.index not in elsewhere
    ]
    if is_short(message):
        if own:
            return sorted(own + [b for b in bare if not b.aside], key=lambda s: s.index)
        return [b for b in bare if not b.aside] or bare
    first = [s for s in bare if s.index == 0]
    return own or first


_PLAIN_YES = re.compile(
    r"(?:[嗯恩是对有在\s,]|的|啊|呀|了|呢|哦|一直|确实|当然|肯定|没错|对头|必须|👌|👍|✅|✔|√)+"
)


def said_yes(text: str, context: Context) -> bool:
    """「嗯」, 「对的」 answer a question of yes or no; 「好的」, 「明白了」 do not."""
    slots = QUESTIONS[context.question or ""].slots
    return "yes_no" in slots and _PLAIN_YES.fullmatch(text) is not None


def is_short(message: Message) -> bool:
    return len(message.raw) - message.start <= SHORT
