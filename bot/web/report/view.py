"""What the report page shows, as plain values: everything is worked out here, nothing in templates.

The page is shown to whoever holds the link. It therefore carries no id, no birthday and no month of
retirement: ages and years only.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.web.report.charts import chart_data
from bot.web.report.words import between, month, points, short_document, signed
from bot.web.report.years import (
    ProjectedRow,
    PublishedRow,
    Reach,
    distance,
    projected_rows,
    published_rows,
    reach,
)
from replies.wording import (
    assumption_lines,
    basis_text,
    condition_reason,
    condition_title,
    contradiction_lines,
    say,
)
from scoring import (
    Advice,
    Condition,
    Facts,
    Line,
    ScoreRange,
    advise,
    contradictions,
    cut_date,
    last_year,
    project,
    results,
    rules_for,
    score_range,
)

Tone = Literal["good", "warn", "bad"]
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "warn"}

ONE_LINE = 40  # characters of an item that fit one printed line
MANY_LINES = 5


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
    """One way to more points: what it brings, when, by which sum, and its catch."""

    title: str
    gain: str
    worth_it: bool
    when: str
    cost: str
    sum: str
    catch: str
    basis: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """One fact that is not known; `spread` is "" where it moves no points."""

    title: str
    spread: str
    lookup: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page."""

    year: int
    total: str
    is_range: bool
    is_empty: bool
    distance: str
    distance_tone: Tone
    verdict: str
    verdict_tone: Tone
    conditions: tuple[ConditionRow, ...]
    items: tuple[ItemRow, ...]
    published: tuple[PublishedRow, ...]
    projected: tuple[ProjectedRow, ...]
    reach: tuple[Reach, ...]
    retires: int | None
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
    chart: dict[str, object]

    @property
    def is_dense(self) -> bool:
        """Whether one printed page needs the smaller letters."""
        long_items = sum(len(each.inputs + each.note) > ONE_LINE for each in self.items)
        return bool(self.contradictions) or len(self.missing) + long_items > MANY_LINES


def build(facts: Facts, year: int, computed: date, filled_in: date | None) -> Report:
    """The report of `facts` for the application year `year`, worked out on the day `computed`.

    `filled_in` is the day on which the facts were saved. Raises `FactError` for a year without
    rules.
    """
    found = score_range(facts, year)
    ahead = project(facts, year)
    judged = found.low.eligibility
    said, tone = distance(found, results()[-1])
    return Report(
        year=year,
        total=between(found.low.total, found.high.total),
        is_range=found.low.total != found.high.total,
        is_empty=facts == Facts(),
        distance=said,
        distance_tone=tone,
        verdict=say(f"report.verdict.{_word(judged.verdict)}"),
        verdict_tone=TONES[judged.verdict],
        conditions=tuple(_condition(each, facts, year) for each in judged.conditions),
        items=_items(found),
        published=published_rows(found),
        projected=projected_rows(ahead),
        reach=reach(ahead),
        retires=ahead.retires,
        assumptions=tuple(assumption_lines(ahead)),
        advice=tuple(_advice(each) for each in advise(facts, year)),
        missing=tuple(
            MissingRow(each.title, points(each.spread) if each.spread else "", each.lookup or "")
            for each in found.missing
        ),
        contradictions=tuple(contradiction_lines(contradictions(facts, year, computed))),
        documents=_documents(found.low.lines, year),
        officials=tuple(sorted({each.official for each in found.low.lines if each.official})),
        rules=rules_for(year).title,
        cut=_day(cut_date(year)),
        computed=_day(computed),
        filled_in=_day(filled_in) if filled_in else "",
        chart=chart_data(found, ahead),
    )


def _word(met: bool | None) -> str:
    return {True: "yes", False: "no", None: "open"}[met]


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


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
    return "；".join(say(key, inputs=basis_text(line)) for key, line in ends if line.points)


def _advice(found: Advice) -> AdviceRow:
    soon = found.first_year == found.by_year
    return AdviceRow(
        title=found.title,
        gain=signed(found.gain),
        worth_it=found.gain > 0,
        when=say(
            "report.advice.once" if soon else "report.advice.growing",
            first=found.first_year,
            first_gain=signed(found.first_gain),
            year=found.by_year,
            gain=signed(found.gain),
        ),
        sum="，".join(f"{title} {signed(each)}" for title, each in found.parts)
        if len(found.parts) > 1
        else "",
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
