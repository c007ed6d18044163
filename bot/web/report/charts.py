"""The two charts of a report. The tables on the page say the same in numbers."""

from collections.abc import Callable
from decimal import Decimal

from markupsafe import Markup

from bot.web.charts import Bar, Series, bars, lines
from bot.web.report.words import between
from replies.wording import item_title, say
from scoring import ProjectedYear, Projection, ScoreRange, results

PHONE, DESK = 360, 720


def items_chart(found: ScoreRange) -> Markup:
    """The points of every item that has any, or may have; the open part is hatched."""
    rows = [
        Bar(
            item_title(low.item),
            float(low.points),
            float(high.points),
            between(low.points, high.points),
        )
        for low, high in ((each.low, each.high) for each in found.items)
        if low.points or high.points
    ]
    return bars(rows, say("report.chart.items")) if rows else Markup("")


def years_charts(ahead: Projection) -> tuple[Markup, ...]:
    """The published lines, the band of the coming ones and the person's points: phone and desk.

    None for a person who can file in no coming year: nothing of theirs could be drawn.
    """
    published = {result.year: result.line for result in results()}
    coming = {each.year: each for each in ahead.years if not each.retired}
    if not coming:
        return ()
    newest = max(published)
    years = range(min(published), max(newest, *coming) + 1)

    def band(value: Callable[[ProjectedYear], Decimal | None]) -> list[float | None]:
        # the band starts at the newest published line, so that no gap opens after the data
        return [
            _number(
                published[year]
                if year == newest
                else value(coming[year])
                if year in coming and coming[year].band
                else None
            )
            for year in years
        ]

    def own(value: Callable[[ProjectedYear], Decimal]) -> list[float | None]:
        return [_number(value(coming[year])) if year in coming else None for year in years]

    is_range = any(each.low != each.high for each in coming.values())
    series = [
        Series(
            say("report.chart.line"),
            [_number(published.get(year)) for year in years],
            "published",
        ),
        Series(
            say("report.chart.band"),
            band(lambda each: each.line_in("middle")),
            "estimate",
            "",
            band(lambda each: each.line_in("low")),
            band(lambda each: each.line_in("high")),
        ),
    ]
    if is_range:
        low, high = own(lambda each: each.low), own(lambda each: each.high)
        series.append(Series(say("report.chart.own_high"), high, "own", "square", low, high))
        series.append(Series(say("report.chart.own_low"), low, "own", "square"))
    else:
        series.append(Series(say("report.chart.own"), own(lambda each: each.low), "own", "square"))
    title, unit, names = say("report.chart.years"), say("report.chart.unit"), list(map(str, years))
    return (
        lines(names, series, title, unit=unit, width=PHONE, height=260),
        lines(names, series, title, unit=unit, width=DESK),
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
