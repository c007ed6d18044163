"""An adaptive applicant: reads each reply, answers what it asks, and goes on up to the result.

It knows only `handlers.respond` and what a person reads, so the order, number and wording of the
questions are free. Where a reply would puzzle a reader, the walker may be puzzled too.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from tests.applicants import styles
from tests.applicants.chat import Broken, Chat
from tests.applicants.choices import chosen
from tests.applicants.people import Person
from tests.applicants.reader import (
    Question,
    Result,
    cues,
    lacking,
    question,
    questions,
    result,
    topics,
)
from tests.applicants.speech import Speaker, phrases
from tests.applicants.statements import judged, row_of

MOST_MESSAGES = 60
MOST_OBJECTIONS = 3
MOST_ASIDES = 4
NONE_OF = ("none of these",)
START, GO_ON, FINISH, SKIP = "算一算", "继续", "出结果", "跳过"
REVIEW, LISTING = "核对", "我的资料"


@dataclass
class Turn:
    """One message and the reply to it. `bare`: the reply only repeats the question before it."""

    said: str
    reply: str
    bare: bool = False


@dataclass
class Correction:
    topic: str
    taken: bool


@dataclass
class Walk:
    """A whole conversation and what came of it."""

    person: Person
    style: str
    turns: list[Turn] = field(default_factory=list)
    result: Result | None = None
    corrections: list[Correction] = field(default_factory=list)
    fault: str = ""
    """What went wrong inside, where `respond` raised an error; such a walk has no result."""

    @property
    def shown(self) -> str:
        """The transcript."""
        lines = []
        for turn in self.turns:
            lines += [f"用户> {turn.said}", "机器人> " + turn.reply.replace("\n", "\n        ")]
        return "\n".join(lines)


def walk(person: Person, style: str, seed: int) -> Walk:
    """Let the person talk with the chat up to a result."""
    walker = _Walker(person, style, random.Random(f"{person.kind} {style} {seed}"))
    try:
        walker.run()
    except Broken as broken:
        walker.walk.turns.append(Turn(str(broken), ""))
        walker.walk.fault = repr(broken.__cause__)
        walker.walk.result = None
    return walker.walk


class _Walker:
    def __init__(self, person: Person, style: str, rng: random.Random) -> None:
        self.person, self.style, self.rng = person, style, rng
        full = style in ("talkative", "dump") or (style == "corrections" and rng.random() < 0.5)
        self.speaker = Speaker(person, rng, full=full)
        self.chat = Chat(f"{person.kind}-{style}")
        self.walk = Walk(person, style)
        self.told_all = False
        self.lost = 0
        self.asked: tuple[str, ...] = ()
        self.attempts = 0
        self.pending = ""
        """The topic of a wrong answer that the next message is to correct."""
        self.alone = True
        """That answer was the only one in its message."""
        self.slip = ""
        """The topic that the message being sent corrects."""
        self.slipped: set[str] = set()
        self.supplied: set[str] = set()
        self.objections: Counter[str] = Counter()
        self.objected = ""
        """The topic of a wrong statement that the last message objected to."""
        self.interrupted = False
        self.asides = rng.sample(phrases()["between"]["asides"], MOST_ASIDES)

    def run(self) -> None:
        text = START
        if self.style == "dump" and self.rng.random() < 0.5:
            text, self.told_all = styles.story(self.speaker), True
        while len(self.walk.turns) < MOST_MESSAGES:
            reply = self.send(text)
            found = result(reply)
            if found:
                self.walk.result = found
                asked = question(reply)
                if not asked or not asked.topics:
                    supplied = self._supplied(found, reply)
                    if not supplied:
                        break
                    text = supplied
                    continue
            text = self.next(reply)

    def _supplied(self, found: Result, reply: str) -> str | None:
        """A fact that the result names as not known, though the person knows it."""
        if found.low == found.high:
            return None
        for topic in lacking(reply):
            if topic not in self.person.unknown and topic not in self.supplied:
                self.supplied.add(topic)
                return self.speaker.whole(topic)
        return None

    def send(self, text: str) -> str:
        slip, self.slip = self.slip, ""
        before = judged(self.person, self.chat.look(LISTING)) if slip else {}
        reply = self.chat.send(text)
        if slip:
            self.walk.corrections.append(Correction(slip, self._taken(slip, reply, before)))
        self.walk.turns.append(Turn(text, reply, self._bare(reply)))
        return reply

    def _taken(self, topic: str, reply: str, before: dict[str, bool]) -> bool:
        """The corrected value shows, and the correction made nothing else wrong."""
        listed = judged(self.person, self.chat.look(LISTING))
        spoiled = any(not right and before.get(name, True) for name, right in listed.items())
        said = judged(self.person, reply)
        shown = listed.get(topic, said.get(topic, False))
        return bool(shown or said.get(topic)) and not spoiled

    def _bare(self, reply: str) -> bool:
        """The reply is the same question as before and nothing else, after an answer to it."""
        if not self.walk.turns:
            return False
        last = self.walk.turns[-1].reply
        return reply == last and question(reply) is not None

    # --- one reply ---------------------------------------------------------------------------

    def next(self, reply: str) -> str:
        """The message that follows a reply."""
        if objection := self._objection(reply):
            return objection
        asked = question(reply)
        if asked is None:
            return self._without_question(reply)
        if "consent" in asked.topics:
            return self.rng.choice(["1", "同意", "同意的"])
        if asked.none_of:
            return self._none_of(asked)
        if self.style == "dump" and not self.told_all:
            self.told_all = True
            return styles.story(self.speaker)
        if asked.confirm and (not asked.topics or self._may_confirm(asked)):
            return self._confirmed(asked, reply)
        if not asked.topics:
            return self._without_question(reply)
        if asked.topics == self.asked and not self.interrupted:
            # Asked again: what stands above the old question may say what was missing.
            above = [
                each
                for each in questions(reply)
                if "？" in each.text and each.topics not in ((), asked.topics)
            ]
            asked = above[0] if above else asked
        return self._answered(asked)

    def _objection(self, reply: str) -> str | None:
        """The correction of an own slip, or of a statement that is clearly wrong."""
        if self.pending:
            topic, self.pending = self.pending, ""
            self.slip = self.objected = topic
            return styles.corrected(self.speaker, topic, alone=self.alone)
        stated = judged(self.person, reply)
        unsettled, self.objected = self.objected, ""
        if unsettled and unsettled not in stated and REVIEW in reply:
            return REVIEW
        for topic, right in stated.items():
            if right or self.objections[topic] >= MOST_OBJECTIONS:
                continue
            self.objections[topic] += 1
            self.objected = topic
            row = row_of(topic, reply) if re.search("回复?前面的数字|数字.*改", reply) else None
            if row and (self.objections[topic] > 1 or self.rng.random() < 0.5):
                self.objected = ""
                return row
            return styles.corrected(self.speaker, topic)
        return None

    def _without_question(self, reply: str) -> str:
        if FINISH in reply:
            return FINISH
        if START in reply and len(self.walk.turns) < 2:
            return START
        self.lost += 1
        return GO_ON if self.lost == 1 else FINISH

    def _may_confirm(self, asked: Question) -> bool:
        return len(asked.choices) <= 2

    def _confirmed(self, asked: Question, reply: str) -> str:
        if FINISH in reply and not asked.choices:
            return FINISH
        yes = [n for n, label in asked.choices if re.match("对|是|没错|确认", label)]
        if yes and self.rng.random() < 0.5:
            return str(yes[0])
        return str(self.rng.choice(phrases()["confirm"]["yes"]))

    def _none_of(self, asked: Question) -> str:
        """「以下都没有，对吗？」: the exceptions by number or in words."""
        rare = self.speaker.rare_facts()
        told = [(n, topic) for n, label in asked.choices for topic in topics(label)]
        mine = [(number, topic) for number, topic in told if topic in rare]
        self.attempts = self.attempts + 1 if self.asked == NONE_OF else 1
        self.asked = NONE_OF
        if self.attempts > 3:
            return FINISH
        criminal = [n for n, label in asked.choices if "criminal" in topics(label)]
        if not mine and criminal and "criminal" not in self.slipped and self._slips():
            self.slipped.add("criminal")
            self.pending, self.alone = "criminal", True
            return str(criminal[0])
        if not mine:
            return str(self.rng.choice(phrases()["rare"]["none"]))
        if not self.speaker.full or self.attempts > 1:
            return "、".join(str(number) for number, _ in mine)
        return "，".join(self.speaker.whole(topic) for _, topic in mine)

    # --- one question ------------------------------------------------------------------------

    def _answered(self, asked: Question) -> str:
        again = asked.topics == self.asked
        self.attempts = self.attempts + 1 if again else 1
        self.asked = asked.topics
        self.lost = 0
        if self.attempts == 4:
            return str(phrases()["unknown"]["short"][0])
        if self.attempts == 5:
            return SKIP
        if self.attempts > 5:
            return FINISH
        if self._interrupts():
            self.attempts -= 1
            self.interrupted = True
            return str(self.asides.pop())
        self.interrupted = False
        if wrong := self._slip(asked):
            return wrong
        return self._said(self.speaker, asked)

    def _said(self, speaker: Speaker, asked: Question) -> str:
        if len(asked.topics) == 1 and asked.choices:
            number = chosen(speaker.person, asked.topics[0], asked)
            share = 0.5 if self.attempts == 1 and not speaker.full else 0.2
            if number is not None and (self.rng.random() < share or self.attempts == 3):
                return str(number)
        if asked.topics == ("housing",) and (listed := self._listed(asked)):
            return listed
        if asked.topics == ("housing",) and (self.attempts > 1 or self._with_time(asked)):
            answers = [self._housing_again(speaker, asked)]
        elif len(asked.topics) > 1 or self.attempts == 2:
            answers = [self._several(speaker, topic, asked) for topic in asked.topics]
        elif self.attempts == 3:
            answers = [speaker.brief(asked.topics[0], asked.text)]
        else:
            answers = [speaker.answer(asked.topics[0], asked.text)]
        answer = "，".join(answers)
        if self.style == "talkative" and self.attempts == 1:
            return styles.dressed(speaker, answer)
        return answer

    def _several(self, speaker: Speaker, topic: str, asked: Question) -> str:
        """One of several answers in one message: a bare 「有」 would not say to which."""
        clear = ("birth", "sex", "education")
        return (
            speaker.answer(topic, asked.text)
            if topic in clear
            else speaker.whole(topic, asked.text)
        )

    def _housing_again(self, speaker: Speaker, asked: Question) -> str:
        """Whoever is not understood tells all homes with their times, then the present one only."""
        if self.attempts <= 2:
            return speaker.homes(asked.text)
        return speaker.say(f"kind.{speaker.person.homes[-1].kind}")

    def _with_time(self, asked: Question) -> bool:
        """The question invites to tell each home with its time, and the person does."""
        invited = re.search(cues()["read_back"]["with_time"], asked.text)
        return bool(invited) and (self.speaker.full or self.rng.random() < 0.6)

    def _listed(self, asked: Question) -> str | None:
        """The numbers of several kinds of homes, where the question invites several."""
        if not re.search(cues()["read_back"]["several"], asked.text) or self.attempts > 1:
            return None
        kinds = dict.fromkeys(home.kind for home in self.person.homes)
        patterns = [cues()["choices"]["kind"][kind] for kind in kinds]
        numbers = [n for p in patterns for n, label in asked.choices if re.search(p, label)]
        if len(numbers) != len(kinds) or self.speaker.full or self.rng.random() < 0.5:
            return None
        return self.rng.choice(["、", " ", "和"]).join(map(str, numbers))

    def _interrupts(self) -> bool:
        return self.style == "between" and bool(self.asides) and self.rng.random() < 0.25

    # --- slips ---------------------------------------------------------------------------------

    def _slips(self) -> bool:
        if self.style != "corrections" or self.attempts > 1:
            return False
        return len(self.slipped) < styles.MOST_MISTAKES and self.rng.random() < styles.HOW_OFTEN

    def _slip(self, asked: Question) -> str | None:
        """A wrong answer, now and then, in the style that makes them."""
        likely = [t for t in asked.topics if t in styles.MISTAKEN and t not in self.slipped]
        if not likely or not self._slips():
            return None
        topic = self.rng.choice(likely)
        other = styles.mistaken(self.person, topic, self.rng)
        if other is None:
            return None
        self.slipped.add(topic)
        self.pending = topic
        self.alone = len(asked.topics) == 1
        speaker = Speaker(other, self.rng, full=self.speaker.full)
        return self._said(speaker, asked)
