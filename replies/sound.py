"""Typing errors of phonetic input: a word that sounds like a term of the field and is no word.

社宝 → 社保, 几分落户 → 积分落户. People choose the wrong characters for the right sounds, with the
accents of the south folded in (zh/z, ch/c, sh/s, ng/n).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from replies.pinyin import readings as read
from replies.pinyin import syllables

NUMERALS = frozenset("零一二两三四五六七八九十百千万")


def fold(syllable: str) -> str:
    """A syllable without the differences that many speakers do not make."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


@cache
def readings(character: str) -> frozenset[str]:
    """All folded readings of one character; empty for what is not one."""
    return frozenset(map(fold, read(character)))


class Sound:
    """Finds what sounds like one of the given terms (2 characters and more) but is misspelt.

    `pairs` counts the pairs of neighbouring characters in the example questions: what people write
    often is a word of its own (加几分, 直接) and stays.
    """

    RARE = 0.05  # a pair this much rarer than the term itself is a slip, not a word

    def __init__(self, terms: Iterable[str], pairs: Mapping[str, int] | None = None) -> None:
        self._pairs = pairs or {}
        self._by_sound: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._at: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for term in sorted(set(terms), key=lambda term: (-len(term), term)):
            sounds = tuple(map(fold, syllables(term)))
            if len(term) >= 2 and len(sounds) == len(term):
                self._by_sound[sounds[0], sounds[1]].append((term, sounds))
        self._first = frozenset(first for first, _ in self._by_sound)

    def mend(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """The text with misheard terms put right, and the pairs (typed, meant)."""
        found: list[tuple[str, str]] = []
        at = 0
        while at + 1 < len(text):
            pair = text[at : at + 2]
            heard = self._at.get(pair)
            if heard is None:
                heard = self._starting(pair)
            term = self._term_at(text, at, heard) if heard else None
            if term is None:
                at += 1
                continue
            typed = text[at : at + len(term)]
            if typed != term:
                found.append((typed, term))
                text = text[:at] + term + text[at + len(term) :]
            at += len(term)
        return text, found

    def _starting(self, pair: str) -> list[tuple[str, tuple[str, ...]]]:
        """Terms that may begin with these two characters, meant or misheard; longest first."""
        heard = {
            entry
            for first in readings(pair[0]) & self._first
            for second in readings(pair[1])
            for entry in self._by_sound.get((first, second), ())
        }
        found = sorted(heard, key=lambda entry: (-len(entry[0]), entry)) if heard else []
        if len(self._at) < 50_000:
            self._at[pair] = found
        return found

    def _term_at(self, text: str, at: int, heard: list[tuple[str, tuple[str, ...]]]) -> str | None:
        for term, _ in heard:
            if text.startswith(term, at):
                return term
        for term, sounds in heard:
            typed = text[at : at + len(term)]
            if (
                len(typed) == len(term)
                and any(a == b for a, b in zip(typed, term, strict=True))
                and all(s in readings(c) for c, s in zip(typed, sounds, strict=True))
                and not self._is_words(text, at, term)
            ):
                return term
        return None

    def _is_words(self, text: str, at: int, term: str) -> bool:
        """Is it a word as typed, or does a wrong edge belong to a word with its neighbour?"""
        end = at + len(term)
        typed, count = text[at:end], self._pairs.get
        if any(a != b and a in NUMERALS for a, b in zip(typed, term, strict=True)):
            return True  # 7年零3个月 is no 年龄
        if len(term) == 2 and count(typed, 0) > self.RARE * count(term, 0):
            return True
        before = at > 0 and typed[0] != term[0] and count(text[at - 1 : at + 1], 0) > 1
        return before or (typed[-1] != term[-1] and count(text[end - 1 : end + 1], 0) > 1)
