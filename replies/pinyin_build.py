"""Writes `pinyin.txt` again: `python -m replies.pinyin_build`, from the package pypinyin (MIT)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.phrases_dict import phrases_dict

from replies.pinyin import CHARACTERS, WORDS

HEAD = """\
# How characters are read, from pypinyin 0.55 (MIT): written by `python -m replies.pinyin_build`.
# A line of characters with their readings, the usual one first; then words that are read otherwise.
"""


def characters() -> Iterator[str]:
    """The Chinese characters of GB 2312."""
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            character = bytes((high, low)).decode("gb2312", "ignore")
            if "\u4e00" <= character <= "\u9fff":
                yield character


def readings(character: str) -> tuple[str, ...]:
    """All readings; the first one is how it is read alone."""
    every = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys((*lazy_pinyin(character), *every)))


def lines() -> Iterator[str]:
    """The table's lines."""
    read = {character: readings(character) for character in characters()}
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for character, syllables in read.items():
        alike[syllables].append(character)
    yield CHARACTERS
    for syllables, same in sorted(alike.items()):
        yield " ".join(("".join(same), *syllables))
    yield WORDS
    for word in sorted(phrases_dict):
        syllables = tuple(lazy_pinyin(word))
        if read.keys() >= set(word) and syllables != tuple(read[c][0] for c in word):
            yield " ".join((word, *syllables))


if __name__ == "__main__":
    target = Path(str(files("replies").joinpath("pinyin.txt")))
    target.write_text(HEAD + "\n".join(lines()) + "\n", "utf-8")
