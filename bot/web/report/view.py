"""What the report page shows, as plain values: everything is worked out here, nothing in templates.

The page is shown to whoever holds the link. It therefore carries no id, no birthday and no month of
retirement: ages and years only.
"""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from bot.web.report.charts import items_chart, years_charts
from bot.web.report.forward import forward_text
from bot.web.report.plans import PlanTable, plan_table
from bot.web.report.words import between, month, short_document, signed
from bot.web.report.years import ProjectedRow, PublishedRow, Tone, projected_rows, published_rows
from replies.wording import (
    assumption_lines,
    basis_text,
    brings,
    condition_reason,
    condition_title,
    contradiction_lines,
    missing_lines,
    say,
    verdict_lines,
)
from scoring import (
    Advice,
    Condition,
    Facts,
    Line,
    ScoreRange,
    Verdict,
    compare_plans,
    cut_date,
    last_year,
    rules_for,
    verdict,
)

TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "warn"}


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One of the four conditions. `met_from` and `lookup` are "" where there is nothing to say."""

    tone: Tone
    title: str
    reason: str
    met_from: str
    lookup: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: its points or range as text, how they came about, and where they rest."""

    title: str
    points: str
    tone: str
    inputs: str
    note: str
    basis: str
    lookup: str


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """One measure: its gain ("" where it only opens a year), when, by which sum, and its catch."""

    title: str
    gain: str
    when: str
    cost: str
    sum: str
    catch: str
    basis: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """One fact that is not known, in words with what hangs on it, and where to look it up."""

    text: str
    lookup: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page, and the same on paper.

    `verdict` are its lines in full: `first` those that every surface shows, `more` the rest.
    `forward` is a sentence to send to somebody, "" while facts contradict each other. `told` are
    title and value of what was answered. `plan` is None where there is nothing to plan; whoever
    passes safely gets no advice either.
    """

    year: int
    total: str
    is_range: bool
    is_empty: bool
    verdict: tuple[str, ...]
    first: tuple[str, ...]
    more: tuple[str, ...]
    forward: str
    tone: Tone
    told: tuple[tuple[str, str], ...]
    conditions: tuple[ConditionRow, ...]
    conditions_in_short: str
    items: tuple[ItemRow, ...]
    plan: PlanTable | None
    published: tuple[PublishedRow, ...]
    projected: tuple[ProjectedRow, ...]
    assumptions: tuple[str, ...]
    advice: tuple[AdviceRow, ...]
    missing: tuple[MissingRow, ...]
    contradictions: tuple[str, ...]
    documents: tuple[str, ...]
    officials: tuple[int, ...]
    rules: str
    cut: str
    computed: str
    filled_in: str
    items_chart: Markup
    years_charts: tuple[Markup, ...]


def build(
    facts: Facts,
    year: int,
    computed: date,
    filled_in: date | None,
    *,
    told: tuple[tuple[str, str], ...] = (),
    plan: str = "",
) -> Report:
    """The report of `facts` for the application year `year`, worked out on the day `computed`.

    `filled_in` is the day on which the facts were saved, `told` what was answered in words, `plan`
    the keys of measures to be held against going on as now ("a+b"; "": the most useful ones).
    Raises `FactError` for a year without rules.
    """
    judged = verdict(facts, computed, year)
    found, ahead = judged.found, judged.ahead
    tone = tone_of(judged)
    full, first = verdict_lines(judged, short=False), verdict_lines(judged, short=True)
    compared = (
        None
        if judged.passes_safely
        else compare_plans(facts, year, computed, tuple(plan.split("+")))
    )
    conditions = tuple(_condition(each, facts, year) for each in found.low.eligibility.conditions)
    return Report(
        year=year,
        total=between(found.low.total, found.high.total),
        is_range=found.low.total != found.high.total,
        is_empty=facts == Facts(),
        verdict=tuple(full),
        first=tuple(first),
        more=tuple(line for line in full if line not in first),
        forward=forward_text(judged),
        tone=tone,
        told=told,
        conditions=conditions,
        conditions_in_short=_in_short(conditions),
        items=_items(found),
        plan=plan_table(compared),
        published=published_rows(found, tone),
        projected=projected_rows(ahead),
        assumptions=tuple(assumption_lines(ahead)),
        advice=tuple(map(_advice, judged.worth_doing)),
        missing=tuple(
            MissingRow(missing_lines((each,))[0], each.lookup or "") for each in found.missing
        ),
        contradictions=_contradictions(judged),
        documents=_documents(found.low.lines, year),
        officials=tuple(sorted({each.official for each in found.low.lines if each.official})),
        rules=rules_for(year).title,
        cut=_day(cut_date(year)),
        computed=_day(computed),
        filled_in=_day(filled_in) if filled_in else "",
        items_chart=items_chart(found),
        years_charts=years_charts(ahead),
    )


def tone_of(judged: Verdict) -> Tone:
    """Good only when the person may file and the lowest total passes the highest line expected."""
    gap = judged.next_gap or judged.last_gap
    if judged.eligible is False:
        return "bad"
    return "good" if judged.eligible and gap.low >= 0 and not judged.contradictions else "warn"


def _contradictions(judged: Verdict) -> tuple[str, ...]:
    """What contradicts itself; what would name the month of birth is said without it."""
    open_ones = [each for each in judged.contradictions if "birth" not in each.fields]
    hidden = len(judged.contradictions) - len(open_ones)
    return (
        *([say("report.birth_contradiction", count=hidden)] if hidden else []),
        *contradiction_lines(open_ones),
    )


def _day(day: date) -> str:
    return say("report.day", year=day.year, month=day.month, day=day.day)


def _condition(found: Condition, facts: Facts, year: int) -> ConditionRow:
    reason = condition_reason(found)
    if found.key == "retirement" and found.met is not None and facts.birth is not None:
        # The reason in chat names the month of retirement, which gives away the month of birth.
        last = last_year(facts.birth, facts.sex, facts.post)
        open_end = "" if last is None else say("report.retirement.last", year=last)
        key = "before" if found.met else "reached"
        reason = say(f"report.retirement.{key}", cut=year - 1) + (open_end if found.met else "")
    return ConditionRow(
        TONES[found.met],
        condition_title(found),
        reason,
        say("report.met_from", month=month(found.met_from)) if found.met_from else "",
        (found.lookup or "") if found.met is None else "",
    )


def _in_short(conditions: tuple[ConditionRow, ...]) -> str:
    counts = {tone: sum(each.tone == tone for each in conditions) for tone in ("bad", "warn")}
    if not any(counts.values()):
        return say("report.conditions.all", count=len(conditions))
    said = [say(f"report.conditions.{tone}", count=n) for tone, n in counts.items() if n]
    return say("sheet.separator").join(said)


def _items(found: ScoreRange) -> tuple[ItemRow, ...]:
    return tuple(
        ItemRow(
            title=low.title,
            points=between(low.points, high.points),
            tone="open" if low.points != high.points else "bad" if low.points < 0 else "",
            inputs=_inputs(low, high),
            note=low.note or high.note or "",
            basis=_basis(low.document, low.indicator, low.official),
            lookup=low.lookup or "",
        )
        for low, high in ((each.low, each.high) for each in found.items)
    )


def _inputs(low: Line, high: Line) -> str:
    """How the points came about; for a range, what is behind each end that is not 0."""
    if low.points == high.points:
        return basis_text(low)
    ends = (("report.inputs.low", low), ("report.inputs.high", high))
    said = [say(key, inputs=basis_text(line)) for key, line in ends if line.points]
    return say("report.inputs.join").join(said)


def _advice(found: Advice) -> AdviceRow:
    parts = [f"{title} {signed(each)}" for title, each in found.parts]
    return AdviceRow(
        title=found.title,
        gain=signed(found.gain) if found.gain else "",
        when=brings(found),
        sum=say("sheet.separator").join(parts) if len(parts) > 1 else "",
        cost=found.cost,
        catch=found.catch,
        basis=_basis(found.document, found.indicator, found.official),
    )


def _basis(document: str, indicator: str, official: int | None) -> str:
    parts = [short_document(document), indicator]
    if official:
        parts.append(say("report.official", number=official))
    return " · ".join(parts)


def _documents(lines: tuple[Line, ...], year: int) -> tuple[str, ...]:
    names = [rules_for(year).eligibility.document, *(line.document for line in lines)]
    return tuple(dict.fromkeys(names))
