"""The slot `tax_years`: the calendar years with at least 100,000 yuan of income tax."""

import re
from dataclasses import dataclass, field
from datetime import date

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import full_year
from handlers.understanding.readers.numerals import rough
from handlers.understanding.readers.reading import Reading, again, took

_WORDS = lexicon("tax_years")
_YEAR = _WORDS["year"]
_WORD = re.compile(
    f"{_YEAR.pattern}|(?P<others>{_WORDS['others'].pattern})|(?P<but>{_WORDS['but'].pattern})"
    f"|(?P<only>{_WORDS['only'].pattern})"
    f"|(?P<no>{_WORDS['no'].pattern})|(?P<yes>{_WORDS['yes'].pattern})"
)
"""The words that tell, year by year, where there was enough; 「没满」 is one word."""
_OF_TAX = re.compile(
    "个人所得税|所得税|个税|税款?|[1一]?[0十]万(?:元|块)?|10w|这?[3三]年(?:里|内)?"
)
_AMOUNT_WORDS = re.compile(r"\d+(?:\.\d+)?[万w](?:元|块)?(?:个?税)?")
_SOME = re.compile("(?<![近第])(?:有|共|只有?|就|,|税|^)[一1两二2]年(?:达标|过|够|满|超|到)")
"""「近三年有两年过10万」: which years is not told."""
_NOT_ALL = re.compile("不(?:是|一定)(?:每|年年|都|全)")
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
    r"(?:(?<!\d)(?P<y>20\d\d|\d\d)年?|(?P<rel>大前年|前年|去年|今年))(?:度|的|是|我|个?税|所得税|交|缴|了|纳|满|有|一共|刚好|正好|刚|退税后|实际|[:=]|\s){0,6}"
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
    said = years_said(_AMOUNT_WORDS.sub("", text), answer.as_of)
    if not said.yes and not said.no and said.others is None:
        return _without_years(text, answer, asked)
    years = said.years(set(asked))
    if years is None:
        return again("tax_years.none")
    if said.yes & said.no or not years <= set(asked):
        return again("tax_years.outside", first=asked[0], last=asked[-1])
    return took(sorted(years))


def _without_years(text: str, answer: TypedAnswer, asked: list[int]) -> Reading:
    """「都没有」, 「近三年都够」, 「全满」: an answer that names no year."""
    if has(_NOT_ALL, text) or has(_SOME, text):
        return again("tax_years.none")
    if has(_NONE, answer.figures) or has(_NONE, _OF_TAX.sub("", answer.figures)):
        return took([])
    near = re.search(r"(?:最近|近|后)([123])年", text)
    if near:
        # the current year is not over: 「近三年」 ends with the last one
        end = min(answer.as_of.year, asked[-1] + 1)
        return took(list(range(end - int(near[1]), end)))
    if has(_ALL, text):
        return took(asked)
    return again("tax_years.none")


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


@dataclass
class YearsSaid:
    """What is said of single years, and of the others together."""

    yes: set[int] = field(default_factory=set)
    no: set[int] = field(default_factory=set)
    others: bool | None = None

    def put(self, subjects: set[int | None], enough: bool) -> None:
        """`None` stands for the other years."""
        (self.yes if enough else self.no).update(year for year in subjects if year is not None)
        if None in subjects:
            self.others = enough

    def years(self, asked: set[int]) -> set[int] | None:
        """The years of enough tax; None where it is only said which had not."""
        if self.others:
            return asked - self.no
        if self.yes or self.others is False or asked <= self.no:
            return self.yes
        return None


def years_said(text: str, as_of: date) -> YearsSaid:
    """「25、26满了24没满」, 「去年满了其他没有」, 「除了24年都够」: who had enough, word by word.

    Years, and 其他 for the rest, wait for the yes or no that follows them; 只有, 就 and 除了 say it
    beforehand.
    """
    said = YearsSaid()
    waiting: set[int | None] = set()
    before: bool | None = None
    for word in _WORD.finditer(text):
        kind = word.lastgroup
        if kind in ("y", "rel"):
            back = _BACK.get(word["rel"] or "")
            waiting.add(full_year(word["y"], as_of) if back is None else as_of.year - back)
        elif kind == "others":
            if waiting:
                said.put(waiting, True if before is None else before)
            waiting, before = {None}, None
        elif kind == "only":
            before = True
        elif kind == "but":
            before = False
        elif before is False and waiting:  # 「除了24年都够」
            enough = kind == "yes"
            said.put(waiting, not enough)
            said.others = enough
            waiting, before = set(), None
        elif waiting:
            said.put(waiting, kind == "yes")
            waiting, before = set(), None
    if before is False and waiting:  # 「都没有，除了25年」
        said.put(waiting, True)
    elif waiting:
        said.put(waiting, None not in waiting)
    return said
