"""The years with enough income tax, told in running text."""

import re
from collections.abc import Iterable
from datetime import date

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.readers.answer import TypedAnswer
from handlers.understanding.readers.tax_years import ENOUGH, amounts_by_year, read_tax_years
from handlers.understanding.scene import Finding, Scene, Spoken

_GOES_ON = re.compile(r"够|满|到|超|没|不|有|都|万|年|\dw")
_NEVER = re.compile(
    r"(?:没|不|未)(?:有|能)?(?:到|够|满|超|达)[^,]{0,4}10万|^(?:我)?(?:的)?个?税(?:都|也|还|是)?(?:不够|没够|够不上|没到|不到|没达到)(?:的)?$|没有?[哪1]年|没(?:什么|啥|多少)税|税[^,]{0,2}没(?:什么|啥|多少|几个)|哪有[^,]{0,3}10万|^税(?:也|都)?(?:没有?|无)(?:的|啊|呀)?$|[1一]年[^,]{0,5}(?:[几1-9]|[二三四五六七八九]{2})[百千](?![\d万])|税[^,]{0,4}没(?:有)?(?:够|到|满|达|超)(?:过|到)?$|[交缴]不了几个税|达不到|不达标|没(?:有)?达标|均?不足(?:10万)?$|均?不足10万|[到上]不了(?:10)?万?|税[^,]{0,3}(?:不够|太?[少低]$)|(?:每年|1年|年年)[^,]{0,3}(?<!\d)[1-9](?:\.\d)?(?:万|w)(?!\d)|够不[着上到]|够呛|(?:也就|才|只有|就|只交)[^,]{0,3}(?:几|[1-9])[百千](?!\d)|差得远|远着呢|远远"
)
_ONLY_NAMES = re.compile(r"(?:最近|近|过去|这)[23三两二]年(?:的)?(?:个|纳|交|缴)?税(?:情况)?")
"""「近三年纳税 1年达标」: the years are named, nothing is said of them yet."""
_NONE_OF_THEM = re.compile(r"(?:都|全|一年也|哪年也)(?:没|不|未)")
_INCOME = re.compile(r"收入|工资|薪")
_YEAR = re.compile(r"20\d\d|\d\d年|去年|前年|有的年|有些年|偶尔")
_AMOUNT = re.compile(r"\d[万w]|\d{5}")
_YEAR_AND_AMOUNT = re.compile(r"(?:(?:20)?2\d年?|大?前年|去年)\D{0,4}\d+(?:\.\d+)?[万w]\d?(?:多)?")
_NAMED_YEAR = re.compile(r"(?:20)?2\d(?!\d)|[去前]年")
_ONLY_YEARS = re.compile(r"(?:(?:20)?\d\d年?[,、和\s]*)+")
_SAYS_NOTHING = re.compile(
    r"^(?:正常|按时|一直)?(?:在北京|在京)?(?:[交缴]|纳)?(?:了)?(?:个税|社保和个税|个人所得税)(?:正常|一直)?(?:都在?)?(?:在?[交缴])?(?:的|了)?$"
)


def taxes(scene: Scene) -> list[Finding]:
    """TAX_YEARS."""
    said: list[Spoken] = []
    for place, spoken in enumerate(scene.spoken):
        if not said and _leads_to_tax(scene, place):
            said.append(spoken)
            continue
        follows = bool(said) and said[-1].index == place - 1
        birth = scene.born is not None and scene.born.clause == spoken.index
        if Topic.TAX_YEARS in spoken.topics or (follows and not birth and _goes_on(spoken)):
            said.append(spoken)
    said = [s for s in said if not (s.answer.unknown or _ONLY_NAMES.fullmatch(s.text))]
    if not said:
        return []
    used = tuple(s.index for s in said)
    amounts = ",".join(s.figures for s in said if _AMOUNT.search(s.figures))
    by_amount = amounts_by_year(amounts, scene.as_of)
    if by_amount and _spoken_of_tax(said):
        enough = sorted(year for year, amount in by_amount.items() if amount >= ENOUGH)
        sure = Certainty.INFERRED if _counts(by_amount, scene) else Certainty.DOUBTFUL
        return [Finding(Topic.TAX_YEARS, enough, sure, used)]
    lately = _lately(said, scene) or with_this_year(
        ",".join(s.figures for s in said), scene.as_of, scene.year
    )
    if lately:
        return [Finding(Topic.TAX_YEARS, lately, Certainty.DOUBTFUL, used)]
    for count in range(len(said), 0, -1):
        reading = read_tax_years(_answer(said[:count], scene))
        if reading.value is not None:
            return [Finding(Topic.TAX_YEARS, reading.value, Certainty.INFERRED, used[:count])]
    named = any(_YEAR.search(s.figures) for s in said)
    if any(_NEVER.search(s.figures) for s in said) and (
        not named or any(_NONE_OF_THEM.search(s.figures) for s in said)
    ):
        return [Finding(Topic.TAX_YEARS, [], Certainty.INFERRED, used)]
    wider = read_tax_years(_answer(said, scene, back=8))
    if wider.value is not None:
        if _counts(wider.value, scene) and any(_NAMED_YEAR.search(s.figures) for s in said):
            return [Finding(Topic.TAX_YEARS, wider.value, Certainty.INFERRED, used)]
        if wider.value and _denies_one(said, scene):
            return [Finding(Topic.TAX_YEARS, wider.value, Certainty.INFERRED, used)]
        if _names_one(said, scene):
            return [Finding(Topic.TAX_YEARS, [], Certainty.DOUBTFUL, used)]
    if all(_SAYS_NOTHING.search(s.text) for s in said):
        return []
    reading = read_tax_years(_answer(said, scene))
    return [Finding(Topic.TAX_YEARS, None, Certainty.DOUBTFUL, used, reading.say or "")]


