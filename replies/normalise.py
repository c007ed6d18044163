"""Text as people type it → the plain form that routing compares.

Width and case (NFKC), 繁体 → 简体, pinyin → characters, typing errors by sound and by table, one
word for many, Chinese numbers → digits, filler words and signs out, the field's own name out: it
stands in any question and tells none from another. The tables are `synonyms.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from opencc import OpenCC

from replies.latin import Latin
from replies.sound import Sound

LIMIT = 300  # characters looked at; a longer text keeps its beginning and its end
_NOT_WORD = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"(.{1,4}?)\1{3,}")
REPEATS = 3  # what repeats four times and more holds at least so many characters again
_NUMBER = re.compile(
    r"[一二两三四五六七八九十百千万][零一二两三四五六七八九十百千万]+"
    r"|[二两三四五六七八九十](?=[年个月分岁人次万天孩胎])"
)
_DIGIT = {"零": 0} | {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True)
class Normal:
    """`text`: made comparable, without the field's own name; `plain`: the same before one word
    stood for many; `mended`: the typing errors and synonyms that were replaced."""

    text: str
    plain: str
    mended: tuple[tuple[str, str], ...]


def cut(text: str, limit: int = LIMIT) -> str:
    """At most `limit` characters: the ask of a long story stands at its end or its beginning."""
    return text if len(text) <= limit else f"{text[: limit // 3]} {text[-(limit - limit // 3) :]}"


@cache
def _converter() -> OpenCC:
    # Reading the dictionaries takes 30 ms, and most processes never meet a traditional character.
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` in simplified characters."""
    try:
        text.encode("gb2312")  # holds no traditional characters, so nothing is to be done
    except UnicodeEncodeError:
        # A lone surrogate, which JSON can carry, is no character that OpenCC could look up.
        return str(_converter().convert(text.encode("utf-8", "replace").decode("utf-8")))
    return text


def key_of(text: str) -> str:
    """What stays of a text when two spellings of the same words are to be one."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _bare(folded) or folded.strip()


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text)


def number(words: str) -> str:
    """Chinese number words as digits: 六千 → 6000, 十五 → 15, 二〇 and the like stay in order."""
    if not any(c in _UNIT or c == "万" for c in words):
        return "".join(str(_DIGIT[c]) for c in words)
    total = section = digit = 0
    for c in words:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _UNIT:
            section += (digit or 1) * _UNIT[c]
            digit = 0
        else:
            total += (section + digit or 1) * 10_000
            section = digit = 0
    return str(total + section + digit)


class Normaliser:
    """The tables of one `synonyms.toml`, ready for use; `pairs` of characters (`pairs_of`) tell
    words from slips."""

    def __init__(
        self,
        tables: Mapping[str, object] | None = None,
        pairs: Mapping[str, int] | None = None,
    ) -> None:
        given = tables or {}
        self.same = _pairs(given.get("synonyms"))
        self.typos = _pairs(given.get("typos"))
        fillers = given.get("fillers") or []
        assert isinstance(fillers, list)
        terms = given.get("terms") or []
        assert isinstance(terms, list)
        self._fillers = _any_of(fillers)
        self._typos, self._same = _any_of(self.typos), _any_of(self.same)
        weightless = given.get("weightless") or []
        assert isinstance(weightless, list)
        self._weightless = re.compile("|".join(weightless) or r"(?!)")
        self._sound = Sound(terms, pairs)
        spelt = given.get("spelt") or []
        assert isinstance(spelt, list)
        self._latin = Latin([*terms, *spelt])

    def __call__(self, text: str) -> Normal:
        """Normalise any text; deterministic, at most `LIMIT` characters are looked at."""
        plain = unicodedata.normalize("NFKC", cut(text)).lower()
        plain = simplified(plain)
        if len(plain) - len(set(plain)) >= REPEATS:
            plain = _REPEATED.sub(r"\1\1", plain)
        mended: list[tuple[str, str]] = []

        def swap(pattern: re.Pattern[str], table: Mapping[str, str], words: str) -> str:
            def one(match: re.Match[str]) -> str:
                mended.append((match[0], table[match[0]]))
                return table[match[0]]

            return pattern.sub(one, words)

        plain = swap(self._typos, self.typos, plain)
        plain, spelt = self._latin.mend(plain)
        plain, heard = self._sound.mend(plain)
        mended += spelt + heard
        plain = self._fillers.sub("", plain).strip() or plain
        same = _NUMBER.sub(lambda match: number(match[0]), plain)
        same = _bare(swap(self._same, self.same, same))
        core = self._weightless.sub("", same) or same
        return Normal(core, _bare(plain), tuple(dict.fromkeys(mended)))


def pairs_of(examples: Iterable[str]) -> Mapping[str, int]:
    """How often two characters stand side by side in some texts."""
    return Counter(a + b for text in examples for a, b in pairwise(text))


def _pairs(table: object) -> dict[str, str]:
    """{word: [others]} → {other: word}."""
    assert table is None or isinstance(table, dict)
    return {other: word for word, others in (table or {}).items() for other in others}


def _any_of(words: object) -> re.Pattern[str]:
    longest = sorted(words, key=lambda word: (-len(word), word))  # type: ignore[call-overload]
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")
