"""Two plans side by side, as rows: going on as now, and with one set of measures."""

from dataclasses import dataclass
from decimal import Decimal

from bot.web.report.words import between, signed
from bot.web.report.years import Tone
from replies.wording import say
from scoring import Plan, PlanYear

MOST_YEARS = 6
"""Further ahead the line is a guess."""


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """One thing to plan: the value of `?plan=`, and its words."""

    key: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One year of both plans: totals, and whether they reach the line; `more` the plan brings."""

    year: int
    line: str
    now: str
    now_tone: Tone
    now_against: str
    plan: str
    plan_tone: Tone
    plan_against: str
    more: str


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The comparison; `now_year` and `plan_year` say in which year each reaches the line."""

    title: str
    choices: tuple[PlanChoice, ...]
    now_year: str
    plan_year: str
    rows: tuple[PlanRow, ...]


def plan_table(plan: Plan | None) -> PlanTable | None:
    """The comparison in words; None where there is nothing to compare."""
    if plan is None:
        return None
    joint = say("aims.join")
    return PlanTable(
        title=joint.join(plan.option.titles),
        choices=tuple(
            PlanChoice("+".join(each.keys), joint.join(each.titles), each.keys == plan.option.keys)
            for each in plan.options
        ),
        now_year=_reaches(plan.now_reaches, plan.now_safe, plan),
        plan_year=_reaches(plan.plan_reaches, plan.plan_safe, plan),
        rows=tuple(map(_row, plan.years[:MOST_YEARS])),
    )


def _reaches(year: int | None, safe: int | None, plan: Plan) -> str:
    """In which year the lowest total reaches the line as it rises as before, and rising fast."""
    if year is None:
        return say("report.plan.never", until=plan.years[-1].year)
    if safe is None:
        return say("report.plan.year_unsafe", year=year)
    return say(
        "report.plan.year" if safe == year else "report.plan.year_safe", year=year, safe=safe
    )


def _row(each: PlanYear) -> PlanRow:
    gains = each.low - each.now.low, each.high - each.now.high
    now_tone, now_against = against(each.now.low, each.now.high, each)
    plan_tone, plan_against = against(each.low, each.high, each)
    return PlanRow(
        year=each.year,
        line=between(each.now.line_in("low"), each.now.line_in("high")),
        now=between(each.now.low, each.now.high),
        now_tone=now_tone,
        now_against=now_against,
        plan=between(each.low, each.high),
        plan_tone=plan_tone,
        plan_against=plan_against,
        more=signed(gains[0]) if gains[0] == gains[1] else "",
    )


def against(low: Decimal, high: Decimal, each: PlanYear) -> tuple[Tone, str]:
    """Whether a total reaches the line of its year: sure, never, or as the line moves."""
    if each.could is False:
        return "bad", say("report.coming.ineligible")
    if each.could and low >= each.now.line_in("high"):
        return "good", say("report.coming.reached")
    if high < each.now.line_in("low"):
        return "bad", say("report.coming.short")
    return "warn", say("report.coming.open")
