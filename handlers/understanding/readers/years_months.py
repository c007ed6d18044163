"""The slot `years_months`: months, or one period, or several."""

import re

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import Moment
from handlers.understanding.readers.reading import Reading, again, took
from handlers.understanding.readers.spans import (
    LONGEST_MONTHS,
    NOW,
    Duration,
    Period,
    dates_among,
    find_durations,
    find_periods,
)
from scoring.months import month_named, written

MOST_BARE = 12
"""More months were never made up by mistake of a number: 「三十」 is asked again, for 补缴 decides
whether a person can apply."""

_NOTHING_AT_ALL = (
    r"[1一](?:天|个?月|次|分钱?)(?:社保)?[都也]?没(?!断|停|漏|落|少|缺|中断|间断)"
    r"|从来?没(?:有)?[交缴补]"
)
_NOTHING = re.compile(
    r"我?(?:还|从来?|一直|压根|根本|目前)?(?:没有?|无|木有|没得|莫得|未|冇|零|0)(?:个?月)?"
    r"(?:[交缴补办住干断上]|社保|补缴|补交)*(?:过|的|了|呢|啊)*(?:社保|补缴|任何)?"
    r"(?:[都全]部?是?正常[交缴]的?)?"
)
# Months that count and months that do not are mixed: 补缴, gaps, other cities.
_WORDS = lexicon("years_months")
_MIXED = _WORDS["mixed"]
_NOT_MIXED = re.compile(
    r"(?:(?:中间|期间)(?:也|都|一直)?)?"
    r"(?:没有?|无|不|未|从没|从未|从来没有?)(?:过|间?断|中断|补缴|补交|任何|一直|,)*"
    r"(?:补缴|补交|中?断|间断)过?"
)
# 「一天没断」 names no length of time.
_FROM_GRADUATION = re.compile(
    r"[从自1一]毕业(?:就|后|起|开始)?|毕业(?:就|后|以后|之后)|(?<=[月日号份])(?:毕业|来北?京)"
)
_NO_GAP = re.compile(r"(?<![零年又加\d])1(?:天|个月|次)[都也]?没(?=断|停|漏|少|落|缺|中断|间断)")
_BREAK = r"断(?!过?[,，]|没)|没[交缴]|停[了缴交]"
_ADDED = r"加|\+|再|又|零"
_SHORT_OF = re.compile(r"(\d+)年(?:还|就|只)?差(\d+)个月|差(\d+)个月(?:就|不?到|满|够)*(\d+)年")


def read_years_months(answer: TypedAnswer) -> Reading:
    """`months`, `{"from","to"}` or a list of those; to may be "now"."""
    text = _NO_GAP.sub("没", answer.figures)
    if answer.asks:
        return again("years_months.none")
    of_breaks = "断" in answer.words and bool(answer.question) and "断" not in answer.question
    if has(_NOTHING_AT_ALL, answer.text) or (_NOTHING.fullmatch(answer.words) and not of_breaks):
        return took(0)
    periods, alone = find_periods(text, answer.as_of)
    durations = find_durations(text)
    told = _FROM_GRADUATION.sub("", _NOT_MIXED.sub("", text))
    if "补缴" in answer.question:
        told = re.sub("补[缴交的了过]", "", told)
    mixed = has(_MIXED, told)
    if periods:
        durations = [d for d in durations if not any(p.start <= d.start < p.end for p in periods)]
        return _periods(answer, periods, alone, durations, mixed)
    if answer.vague:
        return again("years_months.vague")
    if durations:
        alone = [m for m in alone if not _in_passing(m, text)]
    if dates_among(alone, durations, text, answer.text):
        return again("years_months.only_date")
    return _duration(text, answer.question, durations, mixed)


def _in_passing(when: Moment, text: str) -> bool:
    """「到这个月刚好96个月」, 「昨天刚查的」: no beginning and no end of anything."""
    looked_up = has(r"^(?:我|刚|才|在|去|上|又)*[查看问算]", text[when.end :])
    return when.ran and (looked_up or has("[到至]$", text[: when.start]))


def _periods(
    answer: TypedAnswer,
    periods: list[Period],
    alone: list[Moment],
    durations: list[Duration],
    mixed: bool,
) -> Reading:
    for period in periods:
        if period.problem:
            return again(f"period.{period.problem}")
    if has(_BREAK, answer.text) and len(periods) == 1 and alone and not answer.vague:
        return _split(periods[0], alone, answer)
    if mixed or answer.vague:
        return again("years_months.with_gaps")
    said = sum(period.months(answer.as_of) for period in periods)
    if alone or any(d.months is None or abs(d.months - said) > 1 for d in durations):
        return again("period.unclear")
    values = [period.value() for period in periods]
    return took(values[0] if len(values) == 1 else values)


def _split(period: Period, alone: list[Moment], answer: TypedAnswer) -> Reading:
    """「2013年4月起，中间2016年1月、2月断了」: the time paid on both sides of the break."""
    months: list[str] = []
    year: int | None = None
    for moment in alone:
        year = moment.year or year
        if year is None or moment.month is None:
            return again("years_months.with_gaps")
        months.append(f"{year:04d}-{moment.month:02d}")
    whole = period.value()
    first, last = months[0], months[-1]
    unbroken = months == [written(m) for m in range(month_named(first), month_named(last) + 1)]
    inside = whole["from"] < first and (whole["to"] == NOW or last < whole["to"])
    if not unbroken or not inside or has(r"个月|半年|天", answer.figures):
        return again("years_months.with_gaps")
    return took(
        [
            {"from": whole["from"], "to": written(month_named(first) - 1)},
            {"from": written(month_named(last) + 1), "to": whole["to"]},
        ]
    )


def _duration(text: str, question: str, durations: list[Duration], mixed: bool) -> Reading:
    short = _SHORT_OF.search(text)
    if short and not mixed:
        years, months = (short[1], short[2]) if short[1] else (short[4], short[3])
        return took(int(years) * 12 - int(months))
    if not durations:
        return _bare_number(text, question)
    if mixed:
        return again("years_months.with_gaps")
    if any(d.months is None for d in durations):
        return again("years_months.whole_months")
    if len({d.months for d in durations}) == 1 and not has(_ADDED, text):
        for again_said in reversed(durations[1:]):
            text = text[: again_said.start] + text[again_said.end :]
        durations = durations[:1]
    if len(durations) > 1 and not has(_ADDED, text[durations[0].end : durations[-1].start]):
        return again("years_months.several")
    for duration in reversed(durations):
        text = text[: duration.start] + text[duration.end :]
    months = sum(d.months or 0 for d in durations)
    text = re.sub(rf"(?<!\d){months}(?!\d)", "", text)  # 「六年三个月(75)」
    if has(r"\d|负", text) or has(r"-", text):
        return again("years_months.none")
    return took(months) if months <= LONGEST_MONTHS else again("years_months.too_long")


def _bare_number(text: str, question: str) -> Reading:
    """A number without a unit counts only where the question asked for months."""
    bare = re.fullmatch(r"\D{0,6}?(?<![\d.-])(\d{1,3})\D{0,3}", text)
    if bare is None:
        return again("years_months.none")
    counted = has(r"几个月|多少个?月", question)
    if "补" in question and int(bare[1]) > MOST_BARE:
        counted = False
    if int(bare[1]) == 0 or counted:
        return took(int(bare[1]))
    return again("years_months.no_unit", number=bare[1])
