"""A message in clauses: cut once, normalised once, with the place of every clause in the text.

People separate statements by punctuation, by blanks, by line ends, by the signs of a program's
dump, and in voice messages by nothing at all. The cut is made on the text as typed, so that every
clause can be quoted; a clause that is still long is cut again before words that begin a statement.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from handlers.understanding.acts import Evidence
from handlers.understanding.carried import Told, filled, told_by
from handlers.understanding.readers.lexicon import lexicon, slips
from handlers.understanding.readers.numerals import figures
from handlers.understanding.readers.tidy import tidy
from handlers.understanding.taken_back import without_taken_back

_QUOTED = re.compile(r"\s*[「『“\"][^\n]*?[」』”\"]\s*\n[\s\-—–─_=*·]{3,}\n", re.DOTALL)
"""How the client quotes a message that is replied to: the quote, a line of dashes, the reply."""

_NUMERALS = "0123456789零〇一二三四五六七八九十"
_NUMERAL = "0-9０-９零〇一二三四五六七八九十"
_CUT = re.compile(
    rf"(?:(?<![0-9０-９])[,，]|[,，](?!\d{{3}}(?!\d)|(?<=20\d\d,)20\d\d(?!年))"
    rf"|(?<![{_NUMERAL}年月份房舍租])、|、(?![{_NUMERAL}大前去今宿租自买])"
    r"|(?<![0-9０-９.])[.。．](?=\s|$|[^\d０-９.])|(?<![0-9０-９])。|。(?![0-9０-９])|[;；!！?？\n\r|｜{}\[\]…()（）]"
    r"|\s(?=[(（]?\d{1,2}[.、)）]\s*[\u4e00-\u9fff])|\s+(?=[A-Za-z]\s[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])(?=\d{1,2}[.、)）]\s*[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff\d])嗯+(?=[^\s,，。!！?？嗯]{3})"
    r"|(?<=\.\d)/(?=(?:19|20)\d\d[-.年])|(?<=\.\d\d)/(?=(?:19|20)\d\d[-.年])"
    r"|(?=[①-⑳❶-❿])|\s(?=\d{1,2}\s(?![个年月日号次万])[\u4e00-\u9fff]{2})"
    r"|(?<![0-9０-９])/|/(?![0-9０-９])|(?<![0-9０-９年月日号a-z])(?=[-*•]\s)"
    r")+"
)
_NUMBERED = re.compile(
    r"\s*(?:[①-⑳❶-❿]\s*"
    r"|\d{1,2}\s+(?![个年月日号次万])(?=[\u4e00-\u9fff]{2})"
    r"|[(（]?\d{1,2}[.、)）:：]\s*(?=[\u4e00-\u9fff]|(?:19|20)\d\d[.年/-]|\d\d年\d{1,2}月)"
    r"|[A-Za-z][\s.、:：](?=[\u4e00-\u9fff]))"
)
"""「3.社保…」, 「D 学历…」: the number of a point in somebody's own list."""
_HEADING = re.compile(
    r"(?:^|[,，;；。\s、.:：])(?:性别|出生(?:年月|日期)?|社保|学历|教育|住房|荣誉(?:表彰)?|创新创业|创新|涉税违法|(?:行政)?拘留|(?:刑事)?犯罪(?:记录)?|居住证|个税|毕业|补缴|断缴)$"
)
"""「荣誉 没有;涉税违法 0次」: the head of a line and what stands behind it are one statement."""
_BLANK = re.compile(
    r"(?<=[^\x00-\x7f])[ \t\u3000]+(?=[^\s]{2}|[男女](?:\s|$))"
    r"|(?<=[0-9a-zA-Z])[ \t\u3000]+(?=[\u4e00-\u9fff]{2}|[男女](?:\s|$))"
)
_ONLY_TIME = re.compile(
    r"[\s\d年月日号份.\-—－~～/至到今现在]*\d[\s\d年月日号份.\-—－~～/至到今现在]*$"
)
_PERIOD = re.compile(r"(?:.*[:,])?(?:我|从|自)*[\d年月日号份.\-~/至到今现在]+")
"""「2007年9月到2010年1月社保在朝阳」 is one statement."""
_ASKS_WHY = re.compile("(?:那|请问|我|为(?:啥|什么|何)|凭(?:啥|什么)|怎么|咋|如果|要是|假如)+")
"""「为啥2020年8月以后租房没分」 is one question, 「要是2028年…」 one what-if."""
_BARE_TIME = re.compile(rf"[{_NUMERAL}]\s*[年月日号份]+$")
_GOES_ON = re.compile(r"[\u4e00-\u9fff]{1,5}?[到至](?:现在|今|目前|[0-9])")
_NO_CUT_AFTER_BLANK = re.compile(r"开始|起|[年月日号万元到至~～\-—－]|个(?!税|人)")
_SPREAD = re.compile(r"\s*[^\x00-\x7f](?:\s+[^\x00-\x7f])+\s*")
_ASKS = re.compile(r"[?？]")
_AND = "[、和与及跟]"
_SHARED_MONTH = re.compile(rf"(?<=[年、和与及跟])(\d{{1,2}})(?=(?:{_AND}\d{{1,2}})+月)")
_LISTED_MONTHS = re.compile(rf"(?<=年)\d{{1,2}}(?:{_AND}\d{{1,2}})+(?=[、,]?\d个月)")
"""「2018年9、10、11三个月」."""
LONG = 14
"""A clause of more characters is looked at for a second cut."""

_ON_ME = re.compile("(?<=[士科研生专历口证业])(?:我|本人)(?:只有|就|自己|才)")
"""「我老婆硕士我只有大专」: from somebody else to oneself."""

