"""Results that are kept while one message is read, and forgotten with it.

The same clause is looked at by many extractors. Nothing of this is kept after the message was read.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

MOST = 1024
_FORGET: list[Callable[[], None]] = []


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, whose results are kept until `forget`; its arguments and results are values."""
    kept = lru_cache(maxsize=MOST)(function)
    _FORGET.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def forget() -> None:
    """Drop everything that was kept."""
    for clear in _FORGET:
        clear()
