"""A long text as pages that each fit one WeChat reply, which is counted in UTF-8 bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

LIMIT = 2000  # bytes
_LINES = re.compile(r"[^\n]*\n+|[^\n]+$")
_SENTENCES = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[」』”’）)]*|[^。！？；!?;]+$")
_PHRASES = re.compile(r"[^，、：,: ]*[，、：,: ]+|[^，、：,: ]+$")


def pages(text: str, limit: int = LIMIT) -> list[str]:
    """Pages of at most `limit` bytes, in order; no page is empty, no text gives no page.

    Cut between lines where possible, else after sentences, else after phrases, else between
    characters (a character and the marks that combine with it stay together where they fit). A
    caller that adds a footer passes what is left of its own limit.
    """
    if limit < 4:
        raise ValueError(f"a page of {limit} bytes cannot hold every character")
    whole = text.strip("\n").rstrip()
    if _size(whole) <= limit:
        return [whole] if whole else []
    found: list[str] = []
    held = ""
    for piece in _pieces(text.strip("\n"), limit):
        if held and _size(held + piece.rstrip()) > limit:
            found.append(held)
            held = ""
        held += piece
    found.append(held)
    return [page for page in (page.strip("\n").rstrip() for page in found) if page]


def _pieces(text: str, limit: int) -> Iterator[str]:
    """The largest natural pieces that fit a page by themselves."""
    for line in _LINES.findall(text):
        if _size(line.rstrip()) <= limit:
            yield line
            continue
        for sentence in _SENTENCES.findall(line):
            if _size(sentence.rstrip()) <= limit:
                yield sentence
                continue
            for phrase in _PHRASES.findall(sentence):
                yield from [phrase] if _size(phrase.rstrip()) <= limit else _clusters(phrase, limit)


def _clusters(text: str, limit: int) -> Iterator[str]:
    """Characters with what combines with them (marks, joiners, variants), if that fits."""
    held = ""
    for character in text:
        joins = character in "\u200d\ufe0e\ufe0f" or 0x1F3FB <= ord(character) <= 0x1F3FF
        joins = joins or "\u0300" <= character <= "\u036f" or held.endswith("\u200d")
        if held and (not joins or _size(held + character) > limit):
            yield held
            held = ""
        held += character
    if held:
        yield held


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
