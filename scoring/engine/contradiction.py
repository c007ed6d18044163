"""What a contradiction is: the fields it stands between, both sides, how grave it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.months import Month


class Severity(StrEnum):
    """What a contradiction does to a score of the facts as they stand."""

    IMPOSSIBLE = "impossible"
    """No score of these facts can be true."""
    DOUBT = "doubt"
    """The score holds for one reading of them: the person has to say which."""
    HARMLESS = "harmless"
    """The score holds: months count once, not at all, or not yet. It is said, not asked."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot all be true. Months among `values` are `Month`s, the rest are figures."""

    code: str
    fields: tuple[str, ...]
    values: Mapping[str, object]
    severity: Severity = Severity.DOUBT

    @property
    def impossible(self) -> bool:
        """Whether no score of these facts can be true."""
        return self.severity is Severity.IMPOSSIBLE

    @property
    def harmless(self) -> bool:
        """Whether the score holds all the same."""
        return self.severity is Severity.HARMLESS


def doubt_or(none_true: bool) -> Severity:
    """How grave it is: impossible where no reading of the facts can be true."""
    return Severity.IMPOSSIBLE if none_true else Severity.DOUBT


def in_the_future(field: str, first: Month, now: int) -> Contradiction:
    """That something begins after `now`, the last month that can be known of."""
    return Contradiction(
        "in_the_future", (field,), {"first": first, "now": Month(now)}, Severity.IMPOSSIBLE
    )
