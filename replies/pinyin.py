"""How characters are read: syllables without tones, from the table `pinyin.txt`.

The table holds the characters of GB 2312, into which text is brought before (`simplified`), and the
words in which one of them is read differently (弹性: tan, not dan). It is written by
`replies.pinyin_build`; the package from which it comes would take 55 MB and a third of a second.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

CHARACTERS, WORDS = "[characters]", "[words]"


class Pinyin(NamedTuple):
    """`readings`: character → its readings, the usual one first. `words`: word → its syllables;
    `begins`: every beginning of such a word."""

    readings: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    begins: frozenset[str]


@cache
def table() -> Pinyin:
    """The table, read once."""
    text = files("replies").joinpath("pinyin.txt").read_text("utf-8")
    head, _, tail = text.partition(f"{WORDS}\n")
    readings = {}
    for line in head.partition(f"{CHARACTERS}\n")[2].splitlines():
        characters, *syllables = line.split()  # all characters that are read just so
        readings.update(dict.fromkeys(characters, tuple(syllables)))
    words = {word: tuple(read) for word, *read in map(str.split, tail.splitlines())}
    begins = frozenset(word[:n] for word in words for n in range(2, len(word) + 1))
    return Pinyin(readings, words, begins)


def syllables(text: str) -> list[str]:
    """One syllable for each character, as it is read in its word (the longest one that begins
    there); what is no character of the table stands for itself."""
    found: list[str] = []
    readings, words, begins = table()
    at = 0
    while at < len(text):
        end, longest = at + 2, at
        while end <= len(text) and text[at:end] in begins:
            if text[at:end] in words:
                longest = end
            end += 1
        if longest > at:
            found += words[text[at:longest]]
            at = longest
        else:
            found.append(readings.get(text[at], (text[at],))[0])
            at += 1
    return found


def readings(character: str) -> tuple[str, ...]:
    """All readings of one character, the usual one first; none of what the table does not hold."""
    return table().readings.get(character, ())
