"""Figures that name nobody: years, periods, amounts, ranks, lines, sums, document numbers."""

import re
from collections.abc import Sequence
from itertools import pairwise

CHINESE_DIGIT = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
DIGIT = f"0-9{CHINESE_DIGIT}两"
_ARABIC = str.maketrans(CHINESE_DIGIT + "两", "001234567891123456789" + "2")

Span = tuple[int, int]

_APART = r"[\s、,/]+"
_LINES = re.compile(rf"(?<![\d.])(?:1?\d\d)\.\d{{1,2}}(?:{_APART}1?\d\d\.\d{{1,2}})+(?![\d.])")
YEARS = re.compile(rf"(?<!\d)20[0-3]\d(?:{_APART}20[0-3]\d)+(?!\d)")

_MONTH = r"(?<!\d)(?:19|20)\d{2}\s?[-/.年]?\s?(?:0?[1-9]|1[0-2])月?(?!\d)"
_PERIOD = rf"{_MONTH}\s*[-~至到—–]+\s*{_MONTH}"
_PERIODS = re.compile(_PERIOD)
_A_DATE = re.compile(r"(?:19|20)\d{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:[0-2]?\d|3[01])(?!\d)")
_TERM = r"(?:\d{1,3}(?:\.\d+)?)"
_SUM = re.compile(
    rf"(?<![\d*])[(（]*{_TERM}[)）]*"
    rf"(?:\s?(?:[+*×x/=]|-(?=[\d(（]))\s?[(（]*{_TERM}[)）]*)+(?![\d*])"
)
_HARMLESS = re.compile(
    rf"{_PERIOD}|"
    r"(?:19|20)\d{2}\s*年?\s*[-~至到—]+\s*(?:19|20)\d{2}(?!\d)[一二三四五六七八九十]*"
    r"|(?:19|20)\d{2}\.\d{1,2}\.\d{1,2}(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d(?!\d)"
    r"|\d+\.\d+(?:[-+]\d+\.\d+)*(?!\d)[,，、]?"
    r"|(?:19|20)\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}[日号]?(?:\s?\d{1,2}(?=[:点时]))?)?(?!\d)"
    r"|第\s?\d{1,6}(?:[\s、]\d{1,6})*(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}(?=年)"
    r"|(?<![\d,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])"
    r"|(?<![\d.])\d{1,6}(?:\.\d+)?\s?(?:分|%|个|岁|天|次|名|年|月|多|位)"
    r"|(?<![\d.])\d{1,9}(?:\.\d+)?\s?(?:元|块|万|亿|平|人)"
    r"|(?<!\d)(?:12333|12345|12366|12329|12348|12315|12320)(?!\d)"
    r"|[〔\[(（]\d{4}[〕\])）]\s*\d+\s*号"
)

_MOBILE = re.compile(r"(?:86|0086)?1[3-9]\d{9}")
_OF_A_PERSON = re.compile(
    rf"{_MOBILE.pattern}"
    r"|[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx]?"
    r"|[1-8]\d{7}(?:0[1-9]|1[0-2])[0-3]\d{4}"
    r"|(?:62|4|5[1-5])\d{14,17}"
)
"""The digits of a mobile number, an identity number or a card."""
_CARD_IN_PARTS = re.compile(
    r"\d{4}(?: \d{4}){3}(?: \d{1,3})?$|.*(?<!\d)(?:62|4|5[1-5])\d{2,3}(?: \d{4}){3}"
)

_ANNOUNCED = re.compile(
    r"(?:电话|手机|座机|号码|[卡证账帐户工学编]号|编码|证件|身份证|银行|微信|威信|薇|qq|扣扣|企鹅|联系|打给|[打拨加]我?|短信"
    r"|回电|call|tel|phone|传真|分机|尾号|[卡折]|号[是为:]?)[^\d,，。;；]{0,6}$",
    re.I,
)
"""Before figures: they are a number of somebody."""
_AMOUNT = re.compile(
    r"(?:价|首付|贷款?|房款|资本|资金|融资|投资|营收|营业额|收入|产值|流水|花了?|税|薪|工资|奖金|基数|租金?|赚了?|挣了?"
    r"|存款|人口|一共|总共|罚了?|补了?|[交缴]了?|公积金|社保|额)[^\d,，。;；]{0,6}$"
)
"""Before figures: they are an amount."""
LONGEST_PLAIN = 9
"""Digits of an amount; what is longer without a sign between is a number of somebody."""
_YEAR = re.compile(r"(?:19[3-9]|20[0-3])\d")
LEAST_RUN = 7
"""Digits from which on figures together may be a number of a person."""
_FIGURE = re.compile(r"\d+(?:\.\d{1,2}(?!\d))?")
_CLAUSE = re.compile(r"[,，。;；!?！？]")


