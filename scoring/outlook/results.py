"""The published lines: what each application year needed, as data that says what is doubtful.

Source: the yearly notices and lists of the city's 人力资源和社会保障局, kept in
`scoring/outlook/data/results.toml`. A figure that is not known is `None`, never a guess.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from scoring.errors import ResultsError
from scoring.json_form import JsonMapping

_LAST_MONTH_OF_FILING = 5

Ranks = tuple[tuple[int, Decimal], ...]

_NEEDED: Mapping[str, type] = {
    "year": int,
    "quota": int,
    "passed": int,
    "line": object,
    "published": str,
}
_OTHERS = ("applicants", "doubtful", "ranks", "snapshot")


@dataclass(frozen=True, slots=True)
class YearResult:
    """One application year's published result.

    `line` is the score of rank `quota`; whoever is tied with it passed. `published` is a day or a
    month. `doubtful` names the figures that only one source gives. `ranks` are (rank, score) pairs
    of the published list, best first, empty where the list was not available; `snapshot` are such
    pairs from the filing system on `snapshot_day`, before the checks.
    """

    year: int
    quota: int
    applicants: int | None
    passed: int
    line: Decimal
    published: str
    doubtful: frozenset[str] = frozenset()
    ranks: Ranks = ()
    snapshot: Ranks = ()
    snapshot_day: str | None = None


@dataclass(frozen=True, slots=True)
class LiveRanks:
    """Scores by rank that the filing system shows while `year` is filed in, on `day`."""

    year: int
    day: str
    ranks: Ranks


@cache
def results() -> tuple[YearResult, ...]:
    """Every published application year, oldest first."""
    return parse_results(_text())


@cache
def live_ranks(year: int) -> LiveRanks | None:
    """The newest scores by rank of a year whose result is not published yet; None: none known."""
    found = [each for each in parse_live(_text()) if each.year == year]
    return None if year in lines_by_year() else max(found, key=lambda each: each.day, default=None)


def _text() -> str:
    return files("scoring.outlook").joinpath("data", "results.toml").read_text("utf-8")


@cache
def lines_by_year() -> Mapping[int, YearResult]:
    """The published results by application year."""
    return {result.year: result for result in results()}


def application_year(day: date) -> int:
    """The next application year that can be filed in on `day`: filing ends in May."""
    return day.year + 1 if day.month > _LAST_MONTH_OF_FILING else day.year


def last_result() -> YearResult:
    """The newest published result."""
    return results()[-1]


def parse_results(text: str, name: str = "results.toml") -> tuple[YearResult, ...]:
    """Read and check a results file; `ResultsError` names file, key and reason."""
    rows = _table(text, name).get("result", [])
    found = tuple(_result(row, f"{name}: result {number}") for number, row in enumerate(rows, 1))
    years = [result.year for result in found]
    if not years or years != list(range(years[0], years[0] + len(years))):
        raise ResultsError(f"{name}: year: years must follow one another, got {years}")
    return found


def parse_live(text: str, name: str = "results.toml") -> tuple[LiveRanks, ...]:
    """Read and check the live ranks of a results file; `ResultsError` as for results."""
    found = []
    for number, row in enumerate(_table(text, name).get("live", []), 1):
        where = f"{name}: live {number}"
        _check(row, where, {"year": int, "day": str, "ranks": list}, frozenset())
        found.append(LiveRanks(row["year"], row["day"], _ranks(row["ranks"], f"{where}: ranks")))
    return tuple(found)


def _table(text: str, name: str) -> JsonMapping:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        raise ResultsError(f"{name}: {wrong}") from wrong


def _check(
    row: JsonMapping, where: str, needed: Mapping[str, type], others: Collection[str]
) -> None:
    if unknown := sorted(set(row) - {*needed, *others}):
        known = sorted({*needed, *others})
        raise ResultsError(f"{where}: {unknown[0]}: no such key; known are {known}")
    for key, kind in needed.items():
        if key not in row:
            raise ResultsError(f"{where}: {key}: missing")
        if not isinstance(row[key], kind) or isinstance(row[key], bool):
            raise ResultsError(f"{where}: {key}: must be {kind.__name__}, got {row[key]!r}")


def _result(row: JsonMapping, where: str) -> YearResult:
    _check(row, where, _NEEDED, _OTHERS)
    line = _points(row["line"], f"{where}: line")
    ranks = _ranks(row.get("ranks", ()), f"{where}: ranks")
    snapshot = row.get("snapshot", {})
    if ranks and dict(ranks).get(row["quota"]) != line:
        raise ResultsError(f"{where}: ranks: the score of rank {row['quota']} must be the line")
    return YearResult(
        year=row["year"],
        quota=row["quota"],
        applicants=row.get("applicants"),
        passed=row["passed"],
        line=line,
        published=row["published"],
        doubtful=frozenset(row.get("doubtful", ())),
        ranks=ranks,
        snapshot=_ranks(snapshot.get("ranks", ()), f"{where}: snapshot"),
        snapshot_day=snapshot.get("day"),
    )


def _ranks(pairs: Sequence[Sequence[Any]], where: str) -> Ranks:
    ranks = tuple((int(rank), _points(score, where)) for rank, score in pairs)
    for (rank, score), (next_rank, next_score) in pairwise(ranks):
        if next_rank <= rank or next_score > score:
            raise ResultsError(f"{where}: rank {next_rank} must come after {rank}, score not above")
    return ranks


def _points(value: object, where: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ResultsError(f"{where}: must be a number of points, got {value!r}")
    return Decimal(value)
