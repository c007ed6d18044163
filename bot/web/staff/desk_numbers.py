"""How the desk was used: what became of those who asked for a person, and how long it took."""

from dataclasses import dataclass

from bot.storage.numbers import Day
from handlers.colleague import MINUTES
from replies.wording import say

STEPS = ("asked", "taken", "answered", "passed", "done", "left", "idle")
COUNTED = "desk:wait:"


@dataclass(frozen=True)
class WaitRow:
    """How many were taken within so long; `share` of all, "62%"."""

    title: str
    count: int
    share: str


def desk_steps(day: Day) -> list[tuple[str, int]]:
    """What happened, in its order; nothing where nobody asked."""
    if not day["desk:asked"]:
        return []
    return [(say(f"desk.numbers.{step}"), day[f"desk:{step}"]) for step in STEPS]


def waits(day: Day) -> list[WaitRow]:
    """The waits until a colleague took the conversation, the shortest first."""
    counts = [(str(most), day[f"{COUNTED}{most}"]) for most in (*MINUTES, "more")]
    total = sum(count for _, count in counts)
    return [
        WaitRow(say(f"desk.numbers.wait.{name}"), count, f"{100 * count / total:.0f}%")
        for name, count in counts
        if count
    ]


def half_waited(day: Day) -> int | str:
    """Minutes within which half of them were taken; "" where nobody was."""
    counts = {most: day[f"{COUNTED}{most}"] for most in MINUTES}
    total, seen = sum(counts.values()) + day[f"{COUNTED}more"], 0
    for most, count in counts.items():
        seen += count
        if total and 2 * seen >= total:
            return most
    return f">{MINUTES[-1]}" if total else ""
