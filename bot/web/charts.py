"""Charts as inline SVG, drawn on the server: no script, the same on paper, readable without colour.

Colours and fonts come from the classes in `app.css`; series differ in their markers and dashes too,
and carry their names beside the line. Sizes are in units of the view box.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

from markupsafe import Markup, escape

Marker = Literal["dot", "square", "triangle", ""]
Point = tuple[float, float]

ROW, LABEL, VALUE = 26, 62, 118
"""Bars: height of a row, width of the names on the left and of the numbers on the right."""
TOP, BOTTOM, LEFT, RIGHT = 30, 24, 34, 92
"""Lines: margins around the plot."""
LEAST_APART = 15
MOST_MARKED = 40
"""Of more points only those above a name on the scale carry a marker: it tells series apart."""
NEAR_END = 60


@dataclass(frozen=True)
class Bar:
    """One row: what is certain reaches from 0 to the nearer end, what is open is hatched."""

    name: str
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class Series:
    """One line over the years or days; None where it has no value.

    `style` is its CSS class. `low` and `high`, where given, are a band drawn behind the line.
    """

    name: str
    values: Sequence[float | None]
    style: str
    marker: Marker = "dot"
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()


def bars(rows: Sequence[Bar], title: str, width: int = 360) -> Markup:
    """Horizontal bars around a common zero; negative values go to the left of it."""
    least = min(0.0, *(row.low for row in rows))
    most = max(0.0, *(row.high for row in rows))
    scale = (width - LABEL - VALUE) / ((most - least) or 1)

    def x(value: float) -> float:
        return LABEL + (value - least) * scale

    parts = [_HATCH]
    for number, row in enumerate(rows):
        y = number * ROW
        parts.append(_text(LABEL - 6, y + 18, row.name, "end"))
        sure = row.low if row.low > 0 else row.high if row.high < 0 else 0.0
        parts.append(_rect(x(min(0, sure)), y + 6, abs(sure) * scale, f"bar{_side(sure)}"))
        if row.low != row.high:
            start = max(row.low, 0.0) if row.low > 0 else row.low
            end = min(row.high, 0.0) if row.high < 0 else row.high
            parts.append(_rect(x(start), y + 6, (end - start) * scale, "bar open"))
        parts.append(_text(width - VALUE + 8, y + 18, row.text, "start", "value"))
    height = len(rows) * ROW + 4
    parts.append(f'<line class="axis" x1="{x(0):.1f}" x2="{x(0):.1f}" y1="0" y2="{height - 4}"/>')
    return _svg(width, height, title, parts)


def lines(
    names: Sequence[str],
    series: Sequence[Series],
    title: str,
    *,
    unit: str,
    width: int = 720,
    height: int = 300,
    from_zero: bool = False,
) -> Markup:
    """Lines and bands over `names`, with a scale on the left and the series' names on the right."""
    values = [value for each in series for value in _all(each) if value is not None] or [0.0]
    least = 0.0 if from_zero else min(values)
    ticks = _ticks(least, max(values))
    bottom, top = ticks[0], ticks[-1]
    step = (width - LEFT - RIGHT) / max(len(names) - 1, 1)

    def x(number: int) -> float:
        return LEFT + number * step

    def y(value: float) -> float:
        return TOP + (top - value) / ((top - bottom) or 1) * (height - TOP - BOTTOM)

    parts = [_text(0, 11, unit, "start", "value")]
    for tick in ticks:
        place = f'x1="{LEFT}" x2="{width - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"'
        parts.append(f'<line class="grid" {place}/>')
        parts.append(_text(LEFT - 6, y(tick) + 4, f"{tick:g}", "end", "value"))
    every = max(1, ceil(len(names) * 44 / (width - LEFT - RIGHT)))
    for number in range(0, len(names), every):
        parts.append(_text(x(number), height - 6, names[number], "middle", "value"))
    ends: list[tuple[float, Series]] = []
    edge = width - RIGHT
    for each in series:
        band = [
            (x(n), y(low), y(high))
            for n, (low, high) in enumerate(zip(each.low, each.high, strict=True))
            if low is not None and high is not None
        ]
        if band:
            upper = [(at, high) for at, _, high in band]
            lower = [(at, low) for at, low, _ in reversed(band)]
            parts.append(f'<path class="band {each.style}" d="{_path([*upper, *lower])}Z"/>')
        told = [n for n, value in enumerate(each.values) if value is not None]
        dots = [(x(n), y(each.values[n] or 0.0)) for n in told]
        if dots:
            parts.append(f'<path class="line {each.style}" d="{_path(dots)}"/>')
            apart = 1 if len(names) <= MOST_MARKED else every
            marked = (dot for n, dot in zip(told, dots, strict=True) if n % apart == 0)
            parts += [_marker(each, *dot) for dot in marked]
            last, height_of_last = dots[-1]
            if last > edge - NEAR_END:
                ends.append((height_of_last, each))
            else:
                parts.append(_text(last, height_of_last - 10, each.name, "end", "name"))
    parts += _names(ends, edge + 10)
    return _svg(width, height, title, parts)


def _names(ends: Iterable[tuple[float, Series]], x: float) -> Iterator[str]:
    """The series' names at the height of their last values, moved apart where they would touch."""
    last = float("-inf")
    for height, each in sorted(ends, key=lambda end: end[0]):
        last = max(height + 4, last + LEAST_APART)
        yield _text(x, last, each.name, "start", "name")
        yield _marker(each, x - 6, last - 4)


def _all(each: Series) -> Iterator[float | None]:
    yield from each.values
    yield from each.low
    yield from each.high


def _ticks(least: float, most: float) -> list[float]:
    """Round numbers that hold all values, about four steps apart."""
    raw = (most - least or 1) / 4
    power = 10.0 ** floor(log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    first, last = floor(least / step), ceil(most / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _side(value: float) -> str:
    return " less" if value < 0 else ""


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _marker(each: Series, x: float, y: float) -> str:
    match each.marker:
        case "dot":
            return f'<circle class="mark {each.style}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        case "square":
            place = f'x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"'
            return f'<rect class="mark {each.style}" {place}/>'
        case "triangle":
            corners = f"M{x:.1f} {y - 4:.1f}l4 7h-8Z"
            return f'<path class="mark {each.style}" d="{corners}"/>'
        case _:
            return ""


def _rect(x: float, y: float, width: float, style: str) -> str:
    height = ROW - 12
    place = f'x="{x:.1f}" y="{y}" width="{max(width, 0):.1f}" height="{height}"'
    return f'<rect class="{style}" {place}/>'


def _text(x: float, y: float, text: str, anchor: str, style: str = "") -> str:
    kind = " ".join(filter(None, (style, anchor)))
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'


_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="hatch" width="2" height="6"/></pattern></defs>'
)


def _svg(width: int, height: int, title: str, parts: Iterable[str]) -> Markup:
    head = f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="'
    return Markup(f'{head}{escape(title)}">{"".join(parts)}</svg>')  # noqa: S704 (the parts are escaped)
