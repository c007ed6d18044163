"""Chinese numerals in running text become digits."""

import re
from decimal import Decimal, InvalidOperation

import cn2an

from handlers.understanding.readers.remembered import remembered

_FORMAL = str.maketrans("壹贰貳叁肆伍陆陸柒捌玖拾佰仟〇幺", "一二二三四五六六七八九十百千零一")
_SHORT = (("廿", "二十"), ("卅", "三十"), ("卌", "四十"))
_DIGIT = str.maketrans("零一二三四五六七八九两俩仨", "0123456789223")
_RUN = re.compile(
    r"[零一二三四五六七八九十百千两俩仨0-9]*[零一二三四五六七八九十百千两俩仨][零一二三四五六七八九十百千两俩仨0-9]*"
)
# 一 as part of a word is no number, and between two dates it is a dash.
_WORDS = re.compile(
    r"一(?=[直共起般样定些点下会切旦边向生路贯人辈])|(?<=[统唯万第])一(?![个年])|(?<=[三万])无|十分(?=[确肯清])"
)
_HIDDEN = {ord(c): 0xE000 + i for i, c in enumerate("一十无")}
_SHOWN = {hidden: chr(shown) for shown, hidden in _HIDDEN.items()}
_DASH = re.compile(r"(?<=[月日号年\d])\s*一{1,2}\s*(?=(?:19|20)\d\d)")
# 「23、24、25三年」: the last of a list, then how many they are.
_COUNTED_UP = re.compile(r"(?<![\d.])(\d\d?|\d{4})(?=[两二三四五六七八九](?:年(?!\d)|个))")
# 「2014.09一家公司」: the number after a date is another one.
_AFTER_DATE = re.compile(
    r"((?<!\d)(?:19|20)\d\d[./-]\d{1,2})(?=[一二两三四五六七八九十](?:家|个|套|次|年))"
)
_POINT = re.compile(r"(?<=\d)点(?=\d)")
_BETWEEN = "一两|两三|二三|三四|四五|五六|六七|七八|八九|三五"
_ROUGH = re.compile(
    rf"(?:{_BETWEEN}|[一二三四五六七八九]?十(?:{_BETWEEN}))(?=年|载|个?月|次|回|万|千|十|百)|[十百](?=几|来|多)"
)


_YEARS_IN_A_ROW = re.compile(r"(?:二[零〇一二三四五六]年?[、和跟到至-]?){2,}")
"""「二三年二四年二五年」: years, no "two or three"."""

# Holidays with a fixed day, after a year; those of the lunar calendar name none.
_HOLIDAYS = {
    "元旦": "1月1日",
    "妇女节": "3月8日",
    "三八": "3月8日",
    "劳动节": "5月1日",
    "五一": "5月1日",
    "儿童节": "6月1日",
    "六一": "6月1日",
    "建党节": "7月1日",
    "七一": "7月1日",
    "建军节": "8月1日",
    "八一": "8月1日",
    "教师节": "9月10日",
    "国庆": "10月1日",
    "十一国庆": "10月1日",
}
_HOLIDAY = re.compile(
    rf"(?<=年)的?({'|'.join(sorted(_HOLIDAYS, key=len, reverse=True))})"
    r"(?:劳动节|妇女节|儿童节|建军节|节)?"
    r"(?:那|当|这)?(?:1|一)?[天日]?(?!长假|期间|假期|前|后|左右|[\d零一二三四五六七八九十月])"
)
_ANY = re.compile("[零〇一二三四五六七八九十百千两俩仨幺廿卅卌点壹贰貳叁肆伍陆陸柒捌玖拾佰仟]")


@remembered
def figures(text: str) -> str:
    """`text` (tidied) with every Chinese number written in digits; 万, 亿 and 半 stay.

    「八五年」 becomes 「85年」, 「一百零五个月」 「105个月」, 「零二年」 「02年」.
    """
    if "年" in text:
        text = _HOLIDAY.sub(lambda m: _HOLIDAYS[m[1]], text)
    if not _ANY.search(text):
        return text
    text = text.translate(_FORMAL)
    for short, long in _SHORT:
        text = re.sub(short + "(?=十)", long[0], text).replace(short, long)
    text = _AFTER_DATE.sub(r"\1、", text)
    text = _DASH.sub("-", _COUNTED_UP.sub(r"\1、", text))
    text = _WORDS.sub(lambda m: m[0].translate(_HIDDEN), text)
    return _POINT.sub(".", _RUN.sub(lambda m: _number(m[0]), text)).translate(_SHOWN)


def _number(run: str) -> str:
    if run.lstrip("零").isascii():
        return run.lstrip("零") if run.lstrip("零") else "0" * len(run)
    if not any(c in run for c in "十百千"):
        return run.translate(_DIGIT)
    # 「五年零十个月」: the zero only joins
    plain = run.lstrip("零").replace("俩", "两").replace("仨", "三")
    number = numeral(plain)
    return run if number is None or number % 1 else str(int(number))


def rough(text: str) -> bool:
    """Whether two neighbouring numerals stand for "about": 七八年, 一两次, 十几万."""
    return _ROUGH.search(_YEARS_IN_A_ROW.sub("", text)) is not None


def numeral(written: str) -> Decimal | None:
    """The number that a Chinese or mixed numeral stands for (「一百五」: 150); None for none."""
    if written.isascii():
        return exact(written)
    mode = "smart" if any(c.isascii() for c in written) else "normal"
    try:
        return Decimal(str(cn2an.cn2an(written, mode)))
    # cn2an also trips over its own tables (十11)
    except (ValueError, KeyError, IndexError, ArithmeticError):
        return None


def exact(number: str) -> Decimal | None:
    """A written number as a decimal; None when it is none."""
    try:
        return Decimal(number)
    except InvalidOperation:
        return None
