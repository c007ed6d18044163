"""One case seen from all sides: the verdict, and how the total stands against published years."""

from dataclasses import dataclass
from datetime import date

from bot.web.report.view import tone_of
from bot.web.report.years import Tone
from replies.wording import basis_text, condition_reason, condition_title, verdict_lines
from scoring import Facts, Line, Standing, Verdict, YearResult, results, standing, verdict


@dataclass(frozen=True)
class AssessedItem:
    """One item: its line at the low and at the high end (the same where nothing is missing)."""

    low: Line
    high: Line

    @property
    def settled(self) -> bool:
        return self.low.points == self.high.points

    @property
    def least(self) -> str:
        """What the low end was counted from."""
        return basis_text(self.low)

    @property
    def most(self) -> str:
        """What the high end was counted from."""
        return basis_text(self.high)


@dataclass(frozen=True)
class Judged:
    """One condition in words."""

    met: bool | None
    title: str
    reason: str


@dataclass(frozen=True)
class YearPlace:
    """Where the total stands against one published year, at both ends of the range."""

    result: YearResult
    low: Standing
    high: Standing


@dataclass(frozen=True)
class Assessment:
    """Everything about a case for one application year."""

    verdict: Verdict
    lines: tuple[str, ...]
    tone: Tone
    conditions: tuple[Judged, ...]
    rows: tuple[AssessedItem, ...]
    places: tuple[YearPlace, ...]

    @property
    def settled(self) -> bool:
        return self.verdict.low == self.verdict.high


def assess(facts: Facts, year: int, day: date) -> Assessment:
    """The case for the application year, seen on `day`."""
    judged = verdict(facts, day, year)
    found = judged.found
    places = tuple(
        YearPlace(each, standing(judged.low, each.year), standing(judged.high, each.year))
        for each in reversed(results())
    )
    return Assessment(
        judged,
        tuple(verdict_lines(judged, short=False)),
        tone_of(judged),
        tuple(
            Judged(each.met, condition_title(each), condition_reason(each))
            for each in found.low.eligibility.conditions
        ),
        tuple(AssessedItem(each.low, each.high) for each in found.items),
        places,
    )
