"""Two plans side by side: the coming years as things go on, and with some measures done."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.advice.advise import advice_of, title_of
from scoring.advice.aims import aims_of
from scoring.advice.forecast import Forecast
from scoring.advice.measures import Measure
from scoring.engine.ranges import score_range
from scoring.facts.model import Facts
from scoring.outlook.line_model import LineCase
from scoring.outlook.projection import ProjectedYear

MOST_OPTIONS = 6


@dataclass(frozen=True, slots=True)
class Option:
    """Measures that can be planned together: their keys and Chinese titles, in one order."""

    keys: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One application year before retirement.

    `now` is the year as things go on; `low` and `high` hold the total with the plan. `could` says
    whether the person may file (None: open).
    """

    now: ProjectedYear
    low: Decimal
    high: Decimal
    could: bool | None

    @property
    def year(self) -> int:
        """The application year."""
        return self.now.year


@dataclass(frozen=True, slots=True)
class Plan:
    """What may be planned (`options`, the most useful first) and one of it, year by year.

    `now_reaches` and `plan_reaches` are the first years in which the lowest total reaches the line
    in its middle case, `now_safe` and `plan_safe` those in its high case (None: no projected year).
    """

    options: tuple[Option, ...]
    option: Option
    years: tuple[PlanYear, ...]
    now_reaches: int | None
    plan_reaches: int | None
    now_safe: int | None
    plan_safe: int | None


def compare_plans(facts: Facts, year: int, day: date, keys: tuple[str, ...] = ()) -> Plan | None:
    """Going on as now beside the option `keys`, else beside the first one.

    None where there is nothing to plan: a condition stays unmet, or no measure brings points.
    Measures that only open the way to filing are no options. Raises `FactError` for a year without
    rules.
    """
    forecast = Forecast(facts, year, day)
    options = _options(forecast)
    if not options:
        return None
    option = next((each for each in options if each.keys == keys), options[0])
    measures = tuple(_measure(forecast, key) for key in option.keys)
    years = tuple(
        _year(forecast, measures, each, could)
        for each, could in zip(forecast.ahead.years, forecast.could, strict=True)
        if not each.retired
    )
    return Plan(
        options,
        option,
        years,
        now_reaches=_first(years, "middle", plan=False),
        plan_reaches=_first(years, "middle", plan=True),
        now_safe=_first(years, "high", plan=False),
        plan_safe=_first(years, "high", plan=True),
    )


def _options(forecast: Forecast) -> tuple[Option, ...]:
    """The sets that reach a line sooner first, then each measure that brings points."""
    found = [Option(way.measures, way.titles) for aim in aims_of(forecast) for way in aim.ways]
    for advice in advice_of(forecast):
        if advice.opens is None:
            found.append(Option((advice.key,), (title_of(advice.key, forecast.now),)))
    return tuple({each.keys: each for each in found}.values())[:MOST_OPTIONS]


def _measure(forecast: Forecast, key: str) -> Measure:
    return next(each for each in forecast.measures if each.key == key)


def _year(
    forecast: Forecast, measures: tuple[Measure, ...], now: ProjectedYear, could: bool | None
) -> PlanYear:
    if now.year == forecast.year:  # the plan begins after the cut of the first year
        return PlanYear(now, now.low, now.high, could)
    found = score_range(forecast.facts_with(measures, now.year), now.year)
    return PlanYear(now, found.low.total, found.high.total, could)


def _first(years: tuple[PlanYear, ...], case: LineCase, *, plan: bool) -> int | None:
    return next(
        (
            each.year
            for each in years
            if each.could is not False
            and (each.low if plan else each.now.low) >= each.now.line_in(case)
        ),
        None,
    )
