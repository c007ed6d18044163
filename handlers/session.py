"""What is remembered of one conversation, as plain JSON with a version.

Loading is forgiving: what is missing or of a wrong type takes its default, a question that no
longer exists lets the conversation go on at the next open one. `migrate` brings sessions of older
versions up to date.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from handlers.hand_over import HandOver
from handlers.migration import migrate
from scoring import JsonObject

VERSION = 2


class Stage(StrEnum):
    """Where the conversation stands."""

    IDLE = "idle"
    CONSENT = "consent"
    ASKING = "asking"
    REVIEW = "review"
    DONE = "done"


class Expect(StrEnum):
    """What the last reply asked for beside the question that stands."""

    NOTHING = ""
    OFFER = "offer"
    """Which of several answers is meant."""
    ERASE = "erase"
    RESTART = "restart"
    WHY = "why"
    """What was wrong with the last answer."""
    READ_BACK = "read_back"
    """Whether doubtful facts were read right."""
    TRANSCRIPT = "transcript"
    """Whether staff may read what was said before."""
    SENSITIVE = "sensitive"
    """Whether what is sensitive may be kept."""


@dataclass
class Applicant:
    """One person whose points are counted.

    `told` holds what was said, by topic (see `handlers.understanding.acts`); the facts object for
    the scoring is derived from it (`handlers.dialogue.facts`). `unknown` are the questions left
    open, `trail` those answered, oldest first. `unsure` are topics that were read out of a longer
    text and not read back yet, `by_staff` rows that staff have corrected (see `shown.place_of`).
    `withheld`: that something sensitive was told and not kept, not what.
    """

    told: JsonObject = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    by_staff: list[str] = field(default_factory=list)
    report: str = ""
    finished: bool = False
    withheld: bool = False

    @classmethod
    def load(cls, raw: JsonObject) -> "Applicant":
        applicant = cls(**_fitting(raw, _APPLICANT))
        applicant.unknown = [key for key in applicant.unknown if isinstance(key, str)]
        applicant.trail = [key for key in applicant.trail if isinstance(key, str)]
        return applicant

    def dump(self) -> JsonObject:
        """What is not at its default, which is what is missing when it is read."""
        return _differing(self, _APPLICANT)


@dataclass
class Session:
    """One conversation: the people it is about and where it stands.

    `consent` is when it was given, `sensitive` when the one for what is sensitive was, "" not yet.
    `name` is the current person, "" for the one who writes. `people` are all of them by name.
    `question` is the step that stands, `change` that its old answer is being replaced,
    `place` which home that is. `left` is
    the number of questions shown as left (it never grows). `pending` holds facts told before the
    consent, `doubtful` facts to be read back. `topic` is what was spoken of last. `waiting` are
    texts of staff to be given with the next message, each with the time until which it is being
    sent another way ("": it is not). `erase_asked`: when it was asked whether to erase.
    """

    consent: str = ""
    sensitive: str = ""
    stage: Stage = Stage.IDLE
    expect: Expect = Expect.NOTHING
    name: str = ""
    people: dict[str, "Applicant"] = field(default_factory=dict)
    question: str = ""
    change: bool = False
    place: int = -1
    rewound: int = 0
    tries: int = 0
    left: int = 0
    pending: list[Any] = field(default_factory=list)
    doubtful: list[Any] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    asked: str = ""
    answered: str = ""
    topic: str = ""
    fallbacks: int = 0
    seen: str = ""
    said: str = ""
    waiting: list[list[str]] = field(default_factory=list)
    erase_asked: str = ""
    hand_over: HandOver = field(default_factory=HandOver)

    @classmethod
    def load(cls, raw: JsonObject | None) -> "Session":
        """The session stored in `raw`; a fresh one for None. `raw` is not shared with it."""
        if not isinstance(raw, dict):
            return cls()
        if raw.get("version") != VERSION:
            raw = migrate(raw)
        known = _fitting(raw, _SESSION)
        session = cls(**known)
        session.hand_over = HandOver.load(raw.get("hand_over"))
        session.waiting = [list(map(str, each)) for each in session.waiting if _is_pair(each)]
        stored: JsonObject = known.get("people", {})
        session.people = {
            str(name): Applicant.load(each)
            for name, each in stored.items()
            if isinstance(each, dict)
        }
        return session

    def dump(self) -> JsonObject:
        """The JSON object to store: what is not at its default."""
        stored = {"version": VERSION, **_differing(self, _SESSION)}
        if self.people:
            stored["people"] = {name: each.dump() for name, each in self.people.items()}
        if hand_over := self.hand_over.dump():
            stored["hand_over"] = hand_over
        return stored

    @property
    def applicant(self) -> Applicant:
        """The current person."""
        found = self.people.get(self.name)
        if found is None:
            found = self.people[self.name] = Applicant()
        return found

    def idle_hours(self, now: datetime) -> float:
        """Hours since the last message; 0 for the first."""
        if not self.seen:
            return 0.0
        try:
            return (now - datetime.fromisoformat(self.seen)).total_seconds() / 3600
        except (ValueError, TypeError):
            return 0.0

    def ask(self, question: str, *, change: bool = False) -> None:
        """Let `question` stand."""
        if question != self.question:
            self.tries = 0
        self.question, self.change = question, change
        self.stage, self.expect = Stage.ASKING, Expect.NOTHING

    def start_over(self) -> None:
        """Drop the facts of the current person; the consent and the others stay."""
        self.people.pop(self.name, None)
        self.stage, self.expect, self.question = Stage.IDLE, Expect.NOTHING, ""
        self.change, self.tries, self.left, self.rewound = False, 0, 0, 0
        self.pending, self.doubtful = [], []


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2


def _defaults(made: Session | Applicant) -> JsonObject:
    return dict(vars(made))


_SESSION = _defaults(Session())
_APPLICANT = _defaults(Applicant())
_MEMBERS: dict[type, dict[str, StrEnum]] = {
    kind: {str(member): member for member in kind} for kind in (Stage, Expect)
}


def _differing(made: Session | Applicant, defaults: JsonObject) -> JsonObject:
    """What is not at its default."""
    return {name: value for name, value in vars(made).items() if value != defaults[name]}


def _fitting(raw: JsonObject, defaults: JsonObject) -> JsonObject:
    """The values of `raw` whose type is that of the default; lists and objects are copied."""
    found: JsonObject = {}
    for name, value in raw.items():
        if name not in defaults:
            continue
        kind, given = type(defaults[name]), type(value)
        if kind in _MEMBERS:
            if isinstance(value, str) and value in _MEMBERS[kind]:
                found[name] = _MEMBERS[kind][value]
        elif given is kind and value is not None:
            found[name] = value.copy() if given is list or given is dict else value
    return found
