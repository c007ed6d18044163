"""Pinyin in place of characters: 「jifen luohu」 → 积分落户, 「bujiao 的社保」 → 补缴的社保."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from replies.pinyin import syllables, table

_RUN = re.compile(r"[a-z][a-z' ]{3,}[a-z]")
LONGEST = 6  # letters of a syllable: zhuang
SHORTEST = 4  # letters of a term: what is shorter is too often something else


@cache
def _every() -> frozenset[str]:
    """All syllables of the language."""
    return frozenset(each for read in table().readings.values() for each in read)


class Latin:
    """Puts the characters of given terms for their pinyin, in runs of letters that are pinyin."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[str, str] = {}
        for term in terms:
            spelt = "".join(syllables(term))
            if len(spelt) >= SHORTEST and spelt.isascii() and spelt.isalpha():
                self._terms.setdefault(spelt, term)
        self._longest = max(map(len, self._terms), default=0)

    def mend(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """The text with terms in characters, and the pairs (typed, meant)."""
        found: list[tuple[str, str]] = []

        def one(match: re.Match[str]) -> str:
            meant = self._meant(re.sub("[' ]", "", match[0]))
            if not meant:
                return match[0]
            found.append((match[0], meant))
            return meant

        return _RUN.sub(one, text), found

    def _meant(self, letters: str) -> str:
        """The terms that letters spell, what is between them left out; "" when they are not pinyin
        from end to end, or spell no term."""
        # From the end: what the letters from each place on spell, or None for no pinyin.
        best: list[str | None] = [None] * len(letters) + [""]
        for at in range(len(letters) - 1, -1, -1):
            ends = range(min(len(letters), at + self._longest), at, -1)
            spelt = [
                self._terms[letters[at:end]] + (best[end] or "")
                for end in ends
                if letters[at:end] in self._terms and best[end] is not None
            ]
            spelt += [
                best[end] or ""
                for end in range(at + 1, min(len(letters), at + LONGEST) + 1)
                if letters[at:end] in _every() and best[end] is not None
            ]
            best[at] = max(spelt, key=len, default=None)
        return best[0] or ""
