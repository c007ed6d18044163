"""How wrong the model of the line was, beside simpler ones; with `--picture FILE`, as an SVG too.

`python -m bench.line_model` prints the tables of docs/projection.md: the back-test, and the mean
and worst error one, two and three years ahead for the model and for four simpler ways to go on.
"""

import argparse
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from scoring import LineBand, back_test, line_band
from scoring.outlook.line_model import FURTHEST_TEST, near_line, predict
from scoring.outlook.results import lines_by_year

FIRST = 2020
"""The first year that a prediction may start from: the present rules began then."""
Method = Callable[[int, int], Decimal]


def rises(known_year: int) -> list[Decimal]:
    """The yearly rises of the published lines up to `known_year`, oldest first."""
    lines = [result.line for year, result in lines_by_year().items() if year <= known_year]
    return [later - earlier for earlier, later in pairwise(lines)]


def last_rise(known_year: int, year: int) -> Decimal:
    return _line(known_year) + (year - known_year) * rises(known_year)[-1]


def last_rise_known_cap(known_year: int, year: int) -> Decimal:
    """The last rise, its gain in 职住区域 replaced by what the cap leaves in each coming year."""
    near = near_line(known_year)
    assert near is not None, "the list of the first year that predictions start from is known"
    coming = sum((near.mean_gain(each) for each in range(known_year + 1, year + 1)), Decimal())
    rest = rises(known_year)[-1] - near.mean_gain(known_year)
    return _line(known_year) + (year - known_year) * rest + coming


def mean_rise(known_year: int, year: int) -> Decimal:
    found = rises(known_year)
    return _line(known_year) + (year - known_year) * sum(found, Decimal()) / len(found)


def half_and_half(known_year: int, year: int) -> Decimal:
    """What the product did up to version 0.1: half the last rise plus half the mean of all."""
    return (last_rise(known_year, year) + mean_rise(known_year, year)) / 2


METHODS: dict[str, Method] = {
    "model of the people near the line": predict,
    "last rise": last_rise,
    "last rise plus known cap": last_rise_known_cap,
    "mean rise": mean_rise,
    "half and half (version 0.1)": half_and_half,
}


def errors(method: Method, ahead: int) -> list[Decimal]:
    """predicted − published for every year that can be predicted `ahead` years before."""
    last = max(lines_by_year())
    return [
        method(known, known + ahead) - _line(known + ahead)
        for known in range(FIRST, last - ahead + 1)
    ]


def method_rows() -> Iterator[str]:
    """A row of the table of methods for each: its mean and its worst error by years ahead."""
    for name, method in METHODS.items():
        by_year = [errors(method, ahead) for ahead in range(1, FURTHEST_TEST + 1)]
        means = [sum(map(abs, each), Decimal()) / len(each) for each in by_year]
        worst = [max(map(abs, each)) for each in by_year]
        yield (
            f"| {name} | {' / '.join(f'{m:.2f}' for m in means)} "
            f"| {' / '.join(f'{w:.2f}' for w in worst)} |"
        )


def _line(year: int) -> Decimal:
    return lines_by_year()[year].line


def picture() -> str:
    """The published lines, the predictions of one year before, and the bands to come, as SVG."""
    known = {year: result.line for year, result in lines_by_year().items()}
    bands = [line_band(year) for year in range(max(known) + 1, max(known) + 6)]
    left, right, top, bottom = 46, 640, 16, 300
    years = (min(known), bands[-1].year)
    low, high = min(known.values()) - 2, bands[-1].high + 2

    def x(year: int) -> float:
        return left + (right - left) * (year - years[0]) / (years[1] - years[0])

    def y(points: Decimal) -> float:
        return bottom - (bottom - top) * float((points - low) / (high - low))

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 340" font-family="sans-serif" '
        'font-size="12"><rect width="700" height="340" fill="#fff"/>'
    ]
    parts += [
        f'<text x="{x(year):.0f}" y="{bottom + 18}" text-anchor="middle">{year}</text>'
        for year in range(years[0], years[1] + 1)
    ]
    parts += [
        f'<path d="M{left} {y(Decimal(p)):.1f}H{right}" stroke="#ddd"/>'
        f'<text x="{left - 6}" y="{y(Decimal(p)) + 4:.1f}" text-anchor="end">{p}</text>'
        for p in range(90, int(high) + 1, 10)
    ]
    parts.append(_band(bands, x, y, max(known), known[max(known)]))
    points = " ".join(f"{x(year):.1f},{y(line):.1f}" for year, line in known.items())
    parts.append(f'<polyline points="{points}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    parts += [
        f'<circle cx="{x(test.year):.1f}" cy="{y(test.predicted):.1f}" r="4" fill="none" '
        'stroke="#b3541e" stroke-width="1.5"/>'
        for test in back_test()
        if test.ahead == 1
    ]
    parts.append(
        '<text x="60" y="30" fill="#1f5fa8">published line, points</text>'
        '<text x="60" y="48" fill="#b3541e">○ predicted one year before</text>'
        '<text x="60" y="66" fill="#666">band to come: about 7 lines in 10</text></svg>'
    )
    return "\n".join(parts) + "\n"


def _band(
    bands: list[LineBand],
    x: Callable[[int], float],
    y: Callable[[Decimal], float],
    start: int,
    line: Decimal,
) -> str:
    corner = f"{x(start):.1f},{y(line):.1f}"
    upper = " ".join(f"{x(band.year):.1f},{y(band.high):.1f}" for band in bands)
    lower = " ".join(f"{x(band.year):.1f},{y(band.low):.1f}" for band in reversed(bands))
    middle = " ".join(f"{x(band.year):.1f},{y(band.middle):.1f}" for band in bands)
    return (
        f'<polygon points="{corner} {upper} {lower}" fill="#ccc"/>'
        f'<polyline points="{corner} {middle}" fill="none" stroke="#666" stroke-dasharray="5 4"/>'
    )


def main() -> None:
    """Print the back-test and the methods beside each other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--picture", type=Path, metavar="FILE")
    given = parser.parse_args()
    print("| years ahead | of | predicted | band | published | error | inside |")
    for test in back_test():
        span = f"{test.band.low}–{test.band.high}" if test.band else "–"
        held = {None: "–", True: "yes", False: "no"}[test.inside]
        print(
            f"| {test.ahead} | {test.year} | {test.predicted} | {span} | {test.line} "
            f"| {test.error:+} | {held} |"
        )
    print("\n| method | mean error 1, 2, 3 years ahead | worst |")
    for row in method_rows():
        print(row)
    print("\n| year | low | middle | high |")
    for year in range(max(lines_by_year()) + 1, max(lines_by_year()) + 11):
        band = line_band(year)
        print(f"| {year} | {band.low} | {band.middle} | {band.high} |")
    if given.picture:
        given.picture.write_text(picture(), "utf-8")


if __name__ == "__main__":
    main()
