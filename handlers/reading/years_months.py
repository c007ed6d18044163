"""The slot `years_months`: months, or one period, or several."""

from handlers.reading.answer import Answer, has
from handlers.reading.reading import Reading, again, took
from handlers.reading.spans import LONGEST_MONTHS, find_durations, find_periods

_NONE = r"^(?:我)?(?:还|从来?|一直|压根|根本)?(?:没有?|无|木有|没得|未|冇|零|0|一?个?月?都没)(?:个?月)?(?:交|缴|补|办|住|干|断|上)?(?:社保)?(?:补?缴|交)?(?:过|的|了|呢|啊)?(?:社保|补缴)?$|一[天个]月?[都也]没|从没交过|从来没交过|没[交缴补]过"
_BUT = r"补缴|补交|补的|补了|断|中间|除了|扣|外地|老家|上海|广州|深圳|天津|河北|其中|里面|含"
_BUT_NOT = r"(?:没有?|无|不|未|从没|从未|从来没有?)(?:过|间?断|中断|补缴|补交|任何|一直|,)*(?:补缴|补交|中?断|间断)过?"
_SUM = r"加|\+|再|又|另外还有"
_TOTAL = r"[一总]共|合计|总计|加起来|累计|拢共|共"
_SHORT_OF = r"(\d+)年(?:还|就|只)?差(\d+)个月|差(\d+)个月(?:就|不?到|满|够)?(\d+)年"


def read_years_months(answer: Answer) -> Reading:
    """`months`, `{"from","to"}` or a list of those; to may be "now"."""
    text = answer.figures
    kept = text
    for negated in (_BUT_NOT,):
        import re

        kept = re.sub(negated, "", kept)
    periods, alone = find_periods(text, answer.as_of)
    durations = [
        d for d in find_durations(text) if not any(p.start <= d.start < p.end for p in periods)
    ]
    if periods:
        return _periods(answer, text, kept)
    if answer.vague:
        return again("years_months.vague")
    if not durations and has(_NONE, answer.words):
        return took(0)
    return _duration(answer, text, kept, bool(alone))


def _periods(answer: Answer, text: str, kept: str) -> Reading:
    periods, alone = find_periods(text, answer.as_of)
    for problem in (p.problem for p in periods):
        if problem:
            return again(f"period.{problem}")
    if any(m.month is not None or m.day is not None for m in alone) or alone:
        return again("period.unclear")
    if has(_BUT, kept) or answer.vague:
        return again("years_months.with_gaps")
    outside = [
        d for d in find_durations(text) if not any(p.start <= d.start < p.end for p in periods)
    ]
    said = sum(p.months(answer.as_of) for p in periods)
    if any(d.months is None or abs(d.months - said) > 1 for d in outside):
        return again("period.unclear")
    values = [p.value() for p in periods]
    return took(values[0] if len(values) == 1 else values)


def _duration(answer: Answer, text: str, kept: str, dated: bool) -> Reading:
    import re

    short = re.search(_SHORT_OF, text)
    if short:
        years, months = (short[1], short[2]) if short[1] else (short[4], short[3])
        return took(int(years) * 12 - int(months))
    durations = find_durations(text)
    if not durations:
        bare = re.fullmatch(r"\D{0,6}(\d{1,3})\D{0,3}", text)
        if bare and has("几个月|多少个?月", answer.question):
            return took(int(bare[1]))
        if bare:
            return again("years_months.no_unit", number=bare[1])
        return again("years_months.only_date" if dated else "years_months.none")
    if dated:
        return again("years_months.only_date")
    if has(_BUT, kept):
        return again("years_months.with_gaps")
    if any(d.months is None for d in durations):
        return again("years_months.whole_months")
    months = [d.months for d in durations if d.months is not None]
    if len(months) > 1:
        if not has(_SUM, text[durations[0].end : durations[-1].start]):
            return again("years_months.several")
        months = [sum(months)]
    if months[0] > LONGEST_MONTHS or has(r"-\s*\d|负", text):
        return again("years_months.too_long")
    return took(months[0])
