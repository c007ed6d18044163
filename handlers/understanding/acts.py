"""Dialogue acts: what one message says, as typed values.

This is the only thing that later stages see of a text. `understand(text, context)` (in
`handlers.understanding`) returns the acts in the order of the text; the policy decides on all of
them together with the state. How the policy uses them:

* `Tell` is a fact. Store it when its certainty is PLAIN, read it back when it is INFERRED, ask
  when it is DOUBTFUL. An answer to the question of the context is a `Tell` of that question's topic
  (see `handlers.understanding.questions`), or `Choose` where the question has numbered choices and
  the person typed a number or a choice's own label.
* `Affirm` and `Deny(topic=None)` are a yes and a no to a question without a topic of its own
  (consent, read-back, review). `Acknowledge` is never a yes.
* `Correct` replaces a value that was told before: `topic` and `value` where they are known, `item`
  where a line of the review was named.
* `Unclear` holds a clause that means something but was not understood.

Values are plain JSON in the spelling of the facts file:

| topic | value |
|---|---|
| birth | "YYYY-MM-DD", "YYYY-MM" or "YYYY" (from an age: DOUBTFUL) |
| sex, post | "male"/"female", "manager"/"worker" |
| residence_permit, criminal_record, honour | bool |
| insurance | `{"periods": [{"from", "to"}]}` ("to" also "now") or `{"months": n}` |
| insurance_gap | unpaid months ["YYYY-MM", …], `{"months": n}`, or [] for never broken |
| continuous | months |
| repaid | `{"list": ["YYYY-MM", …]}`, `{"months": n}`, or 0 for none |
| homes | list of `Home` dicts in told order, [] for none of the kinds that count |
| lease | bool, or `{"from", "to"}` of the registered part: said of no particular home |
| lives_there | bool, "later", or `{"from": "YYYY-MM"}`: said of no particular home |
| jobs | list of `{"district", "from"?, "to"?}` |
| education | none, college, bachelor_no_degree, bachelor, master, doctor; of one paper alone
`{"diploma", "degree"}` |
| graduated | "YYYY-MM[-DD]" or "YYYY" |
| study_overlap | months |
| tax_years | calendar years, rising; in a what-if also "every" |
| tax_violations, detentions | times |
| innovation | "none", `{"points": n}`, `{"equity": yuan}`, "award", "equity" (kind only) |

A home is `{"kind": "owned"|"rented"|"dorm", "from"?, "to"?, "months"?, "district"?,
"certificate"?, "lived_from"?, "registered"?: bool}`. A home without a time or with a single detail
only adds to the known home of its kind.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from scoring import JsonObject


class Certainty(StrEnum):
    """How sure the reading is."""

    PLAIN = "plain"
    """A plain answer to the question asked, or a statement that cannot mean anything else."""
    INFERRED = "inferred"
    """Read out of a longer text."""
    DOUBTFUL = "doubtful"
    """Must be confirmed before it counts."""


class Topic(StrEnum):
    """What a fact is about; the values are described in the module's docstring."""

    BIRTH = "birth"
    SEX = "sex"
    POST = "post"
    RESIDENCE_PERMIT = "residence_permit"
    INSURANCE = "insurance"
    INSURANCE_GAP = "insurance_gap"
    CONTINUOUS = "continuous"
    REPAID = "repaid"
    HOMES = "homes"
    LEASE = "lease"
    LIVES_THERE = "lives_there"
    JOBS = "jobs"
    EDUCATION = "education"
    GRADUATED = "graduated"
    STUDY_OVERLAP = "study_overlap"
    TAX_YEARS = "tax_years"
    TAX_VIOLATIONS = "tax_violations"
    INNOVATION = "innovation"
    HONOUR = "honour"
    DETENTIONS = "detentions"
    CRIMINAL_RECORD = "criminal_record"


class AskKind(StrEnum):
    """What a question wants."""

    RULE = "rule"
    """How the rules are: 「补缴算不算分」."""
    OWN_RESULT = "own_result"
    """The person's own score, line, year, deduction: 「我哪年能落户」."""
    TERM = "term"
    """The meaning of a word: 「什么是补缴」."""
    WHY_ASKED = "why_asked"
    """Why the last question is asked."""
    REPEAT = "repeat"
    """The last message once more: 「再说一遍」, 「字太小了看不清」."""
    EXPLAIN = "explain"
    """The last question in other words: 「没听懂」, 「不会填」."""


class AcknowledgeKind(StrEnum):
    """A message, or a part of one, that only keeps the conversation going."""

    OK = "ok"  # 好的, 明白了, 嗯
    THANKS = "thanks"
    HELLO = "hello"
    BYE = "bye"
    WAIT = "wait"  # 等一下，我查查
    FEELING = "feeling"  # 哈哈, 太难了, an emoji
    ANGRY = "angry"  # 凭什么, 烦不烦


class PersonOp(StrEnum):
    """For whom the talk goes on."""

    OTHER = "other"
    """A named person, new or known: 「帮我老公算」."""
    NEXT = "next"
    """A new person without a name: 「换下一个客户」."""
    BACK = "back"
    """The first person again: 「回到我自己」."""


@dataclass(frozen=True)
class Evidence:
    """The words that an act was read from: `text[start:end] == clause` of the message as typed."""

    clause: str
    start: int
    end: int


@dataclass(frozen=True)
class Tell:
    """A fact. 「社保交了十年」 → `Tell(INSURANCE, {"months": 120}, …)`."""

    topic: Topic
    value: Any
    certainty: Certainty
    evidence: Evidence


