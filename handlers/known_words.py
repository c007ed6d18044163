"""Known Chinese words, and a division of text into words that shows what is not known.

`known_words.txt` lists everyday words and the words of the shipped answers, each with its cost
(minus the natural logarithm of its frequency, times ten). A text is divided so that the sum of the
costs is smallest. Personal names compete as words of their own, with a cost from the frequency of
their characters: a stretch becomes a name where that is likelier than single characters.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from handlers.masking_lexicon import listed

LONGEST_WORD = 6
UNKNOWN_COST = 170
"""Of a character that is no word and of one that is in no given name."""
COMMON_CHARACTER = 76
"""A single character up to this cost is a common word of its own (的, 我, 在, 交)."""


FIELD_WORD_COST = 75
"""Of a word of the field that is listed by hand (`field_words` in `masking.toml`)."""

LIKE_NAME_COST = 100
"""At most of a word that is listed because it looks like a name (`words_like_names`)."""
PLACE_COSTS = {"near": 85, "far": 105}
"""Of a place of `known_places.txt` that is no more frequent word."""


LINKING = "x"
"""Behind the kind of a word: a verb, adverb, number and the like, which is part of no name."""


class StretchKind(Enum):
    """What a stretch of text is."""

    FIELD = "f"  # a word of the shipped answers
    PLACE = "p"  # a place of the general list
    GENERAL = "g"  # another word of the general list
    UNKNOWN = "u"  # a character that is no common word
    NAME = "n"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a divided text, from `start` to `end`."""

    text: str
    kind: StretchKind
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Words:
    """The lists: cost and kind of each word, cost of each character within a given name.

    `pairs` are two adjoining words of the answers of which the second ends names of organisations
    or places, written together. `linking` are verbs, adverbs, numbers
    and the like, which are part of no name.
    """

    cost: Mapping[str, int]
    kind: Mapping[str, StretchKind]
    given: Mapping[str, int]
    pairs: Set[str]
    linking: Set[str]


@cache
def words() -> Words:
    """The lists of `known_words.txt`; raises ValueError for a malformed line."""
    cost: dict[str, int] = {}
    kind: dict[str, StretchKind] = {}
    given: dict[str, int] = {}
    pairs: set[str] = set()
    linking: set[str] = set()
    kinds = {k.value: k for k in StretchKind}
    for line in files("handlers").joinpath("known_words.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        word, value, mark = line.split(" ")
        if mark == "n":
            given[word] = int(value)
        elif mark == "t":
            pairs.add(word)
        else:
            cost[word], kind[word] = int(value), kinds[mark[0]]
            if mark[1:] == LINKING:
                linking.add(word)
    for place, least in _places():
        if cost.get(place, least) >= PLACE_COSTS["near"]:
            cost[place], kind[place] = min(least, cost.get(place, least)), StretchKind.PLACE
    for word in listed("words_like_names"):
        cost[word] = min(cost.get(word, LIKE_NAME_COST), LIKE_NAME_COST)
        kind.setdefault(word, StretchKind.GENERAL)
    for word in listed("field_words"):
        cost[word], kind[word] = FIELD_WORD_COST, StretchKind.FIELD
    return Words(cost, kind, given, pairs, linking)


def _places() -> Iterator[tuple[str, int]]:
    """The places of `known_places.txt` with the cost of their part of the list."""
    value = 0
    for line in files("handlers").joinpath("known_places.txt").read_text("utf-8").splitlines():
        if line.startswith("# near"):
            value = PLACE_COSTS["near"]
        elif line.startswith("# far"):
            value = PLACE_COSTS["far"]
        elif not line.startswith("#"):
            yield from ((word, value) for word in line.split())


NameCost = Callable[[str, int, int], int | None]
"""What reading a text from a start to an end as a name costs; None where it is none."""


def divide(text: str, name_cost: NameCost) -> list[Stretch]:
    """Divides Chinese characters without other signs into the cheapest sequence of pieces."""
    known = words().cost
    best = [0] + [1_000_000_000] * len(text)
    came: list[tuple[int, bool]] = [(0, False)] * (len(text) + 1)
    for start in range(len(text)):
        for end in range(start + 1, min(start + LONGEST_WORD, len(text)) + 1):
            as_word = known.get(text[start:end], UNKNOWN_COST if end == start + 1 else None)
            as_name = name_cost(text, start, end) if 1 < end - start <= 4 else None
            for cost, is_name in ((as_word, False), (as_name, True)):
                if cost is not None and best[start] + cost < best[end]:
                    best[end], came[end] = best[start] + cost, (start, is_name)
    pieces: list[Stretch] = []
    end = len(text)
    while end:
        start, is_name = came[end]
        part = text[start:end]
        pieces.append(Stretch(part, StretchKind.NAME if is_name else kind_of(part), start))
        end = start
    return pieces[::-1]


def kind_of(word: str) -> StretchKind:
    """How well a word is known. A rare single character counts as unknown."""
    lists = words()
    if len(word) == 1 and cost_of(word) > COMMON_CHARACTER:
        return StretchKind.UNKNOWN
    return lists.kind.get(word, StretchKind.UNKNOWN)


def given_name_cost(given: str, never: Set[str]) -> int | None:
    """The cost of the characters of a given name; None where one of them is in none."""
    if not never.isdisjoint(given):
        return None
    known = words().given
    return sum(known.get(c, 95) for c in given)


def cost_of(word: str) -> int:
    """The cost of a word or of one unknown character."""
    return words().cost.get(word, UNKNOWN_COST)
