"""Spans of time in a question that its answer can count: years of 社保, of a home, of 职住区域.

「社保交了 10 年，就业几分」 asks for 30 points, not for the rule. Only plain cases are read: one
figure for each thing, none of it repaid, broken or elsewhere; the rest gets the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from scoring import (
    DISTRICTS,
    VERSIONS,
    Facts,
    Home,
    Insurance,
    SuburbMonths,
    cut_date,
    results,
    rules_for,
    score,
)

CENTRAL = frozenset(VERSIONS[-1].item("suburb").terms.central)
SLOTS = {
    "paid_span": ("span", "months", "points"),
    "work_and_home": ("work_span", "work_points", "home_span", "home_points", "points"),
    "suburb_live": ("span", "points"),
    "suburb_both": ("span", "points"),
    "paid_since": ("since", "until", "months", "filing_year"),
    "paid_since_short": ("since", "until", "months", "missing", "filing_year"),
}
_SPAN = re.compile(r"(?<![\d.年])(\d{1,2})年(?:零|又)?(?:(\d{1,2})个?月|(半))?(?![前底初度\d])")
_ASKS = re.compile(r"多少|几分|(?:给|加|得|能有|有)[几多]")
_PAID = re.compile(r"社保|保险|交了|缴了|就业|工作|上班|上了")
_HOME = re.compile(r"房|自有|产权")
_NOT_PLAIN = re.compile(r"断|补|没[交缴]|欠|外地|老家|灵活|重复|租|宿舍|以前|之前|失业|读|上学|扣")
_SINCE = re.compile(
    r"(?<!\d)((?:19|20)\d{2}|\d{2})年(1[0-2]|0?[1-9])月(?:份)?.{0,4}?(?:到现在|至今|起|开始|到今)"
)
_ENOUGH = re.compile(r"够|满|[7七]年|报|申")
_WORK = re.compile(r"(?:上班|工作|单位|公司|社保)")


def spans_in(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The slots that spans of a text fill (half-width, without blanks)."""
    filing = max(result.year for result in results()) + 1
    yield from _since(text, filing)
    if not _ASKS.search(text) or _NOT_PLAIN.search(text):
        return
    found = list(_SPAN.finditer(text))
    if len(found) == 1:
        yield from _paid(text, found[0], filing)
        yield from _suburb(text, found[0], filing)
    elif len(found) == 2:
        yield from _work_and_home(text, found, filing)


def _months(span: re.Match[str]) -> int:
    return 12 * int(span[1]) + (6 if span[3] else int(span[2] or 0))


def _written(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} 年" + (f" {rest} 个月" if rest else "")


def _points(facts: Facts, filing: int, *items: str) -> Decimal:
    counted = score(facts, filing)
    return sum((counted.line(item).points for item in items), Decimal(0))


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"


def _paid(text: str, span: re.Match[str], filing: int) -> Iterator[tuple[str, dict[str, str]]]:
    months = _months(span)
    if _PAID.search(text) and not _HOME.search(text) and months > 12:
        points = _points(Facts(insurance=Insurance(months=months)), filing, "employment")
        told = {"span": _written(months), "months": f"{months}", "points": _plain(points)}
        yield "paid_span", told


def _work_and_home(
    text: str, spans: list[re.Match[str]], filing: int
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each span belongs to the words between it and the span before."""
    parts = text[: spans[0].end()], text[spans[0].end() : spans[1].end()]
    homes = [_HOME.search(part) is not None for part in parts]
    paid = [_PAID.search(part) is not None for part in parts]
    if sorted(homes) != [False, True] or not paid[homes.index(False)]:
        return
    work, home = (_months(spans[homes.index(kind)]) for kind in (False, True))
    if home > work:
        return
    facts = Facts(insurance=Insurance(months=work), homes=(Home("owned", months=home),))
    work_points = _points(facts, filing, "employment")
    home_points = _points(
        Facts(homes=facts.homes, insurance=Insurance(months=home)), filing, "residence"
    )
    yield (
        "work_and_home",
        {
            "work_span": _written(work),
            "work_points": _plain(work_points),
            "home_span": _written(home),
            "home_points": _plain(home_points),
            "points": _plain(work_points + home_points),
        },
    )


def _suburb(text: str, span: re.Match[str], filing: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Where the home is and where the work, when both are named."""
    named = re.compile("|".join(DISTRICTS))
    work: str | None = None
    for word in _WORK.finditer(text):
        near = [m for m in named.finditer(text) if 0 <= word.start() - m.end() <= 3]
        near += [m for m in named.finditer(text) if 0 <= m.start() - word.end() <= 3]
        work = near[-1][0] if near else work
    homes = [name for name in named.findall(text) if name not in CENTRAL]
    months = _months(span)
    if not _HOME.search(text) or work is None or not homes or months < 12:
        return
    both = work not in CENTRAL
    counted = SuburbMonths(live_and_work=months) if both else SuburbMonths(live_only=months)
    points = _points(Facts(suburb_months=counted), filing, "suburb")
    name = "suburb_both" if both else "suburb_live"
    yield name, {"span": _written(months), "points": _plain(points)}


def _since(text: str, filing: int) -> Iterator[tuple[str, dict[str, str]]]:
    """社保 since a month: how many there will be when the next filing counts them."""
    found = _SINCE.findall(text)
    if len(found) != 1 or not re.search("社保|保险|[交缴]", text) or not _ENOUGH.search(text):
        return
    year = int(found[0][0]) + (0 if len(found[0][0]) == 4 else 2000)
    until = cut_date(filing)
    months = 12 * (until.year - year) + until.month - int(found[0][1]) + 1
    wanted = rules_for(filing).eligibility.continuous_months
    if months <= 0 or re.search("断[了过]|补", text.replace("没断过", "")):
        return
    told = {
        "since": f"{year} 年 {int(found[0][1])} 月",
        "until": f"{until.year} 年 {until.month} 月",
        "months": f"{months}",
        "filing_year": f"{filing}",
    }
    if months >= wanted:
        yield "paid_since", told
    else:
        yield "paid_since_short", told | {"missing": f"{wanted - months}"}
