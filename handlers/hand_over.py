"""A conversation that was handed over to a colleague: the state that stands in the session."""

from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from scoring import JsonObject

IDLE = timedelta(minutes=15)
"""A colleague who does nothing for so long has left: the bot answers again."""


@dataclass
class HandOver:
    """`label`: how staff name it, "" where none is open. `since`: when the person asked (ISO).

    `about`: the message or question that led to it. `shown`: the person lets staff read what was
    said before. `colleague`: whose it is, `active` when they last did something. `openid` is kept
    only where the account can write first, and only while the hand-over is open. `notes` of staff,
    `[who, when, text]`, outlive it.
    """

    label: str = ""
    since: str = ""
    about: str = ""
    shown: bool = False
    colleague: str = ""
    active: str = ""
    openid: str = ""
    notes: list[list[str]] = field(default_factory=list)

    @classmethod
    def load(cls, raw: object) -> "HandOver":
        """From `dump`; what is missing or of a wrong type takes its default."""
        made = cls()
        if raw and isinstance(raw, dict):
            for each in fields(cls):
                value = raw.get(each.name)
                if isinstance(value, type(getattr(made, each.name))):
                    setattr(made, each.name, value)
            made.notes = [
                list(map(str, n)) for n in made.notes if isinstance(n, list) and len(n) == 3
            ]
        return made

    def dump(self) -> JsonObject:
        """What is not empty."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def open(self) -> bool:
        return bool(self.label)

    def is_idle(self, now: datetime) -> bool:
        """Whether the colleague has done nothing for too long."""
        return bool(self.colleague) and now - moment(self.active, now) > IDLE

    def owner(self, now: datetime) -> str:
        """The colleague who has it, "" where nobody does."""
        return "" if self.is_idle(now) else self.colleague

    def ended(self) -> "HandOver":
        """What stays of it when it is over."""
        return HandOver(notes=self.notes)


def moment(text: str, now: datetime) -> datetime:
    """A stored time; what cannot be read counts as long ago."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return now - timedelta(days=365)
    return found if found.tzinfo else found.replace(tzinfo=now.tzinfo)
