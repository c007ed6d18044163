"""The word lists of `masking.toml`, as they are and as patterns."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, Sequence[str]]:
    return dict(tomllib.loads(files("handlers").joinpath("masking.toml").read_text("utf-8")))


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of a list, longest first."""
    return tuple(sorted(_lists()[name], key=len, reverse=True))


@cache
def characters(name: str) -> frozenset[str]:
    """The characters of a list that is written as one text."""
    return frozenset("".join(str(_lists()[name]).split()))


@cache
def one_of(name: str) -> str:
    """A pattern for any word of a list, longest first."""
    return "(?:" + "|".join(map(re.escape, listed(name))) + ")"
