"""What comes in and what goes out: plain values, the same for chat, tests and staff."""

from dataclasses import dataclass, field
from typing import Literal

from scoring import JsonObject

Kind = Literal[
    "text", "image", "voice", "video", "shortvideo", "location", "link", "event", "unknown"
]


@dataclass(frozen=True)
class Incoming:
    """One message of one person, already decrypted and parsed.

    `text` is what the person typed, or the recognition of a voice message ("" when there is none).
    `event` is the lower-case event name ("subscribe", "click", …), `event_key` its key.
    """

    user: str
    kind: Kind
    text: str = ""
    event: str = ""
    event_key: str = ""


@dataclass(frozen=True)
class Text:
    """A text reply. Must fit 2,000 bytes: use `replies.paging` before building one.

    With `report` set, the bot appends the signed link to that report (`/r/<token>`) on a line
    of its own.
    """

    text: str
    report: str | None = None


@dataclass(frozen=True)
class Article:
    """One article card that links to the report named by `report` (an id, see `SaveReport`)."""

    title: str
    description: str
    report: str


@dataclass(frozen=True)
class Handoff:
    """Pass the conversation to a human agent (`transfer_customer_service`)."""


@dataclass(frozen=True)
class Silence:
    """No visible reply: the bare `success`."""


Reply = Text | Article | Handoff | Silence


@dataclass(frozen=True)
class Count:
    """Add one to a number of the day, e.g. `messages`, `finished_scores`, `answer:quota`."""

    name: str


@dataclass(frozen=True)
class LogQuestion:
    """Keep a (masked) question for staff: why it is kept, and what was offered.

    With a `reason` (what was wrong with the answer) the question is kept already and only the
    reason is added.
    """

    text: str
    why: Literal["fallback", "clarify", "useless"]
    offered: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class SaveReport:
    """Keep facts under a report id so that `/r/<token>` can show them.

    `assumed`: keys of the steps that were not asked yet and whose facts count as none.
    """

    id: str
    facts: JsonObject
    year: int
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssueCode:
    """A consult code that lets one member of staff open this conversation once (30 minutes)."""

    code: str


@dataclass(frozen=True)
class OpenCase:
    """The person typed the code of a case that staff saved for them: load its facts and answer.

    The bot looks the case up *before* the turn (see `handlers.case_code`) and passes its facts in
    `Desk.case`; this effect says that the code has been used up.
    """

    code: str


@dataclass(frozen=True)
class JoinQueue:
    """The person asked for a colleague: the conversation stands in the desk's queue as `label`."""

    label: str


@dataclass(frozen=True)
class LeaveQueue:
    """Nobody is wanted any more."""

    label: str


@dataclass(frozen=True)
class TranscriptEntry:
    """What was said, for the transcript that staff may read when the person lets them.

    `by`: the colleague who said it, "" the person. `led_to`: what the bot did about it, as a code:
    `ask:birth`, `answer:quota`, `result`, `clarify`, `fallback` or "".
    """

    text: str
    by: str = ""
    led_to: str = ""


@dataclass(frozen=True)
class Erase:
    """Remove every trace of this person: session, stored replies, reports, codes."""


Effect = (
    Count
    | LogQuestion
    | SaveReport
    | IssueCode
    | OpenCase
    | JoinQueue
    | LeaveQueue
    | TranscriptEntry
    | Erase
)


@dataclass(frozen=True)
class Outcome:
    """What one message led to. `session` is what is to be stored; None means: nothing is kept."""

    session: "JsonObject | None"
    reply: Reply
    effects: tuple[Effect, ...] = field(default=())
