"""Durations and periods inside running text."""

import re
from dataclasses import dataclass, replace
from datetime import date

from handlers.understanding.readers.moments import Moment, find_moments

LONGEST_MONTHS = 480
"""Forty years: no working life in Beijing is longer."""

NOW = "now"
_NOW = re.compile(
    r"到?(?:现在|如今|目前|至今(?!年|天|日)|迄今|当前|眼下|这会儿?|今天|今日|为止|(?<=[到至~-])\s*(?:今|现|now|present)(?!年|日|天)|now)"
)
_JOIN = re.compile(r"^[^,，;；。!]{0,10}?(?:一直到|直到|截止到?|截至|到|至|~|-|→|直至)")
_NEXT_YEAR = re.compile(r"(?:次年|第2年|转年|隔年|来年)的?$")
_SINCE = re.compile(
    r"起|开始|以来|之后|以后|入职|参保|一直|上班|工作|来京|来北京|到北京|至今|还在|没断|没停|交着|后就|进的?公司|后"
)
# After a bare year only these: in 「10年，一直没断」 the ten years are a length of time.
_SINCE_YEAR = re.compile(r"起|开始|以来|入职|参保|至今")
_BEFORE = re.compile(r"^[^,，;；]{0,6}?(?:之前|以前|前)")

