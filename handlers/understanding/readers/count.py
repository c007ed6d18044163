"""The slot `count`: how many times."""

import re

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import Moment, find_moments
from handlers.understanding.readers.numerals import rough
from handlers.understanding.readers.reading import Reading, again, took
from handlers.understanding.readers.years_months import read_years_months

MOST = 50
"""More than that is a slip of the finger."""

YEARS = 5
"""Only the last five calendar years before filing count."""

_TIMES = re.compile(r"(?<![\d.])(\d+)\s*(?:次|回|遍|趟|起|个|场|套|ci|条|项|times?)(?!月|人|半)")
_BARE = re.compile(r"\D{0,6}?(?<![\d.-])(\d{1,4})(?![天日年岁万元月分周小个])\D{0,3}")
_WORDS = lexicon("count")
_NO = _WORDS["no"]
_SOME = _WORDS["some"]
_OTHER_MATTER = r"违章|罚款|扣分|罚单|警告|闯红灯|超速|停车"


def read_count(answer: TypedAnswer) -> Reading:
    """A whole number from 0; 「一次也没有」 is 0, 「好几次」 is asked again."""
    if has(r"几个月|多少个?月", answer.question):
        return _in_months(answer)
    text = re.sub(r"\d+(?:年|个?月)(?:前|内|来|里|间|以来|的)?", "", answer.figures)
    if has(r"几年|多少年", answer.question):
        text = re.sub(r"(?<!\d)(\d{1,2})年", r"\1次", answer.figures)
    if answer.asks or (has(_OTHER_MATTER, text) and not has(_OTHER_MATTER, answer.question)):
        return again("count.none")
    if has(_SOME, text) or rough(answer.text):
        return again("count.vague")
    numbers = [int(n[:6]) for n in _TIMES.findall(text)]
    if len(numbers) > 1:
        numbers = _by_year(numbers, answer)
    if not numbers:
        bare = _BARE.fullmatch(text)
        numbers = [int(bare[1])] if bare else []
    if any(when.year and when.year < answer.as_of.year - YEARS for when in _when(answer)):
        return again("count.long_ago", years=YEARS)
    if has(_NO, text):
        return _none_at_all(numbers, text)
    if re.search(r"once|^one", text):
        numbers = [1]
    if re.search(r"twice|^two", text):
        numbers = [2]
    if len(set(numbers)) != 1 or has(r"-\d|\d\.\d|负", text):
        return again("count.none")
    return took(numbers[0]) if numbers[0] <= MOST else again("count.none")


def _in_months(answer: TypedAnswer) -> Reading:
    """「补缴了几个月」 counts months: a length of time, no period."""
    reading = read_years_months(answer)
    if reading.value is None or isinstance(reading.value, int):
        return reading
    return again("count.none")


def _when(answer: TypedAnswer) -> list[Moment]:
    return find_moments(answer.figures, answer.as_of)


def _by_year(numbers: list[int], answer: TypedAnswer) -> list[int]:
    """「去年一次，今年两次」 adds up; the same number said twice without a time does not."""
    years = {when.year for when in _when(answer)}
    return [sum(numbers)] if len(years) == len(numbers) else []


def _none_at_all(numbers: list[int], text: str) -> Reading:
    """「一次也没有」 and 「没有」 are zero; 「有一次，后来没有了」 is not sure."""
    if has(r"不是没|没有没(?!有)|没.{0,3}不|除了|只|就|后来|没多|差点|没忘", text):
        return again("count.vague")
    if (
        not numbers
        or numbers == [0]
        or re.search(r"1\w?\W?[也都]?(?:没|木|冇|无|莫)|(?:没|木).{0,6}1", text)
    ):
        return took(0)
    return again("count.vague")
