"""What would help: each measure open to a person, with what it brings, when, and its catch."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.advice.cures import Cure, Remedy
from scoring.advice.forecast import Forecast, in_order, total_of
from scoring.advice.measures import Measure, graduation
from scoring.advice.situation import Situation
from scoring.advice.texts import TEXTS
from scoring.facts.model import Facts
from scoring.items import ZERO
from scoring.months import month, spoken

# Far enough for the longest measure, a doctorate of four years, to count.
HORIZON = 5
LEAST_GAIN = Decimal(1)
"""Points below which nothing that costs money or time is proposed as the thing to do."""
FORM = 1
"""The effort of a measure that is no more than a form: worth any gain."""
_OPENS = {Remedy.APPLY: "permit", Remedy.REPAY: "repay_gap", Remedy.REJOIN: "rejoin"}


@dataclass(frozen=True, slots=True)
class Advice:
    """One measure.

    `gain` are the points more in application year `by_year` than if things went on as they are,
    `first_gain` those in `first_year`, the first that counts it. `parts` are the items of `gain`
    with their titles: a degree shows its deduction there. `gone_by` is the first year in which
    nothing is left of the gain, since the same points come without it by then (None: it stays).
    `opens` is the application year from which the measure lets the person file (None: it does not
    concern that); such a measure may have no gain. `cost` says what it takes in time, `catch` what
    to look out for, `confidence` how sure the rule is; `document`, `indicator` and `official` name
    the rule. `effort` goes from 1 (a form) to 6.
    """

    key: str
    item: str
    title: str
    gain: Decimal
    by_year: int
    first_gain: Decimal
    first_year: int
    parts: tuple[tuple[str, Decimal], ...]
    cost: str
    catch: str
    document: str
    indicator: str
    official: int | None
    confidence: str = "high"
    effort: int = 1
    gone_by: int | None = None
    opens: int | None = None

    @property
    def is_little(self) -> bool:
        """Whether it brings too little for what it costs."""
        return self.opens is None and is_little(self.key, self.gain)


def is_little(key: str, gain: Decimal) -> bool:
    """Whether `gain` is too little for what the measure `key` costs in time or money."""
    return gain < LEAST_GAIN and TEXTS[key].effort > FORM


def advise(facts: Facts, year: int, day: date | None = None) -> tuple[Advice, ...]:
    """The measures open to a person whose facts hold for application year `year`.

    `day` is today (None: the last day that counts for `year`). What lets the person file comes
    first, then what brings most, then the sooner. Measures for points begin in January of `year`,
    after its cut, and are weighed at the fifth application year after it, or at the last before
    retirement. Never among them: what goes on anyway, what brings nothing or takes points away,
    what the person has, what counts only after the last year in which they may file, and anything
    about facts that are not known. Empty when a condition stays unmet whatever the person does.
    """
    return advice_of(Forecast(facts, year, day or date(year - 1, 12, 31)))


def advice_of(ahead: Forecast) -> tuple[Advice, ...]:
    """The same for a forecast that is already laid out."""
    if ahead.hopeless:
        return ()
    opening = [_opening(each, ahead.now) for each in ahead.after]
    found = [
        advice for measure in ahead.measures if (advice := _weighed(measure, ahead)) is not None
    ]
    found.sort(key=lambda each: (each.opens is None, -each.gain, each.first_year, each.effort))
    return (*opening, *_without_doubles(found))


def _without_doubles(found: list[Advice]) -> list[Advice]:
    """Of one group, without what costs more than another and brings no more."""
    kept: list[Advice] = []
    for each in found:
        group = TEXTS[each.key].group
        lighter = (
            other
            for other in found
            if TEXTS[other.key].group == group and other.effort < each.effort
        )
        if not any(
            other.gain >= each.gain and other.first_gain >= each.first_gain for other in lighter
        ):
            kept.append(each)
    return kept


def _weighed(measure: Measure, ahead: Forecast) -> Advice | None:
    """The advice at the year in which it brings most; None when it never brings anything."""
    opens = _opens(measure, ahead)
    years = _filing_years(ahead, opens)
    first = next((year for year in years if year >= ahead.year + measure.wait), None)
    if first is None:
        return None
    last = min(max(ahead.year + HORIZON, first), years[-1])
    gains = {year: total_of(ahead.gain(measure, year)) for year in (first, last)}
    if gains[last] < gains[first]:
        # Without it a cap is reached anyway, only later: the years in between tell.
        gains |= {year: total_of(ahead.gain(measure, year)) for year in range(first + 1, last)}
    best = max(gains, key=lambda year: (gains[year], year == last, -year))
    if gains[best] <= 0 and opens is None:
        return None
    gone = min((year for year in gains if year > best and gains[year] <= 0), default=None)
    return _advice(measure.key, ahead, (first, best), opens=opens, gone_by=gone, measure=measure)


def _opens(measure: Measure, ahead: Forecast) -> int | None:
    """The application year from which paying again lets the person file."""
    if measure.key != "resume_paying":
        return None
    cures = [each for hurdle in ahead.hurdles for each in hurdle.cures]
    return next((each.year for each in cures if each.remedy is Remedy.RESUME), None)


def _filing_years(ahead: Forecast, opens: int | None) -> list[int]:
    if opens is None:
        return [each.year for each in ahead.open_years]
    return [each.year for each in ahead.ahead.years if each.year >= opens and not each.retired]


def _opening(cure: Cure, now: Situation) -> Advice:
    """The advice to get the permit or to close the gap: no points, but it lets the person file."""
    key, year = _OPENS[cure.remedy], cure.year or now.year
    text, rules = TEXTS[key], now.case.rules.eligibility
    values = _values(key, now) | {
        "year": year,
        "month": "" if cure.month is None else spoken(cure.month),
        "again": "" if cure.again is None else spoken(cure.again),
        "count": len(cure.gap),
    }
    return Advice(
        key=key,
        item=cure.condition,
        title=text.title.format(**values),
        gain=ZERO,
        by_year=year,
        first_gain=ZERO,
        first_year=year,
        parts=(),
        cost=text.cost.format(**values),
        catch=text.catch.format(**values),
        document=rules.document,
        indicator=text.indicator,
        official=rules.official,
        confidence=cure.confidence,
        effort=text.effort,
        opens=year,
    )


def _advice(
    key: str,
    ahead: Forecast,
    years: tuple[int, int],
    *,
    measure: Measure,
    opens: int | None,
    gone_by: int | None,
) -> Advice:
    text, rules = TEXTS[key], ahead.now.case.rules
    item = rules.item(text.item)
    values = _values(key, ahead.now) | {"year": years[0]}
    gains = ahead.gain(measure, years[1])
    return Advice(
        key=key,
        item=text.item,
        title=title_of(key, ahead.now),
        gain=total_of(gains),
        by_year=years[1],
        first_gain=total_of(ahead.gain(measure, years[0])),
        first_year=years[0],
        parts=tuple((rules.item(name).title, points) for name, points in in_order(gains)),
        cost=text.cost.format(**values),
        catch=text.catch.format(**values),
        document=item.document,
        indicator=item.indicator,
        official=item.official,
        confidence=text.confidence,
        effort=text.effort,
        gone_by=gone_by,
        opens=opens,
    )


def title_of(key: str, now: Situation) -> str:
    """How the measure `key` is called for this person."""
    return TEXTS[key].title.format(**_values(key, now))


def _values(key: str, now: Situation) -> dict[str, object]:
    study = TEXTS[key].study
    values: dict[str, object] = {
        "start": spoken(now.start),
        "begin_year": now.year,
        "last_month": spoken(month(now.year, 12)),
    }
    if study is not None:
        values["study_start"] = spoken(month(now.year, 9))
        values["graduated"] = spoken(graduation(study, now.year))
    return values
