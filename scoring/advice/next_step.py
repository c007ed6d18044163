"""The one thing to do next, decided from everything else that a verdict holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.advice.aims import Aim, Way
from scoring.advice.cures import Cure
from scoring.advice.forecast import NO_WAY, Forecast
from scoring.engine.ranges import ScoreRange


class Step(StrEnum):
    """What kind of thing it is."""

    CHECK = "check"  # facts contradict each other
    TELL = "tell"  # a fact is not known that decides
    CURE = "cure"  # a condition has to be met first
    FILE = "file"  # the points reach the line, or may
    MEASURE = "measure"  # the points are too few, and measures reach the line sooner
    KEEP_ON = "keep_on"  # going on as now leads there
    NONE = "none"  # nothing leads there


@dataclass(frozen=True, slots=True)
class NextStep:
    """`step` with the one fact, cure or set of measures it is about, and the year it leads to."""

    step: Step
    fact: str | None = None
    cure: Cure | None = None
    way: Way | None = None
    year: int | None = None


# The facts that decide a condition, as they are named when they are missing.
_DECIDES = {
    "permit": ("residence_permit",),
    "retirement": ("birth", "sex", "post"),
    "insurance": (
        "insurance",
        "insurance.continuous_months",
        "insurance.repaid_months",
        "insurance.repaid",
    ),
    "record": ("criminal_record",),
}


def next_step(
    forecast: Forecast,
    found: ScoreRange,
    contrary: Sequence[object],
    aims: Sequence[Aim],
    *,
    out_of_reach: bool,
) -> NextStep:
    """Eligibility comes before points, and what cannot be helped before what can.

    `out_of_reach`: whatever is still to be told, no measures reach the line.
    """
    unmet = [each.cures[0] for each in forecast.hurdles if each.condition.met is False]
    for cure in unmet:
        if cure.remedy in NO_WAY:
            return NextStep(Step.CURE, cure=cure)
    if contrary:
        return NextStep(Step.CHECK)
    if forecast.hopeless:
        return NextStep(Step.NONE, cure=unmet[0])
    if unmet:
        return NextStep(Step.CURE, cure=unmet[0], year=unmet[0].year)
    names = [each.fact for each in found.missing]
    for hurdle in forecast.hurdles:
        for fact in _DECIDES[hurdle.condition.key]:
            if fact in names:
                return NextStep(Step.TELL, fact=fact)
    first = forecast.ahead.years[0]
    if first.low >= first.line_in("low"):
        return NextStep(Step.FILE, year=first.year)
    if out_of_reach:
        return NextStep(Step.NONE)
    moving = [each.fact for each in found.missing if each.spread]
    if moving and first.low != first.high:
        return NextStep(Step.TELL, fact=moving[0])
    ways = [way for aim in aims for way in aim.ways]
    if ways:
        way = min(ways, key=lambda each: (each.effort, each.year))
        return NextStep(Step.MEASURE, way=way, year=way.year)
    years = forecast.open_years
    year = next((each.year for each in years if each.total >= each.line_in("middle")), None)
    return NextStep(Step.NONE if year is None else Step.KEEP_ON, year=year)
