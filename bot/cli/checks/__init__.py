"""What `jifen doctor` looks at: settings, Redis, the webhook as WeChat calls it, WeChat's API."""

from dataclasses import dataclass
from enum import StrEnum

from replies.wording import say


class CheckVerdict(StrEnum):
    """How a finding is meant."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class CheckResult:
    """One line of the doctor. `id` names the state; monitors may rely on it."""

    id: str
    verdict: CheckVerdict
    text: str

    def as_json(self) -> dict[str, str]:
        return {"id": self.id, "verdict": self.verdict.value, "text": self.text}


def found(verdict: CheckVerdict, name: str, /, **values: object) -> CheckResult:
    """The finding `name`, in the words of `cli.doctor.<name>`."""
    return CheckResult(name, verdict, say(f"cli.doctor.{name}", **values))


def good(name: str, /, **values: object) -> CheckResult:
    return found(CheckVerdict.GOOD, name, **values)


def warning(name: str, /, **values: object) -> CheckResult:
    return found(CheckVerdict.WARNING, name, **values)


def bad(name: str, /, **values: object) -> CheckResult:
    return found(CheckVerdict.BAD, name, **values)
