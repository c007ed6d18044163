"""What a person should keep away from, or should not count on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scoring.advice.advise import title_of
from scoring.advice.cures import fill_gaps
from scoring.advice.forecast import Forecast, total_of
from scoring.advice.texts import TEXTS
from scoring.engine.eligibility import repaid_count
from scoring.engine.score import left_out
from scoring.facts.model import Insurance
from scoring.facts.snapshot import Snapshot
from scoring.items import worth
from scoring.months import run_ending


@dataclass(frozen=True, slots=True)
class Caution:
    """One caution by its `code`, with the values that its text names."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def cautions_of(ahead: Forecast) -> tuple[Caution, ...]:
    """The cautions, those about eligibility first."""
    if ahead.hopeless:
        return ()
    return (*_repayment(ahead), *_study(ahead), *_left_out(ahead))


def _repayment(ahead: Forecast) -> Iterator[Caution]:
    snapshot, terms = ahead.now.case, ahead.now.case.rules.eligibility
    insurance = snapshot.facts.insurance
    if insurance is None:
        return
    repaid = repaid_count(snapshot, insurance)
    allowed = terms.repaid_months
    gap = 0 if repaid is None else _latest_gap(snapshot, insurance)
    if repaid is not None and gap and gap + repaid > allowed:
        # People make up such a gap in vain, and lose their eligibility by it.
        code = "gap_too_long" if repaid else "gap_over_limit"
        yield Caution(code, {"count": gap, "repaid": repaid, "allowed": allowed})
    elif repaid == allowed:
        yield Caution("sixth_repayment", {"allowed": allowed})


def _latest_gap(snapshot: Snapshot, insurance: Insurance) -> int:
    """How long the gap is that keeps the continuous months too short; 0 for none."""
    covered, needed = snapshot.covered, snapshot.rules.eligibility.continuous_months
    if covered is None or insurance.continuous_months is not None:
        return 0
    run = run_ending(covered, snapshot.cut)
    if not 0 < run < needed:
        return 0
    return len(fill_gaps(covered, snapshot.cut, run + 1, needed)[1])


def _study(ahead: Forecast) -> Iterator[Caution]:
    """Courses that take away more than they bring."""
    for measure in ahead.measures:
        if TEXTS[measure.key].study is None:
            continue
        year = ahead.year + measure.wait
        if not any(each.year == year for each in ahead.open_years):
            continue
        points = total_of(ahead.gain(measure, year))
        if points <= 0:
            values = {"title": title_of(measure.key, ahead.now), "points": points}
            yield Caution("study_loses" if points else "study_brings_nothing", values)


def _left_out(ahead: Forecast) -> Iterator[Caution]:
    """A degree whose deduction eats all it brings: the indicator may be left out of the form."""
    case = ahead.now.case
    for found in left_out(case.facts, case.year):
        if found.gain < 0:
            continue
        points = {key: worth(case, case.rules.item(key)).points for key in found.items}
        values = {
            "education": points.get("education"),
            "deduction": points.get("study_deduction"),
            "gain": found.gain,
        }
        better = "better_" if found.gain else ""
        yield Caution(f"{found.indicator}_{better}left_out", values)
