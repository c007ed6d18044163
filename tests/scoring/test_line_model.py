"""The model of a future line and its back-test, as documented in docs/projection.md."""

from decimal import Decimal
from pathlib import Path

import pytest

from bench.line_model import method_rows
from scoring import LINE_CASES, BackTest, back_test, line_band
from scoring.outlook.line_model import (
    COVERAGE,
    band_from,
    predict,
    remainders,
    slab,
    yearly_gain,
)
from scoring.outlook.results import lines_by_year

DOCS = Path(__file__).parents[2] / "docs"


def test_slab_is_the_density_before_the_line_carried_on_below_it() -> None:
    # 2025: ranks 4,000 and 6,000 are 118.38 and 117.33; 2,000 people in 1.05 points, 6,000 in 3.15.
    assert slab(lines_by_year()[2025]) == Decimal("3.15")
    # 2026 has no list: the filing system showed 120.83 at rank 4,000; the line is published.
    assert slab(lines_by_year()[2026]) == Decimal("2.73")


def test_next_line_by_hand() -> None:
    # 职住 of 2022: only those below 12 points still gain; a few who began late still do.
    # gain = mean(5.825, 5.423, 5.3465, 5.6005, 5.0595, 5.6205) = 5.4791…; 119.92 + 5.4791… − 2.73
    # + 0.08 of 职住 = 122.75 (119.92 + 5.4791 − 2.73 + 0.0820 = 122.7511)
    rests = remainders(2026)
    assert list(rests) == [2021, 2022, 2023, 2024, 2025, 2026]
    assert rests[2026] == Decimal("2.59") + Decimal("3.15") - Decimal("0.1195")
    assert line_band(2027).middle == Decimal("122.75")


def test_model_knows_only_what_was_published_by_then() -> None:
    # 2020: no rise under the present rules yet, so the last rise goes on: 97.13 + 3.55.
    assert yearly_gain(2020) is None
    assert predict(2020, 2021) == Decimal("100.68")
    assert set(remainders(2023)) == {2021, 2022, 2023}
    assert all(test.known_year == test.year - test.ahead for test in back_test())


def test_band_widens_with_every_year() -> None:
    bands = [line_band(year) for year in range(2027, 2037)]
    widths = [band.high - band.low for band in bands]
    assert widths == sorted(widths)
    assert all(band.of("low") < band.of("middle") < band.of("high") for band in bands)
    assert all(band.projected and band.known_year == 2026 for band in bands)
    assert LINE_CASES == ("low", "middle", "high")


def test_published_year_gets_no_band() -> None:
    with pytest.raises(ValueError, match="2026 is published"):
        line_band(2026)


def test_band_needs_past_errors_and_a_later_year() -> None:
    with pytest.raises(ValueError, match="3 past errors"):
        band_from(2021, 2022)
    with pytest.raises(ValueError, match="not after"):
        band_from(2026, 2026)


def test_bands_held_as_often_as_stated() -> None:
    judged = [test.inside for test in back_test() if test.inside is not None]
    assert (sum(judged), len(judged)) == (7, 9)
    assert Decimal(sum(judged)) / len(judged) >= COVERAGE


def test_documented_back_test_is_what_comes_out() -> None:
    document = (DOCS / "projection.md").read_text("utf-8")
    for test in back_test():
        assert _row(test) in document
    for ahead in (1, 2, 3):
        some = [abs(test.error) for test in back_test() if test.ahead == ahead]
        mean = sum(some, Decimal()) / len(some)
        assert f"| {ahead} | {mean:.2f} | {max(some)} |" in document


def test_documented_methods_are_what_comes_out() -> None:
    document = (DOCS / "projection.md").read_text("utf-8")
    assert [row for row in method_rows() if row not in document] == []


def _row(test: BackTest) -> str:
    span = f"{test.band.low}–{test.band.high}" if test.band else "–"
    held = {None: "–", True: "yes", False: "no"}[test.inside]
    return (
        f"| {test.ahead} | {test.year} | {test.predicted} | {span} | {test.line} "
        f"| {test.error:+} | {held} |"
    )


def test_forecast_page_shows_what_the_model_said_beforehand() -> None:
    page = (DOCS / "forecasts.md").read_text("utf-8")
    for year in (2027, 2028):
        band = band_from(2026, year)
        assert f"| {year} | 2026-11 | {band.low} | {band.middle} | {band.high} |" in page
