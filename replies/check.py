"""Check a catalogue: `python -m replies.check [FOLDER]` lists everything that is wrong.

Files and keys; examples that stand twice or nearly so; examples that the router, knowing them all,
would still send to another answer: those pull their answer's other questions along with them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from replies.catalogue import HERE, Catalogue, CatalogueError, parse_answer
from replies.catalogue.parse import (
    read_file,
    read_intents,
    read_negatives,
    read_rules,
    read_toml,
)
from replies.normalise import key_of
from replies.router.dataset import Dataset, GroupKind
from replies.router.router import Router

ALIKE = 96  # percent: two examples of one group that differ by a sign or a slip
ALIKE_ACROSS = 88  # percent: examples of two groups that no reader could tell apart
BLOCK = 500  # texts compared at a time, which bounds the memory
FEWEST = 40  # examples of an answer in all styles …
KEYWORDS = 8  # … of which so many are keywords
KEYWORD_LENGTH = range(2, 13)  # characters of a keyword, which asks nothing in words
_ASKING = re.compile("吗|呢|怎么|咋|什么|啥|多少|能|可以|是否|几|哪|为何|么|谁|多长|如何|[？?]")


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
        rules = tuple(read_rules(read_toml(folder / "rules.toml")))
    except CatalogueError as problem:
        yield problem
        intents, negatives, rules = (), (), ()
    yield from Catalogue(tuple(answers), intents, negatives, rules=rules).problems()


def near_duplicates(bank: Dataset) -> Iterator[str]:
    """Pairs of examples that are nearly the same text."""
    keys = [key_of(example) for example in bank.examples]
    for one, other in close_pairs(keys):
        groups = [bank.group_of[n] for n in (one, other)]
        same = bank.positions[groups[0]] == bank.positions[groups[1]]
        if not same or fuzz.ratio(keys[one], keys[other]) >= ALIKE:
            names = [bank.groups[group].name for group in groups]
            texts = [bank.examples[n] for n in (one, other)]
            yield f"{names[0]} / {names[1]}: nearly the same: {texts[0]!r}, {texts[1]!r}"


def close_pairs(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Every pair that reaches `ALIKE_ACROSS`, by the numbers of its texts.

    Texts of lengths a ≤ b reach the share s only where b ≤ a·(2-s)/s: with the texts ordered by
    length each block of them is compared with those behind it up to that length.
    """
    order = sorted(range(len(keys)), key=lambda number: len(keys[number]))
    texts = [keys[number] for number in order]
    lengths = [len(text) for text in texts]
    share = ALIKE_ACROSS / 100
    found = []
    for first in range(0, len(texts), BLOCK):
        block = texts[first : first + BLOCK]
        end = bisect_right(lengths, len(block[-1]) * (2 - share) / share)
        alike = process.cdist(
            block, texts[first:end], scorer=fuzz.ratio, score_cutoff=ALIKE_ACROSS, dtype=np.uint8
        )
        found += [
            _ordered(order[first + row], order[first + column])
            for row, column in np.argwhere(alike).tolist()
            if row < column
        ]
    return sorted(found)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def elsewhere(router: Router) -> Iterator[str]:
    """Examples of answers and commands that lead to another position and topic.

    Not looked at: what a command's rule takes before any evidence, and negatives, which stand near
    the answers by design (an example is known to belong to its own group).
    """
    bank = router.bank
    number = {group.name: n for n, group in enumerate(bank.groups)}
    for text, own in zip(bank.examples, bank.group_of.tolist(), strict=True):
        taken = router.commands.find(text, bank.normaliser(text)) is not None
        if taken or bank.groups[own].kind == GroupKind.NEGATIVE:
            continue
        route = router.unaided(text)
        if route.decision not in ("answer", "intent"):
            continue
        told = number[route.answer or route.intent or ""]
        if bank.positions[told] != bank.positions[own] and bank.topics[told] != bank.topics[own]:
            names = bank.groups[own].name, bank.groups[told].name
            yield f"{names[0]}: leads to {names[1]} ({route.why.score:.2f}): {text!r}"


def is_keyword(example: str) -> bool:
    """Whether an example is what people type into a search: short, without a question's words."""
    return len(key_of(example)) in KEYWORD_LENGTH and not _ASKING.search(example)


def too_few(catalogue: Catalogue) -> Iterator[str]:
    """Answers with too few examples or too few keywords among them."""
    for answer in catalogue.answers:
        keywords = sum(map(is_keyword, answer.examples))
        for count, fewest, name in (
            (len(answer.examples), FEWEST, "examples"),
            (keywords, KEYWORDS, "keywords"),
        ):
            if count < fewest:
                yield f"{answer.id}: {count} {name}, at least {fewest} are wanted"


def problems(folder: Path) -> list[str]:
    """Everything that is wrong with a catalogue folder, as lines."""
    found = [str(problem) for problem in file_problems(folder)]
    if found:
        return found
    catalogue = Catalogue.load(folder)
    router = Router(catalogue)
    return [*too_few(catalogue), *near_duplicates(router.bank), *elsewhere(router)]


def main(argv: list[str]) -> int:
    """Print every problem; 1 when there is one."""
    found = problems(Path(argv[0]) if argv else HERE)
    print(*found, f"{len(found)} problems", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