@dataclass(frozen=True)
class Correct:
    """A value told before is wrong. `topic` None: whatever was answered last.

    「不对，是1985年3月」 → `Correct(BIRTH, "1985-03")`; 「不是大兴是通州」 → with `old` "大兴";
    「第7项应该是2010年」 → `Correct(item=7, said="2010年")`; 「改学历」 → `Correct(EDUCATION)`.
    `said` is the new value as typed, for a reader that knows the step.
    """

    certainty: Certainty
    evidence: Evidence
    topic: Topic | None = None
    value: Any = None
    old: Any = None
    item: int | None = None
    said: str = ""


@dataclass(frozen=True)
class Affirm:
    """Yes, to a question without a topic of its own."""

    certainty: Certainty
    evidence: Evidence


@dataclass(frozen=True)
class Deny:
    """A no to a question without a topic (`topic` None), or a denial that names no other value.

    「没有房」 → `Deny(HOMES, ["owned"])`; 「别的都没有」 in a story → `Deny(None, "rest")`: none
    of what was not told.
    """

    certainty: Certainty
    evidence: Evidence
    topic: Topic | None = None
    value: Any = None


@dataclass(frozen=True)
class Unknown:
    """The person does not know, or does not want to say. `topic` None: the question asked.

    `refused` is True for 「我不想说」.
    """

    evidence: Evidence
    topic: Topic | None = None
    refused: bool = False


@dataclass(frozen=True)
class Choose:
    """Numbers of a list, or one of its labels: 「2」, 「1、2」, 「都不是」."""

    numbers: tuple[int, ...]
    evidence: Evidence


@dataclass(frozen=True)
class CommandAct:
    """One of the fixed words; `name` as in `handlers.commands`. `argument`: 「查询 ABC234」."""

    name: str
    evidence: Evidence
    argument: str = ""


@dataclass(frozen=True)
class Ask:
    """A question. 「我105.3分今年能上吗」 → `Ask(…, OWN_RESULT, about="enough", number=105.3)`.

    `about` of OWN_RESULT: "enough", "when" (which year), "gap", "why" (where points come from or
    go), "retirement", "file" (from when the person may file), "last" (until when), "eligible",
    "score", "advice"; else "". `year` is the year to come that it asks about: 「30年能落吗」.
    """

    text: str
    kind: AskKind
    evidence: Evidence
    about: str = ""
    number: float | None = None
    year: int | None = None


@dataclass(frozen=True)
class WhatIf:
    """Facts supposed, the record untouched. 「明年在通州买房呢」 → one change.

    `alternatives` holds the further sides of 「如果A和如果B哪个好」, each a tuple of changes. A
    change's value is that of its topic; INSURANCE may also be `{"until": "YYYY-MM"}` (不缴了) or
    `{"gap": {"from": "YYYY-MM", "months": n}}` (断两个月), TAX_YEARS "every" (每年够10万), and
    EDUCATION `{"study": "master", "begins"?, "graduated"?, "full_time"?}` (再读个硕士: it counts
    once the course is over) or `{"left_out": True}` (不算学历). HOMES may hold `{"kind": "owned",
    "sold": "YYYY-MM"}`. A home or job without "from" begins now.
    """

    changes: tuple[Tell, ...]
    evidence: Evidence
    alternatives: tuple[tuple[Tell, ...], ...] = ()


@dataclass(frozen=True)
class Person:
    """Another person's case: 「帮我老公算」 → `Person(OTHER, "老公")`."""

    op: PersonOp
    evidence: Evidence
    name: str = ""


@dataclass(frozen=True)
class Acknowledge:
    """Thanks, 好的, a greeting: never an answer."""

    kind: AcknowledgeKind
    evidence: Evidence


@dataclass(frozen=True)
class Unclear:
    """A clause that means something but was not understood; `reason` is a text key or ""."""

    clause: str
    evidence: Evidence
    reason: str = ""


@dataclass(frozen=True)
class Beside:
    """What is told of somebody else (`who`) beside one's own case: it is not kept."""

    who: str
    evidence: Evidence


Act = (
    Tell
    | Correct
    | Affirm
    | Deny
    | Unknown
    | Choose
    | CommandAct
    | Ask
    | WhatIf
    | Person
    | Acknowledge
    | Unclear
    | Beside
)


@dataclass(frozen=True)
class Choice:
    """One numbered choice of the question or list on screen; numbers count from 1."""

    value: Any
    label: str


@dataclass(frozen=True)
class Context:
    """What the reading of a message depends on.

    `question` is a key of `handlers.understanding.questions.QUESTIONS` or None, `ask` its words.
    `known` is the facts object as stored. `last_answered` is the question answered before this one,
    `recent` the last few, the newest first. `settled`: the result was shown, nothing is asked.
    """

    today: date
    year: int
    question: str | None = None
    ask: str = ""
    choices: tuple[Choice, ...] = ()
    last_answered: str | None = None
    known: Mapping[str, Any] = field(default_factory=dict)
    last_topic: str = ""
    recent: tuple[str, ...] = ()
    settled: bool = False
    level: str = ""
    """The education that is being read back: 「双证」 is then of that level."""


def acts_as_json(acts: tuple[Act, ...]) -> list[JsonObject]:
    """Each act as its fields and its name as "act"; fields that say nothing are left out."""
    return [
        {"act": type(act).__name__.removesuffix("Act").lower()}
        | {k: v for k, v in asdict(act).items() if k == "value" or v not in (None, "", (), False)}
        for act in acts
    ]
