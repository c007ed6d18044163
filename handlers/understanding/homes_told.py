"""The homes told so far, and the words that speak of homes."""

from dataclasses import dataclass, field
from typing import Any

from handlers.understanding.readers.lexicon import lexicon
from scoring import JsonObject

Home = JsonObject
KINDS = {"own": "owned", "rent": "rented", "dorm": "dorm"}
WORDS = lexicon("housing")
TOLD = lexicon("homes")


@dataclass
class HomesTold:
    """The homes so far, and what the walk remembers."""

    as_of: str
    homes: list[Home] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    lease: Any = None
    leases: list[dict[str, str]] = field(default_factory=list)
    """Earlier leases that were registered."""
    lives: Any = None
    doubtful: bool = False
    none: bool = False
    denied: set[str] = field(default_factory=set)
    reason: str = ""
    open_end: set[int] = field(default_factory=set)
    """Homes (their places) whose end was only taken to be now."""
    pending: list[dict[str, str]] = field(default_factory=list)
    """Times told before their home."""
    uncounted: str = ""
    """Why the house at hand does not count, "" where it does."""
    given_up: dict[int, str] = field(default_factory=dict)
    """Clauses that tell of a home given up in a month that is not told, with its district or ""."""
    undated: set[int] = field(default_factory=set)
    """Clauses with a period of which only the years are told."""
    left: bool = False
    """Whether any home was given up: that it is not lived in says no more."""
    unnamed: bool = False
    """Whether a home of an earlier message was given up without its district."""
    place: str = ""
    """The district of a house whose kind is not told yet: 「房子是通州的，2016年6月拿的证」."""

    @property
    def last(self) -> Home | None:
        return self.homes[-1] if self.homes else None


def kinds_in(text: str) -> list[str]:
    spots: list[tuple[int, int, str]] = []
    for short, kind in KINDS.items():
        for found in WORDS[short].finditer(text):
            spots.append((found.start(), found.end(), kind))
    kinds: list[str] = []
    for start, end, kind in sorted(spots):
        inside = any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in spots)
        if not inside and (not kinds or kinds[-1] != kind):
            kinds.append(kind)
    return kinds
