"""What became of every message during one fault.

A person walks a script whose replies are known from a walk without any fault. So each reply tells
what the service believes has been said: the reply of an earlier line means that something was
lost, the reply of a later line that something counted twice.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What one message led to."""

    GOOD = "good"
    TOLD = "told"  # 「没有记下」: the person sends it again
    LOST = "lost"
    DOUBLED = "doubled"
    UNANSWERED = "unanswered"
    MISLEADING = "misleading"


BAD = (Verdict.LOST, Verdict.DOUBLED, Verdict.UNANSWERED, Verdict.MISLEADING)
NOT_NOTED = "没有记下"


@dataclass(frozen=True)
class Line:
    """One message of a script. `step`: it answers a step of the conversation."""

    text: str
    step: bool


def judge(
    reply: str | None, at: int, script: Sequence[Line], known: Sequence[str], plain: Sequence[str]
) -> Verdict:
    """The verdict on the reply to line `at` of the script.

    `known`: the replies of a walk without faults, a line each. `plain`: the beginnings of the
    lines that may stand in for an answer to a step; anything more would be an article that the
    person did not ask for.
    """
    if reply is None:
        return Verdict.UNANSWERED
    if reply == known[at]:
        return Verdict.GOOD
    if NOT_NOTED in reply:
        apart = script[at].step and not reply.startswith(tuple(plain))
        return Verdict.MISLEADING if apart else Verdict.TOLD
    if reply in known[:at]:
        return Verdict.LOST
    if reply in known[at + 1 :]:
        return Verdict.DOUBLED
    return Verdict.MISLEADING


@dataclass
class Ledger:
    """The account of one fault; filled by many threads."""

    fault: str
    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    late: int = 0
    slowest: float = 0.0
    note: str = ""
    examples: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def enter(self, verdict: Verdict, seconds: float, late: int, said: str, reply: str) -> None:
        """Note one message. `late`: tries that were not answered within the five seconds."""
        with self._lock:
            self.counts[verdict] += 1
            self.late += late
            self.slowest = max(self.slowest, seconds)
            if verdict in BAD and len(self.examples) < 5:
                self.examples.append(f"{verdict}: {said} → {reply[:80]}")

    @property
    def messages(self) -> int:
        return sum(self.counts.values())

    @property
    def faultless(self) -> bool:
        """Nothing lost, doubled, late, unanswered or misleading."""
        return not self.late and not any(self.counts[verdict] for verdict in BAD)

    def row(self) -> str:
        """The account as a row of a Markdown table."""
        numbers = [self.messages, self.counts[Verdict.TOLD], self.counts[Verdict.LOST]]
        numbers += [self.counts[Verdict.DOUBLED], self.late, self.counts[Verdict.UNANSWERED]]
        numbers.append(self.counts[Verdict.MISLEADING])
        return f"| {self.fault} | {' | '.join(map(str, numbers))} | {self.slowest:.1f} |"
