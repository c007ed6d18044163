"""The slots `birth_date` and `date`: "YYYY-MM-DD" or "YYYY-MM"."""

import re
from dataclasses import replace
from datetime import date

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import Moment, find_moments
from handlers.understanding.readers.reading import Reading, again, took

YOUNGEST, OLDEST = 16, 100
"""Whole years: nobody outside has a working life to count."""

_LUNAR = r"农历|阴历|旧历|古历|老历|腊月|正月|闰|初[一二三四五六七八九十\d]|廿|冬月|除夕|过年"
_SOLAR = re.compile(r"(?:阳历|公历|新历|国历|身份证)(?:上|写的|登记)?[的是为:]*")
_CORRECTED = re.compile(
    r"不对|[啊哦噢]不|等[下会等](?=.*\d)|(?<!没)[写说打填弄]错|更正|应该是|改成|改为"
)
_INSTEAD = re.compile(r"不是.*?(?:[,，]|而|\s(?=是))\s*是?")
_NEW_YEAR = r"年0?[12]月"
"""Solar months that may belong to the next year: 「86年腊月，公历是1月」."""
_OTHER_CALENDAR = r"民国|昭和|平成|令和|大正|宣统|佛历"
# Age and time of day stand beside a date and say nothing against it.
_ASIDE = re.compile(
    r"\d0年代的?|(?:今年|现在)?\d+(?:周?岁|点\d*分?)|(?<=的)\d\d后|\d\d后(?=,)|(?<=,)\d\d了$"
    r"|(?:虚岁|周岁|今年(?:刚满|刚|都|快)?|刚满)\d\d(?![\d年.月/-])"
)
_WORDS = lexicon("dates")
_IDENTITY_NUMBER = _WORDS["identity_number"]
_ANY_YEAR = re.compile(r"\d{2,4}年")
_SHORT_BIRTH = re.compile(r"(?<!\d)(\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_CERTIFICATE = re.compile("房?本(?!科|人|来)|证|下来")
_RELATIVE = re.compile(
    "(?:我)?(?:女儿|儿子|孩子|闺女|老婆|老公|爱人|媳妇|丈夫|妻子|爸|妈|父|母|对象)"
)
_SHORT_MONTH = re.compile(r"^\W*([4-9]\d)(0[1-9]|1[0-2])\W*$")
"""「8407」: no year of birth that anybody can have."""
_ROUGH_TIME = _WORDS["rough_time"]
_AGE_REACHED = re.compile(r"[^,虚]{0,3}[满过](?:了|的)*(\d\d)周?岁")
"""「上个月满的38周岁」: the month of a birthday, and which it was."""
_OF_WORK = "社保|参保|入职|毕业|居住证|房本"
_OF_BIRTH = "生|男|女|身份证|岁"


def read_birth_date(answer: TypedAnswer) -> Reading:
    """A day or month of birth; a person of 16 to 100 years."""
    text = answer.figures
    identity = _IDENTITY_NUMBER.search(text)
    if identity:
        text = "-".join(identity.groups())
    elif has(_LUNAR, answer.text):
        solar = _SOLAR.search(text)
        if solar is None or has(_LUNAR, answer.text[answer.text.find(solar[0][:2]) :]):
            return again("birth_date.lunar")
        before, after = text[: solar.start()], text[solar.end() :]
        text = _with_the_year(before, after, answer)
        if text != after and has(_NEW_YEAR, text):
            return again("birth_date.lunar")
    elif not find_moments(text, answer.as_of):
        text = _SHORT_BIRTH.sub(r"\1年\2月\3日", text)
        text = _SHORT_MONTH.sub(r"\1年\2月", text)
    if "," not in text and has(_OF_WORK, text) and not has(_OF_BIRTH, text):
        return again("birth_date.none")
    reading = _birthday(text, answer.as_of) or _one_date(text, answer, "birth_date")
    if reading.value is None:
        return reading
    age = answer.as_of.year - int(str(reading.value)[:4])
    if age < YOUNGEST:
        return again("birth_date.too_young")
    if age > OLDEST:
        return again("birth_date.too_old")
    return took(reading.value, "birth_date.identity_number" if identity else None)


def _birthday(text: str, as_of: date) -> Reading | None:
    """The month of birth by the age that was reached in a month of this year or the last."""
    for moment in find_moments(text, as_of):
        reached = _AGE_REACHED.match(text, moment.end)
        if reached and moment.ran and moment.year is not None and moment.month is not None:
            return took(replace(moment, year=moment.year - int(reached[1]), day=None).iso())
    return None


def read_date(answer: TypedAnswer) -> Reading:
    """A day or month up to today."""
    if has(_LUNAR, answer.text):
        return again("date.lunar")
    return _one_date(answer.figures, answer, "date")


def _one_date(text: str, answer: TypedAnswer, slot: str) -> Reading:
    corrected = [found.end() for found in _CORRECTED.finditer(text)]
    if corrected and find_moments(text[corrected[-1] :], answer.as_of):
        text = _with_the_year(text[: corrected[-1]], text[corrected[-1] :], answer)
    elif corrected and find_moments(text[: corrected[-1]], answer.as_of):
        return again(f"{slot}.none")
    text = _ASIDE.sub("", _INSTEAD.sub("", text))
    every = find_moments(text, answer.as_of)
    found = _joined(_asked_for(every, text, answer.question))
    if not found or has(_OTHER_CALENDAR, text):
        return again(f"{slot}.none")
    if len({(m.year, m.month, m.day) for m in found}) > 1:
        return again(f"{slot}.several")
    moment = found[0]
    problem = moment.problem(answer.as_of)
    if problem:
        return again(f"{slot}.{problem}")
    if moment.month is None:
        return again(f"{slot}.no_month", year=moment.year)
    left_aside = [m for m in every if m not in found and m.start != moment.start]
    beside = text
    for when in sorted([moment, *left_aside], key=lambda m: -m.start):
        beside = beside[: when.start] + beside[when.end :]
    beside = _ANY_YEAR.sub("", beside)
    if has(_ROUGH_TIME, beside) or has(r"\d", beside):
        return again(f"{slot}.rough")
    return took(moment.iso())


def _with_the_year(before: str, after: str, answer: TypedAnswer) -> str:
    """「1984年3月，不对，是4月」: the month put right keeps the year that was said."""
    said = find_moments(after, answer.as_of)
    years = {m.year for m in find_moments(before, answer.as_of) if m.year is not None}
    if len(said) != 1 or said[0].year is not None or len(years) != 1:
        return after
    return f"{years.pop()}年{after[said[0].start : said[0].end]}"


def _joined(found: list[Moment]) -> list[Moment]:
    """「75年生，8月的」 is one date, and 「17年吧，17年9月」 too."""
    exact = {m.year for m in found if m.month is not None}
    found = [m for m in found if m.month is not None or m.year not in exact]
    if len(found) == 2 and found[0].month is None and found[1].year is None:
        year, month = found
        return [replace(month, start=year.start, year=year.year)]
    return found


def _clause(text: str, moment: Moment) -> str:
    """The clause of `text` that a date stands in."""
    start = max(text.rfind(sign, 0, moment.start) for sign in ",;。") + 1
    return re.split("[,;。]", text[start:])[0]


def _of_oneself(found: list[Moment], text: str) -> list[Moment]:
    """The dates that no clause on a relative holds: 「…，女儿是2015年3月的」."""
    return [m for m in found if not _RELATIVE.match(_clause(text, m))]


def _asked_for(found: list[Moment], text: str, ask: str) -> list[Moment]:
    """Of several dates the one that carries the word of the question: 入学, 毕业, 拿证…"""
    if len(found) > 1:
        found = _of_oneself(found, text) or found
    if len(found) > 1 and has("房本|房产|产权|不动产", ask):
        found = [m for m in found if _CERTIFICATE.search(_clause(text, m))] or found
    for cue in ("毕业", "入学", "发证", "拿证", "入职", "离职"):
        if cue in ask and len(found) > 1:
            marked = [m for m in found if text[m.end :].lstrip("就才的").startswith(cue)]
            marked += [m for m in found if re.search(cue + "[时间日期是在:的]*$", text[: m.start])]
            return marked or found
    return found