_DURATION = re.compile(
    r"""(?<![\d.])
    (?:(?P<y>(?<!第)\d+(?:\.\d+)?)\s*(?:个?[周整]?年|载|y(?:ears?|rs?)?)(?!前|级|代|度|的?时候)(?P<h>半)?(?:整|钟|头)?
        (?:\s*[,。、又零加+外和带并再还有&]{0,3}\s*(?P<m>1[01]|0?\d)(?!\d)(?:\s*(?:个月|个整月|月|m(?:onths?)?)(?!\d)|(?=\s*(?:$|[,。;吧了啊呢])))
          |\s*[零又]?(?P<hm>半)个月)?
      |(?P<hy>半)年
      |(?P<om>\d+(?:\.\d+)?)\s*(?:个整?月|月(?!\d|份)|m(?:onths?)?(?![a-z]))
      |(?P<odd>\d*个?半个?月|\d+个半月|\d+(?:天|日|周|星期|季度|个季度|个星期|个礼拜)))
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Duration:
    """A length of time as written; `months` is None when it is no whole number of months."""

    start: int
    end: int
    months: int | None


@dataclass(frozen=True)
class Period:
    """From a month to a month (both included), or to now; `problem` names what is wrong with it."""

    start: int
    end: int
    first: Moment
    last: Moment | None
    problem: str | None = None

    def value(self) -> dict[str, str]:
        """`{"from": "YYYY-MM", "to": "YYYY-MM" | "now"}`."""
        return {
            "from": self.first.iso_month(),
            "to": self.last.iso_month() if self.last else NOW,
        }

    def months(self, as_of: date) -> int:
        """How many months it covers."""
        last = (self.last.year, self.last.month) if self.last else (as_of.year, as_of.month)
        years = (last[0] or 0) - (self.first.year or 0)
        return years * 12 + (last[1] or 0) - (self.first.month or 0) + 1


def find_durations(text: str) -> list[Duration]:
    """All lengths of time in `text` (figures), in order."""
    return [
        Duration(found.start(), found.end(), _months(found))
        for found in _DURATION.finditer(text)
        if not _is_year(text, found.start())
    ]


def _is_year(text: str, at: int) -> bool:
    """Whether the two digits at `at` name the year of what happened then."""
    if _OF_THAT_YEAR.match(text, at) or _last_year(text, at):
        return True
    event = _EVENT_OF_YEAR.match(text, at)
    return event is not None and _LENGTH_BEFORE.search(text[:at]) is None


def _last_year(text: str, at: int) -> bool:
    """「06到10年」: the years 2006 to 2010; 「8到10年」 is a length of time."""
    first, last = _FIRST_YEAR.search(text[:at]), _TWO_DIGITS.match(text, at)
    return first is not None and last is not None and int(first[1]) < int(last[1])


def _months(found: re.Match[str]) -> int | None:
    if found["odd"] and found["odd"].endswith("季度"):
        return 3 * int(found["odd"].rstrip("个季度"))
    if found["odd"] or found["hm"]:
        return None
    if found["hy"]:
        return 6
    if found["om"]:
        return int(found["om"]) if found["om"].isdigit() and len(found["om"]) < 6 else None
    if len(found["y"]) > 5:
        return None
    months = float(found["y"]) * 12
    if found["h"]:
        return int(months) + 6 if found["y"].isdigit() and not found["m"] else None
    if not found["y"].isdigit():
        # 8.3 年 may be meant as 8 years and 3 months: only quarters and halves are sure
        return int(months) if months % 3 == 0 and not found["m"] else None
    extra = found["m"] or "0"
    return int(months) + int(extra) if len(extra) < 3 and int(extra) < 12 else None


# A number of two digits before 年 is a year where such words follow, or where it is spelt out.
_YEAR_CUE = re.compile(
    r"\d\d年(?:\d{1,2}月(?=毕业|出?生|入职|参保))?(?:(?:大学|本科|大专|专科|硕士|博士|研究生|中专|高中)毕业|就|的?时候|出?生|毕业|开始|入职|参保|起|来|底|初|工作|上班|夏|秋|冬|春|[上下]半年|买|购|拿|办|搬|入住)"
)
_EVENT_OF_YEAR = re.compile(
    r"(?<!\d)(?:0[1-9]|[12]\d|9\d)年(?:底|初|份|夏天?|秋天?|冬天?|春天?|[上下]半年)?的?"
    r"(?:我|我们|单位|公司|换工作|那会儿?|时|中间|期间|又|也|还|就|只|被|给|因为)*"
    r"(?:才(?![\d能够行满有])|后(?!面|来?才?\d)|[以之]后|补(?!贴|助)|断(?:了|过|缴|档|的)|停(?:了|过|缴)|漏[交缴了]"
    r"|离职|失业|辞职|跳槽|入职|入住|住(?:进|过去|到(?!现在|今|\d))|(?:搬|换|转|调|迁)(?!了?[\d几好多])"
    r"|[^\d,，\s一直交缴满住租干里内间中来共]{1,4}(?:断[了过]|补[了过]|停了)|从.{2,8}[搬换转调迁]|卖|买|购|拿|领|下(?:的?[证本]|来)|网签|交房|[离结]婚|拘|罚|判)"
)
"""「22年补了两个月」, 「16年住进去」, 「18年才拿到」: what happened then, no length of time."""
_OF_THAT_YEAR = re.compile(r"(?<=月[\s,])[012]\d年的$")
"""「补过3个月 15年的」."""
_FIRST_YEAR = re.compile(r"(?<!\d)([012]\d)[到至~-]$")
_TWO_DIGITS = re.compile(r"([012]\d)年(?!多|半|以|左右|才|不)")
_LENGTH_BEFORE = re.compile(
    r"(?:了|满|共|有|够|近|过|这|前|头|约|概|隔|差|整|累计|连续|工作|时间|毕业|要|得|需|攒|[交缴干待呆住租])$"
)
_DIGIT = "零一二三四五六七八九"
_SPELT_YEAR = re.compile(rf"(?<![{_DIGIT}十])[{_DIGIT}][{_DIGIT}]年|(?<!\d)0\d年")
_SPELT_DURATION = re.compile(
    rf"(?<!\d)\d年|(?<![{_DIGIT}])[一二两三四五六七八九]年|十[一二三四五六七八九]?年|零\d"
)


def dates_among(
    alone: list[Moment], durations: list[Duration], text: str, written: str
) -> list[Moment]:
    """Those of `alone` that cannot be a length of time, as 十年 and 8年3月 can.

    `text` is the message with digits, `written` as it was written.
    """
    if _YEAR_CUE.search(text) or _SPELT_YEAR.search(written):
        return alone
    spelt = _SPELT_DURATION.search(written) is not None
    return [
        m
        for m in alone
        if not any(d.start <= m.start and m.end <= d.end + 1 for d in durations)
        or (m.month is not None and not spelt)
    ]


def find_periods(text: str, as_of: date) -> tuple[list[Period], list[Moment]]:
    """Periods in `text` (figures), and the dates that belong to none."""
    moments = find_moments(text, as_of)
    periods: list[Period] = []
    alone: list[Moment] = []
    at = 0
    while at < len(moments):
        first = moments[at]
        after = moments[at + 1] if at + 1 < len(moments) else None
        rest = text[first.end : after.start if after else len(text)]
        if after and _JOIN.search(rest) and not _NOW.search(rest):
            last = _completed(first, after, rest)
            periods.append(_checked(first, last, as_of))
            at += 2
            continue
        # 2026-11-22 is today: 今天 is a date of its own, but as an end it means "until now"
        if after and after.ran and after.day and _is_today(after, as_of):
            periods.append(_checked(first, None, as_of, after.end))
            at += 2
            continue
        now = _NOW.search(rest)
        since = _SINCE if first.month else _SINCE_YEAR
        if now or (since.search(rest) and not _BEFORE.search(rest)):
            periods.append(_checked(first, None, as_of, first.end + (now.end() if now else 0)))
        else:
            alone.append(first)
        at += 1
    return periods, alone


def _is_today(moment: Moment, as_of: date) -> bool:
    return (moment.year, moment.month, moment.day) == (as_of.year, as_of.month, as_of.day)


def _completed(first: Moment, last: Moment, between: str) -> Moment:
    """2015年3月到12月, 2015年3月到次年2月: the year of the end follows from the beginning."""
    if last.year is None and first.year is not None:
        return replace(last, year=first.year + bool(_NEXT_YEAR.search(between)))
    return last


def _checked(first: Moment, last: Moment | None, as_of: date, end: int = 0) -> Period:
    end = max(end, first.end, last.end if last else 0)
    if last is not None and last.ran and _is_today(last, as_of):
        last = None
    return Period(first.start, end, first, last, _problem(first, last, as_of))


def _problem(first: Moment, last: Moment | None, as_of: date) -> str | None:
    wrong = first.problem(as_of) or (last.problem(as_of) if last else None)
    if wrong:
        return wrong
    if first.month is None or (last and last.month is None):
        return "no_month"
    return "backwards" if last and first.iso_month() > last.iso_month() else None
