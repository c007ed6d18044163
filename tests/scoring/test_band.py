"""The band of a future line and its back-test, as documented in docs/projection.md."""

from decimal import Decimal
from pathlib import Path

import pytest

from scoring.outlook.line_model import LINE_CASES, BackTest, back_test, band_from, line_band

DOCUMENT = Path(__file__).parents[2] / "docs" / "projection.md"


def _row(test: BackTest) -> str:
    band = test.band
    return (
        f"| {test.ahead} | {band.year} | {band.known_year} | {band.low} | {band.middle} "
        f"| {band.high} | {test.line} | {test.error:+} | {'yes' if test.inside else 'no'} |"
    )


def test_the_next_line_by_hand() -> None:
    # Rises 2.83 3.55 3.75 4.54 4.50 4.54 2.87 2.59: mean 29.17 / 8 = 3.64625; the changes
    # 0.72 0.20 0.79 0.04 0.04 1.67 0.28 have the mean 3.74 / 7 = 0.534285…
    band = line_band(2027)
    assert band.middle == Decimal("123.04")  # 119.92 + (2.59 + 3.64625) / 2
    assert band.low == Decimal("121.98")  # 119.92 + 2.59 - 0.534285…
    assert band.high == Decimal("124.99")  # 119.92 + 4.54 + 0.534285…
    assert band.known_year == 2026
    assert band.projected


def test_the_band_widens_with_the_years() -> None:
    bands = [line_band(year) for year in range(2027, 2037)]
    widths = [band.high - band.low for band in bands]
    assert widths == sorted(widths)
    assert all(band.of("low") < band.of("middle") < band.of("high") for band in bands)
    assert LINE_CASES == ("low", "middle", "high")


def test_a_published_year_is_data_and_gets_no_band() -> None:
    with pytest.raises(ValueError, match="2026 年的分数线已经公布"):
        line_band(2026)


def test_too_few_lines_or_a_past_year_are_refused() -> None:
    lines = {2018: Decimal("90.75"), 2019: Decimal("93.58")}
    with pytest.raises(ValueError, match="at least 3"):
        band_from(lines, 2020)
    with pytest.raises(ValueError, match="after the last known line"):
        band_from(lines | {2020: Decimal("97.13")}, 2020)


def test_the_back_test_knows_nothing_of_the_year_it_predicts() -> None:
    assert all(test.band.known_year == test.band.year - test.ahead for test in back_test())


def test_the_documented_back_test_is_what_comes_out() -> None:
    document = DOCUMENT.read_text("utf-8")
    tests = back_test()
    assert len(tests) == 15
    for test in tests:
        assert _row(test) in document
    for ahead in (1, 2, 3):
        some = [test for test in tests if test.ahead == ahead]
        mean = sum((abs(test.error) for test in some), Decimal()) / len(some)
        worst = max(abs(test.error) for test in some)
        inside = sum(test.inside for test in some)
        assert f"| {ahead} | {mean:.2f} | {worst} | {inside} of {len(some)} |" in document
