"""Time is months.

A month is an int, `year * 12 + month - 1`. A set of months is also an int: bit n stands for the
n-th month after January 1900. Union, intersection and difference are then `|`, `&` and `& ~`, the
number of months is `int.bit_count()`, and a set of any number of spans costs the same.
"""

from typing import NewType

Month = NewType("Month", int)
Months = NewType("Months", int)

_EPOCH = 1900 * 12
NO_MONTHS = Months(0)


def month(year: int, number: int) -> Month:
    """The month `number` (1 to 12) of `year`."""
    return Month(year * 12 + number - 1)


def december(year: int) -> Month:
    """The last month of `year`."""
    return Month(year * 12 + 11)


def year_of(value: int) -> int:
    """The calendar year that a month lies in."""
    return value // 12


def written(value: int) -> str:
    """A month as "YYYY-MM"."""
    return f"{value // 12:04d}-{value % 12 + 1:02d}"


def month_named(text: str) -> Month:
    """The month that "YYYY-MM" or "YYYY-MM-DD" names; the text has been checked."""
    return month(int(text[:4]), int(text[5:7]))


def spoken(value: int) -> str:
    """A month as a person reads it: "2020 年 7 月"."""
    return f"{value // 12} 年 {value % 12 + 1} 月"


def span(first: int, last: int) -> Months:
    """The set from `first` to `last`, both included; empty when `last` is before `first`."""
    if last < first:
        return NO_MONTHS
    return Months(((1 << (last - first + 1)) - 1) << (first - _EPOCH))


def bits_until(last: int) -> int:
    """The number of bits of a set that ends at `last`: a set with no more has no later month."""
    return last - _EPOCH + 1


def until(months: Months, last: int) -> Months:
    """Those of `months` that are not after `last`."""
    return Months(months & ((1 << (last - _EPOCH + 1)) - 1))


def since(months: Months, first: int) -> Months:
    """Those of `months` that are not before `first`."""
    return Months(months >> (first - _EPOCH) << (first - _EPOCH))


def holds(months: Months, value: int) -> bool:
    """Whether the month `value` belongs to `months`."""
    return bool(months >> (value - _EPOCH) & 1)


def run_ending(months: Months, last: int) -> int:
    """How many months without a gap end with `last` (0 when `last` itself is not there)."""
    gaps = until(Months(~months), last)
    return last - _EPOCH + 1 - gaps.bit_length()


def first_of(months: Months, count: int) -> Months:
    """The earliest `count` of `months`, or all of them."""
    taken, rest = 0, int(months)
    while count > 0 and rest:
        low = (rest & -rest).bit_length() - 1
        run = (~(rest >> low) & ((rest >> low) + 1)).bit_length() - 1
        size = min(run, count)
        block = ((1 << size) - 1) << low
        taken, rest, count = taken | block, rest & ~block, count - size
    return Months(taken)


def last_of(months: Months, count: int) -> Months:
    """The latest `count` of `months`, or all of them."""
    return Months(months & ~first_of(months, months.bit_count() - max(count, 0)))


def earliest(months: Months) -> Month | None:
    """The first of `months`, None when there is none."""
    return Month((months & -months).bit_length() - 1 + _EPOCH) if months else None
