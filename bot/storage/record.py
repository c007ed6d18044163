"""All that is kept of one person: one value, compressed and sealed.

One value instead of many keys: it is read in one step and written in one step, nothing is left over
when it is removed, and its parts, which say much the same, compress together.
"""

import json
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from random import getrandbits
from typing import Any, NamedTuple

from bot.storage import keys
from scoring import JsonObject

JSON = JsonObject
HANDLED = 24
"""Messages that are recognised when they come again."""
ID_LETTERS = 8  # of the hex digest of a message's identity
REPLIES = 4
QUESTIONS = 50
LONGEST_TRANSCRIPT = 1500
"""Characters of the transcript that are kept: the record is written with each message."""
JOINED = "joined"
"""The `led_to` of a mark in the transcript: here the person asked for a colleague."""
LONGEST_TALK = 6000
"""The same while a colleague is wanted or talks."""
REPORTS = 10
LARGEST = 1024 * 1024  # bytes of an opened record: guards against a decompression bomb
# of zlib: the window holds the end of the dictionary and a record, and is quick to copy
_LEVEL, _WINDOW_BITS, _MEMORY = 3, 14, 6
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class SpokenLine(NamedTuple):
    """One line of the transcript; `minute`: whole minutes of Unix time.

    `by`: a colleague's name, "" the person. `led_to`: see `handlers.TranscriptEntry`.
    """

    minute: int
    text: str
    by: str
    led_to: str


class GivenReply(NamedTuple):
    """A reply that was given: to which message (`ID_LETTERS` of it), when (Unix time), what."""

    message: str
    moment: int
    reply: str


