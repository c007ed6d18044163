"""What an item is worth, what it was counted from, and the one rounding function."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

_CENT = Decimal("0.01")
_TWELVE = Decimal(12)
ZERO = Decimal("0.00")


class Basis(NamedTuple):
    """One thing that was counted: a code (a key of the texts `reasons.basis`) and its figures."""

    code: str
    values: Mapping[str, object] = {}


class Worth(NamedTuple):
    """Points (two places), what they were counted from, and a note on what is not certain."""

    points: Decimal
    basis: tuple[Basis, ...]
    note: str | None = None


class Bounds(NamedTuple):
    """The least and the most that an item can be worth; both the same when nothing is open."""

    low: Worth
    high: Worth


UNKNOWN = (Basis("unknown"),)
NOTHING_KNOWN = Worth(ZERO, UNKNOWN)


def worth_of(points: Decimal, code: str, note: str | None = None, /, **values: object) -> Worth:
    """A worth that was counted from one thing."""
    return Worth(points, (Basis(code, values),), note)


def fixed(found: Worth) -> Bounds:
    """Bounds where nothing is open."""
    return Bounds(found, found)


def ends(found: list[Worth]) -> Bounds:
    """The least and the most of several possibilities."""
    return Bounds(min(found, key=_points), max(found, key=_points))


def _points(found: Worth) -> Decimal:
    return found.points


def rounded(points: Decimal) -> Decimal:
    """The one rounding of the product: half up, two places."""
    return points.quantize(_CENT, ROUND_HALF_UP)


@lru_cache(maxsize=4096)
def monthly(months: int, per_year: Decimal) -> Decimal:
    """What `months` are worth at `per_year` points for twelve of them, rounded."""
    return rounded(months * per_year / _TWELVE)
