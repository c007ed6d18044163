"""From facts to points with reasons."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.engine.eligibility import Eligibility, judge
from scoring.engine.missing import missing_facts
from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot
from scoring.items.arithmetic import worth
from scoring.items.worth import ZERO, Worth
from scoring.rules.load import Item


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a score, with everything a person needs to check it.

    `points` has two places. `inputs` says in words what was counted ("258 个月 × 0.25"), `document`
    and `indicator` where the rule stands, `official` the number of the official answer that speaks
    to it, `note` what is not certain about it, `lookup` where the fact can be looked up.
    """

    item: str
    title: str
    points: Decimal
    inputs: str
    document: str
    indicator: str
    official: int | None = None
    note: str | None = None
    lookup: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The points for one application year. `total` is the exact sum of the lines."""

    year: int
    rules: str
    total: Decimal
    lines: tuple[Line, ...]
    eligibility: Eligibility
    missing: tuple[str, ...]

    def line(self, item: str) -> Line:
        """The line of an item (one of `ITEMS`)."""
        return next(line for line in self.lines if line.item == item)


def score(facts: Facts, year: int) -> Score:
    """The score of `facts` for the application year `year` (2018 to 2100, else `FactError`).

    Everything is counted up to 31 December of the year before; spans that go on run to that day.
    A fact that is not known scores 0 and is named in `missing`.
    """
    case = Snapshot(facts, year)
    return assemble(case, [line_of(item, worth(case, item)) for item in case.rules.items])


def line_of(item: Item, found: Worth) -> Line:
    """The line that shows `found`."""
    return Line(
        item.key,
        item.title,
        found.points,
        found.inputs,
        item.document,
        item.indicator,
        item.official,
        found.note,
        item.lookup,
    )


def assemble(case: Snapshot, lines: list[Line]) -> Score:
    """A score of these lines."""
    judged = judge(case)
    return Score(
        case.year,
        case.rules.name,
        sum((line.points for line in lines), ZERO),
        tuple(lines),
        judged,
        missing_facts(case, judged),
    )
