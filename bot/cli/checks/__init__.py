"""What `jifen doctor` looks at: settings, Redis, the webhook as WeChat calls it, WeChat's API."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from replies.wording import say


class Verdict(StrEnum):
    """How a finding is meant."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor. `id` names the state; monitors may rely on it."""

    id: str
    verdict: Verdict
    text: str

    def as_json(self) -> dict[str, str]:
        return {"id": self.id, "verdict": self.verdict.value, "text": self.text}


def found(verdict: Verdict, name: str, /, **values: Any) -> Finding:
    """The finding `name`, in the words of `cli.doctor.<name>`."""
    return Finding(name, verdict, say(f"cli.doctor.{name}", **values))


def good(name: str, /, **values: Any) -> Finding:
    return found(Verdict.GOOD, name, **values)


def warning(name: str, /, **values: Any) -> Finding:
    return found(Verdict.WARNING, name, **values)


def bad(name: str, /, **values: Any) -> Finding:
    return found(Verdict.BAD, name, **values)
