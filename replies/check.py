"""Check a catalogue: `python -m replies.check [FOLDER]` lists everything that is wrong.

Files and keys; examples that stand twice or nearly so; examples that the router, knowing them all,
would still send to another answer: those pull their answer's other questions along with them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from replies.catalogue import HERE, Catalogue
from replies.entries import (
    CatalogueError,
    parse_answer,
    read_file,
    read_intents,
    read_negatives,
    read_toml,
)
from replies.normalise import key_of
from replies.router.bank import Bank, Kind
from replies.router.route import Route, Router

ALIKE = 96  # percent: two examples of one group that differ by a sign or a slip
ALIKE_ACROSS = 88  # percent: examples of two groups that no reader could tell apart
FEWEST, FEWEST_OWN = 40, 15  # examples of an official position, of an own answer


def file_problems(folder: Path) -> Iterator[CatalogueError]:
    """What is wrong in each file by itself and between the files, all of it."""
    answers = []
    for path in sorted((folder / "answers").glob("*.md")):
        try:
            answers.append(parse_answer(read_file(path), path.name))
        except CatalogueError as problem:
            yield problem
    try:
        intents = tuple(read_intents(read_toml(folder / "intents.toml")))
        negatives = tuple(read_negatives(read_toml(folder / "negatives.toml")))
    except CatalogueError as problem:
        yield problem
        intents, negatives = (), ()
    yield from Catalogue(tuple(answers), intents, negatives).problems()


def near_duplicates(bank: Bank) -> Iterator[str]:
    """Pairs of examples that are nearly the same text."""
    keys = [key_of(example) for example in bank.examples]
    alike = process.cdist(keys, keys, scorer=fuzz.ratio, score_cutoff=ALIKE_ACROSS, dtype=np.uint8)
    for one, other in zip(*np.nonzero(np.triu(alike, 1)), strict=True):
        same = bank.group_of[one] == bank.group_of[other]
        if not same or alike[one, other] >= ALIKE:
            names = [bank.classes[bank.class_of[n]].name for n in (one, other)]
            texts = [bank.examples[n] for n in (one, other)]
            yield f"{names[0]} / {names[1]}: nearly the same: {texts[0]!r}, {texts[1]!r}"


def elsewhere(router: Router) -> Iterator[str]:
    """Examples that lead to another answer or command than their own."""
    bank = router.bank
    for text, class_of, group_of in zip(bank.examples, bank.class_of, bank.group_of, strict=True):
        route, group = router.unaided(text), bank.groups[group_of]
        if route.decision in ("answer", "intent") and route.why.group != group.name:
            name = bank.classes[class_of].name
            yield f"{name}: leads to {_target(route)} ({route.why.score:.2f}): {text!r}"


def _target(route: Route) -> str:
    return f"{route.answer or route.intent}"


def too_few(bank: Bank) -> Iterator[str]:
    """Answers with too few examples."""
    counts = np.bincount(bank.group_of, minlength=len(bank.groups))
    for group, count in zip(bank.groups, counts.tolist(), strict=True):
        fewest = {Kind.OFFICIAL: FEWEST, Kind.OWN: FEWEST_OWN}.get(group.kind, 0)
        if count < fewest:
            yield f"{group.name}: {count} examples, at least {fewest} are wanted"


def problems(folder: Path) -> list[str]:
    """Everything that is wrong with a catalogue folder, as lines."""
    found = [str(problem) for problem in file_problems(folder)]
    if found:
        return found
    router = Router(Catalogue.load(folder))
    return [*too_few(router.bank), *near_duplicates(router.bank), *elsewhere(router)]


def main(argv: list[str]) -> int:
    """Print every problem; 1 when there is one."""
    found = problems(Path(argv[0]) if argv else HERE)
    print(*found, f"{len(found)} problems", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
