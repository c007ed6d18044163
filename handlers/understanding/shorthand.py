"""What people shorten or misspell, in the words that the extractors know.

Words of the field as phonetic input writes them (设保 → 社保), the keys and signs of programs and
forms (edu=本科), and months as four digits (「sb1001至今」, 「女8809」). Four digits are a month
only beside a word that a date follows or precedes, and never where they can be a year.
"""

import re

from handlers.understanding.readers.district import DISTRICTS
from handlers.understanding.readers.lexicon import slips

_MISSPELT = slips("clauses")
_SLIP = re.compile("|".join(sorted(_MISSPELT, key=len, reverse=True)))
_SLIP_SIGNS = frozenset(character for typed in _MISSPELT for character in typed) - frozenset(
    character for meant in _MISSPELT.values() for character in meant
)
"""One of these is in every misspelt word: most texts have none."""
_KEYS = slips("clauses", "keys")
_KEY = re.compile("|".join(rf"(?<![a-z]){key}(?![a-z])" for key in sorted(_KEYS, key=len)[::-1]))
_LATIN = re.compile(r"[a-z=_\"]|\.\.")
_SIGN = re.compile(r"[a-z=_\"【年本./~\-]|\d{4}")
"""What everything below is known by: most texts have nothing of it."""
_SIGNS = re.compile(r"\s*(?:[:=]|->)+\s*")

_HEADED = re.compile("【([^】]+)】:?")

_STILL_RUNS = re.compile(r"(?:\d[./]\d{1,2}|年\d{1,2}月?)[-~]$")
"""「社保09.7-」: a period whose end is left open."""
_DATED_BOOK = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)?\d\d)(?:年|[./])(?P<m>1[0-2]|0?[1-9])月?的?本(?P<er>儿|子)?(?=$|[,\s])"
)
"""「18.5本」: the certificate of a home, where one is spoken of; else it may be 本科."""
_HOUSE = re.compile("房(?!山)")

_DENIED_IN_DIALECT = re.compile(
    r"(?<![什怎多这那要感了过算断是])(?:[莫冇冒么木]|木[有得])(?=(?:去|给|有|过|被|人|再|在|上)*"
    r"(?:备案|断|补|拘|判|坐过?牢|蹲|犯|违|干过|做过|买|房|学[历位]|毕业证|荣誉|前科|案底|补缴|签注))"
    r"|(?<![什怎多这那要感了过算断是])(?:[木莫冇冒么][有得]|冇)(?=$|[,\s。!])"
)
"""「租屋冇备案」, 「莫干过」: 没 as dialects say it."""
_DIALECT = frozenset("莫冇冒么木")

_CODE = r"(?:0\d|1\d|[3-9]\d)(?:0[1-9]|1[0-2])(?![\d年月日万元块分个w.])"
_YES, _NO = re.compile(r"(?<=[\u4e00-\u9fff]) ?y$"), re.compile(r"(?<=[\u4e00-\u9fff]) ?n$")
_WAN = re.compile(r"(?<=\d)w(?![a-z])")
_SHORT_YEAR = re.compile(
    r"(?P<before>(?:房本|房产证|拿本|下本)[是在:\s]?)(?P<y>[012]\d)年(?![\d多了])"
)
"""「房本18年昌平」: the year of the certificate, no length of time."""
_SHORT_DATE = re.compile(
    r"(?P<before>[证科士位专双硕博]\s?)(?P<y>0\d|1[0-2])[./](?P<m>1[0-2]|0?[1-9])(?=毕|$)"
)
"""「本科双证12.7毕」: of two numbers that may be months the first is the year."""
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BEFORE = "男|女|生|保|本|证|学位|毕业|科|专|士|租房|租|舍|从|自|自住|自有房|自有|" + "|".join(
    DISTRICTS
)
_AFTER = (
    r"至今|起|到现在|到今|开始|毕业|毕|出?生|下证|拿|房本|双证|[男女]|[-~到至](?:\d{4}|今|现|至)"
)
_CODES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<before>(?:{_BEFORE})\s?)(?P<code>{_CODE})",
        rf"(?P<before>(?<![\d.年]))(?P<code>{_CODE})(?={_AFTER})",
        rf"(?P<before>月[-~到至])(?P<code>{_CODE})",
        r"(?P<before>^)(?P<code>[4-9]\d(?:0[1-9]|1[0-2]))$",
    )
)


def spelled_out(text: str, before: str = "") -> str:
    """`text` (tidied) with the words that were meant; `before` is the clause before it."""
    if not _SLIP_SIGNS.isdisjoint(text):
        text = _SLIP.sub(lambda found: _MISSPELT[found[0]], text)
    if not _DIALECT.isdisjoint(text):
        text = _DENIED_IN_DIALECT.sub("没", text)
    if not _SIGN.search(text):
        return text
    if _LATIN.search(text):
        text = text.replace("_", " ").replace('"', "").replace("'", "").replace("..", "到")
        text = _SIGNS.sub(" ", _KEY.sub(lambda found: _KEYS[found[0]], text)).strip()
        text = _WAN.sub("万", _YES.sub(" 有", _NO.sub(" 没有", text)))
    if text.startswith("【"):
        text = _HEADED.sub(r"\1 ", text, count=1)
    if text.endswith(("-", "~")) and _STILL_RUNS.search(text):
        text += "今"
    book = _DATED_BOOK.search(text) if "本" in text else None
    if book and (book["er"] or _HOUSE.search(before + text)):
        text = f"{text[: book.start()]}{book['y']}年{book['m']}月房本{text[book.end() :]}"
    if "年" in text:
        text = _SHORT_YEAR.sub(r"\g<before>20\g<y>年", text)
    if "." in text or "/" in text:
        text = _SHORT_DATE.sub(r"\g<before>\g<y>年\g<m>月", text)
    if _FOUR_DIGITS.search(text):
        for pattern in _CODES:
            text = pattern.sub(_as_month, text)
    return text


def _as_month(found: re.Match[str]) -> str:
    code = found["code"]
    return f"{found['before']}{code[:2]}年{int(code[2:])}月"
