"""A form that was sent after its log-in had ended: what was typed goes through the log-in page."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

SECRET_FIELDS = frozenset({"csrf", "password", "own_password", "old", "new", "again"})
"""Never carried on: it has to be typed again."""
MACHINE_FIELDS = frozenset({"key", "base", "digest", "next", "draft", "do"})
"""Hidden fields of our forms: nobody typed them."""


@dataclass(frozen=True)
class Draft:
    """Who filled in a form, where it was to be sent, and its fields in order."""

    who: str
    where: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, who: str, where: str, sent: Iterable[tuple[str, str]]) -> "Draft":
        return cls(who, where, tuple(pair for pair in sent if pair[0] not in SECRET_FIELDS))

    @classmethod
    def load(cls, text: str) -> "Draft | None":
        """What `dump` wrote; None for anything else."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return None
        match value:
            case {"who": str(who), "where": str(where), "fields": [*fields]}:
                if not is_inside(where) or not all(_is_pair(each) for each in fields):
                    return None
                return cls.of(who, where, [(name, text) for name, text in fields])
        return None

    def dump(self) -> str:
        return json.dumps({"who": self.who, "where": self.where, "fields": self.fields})


def is_inside(where: str) -> bool:
    """Whether an address is one of the console, and not of the log-in."""
    good = where.startswith("/staff/") and where.isprintable() and "\\" not in where
    return good and "/login" not in where


def _is_pair(value: object) -> bool:
    match value:
        case [str(), str()]:
            return True
    return False
