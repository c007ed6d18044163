"""What each shape of arithmetic needs from a rule file: the dataclasses are the files' schema.

A rule file is read once, so its terms are compared by identity: they are cheap keys of a cache.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Literal

from scoring.months import Month

Diploma = Literal["none", "college", "bachelor", "master", "doctor"]
Degree = Literal["none", "bachelor", "master", "doctor"]
DIPLOMAS: tuple[Diploma, ...] = ("none", "college", "bachelor", "master", "doctor")
DEGREES: tuple[Degree, ...] = ("none", "bachelor", "master", "doctor")
CONFIDENCES = ("high", "medium", "low")
_RANK: dict[str, int] = {name: rank for rank, name in enumerate(DIPLOMAS)}


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where one figure of a rule file stands, and how sure it is.

    `document` and `indicator` are given where they differ from the item's, `official` is the number
    of the official answer that states the figure, `checked` what it was verified on, `page` the
    page of the document where it is known.
    """

    confidence: str
    official: int | None = None
    checked: str | None = None
    document: str | None = None
    indicator: str | None = None
    page: str | None = None

    def wrong(self) -> str | None:
        """What is wrong with it, None when nothing is."""
        return None if self.confidence in CONFIDENCES else f"confidence: one of {CONFIDENCES}"


@dataclass(frozen=True, eq=False, slots=True)
class Employment:
    """Paid months since `since`, `per_year` points for twelve of them."""

    since: Month
    per_year: Decimal


@dataclass(frozen=True, eq=False, slots=True)
class Residence:
    """Residence records, and the month up to which missing ones are filled in."""

    owned_per_year: Decimal
    other_per_year: Decimal
    fill_until: Month
    dates_note: str
    totals_note: str


@dataclass(frozen=True, eq=False, slots=True)
class Level:
    """Points for holding at least `diploma` and at least `degree`."""

    points: Decimal
    words: str
    diploma: str = "none"
    degree: str = "none"
    deduction_note: str | None = None

    def held(self, diploma: Diploma, degree: Degree) -> bool:
        """Whether these certificates reach the level."""
        return _RANK[diploma] >= _RANK[self.diploma] and _RANK[degree] >= _RANK[self.degree]

    def wrong(self) -> str | None:
        """What is wrong with the level, None when nothing is."""
        if self.diploma not in DIPLOMAS:
            return f"diploma must be one of {', '.join(DIPLOMAS)}"
        if self.degree not in DEGREES:
            return f"degree must be one of {', '.join(DEGREES)}"
        return None


@dataclass(frozen=True, eq=False)
class EducationRule:
    """The levels from the top; the first that is held counts."""

    level: tuple[Level, ...]
    later_note: str

    def highest(self, diploma: Diploma, degree: Degree) -> Level | None:
        """The level that these certificates reach, None when none."""
        return self._highest[diploma, degree]

    @cached_property
    def _highest(self) -> Mapping[tuple[Diploma, Degree], Level | None]:
        return {
            pair: next((level for level in self.level if level.held(*pair)), None)
            for pair in product(DIPLOMAS, DEGREES)
        }

    def wrong(self) -> str | None:
        """What is wrong with the table, None when nothing is."""
        points = [each.points for each in self.level]
        if points != sorted(points, reverse=True):
            return "level must run from the most points to the fewest"
        return next((reason for each in self.level if (reason := each.wrong())), None)


@dataclass(frozen=True, eq=False, slots=True)
class Cap:
    """The most that is taken off for a degree worth `education`: months and points."""

    education: Decimal
    months: int
    points: Decimal


@dataclass(frozen=True, eq=False)
class StudyDeduction:
    """Months of study that also earned points, `per_year` points off for twelve."""

    per_year: Decimal
    cap: tuple[Cap, ...]
    window_note: str

    def of(self, education: Decimal) -> Cap:
        """The cap for a degree worth `education` points."""
        return self._caps[education]

    @cached_property
    def _caps(self) -> Mapping[Decimal, Cap]:
        return {cap.education: cap for cap in self.cap}


@dataclass(frozen=True, eq=False)
class Suburb:
    """Full years in an own home outside the `central` districts, more when working outside too.

    `central_work` are further places of work that count as central. `home_note` says what whoever
    has points here takes on.
    """

    since: Month
    central: tuple[str, ...]
    live_per_year: Decimal
    both_per_year: Decimal
    live_most: Decimal
    most: Decimal
    central_work: tuple[str, ...]
    work_note: str
    home_note: str = ""

    @cached_property
    def inside(self) -> tuple[str, ...]:
        """The places of work that are not outside."""
        return (*self.central, *self.central_work)


@dataclass(frozen=True, slots=True)
class Equity:
    """Points for a firm that raised at least `yuan`."""

    yuan: int
    points: Decimal


@dataclass(frozen=True, eq=False, slots=True)
class Innovation:
    """The values an award can have, and the steps of equity financing."""

    awards: tuple[int, ...]
    competitions: tuple[int, ...]
    equity: tuple[Equity, ...]
    award_note: str
    equity_note: str

    def wrong(self) -> str | None:
        """What is wrong with the table, None when nothing is."""
        steps = [each.yuan for each in self.equity]
        return None if steps == sorted(steps, reverse=True) else "equity must run downwards"


@dataclass(frozen=True, eq=False, slots=True)
class TaxEachYear:
    """Points for each of the last `years` years that reached `yuan`.

    Each violation of the `violation_years` calendar years before filing takes `violation` off.
    """

    years: int
    yuan: int
    per_year: Decimal
    most: Decimal
    violation: Decimal
    violation_years: int


@dataclass(frozen=True, eq=False, slots=True)
class TaxAverage:
    """One amount of points when the average of the last `years` years reached `yuan`."""

    years: int
    yuan: int
    points: Decimal
    violation: Decimal
    violation_years: int
    average_note: str


@dataclass(frozen=True, slots=True)
class Band:
    """Points up to and including the age `until`."""

    until: int
    points: Decimal


@dataclass(frozen=True, eq=False, slots=True)
class Age:
    """Bands by age, youngest first; older than the last: nothing."""

    band: tuple[Band, ...]
    birthday_note: str

    def points(self, age: int) -> Decimal:
        """The points at this age in whole years."""
        for band in self.band:
            if age <= band.until:
                return band.points
        return Decimal()

    def wrong(self) -> str | None:
        """What is wrong with the table, None when nothing is."""
        ages = [each.until for each in self.band]
        return None if ages == sorted(set(ages)) else "band must run from young to old"


@dataclass(frozen=True, eq=False, slots=True)
class Honour:
    """Points, once."""

    points: Decimal


@dataclass(frozen=True, eq=False, slots=True)
class Law:
    """Points off for each detention in the `counted_years` calendar years before filing."""

    each: Decimal
    counted_years: int


@dataclass(frozen=True, eq=False, slots=True)
class EligibilityRule:
    """What the four conditions ask, and where they come from."""

    document: str
    continuous_months: int
    repaid_months: int
    permit_note: str
    insurance_note: str
    retirement_note: str
    post_note: str
    official: int | None = None


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """What no person's facts can be younger than, in years. `document` bears the working age."""

    document: str
    youngest_worker: int
    youngest_graduate: int
