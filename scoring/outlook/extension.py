"""The same life some years later, for facts that are known as totals only.

Dated facts need no help: spans that go on reach every later cut by themselves.
"""

from dataclasses import replace

from scoring.facts.model import Facts, Home, Insurance, Span, SuburbMonths
from scoring.months import december


def at_year(facts: Facts, from_year: int, to_year: int) -> Facts:
    """`facts`, whose totals hold for `from_year`, as they are for the later year `to_year`."""
    return extended(facts, max(0, to_year - from_year) * 12, december(from_year - 1))


def extended(facts: Facts, months: int, cut: int) -> Facts:
    """`facts` with `months` added to the totals, as if the present situation went on.

    - insurance totals grow, unless the person is known not to be insured now
      (`continuous_months` 0, or periods of which none goes on after `cut`);
    - one home goes on: none of the totals when a dated home goes on, else the owned one, else the
      rented or dorm one (the largest of its kind);
    - suburb months grow where some are there: both kinds of months as living and working,
      otherwise as only living. They do not grow when the homes have dates and none goes on.

    Where nothing grows, it is `facts` itself.

    Months of study, tax years and everything else stay as they are. `cut` is the month that the
    totals were true for: a span goes on when it ends after it or not at all.
    """
    if months <= 0:
        return facts
    changes: dict[str, object] = {}
    insurance = facts.insurance
    has_totals = insurance is not None and (
        insurance.months is not None or insurance.continuous_months is not None
    )
    if insurance is not None and has_totals and insured_after(insurance, cut):
        changes["insurance"] = insurance._replace(
            months=_plus(insurance.months, months),
            continuous_months=_plus(insurance.continuous_months, months),
        )
    homes = facts.homes
    current = None if homes is None else _current(homes)
    if (
        homes is not None
        and current is not None
        and not any(goes_on(home.span, cut) for home in homes)
    ):
        grown = replace(homes[current], months=_plus(homes[current].months, months))
        changes["homes"] = (*homes[:current], grown, *homes[current + 1 :])
    suburb = facts.suburb_months
    if suburb is not None and _still_there(homes, cut):
        if suburb.live_and_work:
            changes["suburb_months"] = replace(suburb, live_and_work=suburb.live_and_work + months)
        elif suburb.live_only:
            changes["suburb_months"] = SuburbMonths(suburb.live_only + months)
    return facts._replace(**changes) if changes else facts  # type: ignore[arg-type]


def _plus(total: int | None, months: int) -> int | None:
    return None if total is None else total + months


def goes_on(span: Span | None, cut: int) -> bool:
    """Whether a span has months after `cut`."""
    return span is not None and (span.last is None or span.last > cut)


def insured_after(insurance: Insurance, cut: int) -> bool:
    """Whether 社保 goes on after `cut`, as far as is known."""
    if insurance.continuous_months == 0:
        return False
    periods = insurance.periods
    return periods is None or any(goes_on(each, cut) for each in periods)


def _current(homes: tuple[Home, ...]) -> int | None:
    totals = [n for n, home in enumerate(homes) if home.months is not None]
    return max(
        totals, key=lambda n: (homes[n].kind == "owned", homes[n].months or 0, -n), default=None
    )


def _still_there(homes: tuple[Home, ...] | None, cut: int) -> bool:
    owned = [home for home in homes or () if home.kind == "owned"]
    return not owned or any(home.span is None or goes_on(home.span, cut) for home in owned)
