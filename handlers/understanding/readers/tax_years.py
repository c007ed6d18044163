"""The slot `tax_years`: the calendar years with at least 100,000 yuan of income tax."""

import re
from datetime import date

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import full_year
from handlers.understanding.readers.numerals import rough
from handlers.understanding.readers.reading import Reading, again, took

_WORDS = lexicon("tax_years")
_YEAR = _WORDS["year"]
_RANGE = re.compile(r"((?:20)?\d\d)年?[~到至-]((?:20)?\d\d)年?")
_LISTED = re.compile(
    r"(?<![\d.])2\d(?:[、,/和及跟与\s]2\d)+(?=(?:这)?(?:[两二三23]?年)?(?:均|都|各)?[过够超满没不≥])"
)
"""「24、25都过10万」, 「23/24/25均≥10w」: years by their last two digits."""
ENOUGH = 10
"""万元 of tax a year."""
_TEN_THOUSANDS = re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,4})?)[万w]")
_AMOUNT = re.compile(r"\d[万w]|\d{5,7}(?:\.\d+)?(?:元|块)?")
_YEAR_AMOUNT = re.compile(
    r"(?:(?<!\d)(?P<y>20\d\d|\d\d)年?|(?P<rel>大前年|前年|去年|今年))(?:度|的|是|我|个?税|所得税|交|缴|了|纳|满|有|一共|[:=]|\s){0,6}"
    r"(?<![\d.])(?P<n>\d{1,7}(?:\.\d{1,4})?)(?:(?P<unit>[万w])(?:(?P<part>\d)(?!\d))?(?=\D|$|(?:20)?\d\d年)|元|块|(?=[,、;\s]|$))"
)
_PLENTY = re.compile(r"(?<!\d)(?:[1-9]0|几10|10)好?(?:几|多|来)万|(?<!\d)[1-9]\d多万")
_PLENTY_WORDS = re.compile("(?:[一二三四五六七八九]?十|几十)好?(?:几|多|来)?万")
"""「十几万」: rough, and enough all the same."""
_UNSURE = r"好像|可能|应该|大概|也许|估计|似乎|左右|差不多|将近|接近|快|差一?1?点|还是|或者?|几"
_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_ALL = _WORDS["all"]
_NONE = _WORDS["none"]
_NOT = r"没|不|无|未|除"
_TWO = r"(?:最近|近|后|前)(?:两|2|二)年|(?:最近|近|过去|前|后)(?:三|3)年"


def read_tax_years(answer: TypedAnswer) -> Reading:
    """A rising list of calendar years; [] for none. The years in question are those named in
    the question, else the three before `as_of`."""
    if answer.asks:
        return again("tax_years.none")
    this = answer.as_of.year
    asked = sorted({int(y) for y in re.findall(r"20\d\d", answer.question)})
    asked = list(range(asked[0], asked[-1] + 1)) if asked else [this - 3, this - 2, this - 1]
    text = _PLENTY.sub("超10万", _RANGE.sub(_spelled, _LISTED.sub(_in_full, answer.figures)))
    by_year = amounts_by_year(text, answer.as_of)
    if by_year is not None:
        enough = sorted(year for year, amount in by_year.items() if amount >= ENOUGH)
        if not set(enough) <= set(asked):
            return again("tax_years.outside", first=asked[0], last=asked[-1])
        return took(enough)
    if (
        has(_UNSURE, text)
        or rough(_PLENTY_WORDS.sub("", answer.text))
        or any(float(n) < ENOUGH for n in _TEN_THOUSANDS.findall(text))
    ):
        return again("tax_years.none")
    yes, no = _split(text, answer)
    if not yes and not no:
        if has(_NONE, answer.figures):
            return took([])
        near = re.search(r"(?:最近|近|后)([123])年", text)
        if near:
            # the current year is not over: 「近三年」 ends with the last one
            return took(
                list(range(min(this, asked[-1] + 1) - int(near[1]), min(this, asked[-1] + 1)))
            )
        if has(_ALL, text):
            return took(asked)
        return again("tax_years.none")
    if no and not yes:
        if has("都|其他|其余|别的|另外|剩下", text) and has("除|其他|其余|别的|另外|剩下", text):
            yes = set(asked) - no
        else:
            return again("tax_years.none")
    if yes & no or not yes <= set(asked):
        return again("tax_years.outside", first=asked[0], last=asked[-1])
    return took(sorted(yes))


def _in_full(found: re.Match[str]) -> str:
    return "、".join(f"20{year}年" for year in re.findall(r"\d\d", found[0]))


def amounts_by_year(text: str, as_of: date) -> dict[int, float] | None:
    """「2023年11万，2024年9万6」: the tax of each year named, in 万元; None where one has none.

    `text` is tidied, with digits.
    """
    if has(_NOT, text) or has(_UNSURE, text):
        return None
    pairs = list(_YEAR_AMOUNT.finditer(text))
    if (
        not pairs
        or len(pairs) != len(_YEAR.findall(text))
        or len(pairs) != len(_AMOUNT.findall(text))
    ):
        return None
    found: dict[int, float] = {}
    for pair in pairs:
        year = as_of.year - _BACK[pair["rel"]] if pair["rel"] else full_year(pair["y"], as_of)
        small = float(f"0.{pair['part']}") if pair["part"] else 0.0
        amount = float(pair["n"]) + small if pair["unit"] else float(pair["n"]) / 10_000
        if year in found:
            return None
        found[year] = amount
    return found


def _spelled(found: re.Match[str]) -> str:
    first, last = (int(y[-2:]) for y in found.groups())
    return (
        "、".join(f"20{y:02d}年" for y in range(first, last + 1))
        if first < last < first + 10
        else found[0]
    )


def _split(text: str, answer: TypedAnswer) -> tuple[set[int], set[int]]:
    """The years that are affirmed, and those that are denied, clause by clause."""
    yes: set[int] = set()
    no: set[int] = set()
    pending: set[int] = set()
    for clause in re.split(
        r"[,，。;；]|(?<=[万过到])\s+|但是?|不过|只有|就|(?<=有)(?=大?前年|去年|\d)|(?=前[2两]年没)",
        text,
    ):
        years = {
            answer.as_of.year - _BACK[m["rel"]] if m["rel"] else full_year(m["y"], answer.as_of)
            for m in _YEAR.finditer(clause)
        }
        if has(_NOT, clause):
            no |= years | pending
            pending = set()
        elif has("有|够|满|达|超|交|是|万|都", clause):
            yes |= years | pending
            pending = set()
        else:
            pending |= years
    return yes | pending, no
