"""The one thing to do next, decided from everything else that a verdict holds."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.advice.advise import Advice
from scoring.advice.cures import Cure, Hurdle, Remedy
from scoring.engine.ranges import ScoreRange
from scoring.outlook.projection import Projection


class Step(StrEnum):
    """What kind of thing it is."""

    CHECK = "check"  # facts contradict each other
    TELL = "tell"  # a fact is not known that decides
    CURE = "cure"  # a condition has to be met first
    FILE = "file"  # the points reach the line, or may
    MEASURE = "measure"  # the points are too few, and something helps
    KEEP_ON = "keep_on"  # going on as now leads there
    NONE = "none"  # nothing leads there


@dataclass(frozen=True, slots=True)
class NextStep:
    """`step` with the one fact, cure or measure that it is about, and the year it leads to."""

    step: Step
    fact: str | None = None
    cure: Cure | None = None
    advice: Advice | None = None
    year: int | None = None


# The facts that decide a condition, as they are named when they are missing.
_DECIDES = {
    "permit": ("residence_permit",),
    "retirement": ("birth", "sex", "post"),
    "insurance": ("insurance", "insurance.continuous_months", "insurance.repaid_months"),
    "record": ("criminal_record",),
}
_HOPELESS = (Remedy.NONE, Remedy.UNSETTLED)


def next_step(
    hurdles: tuple[Hurdle, ...],
    found: ScoreRange,
    contrary: tuple[str, ...],
    ahead: Projection,
    advice: tuple[Advice, ...],
) -> NextStep:
    """Eligibility comes before points, and what cannot be helped before what can."""
    if contrary:
        return NextStep(Step.CHECK)
    unmet = [each.cures[0] for each in hurdles if each.condition.met is False]
    if unmet:
        cure = min(unmet, key=lambda each: each.remedy not in _HOPELESS)
        return NextStep(Step.CURE, cure=cure, year=cure.year)
    names = [each.fact for each in found.missing]
    for hurdle in hurdles:
        for fact in _DECIDES[hurdle.condition.key]:
            if fact in names:
                return NextStep(Step.TELL, fact=fact)
    first = ahead.years[0]
    reached = first.low >= first.line_in("low")
    possible = first.high >= first.line_in("low")
    if possible and not reached and found.missing[0].spread:
        return NextStep(Step.TELL, fact=found.missing[0].fact)
    if reached:
        return NextStep(Step.FILE, year=first.year)
    best = next((each for each in advice if each.gain > 0), None)
    if best is not None:
        return NextStep(Step.MEASURE, advice=best, year=best.first_year)
    year = ahead.first_year("middle", "high")
    return NextStep(Step.NONE) if year is None else NextStep(Step.KEEP_ON, year=year)
