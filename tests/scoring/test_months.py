"""Sets of months against plain Python sets."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.months import (
    NO_MONTHS,
    Months,
    holds,
    month,
    month_named,
    run_ending,
    since,
    span,
    spoken,
    until,
    written,
)

months = st.integers(month(1920, 1), month(2100, 12))
ranges = st.lists(st.tuples(months, st.integers(0, 200)), max_size=8)


def both(given_ranges: list[tuple[int, int]]) -> tuple[Months, set[int]]:
    bits, plain = NO_MONTHS, set()
    for first, length in given_ranges:
        bits = Months(bits | span(first, first + length))
        plain |= set(range(first, first + length + 1))
    return bits, plain


@given(ranges, months)
def test_the_same_as_a_set(given_ranges: list[tuple[int, int]], value: int) -> None:
    bits, plain = both(given_ranges)
    assert bits.bit_count() == len(plain)
    assert holds(bits, value) == (value in plain)
    assert until(bits, value).bit_count() == sum(each <= value for each in plain)
    assert since(bits, value).bit_count() == sum(each >= value for each in plain)
    run = 0
    while value - run in plain:
        run += 1
    assert run_ending(bits, value) == run


def test_writing() -> None:
    assert written(month(2020, 7)) == "2020-07"
    assert month_named("2020-07") == month_named("2020-07-31") == month(2020, 7)
    assert spoken(month(2020, 12)) == "2020 年 12 月"
    assert span(month(2020, 2), month(2020, 1)) == NO_MONTHS
