"""What a shape of arithmetic returns, and the one rounding function."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

_CENT = Decimal("0.01")
_TWELVE = Decimal(12)
ZERO = Decimal("0.00")
UNKNOWN = "还不知道，暂按 0 分"


class Worth(NamedTuple):
    """Points (two places), the inputs in words, and a note where something is not certain."""

    points: Decimal
    inputs: str
    note: str | None = None


def rounded(points: Decimal) -> Decimal:
    """The one rounding of the product: half up, two places."""
    return points.quantize(_CENT, ROUND_HALF_UP)


def monthly(months: int, per_year: Decimal) -> Decimal:
    """What `months` are worth at `per_year` points for twelve of them, rounded."""
    return rounded(months * per_year / _TWELVE)


@lru_cache(maxsize=256)
def words(points: Decimal) -> str:
    """A number of points as people write it: 0.25, 3, 10.5."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