@dataclass
class PersonRecord:
    """`session` is the conversation (see `handlers.session`), None after an erase.

    `replies` of the last seconds, for WeChat's retries.
    `handled`: the last messages, `ID_LETTERS` each, oldest first. `born`: random; tells one life of
    the record from the next. `day`: when the person last wrote. `code` and `code_until`: the live
    consult code. `reports`: by id `{"facts", "year", "made", "assumed"}`. `questions`: kept
    questions of this person, "digest:why". `tries`: case codes tried since `tries_since`. `desk`:
    the label under which the conversation stands in the desk's queue. `said`: the transcript.
    """

    session: JSON | None = None
    replies: list[GivenReply] = field(default_factory=list)
    handled: str = ""
    born: str = field(default_factory=lambda: f"{getrandbits(32):08x}")
    day: str = ""
    code: str = ""
    code_until: int = 0
    reports: dict[str, JSON] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    tries: int = 0
    tries_since: int = 0
    desk: str = ""
    said: list[SpokenLine] = field(default_factory=list)

    def reply_to(self, message: str) -> bytes | None:
        """The reply that a message was given a moment ago."""
        wanted = _short(message)
        for given in self.replies:
            if given.message == wanted:
                return given.reply.encode()
        return None

    def has_handled(self, message: str) -> bool:
        wanted, at = _short(message), 0
        while (at := self.handled.find(wanted, at)) >= 0:
            if at % ID_LETTERS == 0:
                return True
            at += 1
        return False

    def answer(self, message: str, reply: bytes, now: datetime) -> None:
        """Note the reply to a message, and forget what no retry can ask for any more."""
        name, moment = _short(message), int(now.timestamp())
        self.handled = (self.handled + name)[-HANDLED * ID_LETTERS :]
        oldest = moment - keys.REPLY_SECONDS
        self.replies = [each for each in self.replies if each.moment > oldest][-REPLIES + 1 :]
        self.replies.append(GivenReply(name, moment, reply.decode()))

    def keep(self, text: str, by: str, led_to: str, now: datetime) -> None:
        """One more line of the transcript; the oldest go when it is too long or too old."""
        self.said.append(SpokenLine(int(now.timestamp()) // keys.MINUTE, text, by, led_to))
        oldest = self.said[-1].minute - keys.SESSION_SECONDS // keys.MINUTE
        room = LONGEST_TALK if self.desk else LONGEST_TRANSCRIPT
        kept: list[SpokenLine] = []
        for line in reversed(self.said):
            room -= len(line.text)
            if line.minute < oldest or (room < 0 and kept):
                break
            kept.append(line)
        self.said = kept[::-1]

    @property
    def since_joined(self) -> list[SpokenLine]:
        """The transcript from where the person last asked for a colleague."""
        marks = [at for at, line in enumerate(self.said) if line.led_to == JOINED]
        return self.said[marks[-1] :] if marks else self.said

    def count_try(self, now: float) -> int:
        """Count one try of a case code; how many there were within the hour."""
        if now - self.tries_since > keys.HOUR:
            self.tries, self.tries_since = 0, int(now)
        self.tries += 1
        return self.tries

    def report(self, report_id: str, now: datetime) -> JSON | None:
        """A saved report, while it is kept."""
        found = self.reports.get(report_id)
        return found if found and _fresh(found, now) else None

    def tidy(self, now: datetime) -> None:
        """Drop what is over: reports by age, a consult code that has expired."""
        kept = [(name, each) for name, each in self.reports.items() if _fresh(each, now)]
        self.reports = dict(kept[-REPORTS:])
        if self.code and now.timestamp() > self.code_until:
            self.code, self.code_until = "", 0
        self.questions = self.questions[-QUESTIONS:]

    def emptied(self) -> "PersonRecord":
        """What may outlive an erase, so that an old request is not taken for a new message."""
        return PersonRecord(handled=self.handled)

    @property
    def entries(self) -> int:
        """How many things are kept."""
        parts = (self.replies, self.reports, self.questions, self.said)
        return (self.session is not None) + bool(self.code) + sum(map(len, parts))

    @property
    def seconds(self) -> int:
        """How long it is kept after it was written."""
        if self.session is None:
            return keys.WINDOW_SECONDS
        return keys.SESSION_SECONDS if self.session.get("consent") else keys.UNDECIDED_SECONDS

    def dump(self) -> bytes:
        """As bytes, compressed: JSON, then each reply after a NUL.

        Inside the JSON a reply would be escaped, and compress less well beside the session's words.
        """
        raw = _filled(self) | {"replies": [each[:2] for each in self.replies]}
        if self.said:
            raw["said"] = _packed(self.said)
        text = "\0".join([_encode(raw), *(each.reply for each in self.replies)])
        packer = _packer().copy()
        return packer.compress(text.encode("utf-8", "replace")) + packer.flush()

    @classmethod
    def load(cls, packed: bytes | None) -> "PersonRecord":
        """From `dump`; an empty record for nothing and for what is damaged: better to start over.

        What has a wrong type takes its default.
        """
        made = cls()
        if not packed:
            return made
        try:
            text = _unpacker().copy().decompress(packed, LARGEST).decode()
            text, *replies = text.split("\0")
            raw = json.loads(text)
        except (zlib.error, ValueError, RecursionError):
            return made
        if isinstance(raw, dict):
            for name, value in raw.items():
                if isinstance(value, _TYPES.get(name, ())):
                    setattr(made, name, value)
            made.replies = _given(raw.get("replies"), replies)
            made.questions = [each for each in made.questions if isinstance(each, str)]
            made.said = _lines(made.said)
            made.reports = {k: each for k, each in made.reports.items() if isinstance(each, dict)}
        return made


_EMPTY = PersonRecord()
_TYPES = {name: type(value) for name, value in vars(_EMPTY).items()} | {"session": dict}


def _filled(record: PersonRecord) -> JSON:
    """The parts that hold something."""
    empty = vars(_EMPTY)
    return {name: value for name, value in vars(record).items() if value != empty[name]}


def _given(heads: Any, replies: list[str]) -> list[GivenReply]:
    found = []
    for head, reply in zip(heads if isinstance(heads, list) else [], replies, strict=False):
        message, moment = head if type(head) is list and len(head) == 2 else ("", "")
        if type(message) is str and type(moment) is int:
            found.append(GivenReply(message, moment, reply))
    return found


def _packed(said: list[SpokenLine]) -> list[list[Any]]:
    """The transcript with the minutes since the line before, and without names that are empty."""
    before, found = 0, []
    for minute, text, by, led_to in said:
        found.append([minute - before, text, led_to, *([by] if by else [])])
        before = minute
    return found


def _lines(packed: list[Any]) -> list[SpokenLine]:
    """From `_packed`, without what is damaged."""
    minute, found = 0, []
    for each in packed:
        later, text, led_to, *by = each if type(each) is list and len(each) > 2 else (None,) * 3
        if type(later) is int and type(text) is str and type(led_to) is str:
            minute += later
            found.append(SpokenLine(minute, text, str(by[0]) if by else "", led_to))
    return found


def _fresh(report: JSON, now: datetime) -> bool:
    try:
        made = datetime.fromisoformat(str(report.get("made")))
        return now - made < timedelta(seconds=keys.REPORT_SECONDS)
    except (ValueError, TypeError):
        return False


@lru_cache(maxsize=64)  # a message is looked for, and noted
def _short(message: str) -> str:
    return sha256(message.encode("utf-8", "replace")).hexdigest()[:ID_LETTERS]


# Both are prepared with the dictionary once, and copied: reading it again would cost more than the
# packing itself.


@cache
def _packer() -> "zlib._Compress":
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, -_WINDOW_BITS, _MEMORY, zdict=_dictionary())


@cache
def _unpacker() -> "zlib._Decompress":
    return zlib.decompressobj(-zlib.MAX_WBITS, zdict=_dictionary())


@cache
def _dictionary() -> bytes:
    """Words that records are full of. Never edit the file: what was packed with it needs it."""
    return files("bot.storage").joinpath("dictionary-1.txt").read_bytes()
