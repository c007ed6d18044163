"""Hides the numbers of a person and full dates of birth."""

import re
from collections.abc import Sequence
from functools import partial

from handlers.masking_figures import (
    CHINESE_DIGIT,
    DIGIT,
    LEAST_RUN,
    YEARS,
    Span,
    harmless_spans,
    is_counting,
    is_harmless_figure,
    names_nobody,
)

# --- birthdays --------------------------------------------------------------------------------

_DATE = re.compile(
    r"(?<!\d)(19[3-9]\d|20[0-3]\d)(?:\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})[日号]?"
    r"|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)(?![日号]?\s?(?:以前|之前|以后|之后|前后|前|后|起|截止))"
)
_SHORT_DATE = re.compile(r"(?<!\d)\d\d年\d{1,2}月\d{1,2}[日号]")
_BIRTH = re.compile(r"出生|生日|生于|生的|[日号\d]生(?!效)")
_BIRTH_DIGITS = re.compile(r"((?:出生|生日)[^\d,，。;；]{0,6})(?!19|20)\d{6}(?!\d)")
_RELATIVE = re.compile(r"孩子|儿子|女儿|闺女|宝宝|娃|老婆|老公")
_EVENT = re.compile(
    r"参保|社保|公积金|合同|房本|网签|办|签|交|缴|发[的了证]|毕业|入学|入职|离职|上班|结婚|领证|下本|备案"
    r"|登记|起|开始|截止|来京|到期|公布|实施|施行|生效|提交|申报|过户|买|租|搬|落户|公示"
)
"""What a date tells of, where it is nobody's birthday."""
_CLAUSE_END = re.compile(r"[,，。;；!?？！\s]")
LAST_BIRTH_YEAR = 2012
"""A full date up to here is a birthday more often than anything else."""

_LUNAR = re.compile(
    r"(?:农历|阴历)?(?:[正腊冬]月|(?<=[年历])[一二三四五六七八九十]+月)(?:初|[十廿二三])[一二三四五六七八九十]{1,2}"
)


def hide_birthdays(text: str, sign: str) -> str:
    """Replaces full dates that may be somebody's birthday by `sign`."""
    told = bool(_BIRTH.search(text))
    text = _LUNAR.sub(sign, text)

    def hide(found: re.Match[str]) -> str:
        clause = _clause(found)
        if not told and _EVENT.search(clause):
            return found[0]
        relative = _RELATIVE.search(clause)
        return sign if told or relative or int(found[1]) <= LAST_BIRTH_YEAR else found[0]

    text = _BIRTH_DIGITS.sub(lambda found: found[1] + sign, _DATE.sub(hide, text))
    return _SHORT_DATE.sub(sign, text) if told else text


def _clause(found: re.Match[str]) -> str:
    """The clause around a date, without the date."""
    before = _CLAUSE_END.split(found.string[: found.start()])[-1]
    return before + _CLAUSE_END.split(found.string[found.end() :])[0]


# --- numbers ----------------------------------------------------------------------------------

_BETWEEN = r"(?:[^\w\n:;=×%￥¥$《》〔〕\[\]［］?？!！]|_){0,3}"
"""What people put between the digits of one number: blanks, dashes, points, stars, commas."""
_RUN = re.compile(rf"[{DIGIT}](?:{_BETWEEN}[{DIGIT}OoXx*]){{6,}}")
_CHINESE_RUN = re.compile(rf"[{CHINESE_DIGIT}]{{4,}}(?![年项条环月十百千万])")
_SPACED = re.compile(r"(?<!\d)\d(?:\s\d){3,}(?!\d)")
_NUMBER_CUE = re.compile(
    r"((?:身份证|证件|卡|存折|账|帐|工号|工牌|学号|学籍|学位|编号|编码|社保|公积金|登记|注册|手机|电话|座机|分机|尾|号|[前后末]\w{0,2}位)(?:(?!基数|工资|收入|金额|资本|每月|税)[^\d，,。;；〔\[(]){0,12})(\d[\d\s*-]{2,}[\dXx])(?!年|月|元|个|万|分|人|名)"
)
_AMOUNT_CUE = re.compile(r"(?:社保|公积金)+(?:一个月|每个?月)?(?:交|缴|扣)?了?")
LONGEST_AMOUNT = 5
"""Digits of what is paid a month: 「公积金3600」 is an amount, 「公积金12345678」 an account."""


def _hide_run(sign: str, harmless: Sequence[Span], least: int, found: re.Match[str]) -> str:
    harmless_run = names_nobody(found.string, found.start(), found.end(), harmless, least)
    return found[0] if harmless_run or is_counting(found[0]) else sign


def hide_numbers(text: str, sign: str) -> str:
    """Replaces numbers of a person, in any spacing and kind of digit, by `sign`."""
    for pattern, least in ((_RUN, LEAST_RUN), (_SPACED, 1), (_CHINESE_RUN, 1)):
        text = pattern.sub(partial(_hide_run, sign, harmless_spans(text), least), text)

    def hide_announced(found: re.Match[str]) -> str:
        amount = _AMOUNT_CUE.fullmatch(found[1]) and len(found[2]) <= LONGEST_AMOUNT
        years = _AMOUNT_CUE.fullmatch(found[1].strip()) and YEARS.fullmatch(found[2])
        harmless = is_harmless_figure(found.string, found.start(2), found[2])
        return found[0] if amount or years or harmless else found[1] + sign

    return _NUMBER_CUE.sub(hide_announced, text)
