"""Text as people type it → the plain form that routing compares."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 300  # characters looked at; a longer text keeps its beginning and its end
_NOT_WORD = re.compile(r"[\W_]+")


def cut(text: str, limit: int = LIMIT) -> str:
    """At most `limit` characters: the ask of a long story stands at its end or its beginning."""
    return text if len(text) <= limit else f"{text[: limit // 3]} {text[-(limit - limit // 3) :]}"


def key_of(text: str) -> str:
    """What stays of a text when two spellings of the same words are to be one."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _NOT_WORD.sub("", folded) or folded.strip()
