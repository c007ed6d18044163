"""The charts: true to their numbers, also below zero; readable without colour; safe."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.web.charts import Bar, Series, bars, lines

VALUES = st.floats(-500, 500, allow_nan=False)


def rects(svg: str, style: str) -> list[tuple[float, float]]:
    """Start and width of the bars of a style."""
    found = re.findall(rf'<rect class="{style}" x="([-\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    return [(float(x), float(width)) for x, width in found]


def axis(svg: str) -> float:
    found = re.search(r'class="axis" x1="([-\d.]+)"', svg)
    assert found
    return float(found[1])


def test_a_range_below_zero_is_drawn_from_its_low_to_its_high_end() -> None:
    svg = str(bars([Bar("守法", -120, 0, "−120 至 0"), Bar("就业", 60, 60, "60")], "得分"))
    zero = axis(svg)
    ((start, width),) = rects(svg, "bar open")
    assert start < zero
    assert abs(start + width - zero) < 0.2
    assert abs(width / 120 - rects(svg, "bar")[1][1] / 60) < 0.01, "one scale for both sides"


@given(VALUES, VALUES)
def test_bars_stay_inside_and_around_zero(one: float, other: float) -> None:
    low, high = sorted((one, other))
    svg = str(bars([Bar("x", low, high, "")], "t"))
    for style in ("bar", "bar less", "bar open"):
        for start, width in rects(svg, style):
            assert start >= 61.9
            assert start + width <= 242.2
            if style == "bar" and width > 0.1:
                assert abs(start - axis(svg)) < 0.2
            if style == "bar less" and width > 0.1:
                assert abs(start + width - axis(svg)) < 0.2


@given(st.lists(st.one_of(st.none(), VALUES), min_size=1, max_size=40))
def test_lines_leave_gaps_and_never_fail(values: list[float | None]) -> None:
    svg = str(
        lines([str(n) for n in range(len(values))], [Series("a", values, "x")], "t", unit="分")
    )
    told = sum(value is not None for value in values)
    assert svg.count("<circle") - told in ((0, 1) if told else (0,)), "one more beside the name"


def test_series_are_told_apart_without_colour_and_named_apart() -> None:
    series = [Series("甲", [1, 2], "a", "dot"), Series("乙", [1, 2], "b", "square")]
    svg = str(lines(["1", "2"], series, "t", unit="人"))
    assert "<circle" in svg
    assert 'class="mark b" x=' in svg
    heights = [float(y) for y in re.findall(r'class="name start" x="[\d.]+" y="([\d.]+)"', svg)]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= 15


def test_names_are_text() -> None:
    assert "<b>" not in str(bars([Bar("<b>", 1, 2, "<b>")], '"<b>'))


def test_many_points_are_marked_now_and_then() -> None:
    """A year of weeks in three series weighed 26 KB."""
    values = [float(n % 7) for n in range(60)]
    names = [str(n) for n in range(60)]
    few = str(lines(names[:40], [Series("a", values[:40], "x")], "t", unit="次"))
    many = str(lines(names, [Series("a", values, "x")], "t", unit="次"))
    assert few.count("<circle") == 41
    assert 3 <= many.count("<circle") <= 20
    assert many.count("L") == 59, "the line has every point"