def harmless_spans(text: str) -> list[Span]:
    """Where figures stand that are shaped like no number of a person."""
    spans = [found.span() for found in _HARMLESS.finditer(text)]
    spans += [found.span() for each in (_LINES, YEARS) for found in each.finditer(text)]
    spans += [found.span() for found in _SUM.finditer(text) if _is_sum(found[0])]
    return spans


def is_harmless_figure(text: str, start: int, figure: str) -> bool:
    """Whether what stands behind an announcement is a date, a period or an amount after all."""
    return bool(
        _HARMLESS.fullmatch(figure) or _PERIODS.match(text, start) or _A_DATE.match(text, start)
    )


def _is_sum(text: str) -> bool:
    terms = re.findall(r"\d+", re.sub(r"\.\d+", "", text))
    return (
        bool(re.search(r"[+*×x/=]|\.\d", text))
        and all(len(term) == 1 or term[0] != "0" for term in terms)
        and not _OF_A_PERSON.fullmatch("".join(re.findall(r"\d", text)))
    )


def is_counting(run: str) -> bool:
    """Whether digits only count up (一二三四五, 1 2 3 4) or are one digit again and again."""
    digits = [int(c) for c in run.translate(_ARABIC) if c.isdigit()]
    steps = {b - a for a, b in pairwise(digits)}
    return not re.search("[OoXx*]", run) and len(steps) == 1 and steps <= {0, 1}


def names_nobody(
    text: str, start: int, end: int, harmless: Sequence[Span], least: int = LEAST_RUN
) -> bool:
    """Whether a run of digits from `start` to `end` is no number of a person.

    It is none where it is inside something harmless, or where what of it is not harmless has fewer
    than `least` digits or is an amount, or a list of amounts, ranks, scores or years that is not
    announced as a number and is not one of the well-known shapes when written together.
    """
    run = text[start:end]
    if re.fullmatch(rf"[\d\W]+[{CHINESE_DIGIT}两]", run):  # 202611一共
        end, run = end - 1, run[:-1]
    if any(a <= start and end <= b for a, b in harmless):
        return True
    if re.fullmatch(rf"[{CHINESE_DIGIT}两\W]+", run):
        run = run.translate(_ARABIC)
    elif re.search(rf"[{CHINESE_DIGIT}两OoXx*]", run):
        return False
    figures = [(f[0], start + f.start(), start + f.end()) for f in _FIGURE.finditer(run)]
    rest = [
        figure for figure, at, to in figures if not any(a <= at and to <= b for a, b in harmless)
    ]
    together = "".join(figure for figure, _, _ in figures).replace(".", "")
    if _MOBILE.fullmatch(together):
        return False
    if all(map(_YEAR.fullmatch, rest)):
        return True
    if _OF_A_PERSON.fullmatch(together):
        return False
    clause = _CLAUSE.split(text[:start])[-1]
    if _ANNOUNCED.search(clause):
        return False
    if sum(map(len, rest)) < least:
        return True
    figures_alone = [figure for figure, _, _ in figures]
    return _are_amounts(figures_alone, told=bool(_AMOUNT.search(clause)))


def _are_amounts(figures: Sequence[str], *, told: bool) -> bool:
    if any(figure[0] == "0" for figure in figures):
        return False
    if not all(figure.endswith("00") for figure in figures) and _may_be_in_parts(figures):
        return False
    sizes = {len(figure.split(".")[0]) for figure in figures}
    if len(figures) == 1:
        return max(sizes) <= LONGEST_PLAIN and (told or figures[0].endswith("000"))
    if max(sizes) <= 3:  # scores
        return len(figures) > 2 and all(10 <= float(figure) <= 150 for figure in figures)
    return min(sizes) >= 4 and max(sizes) < LONGEST_PLAIN and (told or len(figures) > 2)


def _may_be_in_parts(figures: Sequence[str]) -> bool:
    """Whether some adjoining figures together may be a number of a person in parts."""
    figures = [figure.replace(".", "") for figure in figures]
    return bool(_CARD_IN_PARTS.match(" ".join(figures))) or any(
        _OF_A_PERSON.fullmatch("".join(figures[first:end]))
        for first in range(len(figures))
        for end in range(first + 1, len(figures) + 1)
    )