_CORRECTS = re.compile("改成|改为|换成|更正|应该是|错了")
_STARTS = lexicon("clauses")["starts"]
_KEYS = slips("clauses", "keys")
_KEY = re.compile("|".join(rf"(?<![a-z]){key}(?![a-z])" for key in sorted(_KEYS, key=len)[::-1]))
_LATIN = re.compile(r"[a-z=_\"]|\.\.")
_SIGNS = re.compile(r"\s*(?:[:=]|->)+\s*")


@dataclass(frozen=True)
class Clause:
    """One statement: `raw` as typed at `start`:`end`, `text` tidied, `figures` with digits."""

    raw: str
    start: int
    end: int
    text: str
    marked: bool
    """Whether a question mark follows."""

    @cached_property
    def figures(self) -> str:
        """`text` with Chinese numbers as digits, and 5、6月 as 5月、6月."""
        text = _SHARED_MONTH.sub(r"\1月", figures(self.text))
        return _LISTED_MONTHS.sub(lambda m: re.sub(r"(?<=\d)(?!\d)", "月", m[0]), text)

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.raw, self.start, self.end)


@dataclass(frozen=True)
class Message:
    """A text and its clauses; `start` is where the person's own words begin after a quote."""

    raw: str
    start: int
    clauses: tuple[Clause, ...]

    @property
    def own(self) -> str:
        """The text without a quoted message before it."""
        return self.raw[self.start :]

    @property
    def text(self) -> str:
        """All clauses, tidied, joined by commas."""
        return ",".join(clause.text for clause in self.clauses)


def read_message(raw: str) -> Message:
    """The message in clauses; blank clauses are left out."""
    quoted = _QUOTED.match(raw)
    start = quoted.end() if quoted and raw[quoted.end() :].strip() else 0
    spots = _spots(raw, start)
    texts = _tidied([raw[a:b] for a, b in spots])
    clauses: list[Clause] = []
    told = Told()
    for (begin, end), text in zip(spots, texts, strict=True):
        marked = bool(_ASKS.match(raw[end:].lstrip(" ")[:1]))
        parts = (
            _cut_again(raw[begin:end], text) if len(text) > LONG or _ON_ME.search(text) else None
        )
        for first, last, part in parts or [(0, end - begin, text)]:
            if part.strip():
                a, b = begin + first, begin + last
                part = filled(part, told)
                told = told_by(part, told)
                clauses.append(Clause(raw[a:b], a, b, _named(part), marked and last == end - begin))
    return Message(raw, start, tuple(without_taken_back(clauses)))


def _spots(raw: str, start: int) -> list[tuple[int, int]]:
    """Where the clauses stand."""
    body = raw[start:]
    if _SPREAD.fullmatch(body):
        return [(start, len(raw))]
    cuts = [(m.start(), m.end()) for m in _CUT.finditer(body)]
    for blank in _BLANK.finditer(body):
        after, before = body[blank.end()], body[blank.start() - 1]
        if _HEADING.search(body, 0, blank.start()):
            continue
        if before in "到至从自" or (before in "年月" and after in _NUMERALS):
            continue
        parts = re.split(r"[,，。;；\n ]", body[: blank.start()])
        # 「2017.6至今 丰台自有住房」 is one statement, the end of a list of periods is not
        leads = _ONLY_TIME.fullmatch(parts[-1]) and not (
            len(parts) > 1 and parts[-2][-1:].isdigit()
        )
        if _NO_CUT_AFTER_BLANK.match(body, blank.end()) or (
            leads and after not in "男女个社居学本硕犯拘无没"
        ):
            continue
        cuts.append((blank.start(), blank.end()))
    spots, at = [], 0
    for first, last in sorted(cuts):
        if first >= at:
            spots.append((at, first))
        at = max(at, last)
    spots.append((at, len(body)))
    found = []
    for first, last in spots:
        if number := _NUMBERED.match(body, first, last):
            first = number.end()
        piece = body[first:last]
        left = len(piece) - len(piece.lstrip())
        kept = piece.strip()
        if kept:
            found.append((start + first + left, start + first + left + len(kept)))
    return found


def _tidied(pieces: list[str]) -> list[str]:
    """Every piece tidied; all in one go, since each of tidy's steps has its price."""
    together = tidy(";".join(pieces)).split(";")
    if len(together) == len(pieces):
        return [piece.strip() for piece in together]
    return [tidy(piece) for piece in pieces]


def _cut_again(raw: str, text: str) -> list[tuple[int, int, str]] | None:
    """A long clause cut before the words that begin a statement.

    Places in the tidied text hold for the typed one only where tidying kept the length.
    """
    if len(raw) != len(text) or _CORRECTS.search(text):
        return None
    cuts = [m.start() for m in _STARTS.finditer(text) if 0 < m.start() < len(text)]
    cuts = [at for at in cuts if not _ASKS_WHY.fullmatch(text[:at])]
    # 「2009年7月社保到现在」: the word stands between the two ends of one period
    cuts = [at for at in cuts if not (_BARE_TIME.search(text[:at]) and _GOES_ON.match(text, at))]
    cuts = [
        at for at in cuts if not (_PERIOD.fullmatch(text[:at]) and text[at:].startswith("社保"))
    ]
    if not cuts:
        return None
    edges = [0, *cuts, len(text)]
    return [(a, b, text[a:b]) for a, b in itertools.pairwise(edges)]


def _named(text: str) -> str:
    """A programmer's keys and signs in words: 「edu=本科」 → 「学历本科」."""
    if not _LATIN.search(text):
        return text
    text = text.replace("_", " ").replace('"', "").replace("'", "").replace("..", "到")
    return _SIGNS.sub(" ", _KEY.sub(lambda m: _KEYS[m[0]], text)).strip()
