"""Where a total stands against a published year: passed or not, how far, and which place.

A total above that of rank a and below that of rank b (a before b) stands in places a+1 … b, so the
text names the two published ranks around it. At a published score it stands level with that rank.
"""

from dataclasses import dataclass
from decimal import Decimal

from scoring.outlook.results import Ranks, YearResult, lines_by_year


@dataclass(frozen=True, slots=True)
class Standing:
    """A total against one published year.

    `distance` is total − line, in points: negative below the line. `place` is a Chinese text for
    the place in that year's list. `above` and `below` are the published ranks around the total
    (`None`: no such rank known); both are the same rank when the scores are equal. `estimate` says
    that the place rests on the filing system's snapshot and not on the list.
    """

    year: int
    total: Decimal
    line: Decimal
    passed: bool
    distance: Decimal
    place: str
    above: int | None = None
    below: int | None = None
    estimate: bool = False


def standing(total: Decimal, year: int) -> Standing:
    """Set `total` (points) against the list of application year `year`.

    The line is the score of rank 6,000 and a total equal to it passes (同分同落). Raises
    `ValueError` when that year's result is not published.
    """
    result = lines_by_year().get(year)
    if result is None:
        years = sorted(lines_by_year())
        raise ValueError(f"{year} 年的结果尚未公布，已公布的是 {years[0]} 至 {years[-1]} 年。")
    distance = total - result.line
    if distance < 0:
        return Standing(year, total, result.line, False, distance, "未进入当年名单")
    ranks, estimate = _ranks(result)
    above, below = _around(total, ranks)
    place = _place(above, below, result, estimate)
    return Standing(year, total, result.line, True, distance, place, above, below, estimate)


def _ranks(result: YearResult) -> tuple[Ranks, bool]:
    """The known scores by rank, ending in the line, and whether they are only a snapshot's."""
    if result.ranks:
        return result.ranks, False
    # The line itself is published, so only the ranks before it rest on the snapshot.
    kept = tuple(pair for pair in result.snapshot if pair[1] > result.line)
    return (*kept, (result.quota, result.line)), bool(kept)


def _around(total: Decimal, ranks: Ranks) -> tuple[int | None, int | None]:
    above = None
    for rank, score in ranks:
        if score == total:
            return rank, rank
        if score < total:
            return above, rank
        above = rank
    return above, None


def _place(above: int | None, below: int | None, result: YearResult, estimate: bool) -> str:
    if below == result.quota and above == below:
        return f"与第 {below} 名同分，同分同落，正好入围"
    if not result.ranks and not estimate:
        return "进入当年名单，更细的名次没有分数可对照"
    if above is None:
        text = "高于当年第 1 名" if below == 1 else f"第 {below} 名之前"
    elif above == below:
        text = f"与第 {above} 名同分"
    else:
        text = f"第 {above}–{below} 名之间"
    return f"大约{text}（按申报期间系统显示的名次分数估计）" if estimate else text
