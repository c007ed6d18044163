"""The published lines: what each application year needed, as data that says what is doubtful.

Source: the yearly notices and lists of the city's 人力资源和社会保障局, kept in
`scoring/outlook/data/results.toml`. A figure that is not known is `None`, never a guess.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from scoring.errors import ResultsError

_LAST_MONTH_OF_FILING = 5

Ranks = tuple[tuple[int, Decimal], ...]

_KEYS = frozenset(
    {
        "year",
        "quota",
        "applicants",
        "passed",
        "line",
        "published",
        "doubtful",
        "ranks",
        "snapshot",
    }
)


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


@cache
def results() -> tuple[YearResult, ...]:
    """Every published application year, oldest first."""
    return parse_results(
        files("scoring.outlook").joinpath("data", "results.toml").read_text("utf-8")
    )


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
    try:
        rows = tomllib.loads(text, parse_float=Decimal).get("result", [])
    except tomllib.TOMLDecodeError as wrong:
        raise ResultsError(f"{name}: {wrong}") from wrong
    found = tuple(_result(row, f"{name}: result {number}") for number, row in enumerate(rows, 1))
    years = [result.year for result in found]
    if not years or years != list(range(years[0], years[0] + len(years))):
        raise ResultsError(f"{name}: year: years must follow one another, got {years}")
    return found


def _result(row: Mapping[str, Any], where: str) -> YearResult:
    if unknown := sorted(set(row) - _KEYS):
        raise ResultsError(f"{where}: {unknown[0]}: no such key; known are {sorted(_KEYS)}")
    for key in ("year", "quota", "passed", "line", "published"):
        if key not in row:
            raise ResultsError(f"{where}: {key}: missing")
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
