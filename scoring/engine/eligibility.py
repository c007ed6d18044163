"""The four conditions: all or nothing."""

from dataclasses import dataclass

from scoring.engine.retirement import retirement_span
from scoring.facts.model import Facts, Insurance
from scoring.facts.snapshot import Snapshot
from scoring.months import Month, run_ending, spoken, written
from scoring.rules.parameters import Eligibility as Terms


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `met` None means that it cannot be said yet.

    `reason` is Chinese and complete in itself. `met_from` ("YYYY-MM") is the month in which time
    alone cures it, None where it does not.
    """

    key: str
    title: str
    met: bool | None
    reason: str
    met_from: str | None = None
    lookup: str | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The four conditions and the verdict: True, False, or None while something is not known."""

    verdict: bool | None
    conditions: tuple[Condition, ...]

    def condition(self, key: str) -> Condition:
        """The condition called "permit", "retirement", "insurance" or "record"."""
        return next(each for each in self.conditions if each.key == key)


def eligibility(facts: Facts, year: int) -> Eligibility:
    """Whether a person may apply in `year`, condition by condition, as of 31 December before."""
    return judge(Snapshot(facts, year))


def judge(case: Snapshot) -> Eligibility:
    """The same for a case that is already laid out."""
    terms = case.rules.eligibility
    conditions = (
        _permit(case, terms),
        _retirement(case, terms),
        _insurance(case, terms),
        _record(case),
    )
    found = [each.met for each in conditions]
    verdict = False if False in found else None if None in found else True
    return Eligibility(verdict, conditions)


def _permit(case: Snapshot, terms: Terms) -> Condition:
    held = case.facts.residence_permit
    if held is None:
        reason = f"还不知道有没有北京市居住证。{terms.permit_note}"
    elif held:
        reason = f"有北京市居住证。{terms.permit_note}"
    else:
        reason = f"没有北京市居住证，先办好居住证才能申报。{terms.permit_note}"
    return Condition("permit", "持有北京市居住证", held, reason, lookup=terms.permit_lookup)


def _retirement(case: Snapshot, terms: Terms) -> Condition:
    facts = case.facts

    def found(met: bool | None, reason: str) -> Condition:
        return Condition("retirement", "不超过法定退休年龄", met, reason)

    if facts.birth is None:
        return found(None, "还不知道出生年月，算不出退休时间。")
    earliest, latest = retirement_span(facts.birth, facts.sex, facts.post)
    cut = f"{case.year - 1} 年 12 月"
    if earliest == latest:
        when = f"按渐进式延迟退休，{spoken(earliest)}到退休年龄"
    else:
        when = f"按渐进式延迟退休，{spoken(earliest)}到 {spoken(latest)}之间到退休年龄"
    if earliest > case.cut:
        return found(True, f"{when}，{cut}时还没到。{terms.retirement_note}")
    if latest <= case.cut:
        return found(False, f"{when}，{cut}时已经到了。{terms.retirement_note}")
    if facts.sex is None:
        return found(None, f"{when}，要知道性别才能判断。")
    if facts.sex == "female" and facts.post is None:
        return found(None, f"{when}，要知道岗位才能判断。{terms.post_note}")
    return found(None, f"{when}，要知道出生月份才能判断。")


def _insurance(case: Snapshot, terms: Terms) -> Condition:
    needed, allowed = terms.continuous_months, terms.repaid_months
    met_from: str | None = None
    insurance = case.facts.insurance
    if insurance is None or insurance == Insurance():
        met, reason = None, "还不知道社保缴费情况。"
    else:
        run, repaid = continuous(case, insurance), repaid_count(case, insurance)
        most = _most_continuous(insurance, allowed)
        if repaid is not None and repaid > allowed:
            met, reason = False, f"补缴 {repaid} 个月，超过了允许的 {allowed} 个月。"
        elif run is not None and run < needed:
            met, met_from, reason = False, *_short(case, insurance, run, needed)
        elif run is None and most is not None and most < needed:
            met, reason = False, f"社保一共才 {insurance.months} 个月，不够连续 {needed} 个月。"
        elif run is None:
            met, reason = None, "还不知道到上一年年底已经连续缴了多少个月。"
        elif repaid is None:
            met, reason = None, f"已连续 {run} 个月，还不知道其中补缴了几个月。"
        else:
            met, reason = True, f"已连续缴纳 {run} 个月，满 {needed} 个月；补缴 {repaid} 个月。"
    return Condition(
        "insurance",
        "在京连续缴纳社会保险 7 年及以上",
        met,
        reason + terms.insurance_note,
        met_from,
        terms.insurance_lookup,
    )


def continuous(case: Snapshot, insurance: Insurance) -> int | None:
    """Months without a gap up to the cut, 补缴 months included; None when not known."""
    if insurance.continuous_months is not None:
        return insurance.continuous_months
    return None if case.covered is None else run_ending(case.covered, case.cut)


def repaid_count(case: Snapshot, insurance: Insurance) -> int | None:
    """How many months were 补缴; None when not known. Dated periods without any list: none."""
    if insurance.repaid_months is not None:
        return insurance.repaid_months
    return None if insurance.periods is None else case.repaid.bit_count()


def _most_continuous(insurance: Insurance, allowed: int) -> int | None:
    if insurance.months is None:
        return None
    repaid = allowed if insurance.repaid_months is None else insurance.repaid_months
    return insurance.months + min(repaid, allowed)


def _short(case: Snapshot, insurance: Insurance, run: int, needed: int) -> tuple[str | None, str]:
    """When a run that is too short will be long enough, and the reason in words."""
    cut = f"{case.year - 1} 年 12 月"
    if run == 0:
        start = _next_start(case, insurance)
        if start is None:
            return None, f"{cut}时没有在缴社保，要重新连续缴满 {needed} 个月。"
        cured = Month(start + needed - 1)
        return written(cured), f"{cut}时还没有开始缴，不断缴的话 {spoken(cured)}满 {needed} 个月。"
    cured = Month(case.cut + needed - run)
    return written(cured), (
        f"到 {cut}连续 {run} 个月，还差 {needed - run} 个月；"
        f"不断缴的话 {spoken(cured)}满 {needed} 个月，可以申报 {cured // 12 + 1} 年。"
    )


def _next_start(case: Snapshot, insurance: Insurance) -> Month | None:
    starts = [each.first for each in insurance.periods or () if each.last is None]
    return max((start for start in starts if start > case.cut), default=None)


def _record(case: Snapshot) -> Condition:
    held = case.facts.criminal_record
    if held is None:
        met, reason = None, "还不知道有没有刑事犯罪记录。"
    else:
        met = not held
        reason = "有刑事犯罪记录，不能申报。" if held else "没有刑事犯罪记录。"
    return Condition("record", "无刑事犯罪记录", met, reason)
