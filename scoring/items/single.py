"""Items that hang on one fact each: 创新创业, 纳税, 年龄, 荣誉表彰, 守法记录."""

from decimal import Decimal

from scoring.facts.snapshot import Snapshot
from scoring.items.worth import UNKNOWN, ZERO, Worth, rounded, words
from scoring.rules import parameters as terms


def one_award(case: Snapshot, given: terms.Innovation) -> Worth:
    """One item only: an award's value, or the step of the firm's equity financing."""
    facts = case.facts
    if facts.innovation_points is None and facts.equity_financing is None:
        return Worth(ZERO, UNKNOWN)
    award = Decimal(facts.innovation_points or 0)
    raised = facts.equity_financing or 0
    equity = next((step.points for step in given.equity if raised >= step.yuan), ZERO)
    if equity > award:
        inputs = f"近 3 年股权融资 {raised / 10_000:.15g} 万元，对应 {words(equity)} 分"
        return Worth(rounded(equity), inputs, given.equity_note)
    if award:
        return Worth(rounded(award), f"奖项或经历对应 {words(award)} 分", given.award_note)
    return Worth(ZERO, "没有可以计分的项目")


def _violations(case: Snapshot, each: Decimal) -> tuple[Decimal, str]:
    count = case.facts.tax_violations or 0
    return (each * count, f"；涉税违法 {count} 次 × −{words(each)}") if count else (ZERO, "")


def _reached(case: Snapshot, years: int) -> list[int]:
    return [y for y in case.facts.tax_years or () if case.year - years <= y < case.year]


def each_year(case: Snapshot, given: terms.TaxEachYear) -> Worth:
    """Each of the last years on its own; violations take off."""
    off, said = _violations(case, given.violation)
    first, last = case.year - given.years, case.year - 1
    if case.facts.tax_years is None:
        return Worth(rounded(-off) if off else ZERO, UNKNOWN + said)
    years = len(_reached(case, given.years))
    points = min(given.most, years * given.per_year) - off
    inputs = f"{first} 至 {last} 年有 {years} 年达到 10 万元 × {words(given.per_year)}"
    return Worth(rounded(points), inputs + said)


def three_years(case: Snapshot, given: terms.TaxAverage) -> Worth:
    """One amount when all of the last years reached it (the average then did, too)."""
    off, said = _violations(case, given.violation)
    first, last = case.year - given.years, case.year - 1
    if case.facts.tax_years is None:
        return Worth(rounded(-off) if off else ZERO, UNKNOWN + said)
    years = len(_reached(case, given.years))
    points = (given.points if years >= given.years else ZERO) - off
    note = given.average_note if 0 < years < given.years else None
    return Worth(rounded(points), f"{first} 至 {last} 年有 {years} 年达到 10 万元" + said, note)


def age_at(case: Snapshot) -> int | None:
    """Whole years on 1 January of the year before the application, None when birth is unknown."""
    birth = case.facts.birth
    if birth is None:
        return None
    on_the_day = birth.month == 1 and birth.day == 1
    return case.year - 1 - birth.year - (0 if on_the_day else 1)


def bands(case: Snapshot, given: terms.Age) -> Worth:
    """The band that the age lies in."""
    age, birth = age_at(case), case.facts.birth
    if age is None or birth is None:
        return Worth(ZERO, UNKNOWN)
    points = next((band.points for band in given.band if age <= band.until), ZERO)
    note = given.birthday_note if birth.month == 1 and birth.day == 1 else None
    return Worth(rounded(points), f"{case.year - 1} 年 1 月 1 日满 {age} 周岁", note)


def honour(case: Snapshot, given: terms.Honour) -> Worth:
    """One amount, once."""
    if case.facts.honour is None:
        return Worth(ZERO, UNKNOWN)
    return Worth(rounded(given.points), "有") if case.facts.honour else Worth(ZERO, "没有")


def detentions(case: Snapshot, given: terms.Law) -> Worth:
    """Points off for each detention."""
    count = case.facts.detentions
    if count is None:
        return Worth(ZERO, UNKNOWN)
    if not count:
        return Worth(ZERO, "没有行政拘留记录")
    return Worth(rounded(-given.each * count), f"行政拘留 {count} 次 × −{words(given.each)}")
