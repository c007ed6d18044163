"""Employment, residence and 职住区域: counted in months."""

from decimal import Decimal

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import UNKNOWN, ZERO, Worth, monthly, rounded, words
from scoring.months import holds
from scoring.rules import parameters as terms


def paid_months(case: Snapshot, given: terms.Employment) -> Worth:
    """Months of paid insurance, no cap."""
    if case.employed is None:
        return Worth(ZERO, UNKNOWN)
    points = monthly(case.employed, given.per_year)
    return Worth(points, f"{case.employed} 个月 × {words(given.per_year / 12)}")


_RECORD = {"owned": "自有住所", "rented": "租房", "dorm": "单位宿舍", "filled": "自动补足"}


def records(case: Snapshot, given: terms.Residence) -> Worth:
    """Every residence record rounded on its own, then added."""
    facts = case.facts
    if facts.homes is None:
        return Worth(ZERO, UNKNOWN)
    if case.employed is None:
        return Worth(ZERO, "住所月数不超过社保月数，社保月数还不知道，暂按 0 分")
    total, parts = ZERO, []
    for record in case.records(given.fill_until):
        rate = given.owned_per_year if record.kind == "owned" else given.other_per_year
        total += monthly(record.months, rate)
        parts.append(f"{_RECORD[record.kind]} {record.months} 个月 × {words(rate)} ÷ 12")
    dated = any(home.span for home in facts.homes)
    note = given.dates_note if dated else None
    if not case.has_dates() and sum(r.months for r in case.records(0)) < case.employed:
        note = given.totals_note
    return Worth(total, " + ".join(parts) or "没有可以计分的月数", note)


def suburb_points(given: terms.Suburb, live_only: int, both: int) -> Decimal:
    """Points for months of only living and of living and working outside the centre."""
    living = min(given.live_most, live_only // 12 * given.live_per_year)
    return rounded(min(given.most, living + both // 12 * given.both_per_year))


def full_years(case: Snapshot, given: terms.Suburb) -> Worth:
    """Full years of both kinds, when such a home is still lived in at the cut."""
    facts, totals = case.facts, case.facts.suburb_months
    live = case.suburb_live(given.since, given.central)
    unsure = case.owned_without_district(given.since) or case.owned_without_dates(given.central)
    if totals is None:
        if facts.homes is None or (unsure and not holds(live, case.cut)):
            return Worth(ZERO, UNKNOWN)
        if not live:
            return Worth(ZERO, "没有城六区以外的自有住所")
    # The homes speak for December wherever they say enough; totals alone are taken as they are.
    silent = unsure or not any(home.kind == "owned" for home in facts.homes or ())
    if not holds(live, case.cut) and not (totals is not None and silent):
        return Worth(ZERO, f"{case.year - 1} 年 12 月没有住在城六区以外的自有住所")
    if totals is not None:
        live_only, both = totals.live_only, totals.live_and_work
    else:
        both = (live & case.suburb_work(given.since, given.central)).bit_count()
        live_only = live.bit_count() - both
    points = suburb_points(given, live_only, both)
    parts = [
        f"{kind} {months} 个月，满 {months // 12} 年 × {words(rate)}"
        for kind, months, rate in (
            ("居住并工作", both, given.both_per_year),
            ("只居住", live_only, given.live_per_year),
        )
        if months
    ]
    inputs = "；".join(parts) or "没有满 1 年"
    if points == given.most:
        inputs += f"（最多 {words(given.most)} 分）"
    return Worth(points, inputs, given.work_note if both else None)
