"""The slot `money`: yuan."""

import re
from decimal import Decimal

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.numerals import exact, numeral, rough
from handlers.understanding.readers.reading import Reading, again, took

MOST = Decimal(10**9)

_WAN_SLIP = re.compile(r"(?<=[\d零一二三四五六七八九十百千两])\s*[外玩碗弯完腕晚湾丸]")
# 一个亿, 五百个w: the measure word says nothing
_COUNTED = re.compile(r"(?<=[\d零一二三四五六七八九十百千两])个(?=[万亿w千百])")
# 两万半: half of the unit before it
_HALF = re.compile("(?<=万)半")
_APART = re.compile(r"(?<=\d)\s*([万千百wk])\s*(?=\d|$)")
_CURRENCY = re.compile(r"人民币|rmb|cny|元整|[¥￥]|块钱|圆|元|块|整")
_SMALL = re.compile(
    r"([\d零一二三四五六七八九十百千万两])[元块]([\d零一二三四五六七八九]{1,2}?)[角毛]?(?:(?<=[角毛])([\d一二三四五六七八九])分)?$"
)
_SETTLED = re.compile(r"按([^,，]+?)算|[就先]按([^,，]+?)(?:来|填|写|记|报)?[吧了]?$")
"""「12万出头，就按12万」: the amount that is meant to count."""
_BELOW_THRESHOLD = r"(?:没有?|不|未)(?:到|达到?|够|过)起征"
_GROUPED = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))|(?<=\d) (?=\d{4}(?!\d))")
_AMOUNT = re.compile(
    r"[\d零〇一二三四五六七八九十百千万亿两俩仨壹贰叁肆伍陆柒捌玖拾佰仟廿点.wkWK]*[\d零〇一二三四五六七八九十百千两俩仨壹贰叁肆伍陆柒捌玖拾佰仟廿][\d零〇一二三四五六七八九十百千万亿两俩仨壹贰叁肆伍陆柒捌玖拾佰仟廿点.wkWK]*"
)
_LOW_INCOME = re.compile(r"(?:收入|工资|[月年]?薪)(?:太|很|比较|也|都|低|少|不高)+|[拿得收]到")
_NONE = r"没|无|木有|未|冇|一分|一毛|零蛋|不用交|不用缴|没达|免"
_WORDS = lexicon("money")
_UNSURE = _WORDS["unsure"]


def read_money(answer: TypedAnswer) -> Reading:
    """An exact amount in yuan, int or float; 「十万出头」 is asked again."""
    text = _WAN_SLIP.sub("万", answer.text)
    text = _COUNTED.sub("", text)
    settled = _SETTLED.search(text)
    text = (settled[1] or settled[2]) if settled else text
    text = _HALF.sub("五千", text)
    text = _SMALL.sub(r"\1点\2\3", text)
    text = _APART.sub(r"\1", text).rstrip(".")
    text = _GROUPED.sub("", _CURRENCY.sub("", text)).replace("·", ".")
    text = re.sub(r"(?<=\d)。(?=\d)", ".", text)
    text = re.sub(r"(?:19|20)?\d\d年度?|去年|前年|今年|全年|[一1]年(?:下来|一共)|年度", "", text)
    amounts = [found for found in _AMOUNT.findall(text) if found.strip("一万")]
    if answer.asks:
        return again("money.none")
    if has(_BELOW_THRESHOLD, text):
        return took(0)
    if has(_NONE, text):
        text = _LOW_INCOME.sub("", text)
        if has(_UNSURE, text) or any(yuan(a) for a in amounts if a not in "一"):
            return again("money.vague")
        return took(0)
    if has(_UNSURE, text) or rough(text):
        return again("money.vague")
    if len(amounts) != 1 or has(r"-\s*\d|\d-|\d,\d|[+<>]|[角毛分]", text):
        return again("money.several" if len(amounts) > 1 else "money.none")
    worth = yuan(amounts[0])
    if worth is None or worth > MOST:
        return again("money.none")
    return took(int(worth) if worth == worth.to_integral_value() else float(worth))


def yuan(written: str) -> Decimal | None:
    """「12万5」, 「十二万五千」, 「10.2w」, 「98765.43」 in yuan; None when it cannot be read."""
    written = written.lower().replace("w", "万").replace("k", "千")
    written = re.sub(r"(?<=\d)点(?=\d)", ".", written)
    written = (
        written.replace("俩", "两").replace("仨", "三").replace("廿", "二十").replace("〇", "零")
    )
    head, hundred_millions, tail = written.partition("亿")
    if hundred_millions and tail:
        high, low = _plain(head), yuan(tail) if "万" in tail else None
        return None if high is None or low is None else high * 10**8 + low
    head, ten_thousands, tail = written.partition("万")
    if not ten_thousands:
        return _plain(written)
    high, low = _plain(head), _tail(tail)
    return None if high is None or low is None else high * 10000 + low


def _tail(written: str) -> Decimal | None:
    """What follows 万: a single figure counts thousands (十二万五), two or three are not sure."""
    if not written:
        return Decimal(0)
    if "万" in written:
        return None
    if len(written) == 1 and written not in "零十百千":
        single = _plain(written)
        return None if single is None else single * 1000
    if written.isdigit() and written.isascii() and len(written) in (2,):
        return None
    return _plain(written)


def _plain(written: str) -> Decimal | None:
    number = exact(written) if written.isascii() else None
    if number is not None:
        return number if number.is_finite() else None
    scaled = re.fullmatch(r"(\d+(?:\.\d+)?)(千|百|亿|百万)", written)
    if scaled:
        return Decimal(scaled[1]) * {"百": 100, "千": 1000, "亿": 10**8, "百万": 10**6}[scaled[2]]
    return numeral(written.lstrip("零") or "零")
