"""Facts that cannot all be true: said in one line each, never silently mended."""

from collections.abc import Iterator

from scoring.facts.model import Facts
from scoring.facts.snapshot import Snapshot
from scoring.items.study import cap_of, level_of
from scoring.months import NO_MONTHS, Months, span, spoken

_KIND = {"owned": "自有住所", "rented": "租房", "dorm": "单位宿舍"}
YOUNGEST_GRADUATE = 15
YOUNGEST_WORKER = 16


def contradictions(facts: Facts, year: int) -> tuple[str, ...]:
    """One clear Chinese line for each contradiction, empty when there is none.

    The score takes the facts as they stand; which one is wrong only the person can say.
    """
    case = Snapshot(facts, year)
    checks = (_birth, _insurance, _homes, _overlaps, _study, _suburb)
    return tuple(line for check in checks for line in check(case))


def _birth(case: Snapshot) -> Iterator[str]:
    birth, insurance = case.facts.birth, case.facts.insurance
    if birth is None:
        return
    if birth.earliest > case.cut:
        yield f"出生年月在 {case.year - 1} 年年底之后，请核对。"
    for each in (insurance.periods or ()) if insurance else ():
        if each.first < birth.earliest + YOUNGEST_WORKER * 12:
            yield f"社保从 {spoken(each.first)}开始，那时还不满 {YOUNGEST_WORKER} 周岁，请核对。"


def _insurance(case: Snapshot) -> Iterator[str]:
    insurance = case.facts.insurance
    if insurance is None:
        return
    since = case.rules.item("employment").terms.since
    most = case.cut - since + 1
    if insurance.months is not None and insurance.months > most:
        yield (
            f"社保 {insurance.months} 个月，比 {spoken(since)}到 {case.year - 1} 年 12 月"
            f"的 {most} 个月还多，请核对。"
        )
    if insurance.months is not None and case.paid is not None:
        dated = case.paid.bit_count()
        if dated != insurance.months:
            yield f"社保总数是 {insurance.months} 个月，按起止年月数出来是 {dated} 个月，请核对。"
    run, repaid = insurance.continuous_months, insurance.repaid_months
    if None not in (run, insurance.months, repaid):
        covered = (insurance.months or 0) + (repaid or 0)
        if (run or 0) > covered:
            yield f"连续缴纳 {run} 个月，比正常缴纳加补缴的 {covered} 个月还多，请核对。"


def _homes(case: Snapshot) -> Iterator[str]:
    homes = case.facts.homes or ()
    taken, totals = NO_MONTHS, 0
    for n, home in enumerate(homes):
        taken = Months(taken | home.occupied(case.cut))
        totals += home.months or 0
        last = home.span.last if home.span else None
        if home.certificate is not None and last is not None and home.certificate > last:
            yield (
                f"第 {n + 1} 处住所 {spoken(home.certificate)}才拿到产权证，"
                f"晚于这段居住结束的 {spoken(last)}，这一段不计分，请核对。"
            )
    months = taken.bit_count() + totals
    if case.employed is not None and months > case.employed:
        over = months - case.employed
        yield (
            f"住所一共 {months} 个月，比社保的 {case.employed} 个月多 {over} 个月，"
            "多出的不计分，请核对。"
        )


def _overlaps(case: Snapshot) -> Iterator[str]:
    homes = [(n, home) for n, home in enumerate(case.facts.homes or (), 1) if home.span]
    taken = NO_MONTHS
    for place, (n, home) in enumerate(homes):
        months = home.occupied(case.cut)
        both = (months & taken).bit_count()
        taken = Months(taken | months)
        if both:
            m, other = next(each for each in homes[:place] if each[1].occupied(case.cut) & months)
            yield (
                f"第 {m} 处（{_KIND[other.kind]}）和第 {n} 处（{_KIND[home.kind]}）"
                f"重叠 {both} 个月，一个月只按一处算，请核对。"
            )


def _study(case: Snapshot) -> Iterator[str]:
    held, birth = case.facts.education, case.facts.birth
    if held is None:
        return
    graduated = held.graduated
    if graduated is not None:
        if birth is not None and graduated < birth.earliest + YOUNGEST_GRADUATE * 12:
            yield f"毕业时间 {spoken(graduated)}离出生不到 {YOUNGEST_GRADUATE} 年，请核对。"
        if graduated > case.cut:
            yield f"毕业时间 {spoken(graduated)}在 {case.year - 1} 年年底之后，这一年还不能计分。"
    if held.overlap_months is None:
        return
    if case.employed is not None and held.overlap_months > case.employed:
        yield (
            f"就学期间同时有社保 {held.overlap_months} 个月，"
            f"比社保一共的 {case.employed} 个月还多，请核对。"
        )
    level = level_of(case, case.rules.item("education").terms)
    if level is not None and graduated is not None and case.paid is not None:
        window = cap_of(case, level).months
        counted = (case.paid & span(graduated - window + 1, graduated)).bit_count()
        if min(held.overlap_months, window) != counted:
            yield (
                f"就学期间同时有社保写的是 {held.overlap_months} 个月，"
                f"按起止年月数出来是 {counted} 个月，请核对。"
            )


def _suburb(case: Snapshot) -> Iterator[str]:
    totals = case.facts.suburb_months
    if totals is None:
        return
    given = case.rules.item("suburb").terms
    months, most = totals.live_only + totals.live_and_work, case.cut - given.since + 1
    if months > most:
        yield (
            f"城六区以外居住一共 {months} 个月，比 {spoken(given.since)}到 "
            f"{case.year - 1} 年 12 月的 {most} 个月还多，请核对。"
        )
    homes = case.facts.homes
    if homes is None or not months:
        return
    if not any(home.kind == "owned" for home in homes):
        yield "职住区域要有自有住所，可住所里没有自有的，请核对。"
    elif all(home.span and home.district for home in homes if home.kind == "owned"):
        dated = case.suburb_live(given.since, given.central).bit_count()
        if dated != months:
            yield (
                f"城六区以外居住写的是 {months} 个月，按自有住所的起止年月数出来是 {dated} 个月，"
                "请核对。"
            )
