"""Writes `known_words.txt` again: `python -m handlers.known_words_build DICT`.

DICT is the `dict.txt` of the segmentation package jieba 0.42.1 (MIT): lines of a word, its count
and its part of speech. Everyday words are taken from it as they are; names of people and of
organisations are left out. The words of the shipped answers are added with the weight of how often
they are used there. Run it after a large change of the answers.
"""

import re
import sys
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from math import log
from pathlib import Path

from handlers.known_words import LINKING, LONGEST_WORD, StretchKind
from handlers.masking_lexicon import characters, listed

LEAST = 60
"""A general word is taken from this count on."""
LEAST_LIKE_NAME = 15
"""The same for a word that begins like a surname, so that it is not taken for a name."""
FIELD_WEIGHT = 100
"""One use in the answers counts as much as so many in the general list."""
LONGEST_GENERAL = 4
NAMES_OF_PEOPLE_OR_ORGANISATIONS = {"nr", "nrt", "nrfg", "nt", "nz"}
LINKING_PARTS = {"c", "p", "r", "u", "y", "e", "o"}
"""Parts of speech that are part of no name: conjunctions, prepositions, pronouns, particles."""
LINKING_IN_ANSWERS = {"v", "d", "ad", "m", "t", "f", "q"}
"""The same for words of the answers: verbs, adverbs, numbers, times. Others name shops (天天)."""
HAN = re.compile("[\u4e00-\u9fff]+")


def main(dictionary: Path) -> None:
    rows = [
        (word, int(count), part)
        for word, count, part in map(str.split, dictionary.read_text("utf-8").splitlines())
        if HAN.fullmatch(word)
    ]
    everything = {word: count for word, count, _ in rows}
    field, pairs = _field_words(everything)
    given: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    kinds: dict[str, StretchKind] = {}
    linking: set[str] = set()
    for word, count, part in rows:
        if part == "nr" and len(word) == 3 and word[0] in characters("surnames"):
            given.update(word[1:])
        named = part in NAMES_OF_PEOPLE_OR_ORGANISATIONS
        least = LEAST_LIKE_NAME if word[0] in characters("surnames") else LEAST
        if len(word) == 1 or (count >= least and len(word) <= LONGEST_GENERAL and not named):
            counts[word] = max(count, 1)
            kinds[word] = StretchKind.PLACE if part == "ns" else StretchKind.GENERAL
        if len(word) > 1 and (
            part in LINKING_PARTS or (part in LINKING_IN_ANSWERS and word in field)
        ):
            linking.add(word)
    for word, count in field.items():
        counts[word] += FIELD_WEIGHT * count
        if kinds.get(word) is not StretchKind.PLACE:
            kinds[word] = StretchKind.FIELD
    target = Path(str(files("handlers").joinpath("known_words.txt")))
    head = [line for line in target.read_text("utf-8").splitlines() if line.startswith("#")]
    total = sum(counts.values())
    body = [
        f"{w} {_cost(n, total)} {kinds[w].value}{LINKING * (w in linking)}"
        for w, n in sorted(counts.items())
    ]
    names = [f"{c} {_cost(n, given.total())} n" for c, n in sorted(given.items()) if n > 1]
    target.write_text(
        "\n".join([*head, *body, *names, *(f"{pair} 0 t" for pair in sorted(pairs))]) + "\n",
        "utf-8",
    )


def _cost(count: int, total: int) -> int:
    return round(-10 * log(count / total))


def _field_words(everything: dict[str, int]) -> tuple[Counter[str], set[str]]:
    """How often each word is used in the shipped answers, and the pairs (see `Words`)."""
    tails = {*listed("employer_tails"), *listed("place_tails")}
    pairs: set[str] = set()
    total = sum(everything.values())
    cost = {word: -log(max(count, 1) / total) for word, count in everything.items()}
    answers = Path(str(files("replies")))
    used: Counter[str] = Counter()
    for path in sorted([*answers.glob("answers/*.md"), *answers.glob("*.toml")]):
        for run in HAN.findall(path.read_text("utf-8")):
            parts = _divide(run, cost)
            used.update(parts)
            pairs |= {a + b for a, b in pairwise(parts) if b in tails}
    return used, pairs


def _divide(text: str, cost: dict[str, float]) -> list[str]:
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(text) + 1):
        options = []
        for start in range(max(0, end - LONGEST_WORD), end):
            part = text[start:end]
            if part in cost or end - start == 1:
                before, parts = best[start]
                options.append((before + cost.get(part, 20.0), [*parts, part]))
        best.append(min(options))
    return best[-1][1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
