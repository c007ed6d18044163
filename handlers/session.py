"""What is remembered of one conversation, as plain JSON with a version.

Loading is forgiving on purpose: a session written by an older version lacks keys (they take their
defaults) or names a step that no longer exists (the conversation goes on at the next open step).
A session of a newer version, met while a release is rolled back, loads the same way.
"""

from copy import deepcopy
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

VERSION = 1


@dataclass
class Session:
    """One person's conversation.

    `facts` is the contract's facts object and the only truth about the applicant; `notes` holds
    answers that only steer the questions (which kinds of home were named, the consent); `skipped`
    the steps left open. `stage` is where the person stands, `expect` what the last reply asked for,
    so that a bare number is understood.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    stage: str = "idle"  # idle · consent · asking · review · done
    expect: str = ""  # "" · clarify · erase · restart · ways
    step: str = ""
    trail: list[str] = field(default_factory=list)  # steps answered, oldest first, for 上一步
    tries: int = 0
    quick: bool = False
    pending: dict[str, Any] = field(default_factory=dict)  # facts said before the consent
    pages: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    asked: str = ""  # the free question that the offer or the last answer belongs to
    answered: str = ""  # the answer last given, for 全文 and 没用
    fallbacks: int = 0
    report: str = ""
    seen: str = ""  # ISO time of the last message

    @classmethod
    def load(cls, raw: dict[str, Any] | None) -> "Session":
        """The session stored in `raw`; a fresh one for None. Values of a wrong type are dropped."""
        fresh = cls()
        if not isinstance(raw, dict):
            return fresh
        known: dict[str, Any] = {}
        for spec in fields(cls):
            value = raw.get(spec.name)
            if isinstance(value, type(getattr(fresh, spec.name))):
                known[spec.name] = deepcopy(value)
        return cls(**known)

    def dump(self) -> dict[str, Any]:
        """The JSON object to store."""
        return {"version": VERSION, **asdict(self)}

    def restore(self, raw: dict[str, Any]) -> None:
        """Be again what `dump` returned as `raw`."""
        vars(self).update(vars(Session.load(raw)))

    def idle_hours(self, now: datetime) -> float:
        """Hours since the last message; 0 for the first."""
        if not self.seen:
            return 0.0
        try:
            return (now - datetime.fromisoformat(self.seen)).total_seconds() / 3600
        except (ValueError, TypeError):
            return 0.0

    def forget_case(self) -> None:
        """Drop everything about the applicant; the consent stays."""
        consent = self.notes.get("consent")
        self.facts, self.skipped, self.trail, self.pending = {}, [], [], {}
        self.notes = {"consent": consent} if consent else {}
        self.stage, self.step, self.expect, self.tries = "idle", "", "", 0
        self.report, self.quick = "", False
