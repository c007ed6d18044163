"""Dates inside running text: where they stand and what they say."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.understanding.readers.remembered import remembered


@dataclass(frozen=True)
class Moment:
    """A date as written at `start`:`end` of the text; a part that was not said is None.

    `ran` is True when it was counted from today (去年6月). Nothing is checked yet: see `problem`.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    ran: bool = False

    def problem(self, as_of: date, oldest: int = 1930) -> str | None:
        """Which text explains why this date cannot be: impossible, future, too_old, or None."""
        month = 1 if self.month is None else self.month
        day = 1 if self.day is None else self.day
        if self.year is None:
            return "no_year"
        if not 1 <= month <= 12 or self.year < 1000 or self.year > 9998:
            return "impossible"
        if day != 1 and not 1 <= day <= calendar.monthrange(self.year, month)[1]:
            return "impossible"
        if (self.year, self.month or 0, self.day or 0) > (as_of.year, as_of.month, as_of.day):
            return "future"
        return "too_old" if self.year < oldest else None

    def iso(self) -> str:
        """ "YYYY-MM-DD", "YYYY-MM" or "YYYY", as far as was said."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def iso_month(self) -> str:
        """ "YYYY-MM"."""
        return f"{self.year:04d}-{self.month:02d}"


_RELATIVE_YEARS = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "去年": -1,
    "旧年": -1,
    "上一年": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "后年": 2,
}
_RELATIVE_MONTHS = {
    "上上个月": -2,
    "上上月": -2,
    "上个月": -1,
    "上月": -1,
    "这个月": 0,
    "本月": 0,
    "这月": 0,
    "当月": 0,
    "下个月": 1,
    "下月": 1,
}
_RELATIVE_DAYS = {
    "今天": 0,
    "今日": 0,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "大前天": -3,
    "明天": 1,
    "后天": 2,
}
_ENGLISH = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}


def _one_of(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_YEAR = (
    r"(?:(?P<y>(?<![\d.])(?:\d{4}|\d\d))年(?:的|份|度)?"
    rf"|(?P<rel>{_one_of(_RELATIVE_YEARS)})的?|(?P<ago>(?<!\d)\d\d?)年前的?)"
)
_DAY = (
    r"(?:[\s,的.]*(?P<d>\d{1,2})[日号]|[\s.]?(?P<bared>\d{1,2})(?![\d个年次月]|[./-]\d|点|岁|时))?"
)
_PATTERNS = tuple(
    (frozenset(needs), re.compile(pattern))
    for needs, pattern in (
        # 1985年3月12日, 85年3月, 去年6月, 两年前的6月, 2016年10(到…)
        (
            "年",
            rf"{_YEAR}[\s,.]*(?P<m>\d{{1,2}})(?:月份?(?!\d*个)|(?<![今去前明后]年\d)(?<![今去前明后]年\d\d)(?=\s*(?:$|[到至~,。-]))|[./-](?=\d)){_DAY}",
        ),
        # 3月12日,1985年
        (
            "月",
            r"(?P<m>(?<!\d)\d{1,2})月份?(?:(?P<d>\d{1,2})[日号])?[\s,]*(?P<y>(?:19|20)\d\d|(?<!\d)\d\d(?=年))年?",
        ),
        # 1985-03-12, 1985.3, 2016 / 06, 1985 3 12
        (
            "-./、, ",
            r"(?<![\d.])(?P<y>(?:1[89]|2\d)\d\d)\s?(?P<s>[-./、,\s])\s?(?P<m>\d{1,2})(?!\d)(?:\s?(?P=s)\s?(?P<d>\d{1,2})(?!\d)日?|月)?",
        ),
        # 19850312, 201907
        ("", r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
        ("", r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?!\d)"),
        # 85.3.12, 16/10: the first number cannot be a month
        (
            "./-",
            r"(?<![\d.])(?P<y>1[3-9]|[2-9]\d|0\d(?=[./-]\d{1,2}[./-]))(?P<s>[./-])(?P<m>\d{1,2})(?!\d)(?:(?P=s)(?P<d>\d{1,2})(?!\d))?(?![年个万千元w%])",
        ),
        # 06.3-11.8, 12.8起: of two numbers that may be months, where a period or an event follows
        (
            "./-",
            r"(?:(?<![\d.])|(?<=\d[-~到至]))(?P<y>0\d|1[0-2])[./](?P<m>1[0-2]|0?[1-9])(?!\d)(?:(?<=毕业\d\d[./]\d)|(?<=毕业\d\d[./]\d\d)|(?<=时间\d\d[./]\d)|(?<=时间\d\d[./]\d\d)|(?<=房本\d\d[./]\d)|(?<=房本\d\d[./]\d\d)|(?=\s*(?:[-~到至起毕]|至今|开始|入职|拿|下来)|(?:(?<=\d[-~到至]\d\d[./]\d)|(?<=\d[-~到至]\d\d[./]\d\d))(?![\d年个万千元w%分])))",
        ),
        # 6/30/2016: only where one of the two cannot be a month
        ("/", r"(?<!\d)(?P<m>\d{1,2})/(?P<d>1[3-9]|[23]\d)/(?P<y>(?:19|20)\d\d)(?!\d)"),
        # 3 feb 1987, 1990 sept
        (
            "jfmasond",
            rf"(?<![\d.])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<en>{_one_of(_ENGLISH)})[a-z]*\.?,?\s+(?P<y>(?:19|20)\d\d)",
        ),
        (
            "jfmasond",
            rf"(?<![\d.])(?P<y>(?:19|20)\d\d)[,\s]+(?P<en>{_one_of(_ENGLISH)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?(?![a-z])",
        ),
        # june 2016
        (
            "jfmasond",
            rf"(?<![a-z])(?P<en>{_one_of(_ENGLISH)})[a-z]*\.?\s*(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[,\s]+)?(?P<y>(?:19|20)\d\d)",
        ),
        ("月", rf"(?P<relm>{_one_of(_RELATIVE_MONTHS)})(?:的?(?P<d>\d{{1,2}})[日号])?"),
        ("天日", rf"(?P<reld>{_one_of(_RELATIVE_DAYS)})"),
        ("前", r"(?<!\d)(?P<agom>\d{1,2})个月(?:以)?前"),
        # a bare year, a bare month: never enough alone
        ("年", _YEAR),
        ("", r"(?<![\d.-])(?P<y>(?:19|20)\d\d)(?![\d.]|个|元|块|万)"),
        ("月", r"(?<!\d)(?P<m>\d{1,2})月份?(?:(?P<d>\d{1,2})(?!\d|月)[日号]?)?(?!\d(?!\d?月)|个)"),
    )
)
"""Each with characters of which one must be there: most clauses have few of them."""


_YEAR_AND_MONTH = re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月")
_NO_DATE = r"[^\da-z年月日天号个份前今去昨明后当本上这下旧大 \s,.的/、-]"
_WRITTEN_OUT = re.compile(
    rf"{_NO_DATE}*{_YEAR_AND_MONTH.pattern}(?:{_NO_DATE}+(?:19|20)\d\d年\d{{1,2}}月)*{_NO_DATE}*"
)
"""Years with their months, and nothing else that could be of a date: the most that people type."""
_ANY = re.compile("|".join([r"\d", *_RELATIVE_YEARS, *_RELATIVE_MONTHS, *_RELATIVE_DAYS]))


def find_moments(text: str, as_of: date) -> list[Moment]:
    """All dates in `text` (figures), in order; two-digit years lie at or before `as_of`."""
    return list(_moments(text, as_of))


@remembered
def _moments(text: str, as_of: date) -> tuple[Moment, ...]:
    if not _ANY.search(text):
        return ()
    if _WRITTEN_OUT.fullmatch(text):
        return tuple(
            [
                Moment(*written.span(), int(written["y"]), int(written["m"]))
                for written in _YEAR_AND_MONTH.finditer(text)
            ]
        )
    found: list[Moment] = []
    characters = frozenset(text)
    for needs, pattern in _PATTERNS:
        if needs and needs.isdisjoint(characters):
            continue
        for match in pattern.finditer(text):
            if all(match.end() <= m.start or match.start() >= m.end for m in found):
                found.append(_moment(match, as_of))
    return tuple(sorted(found, key=lambda m: m.start))


def _moment(match: re.Match[str], as_of: date) -> Moment:
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    start, end = match.span()
    written_day = said.get("d", said.get("bared"))
    day = int(written_day) if written_day else None
    if "relm" in said or "agom" in said:
        back = -int(said["agom"]) if "agom" in said else _RELATIVE_MONTHS[said["relm"]]
        year, month = divmod(as_of.year * 12 + as_of.month - 1 + back, 12)
        return Moment(start, end, year, month + 1, day, ran=True)
    if "reld" in said:
        that = as_of + timedelta(days=_RELATIVE_DAYS[said["reld"]])
        return Moment(start, end, that.year, that.month, that.day, ran=True)
    month_said = int(said["m"]) if "m" in said else None
    if "en" in said:
        month_said = _ENGLISH[said["en"]]
    if "rel" in said:
        return Moment(start, end, as_of.year + _RELATIVE_YEARS[said["rel"]], month_said, day, True)
    if "ago" in said:
        return Moment(start, end, as_of.year - int(said["ago"]), month_said, day, True)
    year_said = full_year(said["y"], as_of) if "y" in said else None
    return Moment(start, end, year_said, month_said, day)


def full_year(written: str, as_of: date) -> int:
    """Four digits for a year written with two: the latest such year not after `as_of`."""
    if len(written) != 2:
        return int(written)
    year = as_of.year // 100 * 100 + int(written)
    return year if year <= as_of.year else year - 100
