"""Walks with many applicants and prints how well they were served.

python -m tests.applicants.measure [--walks N] [--seed N] [--kind K] [--style S] [--show]
"""

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from tests.applicants.people import Truth, kinds, person, truth
from tests.applicants.reader import Result, phone_lines
from tests.applicants.styles import STYLES
from tests.applicants.walker import Walk, walk

ROUNDING = Decimal("0.02")
"""A record more or fewer rounds differently by a hundredth; a month is worth at least four."""
LIMIT = 2000
"""Bytes of one reply."""
OUTCOMES = (
    "exact",
    "range, true and tight",
    "range, true but wide",
    "range though all was told",
    "range without the truth",
    "firm though not known",
    "firm and wrong",
    "no result",
)
GOOD = OUTCOMES[:2]
FIRM_WRONG = ("firm though not known", "firm and wrong")


@dataclass(frozen=True)
class Judged:
    """One walk and what it is worth."""

    walk: Walk
    truth: Truth
    outcome: str

    @property
    def eligibility(self) -> bool:
        found = self.walk.result
        return (
            bool(found and found.said)
            and found is not None
            and (found.eligible is self.truth.eligible)
        )

    @property
    def messages(self) -> int:
        return len(self.walk.turns)

    @property
    def bare(self) -> int:
        """Questions repeated without another word."""
        return sum(turn.bare for turn in self.walk.turns)

    @property
    def long(self) -> int:
        return sum(len(turn.reply.encode()) > LIMIT for turn in self.walk.turns)

    @property
    def missed(self) -> bool:
        untaken = any(not correction.taken for correction in self.walk.corrections)
        wrong = self.outcome not in GOOD or not self.eligibility
        return wrong or untaken or bool(self.bare or self.long)


def outcome(found: Result | None, true: Truth) -> str:
    """How a result stands to the truth: one of `OUTCOMES`."""
    if found is None:
        return "no result"
    low, high = found.low - ROUNDING, found.high + ROUNDING
    if found.low == found.high:
        if true.high - true.low > ROUNDING:
            return "firm though not known"
        return "exact" if low <= true.total <= high else "firm and wrong"
    if not low <= true.total <= high:
        return "range without the truth"
    if true.firm:
        return "range though all was told"
    tight = low <= true.low and true.high <= high
    return OUTCOMES[1] if tight and high - low <= (true.high - true.low) + 1 else OUTCOMES[2]


def judge(kind: str, style: str, seed: int) -> Judged:
    """Walk once and compare with the truth."""
    someone = person(kind, seed)
    walked, true = walk(someone, style, seed), truth(someone)
    return Judged(walked, true, outcome(walked.result, true))


def plan(walks: int, seed: int, kind: str = "", style: str = "") -> list[tuple[str, str, int]]:
    """Kind, style and seed of each walk: every kind in every style before the next seed."""
    pairs = [(k, s) for s in STYLES for k in kinds() if kind in ("", k) and style in ("", s)]
    assert pairs, "no such kind or style"
    return [(*pairs[n % len(pairs)], seed + n // len(pairs)) for n in range(walks)]


# --- figures -------------------------------------------------------------------------------------


def share(walks: Iterable[Judged], good: Callable[[Judged], bool]) -> float:
    """The share of walks that are good, in percent."""
    found = [good(each) for each in walks]
    return 100 * sum(found) / len(found) if found else 0.0


def exact(walks: list[Judged]) -> float:
    """Right as far as can be known: the exact total, or the range that the unknown leaves open."""
    return share(walks, lambda each: each.outcome in GOOD)


def firm_wrong(walks: list[Judged]) -> float:
    return share(walks, lambda each: each.outcome in FIRM_WRONG)


def eligibility(walks: list[Judged]) -> float:
    return share(walks, lambda each: each.eligibility)


def corrections(walks: list[Judged]) -> tuple[int, int]:
    """Taken at once, of all."""
    found = [correction.taken for each in walks for correction in each.walk.corrections]
    return sum(found), len(found)


def median_messages(walks: list[Judged]) -> float:
    return statistics.median(each.messages for each in walks) if walks else 0


def figures(walks: list[Judged]) -> str:
    taken, made = corrections(walks)
    return (
        f"{len(walks):4d} walks  exact {exact(walks):5.1f} %  firm wrong {firm_wrong(walks):4.1f} %"
        f"  eligibility {eligibility(walks):5.1f} %  corrections {taken}/{made}"
        f"  median {median_messages(walks):g} messages"
        f"  bare repeats {sum(each.bare for each in walks)}"
        f"  over {LIMIT} bytes {sum(each.long for each in walks)}"
    )


def report(walks: list[Judged]) -> str:
    lines = ["all          " + figures(walks)]
    for style in STYLES:
        if mine := [each for each in walks if each.walk.style == style]:
            lines.append(f"{style:12s} {figures(mine)}")
    known = [each for each in walks if each.truth.firm and each.truth.eligible is not None]
    lines.append("all known    " + figures(known))
    lines.append("unknown      " + figures([each for each in walks if each not in known]))
    counted = Counter(each.outcome for each in walks)
    lines += ["", *(f"{counted[name]:4d} {name}" for name in OUTCOMES)]
    faults = Counter(each.walk.fault for each in walks if each.walk.fault)
    lines += [f"{count:4d} broken: {fault}" for fault, count in faults.items()]
    ends = [each.walk.turns[-1].reply for each in walks if each.walk.result]
    if ends:
        phone = sorted(phone_lines(reply) for reply in ends)
        lines.append(
            f"\nphone lines of the result: median {statistics.median(phone):g}, most {phone[-1]}"
        )
    lines += ["", "by kind (missed: wrong, wrong eligibility, correction lost, repeated, too long)"]
    for kind in kinds():
        mine = [each for each in walks if each.walk.person.kind == kind]
        if missed := [each for each in mine if each.missed]:
            why = Counter(each.outcome for each in missed)
            told = "; ".join(f"{name} {count}" for name, count in why.items())
            lines.append(f"  {kind:32s} {len(missed)} of {len(mine)}: {told}")
    return "\n".join(lines)


def transcript(each: Judged) -> str:
    true = each.truth
    lost = ", ".join(c.topic for c in each.walk.corrections if not c.taken)
    return (
        f"=== {each.walk.person.kind} · {each.walk.style}: {each.outcome}; truth {true.total}"
        f" ({true.low} to {true.high}), eligible {true.eligible}; said {each.walk.result};"
        f" corrections lost: {lost or 'none'} {each.walk.fault}\n{each.walk.shown}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walks", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", choices=["", *kinds()])
    parser.add_argument("--style", default="", choices=["", *STYLES])
    parser.add_argument("--show", action="store_true", help="print the transcripts of what missed")
    asked = parser.parse_args()
    walks = [judge(*row) for row in plan(asked.walks, asked.seed, asked.kind, asked.style)]
    if asked.show:
        missed = sorted((each for each in walks if each.missed), key=lambda each: each.messages)
        sys.stdout.write("\n\n".join(map(transcript, missed)) + "\n\n")
    sys.stdout.write(report(walks) + "\n")


if __name__ == "__main__":
    main()