_NEAR = re.compile(r"(?:最近|近|这|过去)(?P<n>[23三两二])年")
_SOME = re.compile("[有共只就税,][一1两二2]年(?:达标|过|够|满|超|到)")
_NONE_NEAR = re.compile("没|不|未|无")
_YEAR_NUMBER = re.compile(
    r"(?<!\d)20\d\d(?!\d)|(?<!\d)\d\d年(?!多)|[今去前]年|(?<!\d)2\d(?:[、,/和及跟与 ]+2\d)+"
)


def _lately(said: list[Spoken], scene: Scene) -> list[int]:
    """The years of 「近三年都超过10万」 and of 「今年还没满，年底肯定够」, while the last year of
    the window is not over: which are meant is asked. [] for anything else."""
    text = ",".join(s.figures for s in said)
    this = scene.as_of.year
    if scene.year - 1 != this:
        return []
    if by_the_end(text):
        return [this]
    near = _NEAR.search(text)
    if near is None or _NONE_NEAR.search(text) or _YEAR_NUMBER.search(text) or _SOME.search(text):
        return []
    return [*range(this - 2, this + 1)] if near["n"] in "3三" else [this - 2, this - 1]


def by_the_end(text: str) -> bool:
    """「26年还没满10万，年底肯定够」, 「今年应该够」: of this year alone, which is not over."""
    expected = _BY_THE_END.search(text) or _EXPECTED.search(text)
    return expected is not None and len(_YEAR_NUMBER.findall(text)) == 1


def with_this_year(text: str, as_of: date, year: int) -> list[int]:
    """「今年应该够，去年够了」: the years that were enough, and this one; [] for anything else.

    `text` has digits, `year` is that of filing.
    """
    expected = _EXPECTED.search(text)
    if expected is None or year - 1 != as_of.year:
        return []
    rest = f"{text[: expected.start()]},{text[expected.end() :]}".strip(",吧 ")
    if not _YEAR_NUMBER.search(rest):
        return []
    asked = f"{year - 3}、{year - 1}"
    reading = read_tax_years(TypedAnswer(rest, as_of, asked, tidied=True))
    if reading.value is None and not _NONE_NEAR.search(rest):
        return []
    return sorted({*(reading.value or ()), as_of.year})


_BY_THE_END = re.compile(
    r"(?:今年|(?:20)?2\d年)[^。]{0,16}(?:年底|到时候?|12月)[^,]{0,6}(?:够|满|到|超)"
)

_EXPECTED = re.compile(
    r"今年[^,没不\d]{0,3}(?:应该|估计|大概|肯定|可能|差不多|预计|铁定)[^,没不\d]{0,3}"
    r"(?:够|满|到|超|达|没问题)[^,没不\d\s]{0,3}(?:10万)?"
)
"""「今年估计也能够」."""


def _counts(years: Iterable[int], scene: Scene) -> bool:
    """Whether one of the years is among those that count for the year of filing."""
    return any(scene.year - 3 <= year < scene.year for year in years)


def _spoken_of_tax(said: list[Spoken]) -> bool:
    return any(Topic.TAX_YEARS in s.topics for s in said)


def _names_one(said: list[Spoken], scene: Scene) -> bool:
    """Whether an amount stands by a year that counts: 「2023年11万，2024年9万6」 is none."""
    years = (str(year) for year in range(scene.year - 3, scene.year))
    return any(re.search(f"{y}年?|(?<!\\d){y[2:]}年", s.figures) for y in years for s in said)


def _denies_one(said: list[Spoken], scene: Scene) -> bool:
    """「23年够10万，24、25没够」: of the years that count it is said that they had not enough."""
    years = "|".join(f"{year}|(?<!\\d){year % 100}" for year in range(scene.year - 3, scene.year))
    denied = re.compile(rf"(?:{years})年?[^,够]{{0,6}}(?:没|不|未)")
    return any(denied.search(s.figures) for s in said)


def _leads_to_tax(scene: Scene, place: int) -> bool:
    """「2023年11万，2024年9万6，说的是个税」: amounts whose matter stands behind them."""
    if not _YEAR_AND_AMOUNT.fullmatch(scene.spoken[place].figures):
        return False
    for spoken in scene.spoken[place + 1 :]:
        if Topic.TAX_YEARS in spoken.topics:
            return True
        if not _YEAR_AND_AMOUNT.fullmatch(spoken.figures):
            return False
    return False


def _goes_on(spoken: Spoken) -> bool:
    """「…，26年没到」: a clause without a word of its own that still speaks of the tax."""
    if spoken.topics - {Topic.BIRTH} or _INCOME.search(spoken.text):
        return False
    if _ONLY_YEARS.fullmatch(spoken.figures):
        return True
    return _GOES_ON.search(spoken.text) is not None and spoken.follows is None


def _answer(said: list[Spoken], scene: Scene, back: int = 3) -> TypedAnswer:
    """The clauses as an answer to the question of the three years before filing."""
    return TypedAnswer(
        ",".join(s.text for s in said),
        scene.as_of,
        f"{scene.year - back}、{scene.year - 1}",
        tidied=True,
    )
