"""A message in clauses: cut once, normalised once, with the place of every clause in the text.

People separate statements by punctuation, by blanks, by line ends, by the signs of a program's
dump, and in voice messages by nothing at all. The cut is made on the text as typed, so that every
clause can be quoted; a clause that is still long is cut again before words that begin a statement.
"""

import re
from dataclasses import dataclass, replace

from handlers.understanding.acts import Evidence
from handlers.understanding.carried import Told, filled, told_by
from handlers.understanding.readers.numerals import figures
from handlers.understanding.readers.once import once
from handlers.understanding.readers.tidy import tidy
from handlers.understanding.run_together import cut_again
from handlers.understanding.shorthand import spelled_out
from handlers.understanding.taken_back import without_taken_back

_QUOTED = re.compile(r"\s*[「『“\"][^\n]*?[」』”\"]\s*\n[\s\-—–─_=*·]{3,}\n", re.DOTALL)
"""How the client quotes a message that is replied to: the quote, a line of dashes, the reply."""

_NUMERALS = "0123456789零〇一二三四五六七八九十"
_NUMERAL = "0-9０-９零〇一二三四五六七八九十"
_PICTURE = (
    r"(?:[#*0-9]\ufe0f?\u20e3(?![年月日号个次万分])|[★☆●■◆▲▪▶►✨⭐❗⚡]|(?<=[男女])[👩👨👧👦]"
    r"|(?![👌👍👎🆗🙆🙅💯]|[👩👨👧👦👵👴](?!\u200d))[\U0001f300-\U0001faff])"
    r"[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)*"
)
"""An emoji or a numbered keycap. Those that say yes, no, or the sex are words of the person."""
_CUT = re.compile(
    rf"(?:{_PICTURE}(?=\s*(?:{_PICTURE}\s*){{0,4}}(?:[\u4e00-\u9fffA-Za-z]|\d\d))|(?<![0-9０-９])[,，]|[,，](?!\d{{3}}(?!\d)|(?<=20\d\d,)20\d\d(?!年))"
    rf"|(?<![{_NUMERAL}年月份房舍租])、|、(?![{_NUMERAL}大前去今宿租自买])"
    r"|(?<![0-9０-９.])(?<!\d\s)[.。．](?=\s|$|[^\d０-９.])|(?<=\d)\.(?=\s+[A-Za-z])|(?<=[分吗么呢样])[:：](?=\s*[男女])|(?<![0-9０-９])。|。(?![0-9０-９])|(?<=\d\d\.\d\d)。(?=\d\d\.)|(?<=\d\d\.\d)。(?=\d\d\.)|[;；!！?？\n\r|｜{}\[\]…()（）]"
    r"|\s(?=[(（]?\d{1,2}[.、)）]\s*[\u4e00-\u9fff])|\s+(?=[A-Za-z]\s[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])(?=\d{1,2}[.、)）]\s*(?:[\u4e00-\u9fff]|\d\d年\d{1,2}月))|(?<=[\u4e00-\u9fff\d])嗯+(?=[^\s,，。!！?？嗯]{3})"
    r"|(?<=\.\d)/(?=(?:19|20)\d\d[-.年])|(?<=\.\d\d)/(?=(?:19|20)\d\d[-.年])"
    r"|(?=[①-⑳❶-❿【])|\s(?=\d{1,2}\s(?![个年月日号次万])[\u4e00-\u9fff]{2})"
    r"|(?<![0-9０-９])/|/(?![0-9０-９])|(?<![0-9０-９年月日号a-z])(?=[-*•]\s)"
    r")+"
)
_UNCUT = re.compile(r"(?:(?!嗯)[\u4e00-\u9fff])+")
"""Han alone: nothing to cut at, no number of a point."""
_HEADINGS = (
    "性别|生日|岗位|单位|房子?|房产|住|班|出生(?:年月|日期)?|社保|学历|教育|住房|荣誉(?:表彰)?|创新创业|创新|涉税违法|(?:行政)?拘留|"
    "(?:刑事)?犯罪(?:记录)?|前科|案底|违法|职称|居住证|个税|毕业|补缴|断缴"
)
_HEADING = re.compile(rf"(?:^|[,，;；。\s、.:：])(?:{_HEADINGS})$")
"""「荣誉 没有;涉税违法 0次」: the head of a line and what stands behind it are one statement."""
_LABEL_ALONE = re.compile(rf"\s*(?:{_HEADINGS})\s*")
_NUMBERED = re.compile(
    rf"\s*(?:[①-⑳❶-❿]\s*|【(?!(?:{_HEADINGS})】)[^】\n]{{1,10}}】[:：]?\s*"
    r"|\d{1,2}\s+(?![个年月日号次万])(?=[\u4e00-\u9fff]{2})"
    r"|[(（]?\d{1,2}[.、)）:：]\s*(?=[\u4e00-\u9fff]|(?:19|20)\d\d[.年/-]|\d\d年\d{1,2}月)"
    r"|[A-Za-z][\s.、:：](?=[\u4e00-\u9fff]))"
)
"""「3.社保…」, 「D 学历…」: the number of a point in somebody's own list."""
_BLANK = re.compile(
    r"(?<=[^\x00-\x7f])[ \t\u3000]+(?=[^\s]{2}|[男女房](?:\s|$|:))"
    r"|(?<=[0-9a-zA-Z])[ \t\u3000]+(?=[\u4e00-\u9fff]{2}|[男女房](?:\s|$|:|\d)|[A-Za-z]{2,5}\d)"
    r"|(?<=\d[-~])[ \t\u3000]+(?=[\u4e00-\u9fff]{2})"
    r"|(?<=[理术人岗])[ \t\u3000]+(?=[5-9]\d[.年])"
)
_SCHOOLING_ENDS = "证科士位专双硕博"
_DATED_DIPLOMA = re.compile(rf"[{_SCHOOLING_ENDS}]\s+(?:19|20)?\d\d[年./-]\d{{1,2}}(?:月份?)?$")
_UNTIL_NOW = re.compile(r"[^,，;；。\s\d]*(?:到现在|至今)")
_SHORT_DATE = re.compile(r"\d\d[./]\d{1,2}(?![\d.])")
"""「本科+学士 10.7」 is one statement."""
_ONLY_TIME = re.compile(
    r"[\s\d年月日号份.\-—－~～/至到今现在]*\d[\s\d年月日号份.\-—－~～/至到今现在]*$"
)
_ENDS_PERIOD = re.compile(r"[-~到至—～].*(?:[\d月今]|现在)$")
_OWN_MATTER = re.compile(
    "[男女个社居学本硕犯拘无没]|其中|当中|中间|期间|大专|博士|高中|中专|专科|高职|自考|双证|管理|工人|荣誉|补缴|断缴"
    f"|(?:{_HEADINGS})[:：]"
)
"""What no time before it belongs to."""
_AFTER_HOME = re.compile(r"(?:宿舍|租房|自有房|自有住房)\s+$")
_EARLY_DATE = re.compile(r"(?:我|本人|[男女])?(?:19)?[5-9]\d[年.]\d{1,2}月")
_DATED = re.compile(r"(?:19|20)?\d\d[年.]\d{1,2}月(?!\d)")
"""「77年5月 08年3月交社保」: a date of birth, then what happened at the next date."""
_LONE_BIRTH = re.compile(r"(?:19)?[5-8]\d[年.]\d{1,2}月?(?:\d{1,2}[日号])?")
_LABEL = re.compile(r"^[^\d:：]{1,6}[:：]")
_NO_CUT_AFTER_BLANK = re.compile(r"[两三二3]年|开始|起|[年月日号万元到至~～\-—－]|个(?!税|人)")
_ONLY_TO_NOW = re.compile(
    r"(?:一?直)?[到至](?:现在|今|目前|如今|这会儿)(?:为止)?[都还在]*[交缴]?[的着呢了]*"
)
_DATE_LAST = re.compile(
    r"(?<![到至~\-])(?:(?:19|20)\d\d|(?<!\d)\d\d|[零一二][零〇一二三四五六七八九])[年./](?:\d{1,2}|[一二三四五六七八九十]{1,2})月?份?$"
)
"""「社保2003年2月，到现在」: the end of the period stands in a clause of its own."""
_SPREAD = re.compile(r"\s*[^\x00-\x7f](?:\s+[^\x00-\x7f])+\s*")
_ASKS = re.compile(r"[?？]")
_AND = "[、和与及跟]"
_SHARED_MONTH = re.compile(rf"(?<=[年、和与及跟])(\d{{1,2}})(?=(?:{_AND}\d{{1,2}})+月)")
_LISTED_MONTHS = re.compile(rf"(?<=年)\d{{1,2}}(?:{_AND}\d{{1,2}})+(?=[、,]?\d个月)")
"""「2018年9、10、11三个月」."""


@dataclass(frozen=True)
class Clause:
    """One statement: `raw` as typed at `start`:`end`, `text` tidied, `figures` with digits."""

    raw: str
    start: int
    end: int
    text: str
    marked: bool
    """Whether a question mark follows."""

    @once
    def figures(self) -> str:
        """`text` with Chinese numbers as digits, and 5、6月 as 5月、6月."""
        text = figures(self.text)
        if "月" not in text:
            return text
        text = _SHARED_MONTH.sub(r"\1月", text)
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

    @once
    def text(self) -> str:
        """All clauses, tidied, joined by commas."""
        if len(self.clauses) == 1:
            return self.clauses[0].text
        return ",".join([clause.text for clause in self.clauses])


def read_message(raw: str) -> Message:
    """The message in clauses; blank clauses are left out."""
    quoted = _QUOTED.match(raw)
    start = quoted.end() if quoted and raw[quoted.end() :].strip() else 0
    spots = _spots(raw, start)
    texts = _tidied([raw[a:b] for a, b in spots])
    clauses: list[Clause] = []
    told, before = Told(), ""
    for (begin, end), text in zip(spots, texts, strict=True):
        marked = bool(_ASKS.match(raw[end:].lstrip(" ")[:1]))
        parts = cut_again(raw[begin:end], text)
        for first, last, part in parts:
            if part.strip():
                a, b = begin + first, begin + last
                if clauses and _ONLY_TO_NOW.fullmatch(part) and _DATE_LAST.search(clauses[-1].text):
                    clauses[-1] = replace(
                        clauses[-1],
                        raw=raw[clauses[-1].start : b],
                        end=b,
                        text=clauses[-1].text + part,
                    )
                    continue
                told = told_by(before, told) if before else told
                before = part = filled(part, told)
                said = spelled_out(part, clauses[-1].text if clauses else "")
                clauses.append(Clause(raw[a:b], a, b, said, marked and last == end - begin))
    return Message(raw, start, tuple(without_taken_back(clauses)))


def _spots(raw: str, start: int) -> list[tuple[int, int]]:
    """Where the clauses stand."""
    body = raw[start:]
    if _UNCUT.fullmatch(body) or _SPREAD.fullmatch(body):
        return [(start, len(raw))]
    cuts = [(m.start(), m.end()) for m in _CUT.finditer(body)]
    for blank in _BLANK.finditer(body):
        after, before = body[blank.end()], body[blank.start() - 1]
        if _HEADING.search(body, 0, blank.start()) or (
            before in _SCHOOLING_ENDS and _SHORT_DATE.match(body, blank.end())
        ):
            continue
        if before in "到至从自":
            continue
        if before in "年月" and after in _NUMERALS:
            if _ends_a_birth(body, blank):
                cuts.append((blank.start(), blank.end()))
            continue
        parts = re.split(r"[,，。;；\n ]", body[: blank.start()])
        # 「2017.6至今 丰台自有住房」 is one statement, the end of a list of periods is not
        if _LONE_BIRTH.fullmatch(parts[-1]):
            cuts.append((blank.start(), blank.end()))
            continue
        leads = _ONLY_TIME.fullmatch(_LABEL.sub("", parts[-1])) and not (
            len(parts) > 1 and (parts[-2][-1:].isdigit() or _ENDS_PERIOD.search(parts[-2]))
        )
        if leads and _AFTER_HOME.search(body, 0, blank.start() - len(parts[-1])):
            leads = None  # 「单位宿舍 2021.7-2024.6 租房…」: the time of the home before it
        if (
            leads
            and _DATED_DIPLOMA.search(body, 0, blank.start())
            and not _UNTIL_NOW.match(body, blank.end())
        ):
            leads = None  # 「本科双证 2009年7月 租房…」: the date of the diploma
        if _NO_CUT_AFTER_BLANK.match(body, blank.end()) or (
            leads and not (_OWN_MATTER.match(body, blank.end()) or after.isascii())
        ):
            continue
        cuts.append((blank.start(), blank.end()))
    spots, at = [], 0
    for first, last in sorted(cuts):
        if first >= at:
            spots.append((at, first))
        at = max(at, last)
    spots.append((at, len(body)))
    found: list[tuple[int, int]] = []
    for first, last in _labelled(spots, body):
        if number := _NUMBERED.match(body, first, last):
            first = number.end()
        piece = body[first:last]
        left = len(piece) - len(piece.lstrip())
        kept = piece.strip()
        if kept:
            found.append((start + first + left, start + first + left + len(kept)))
    return found


def _ends_a_birth(body: str, blank: re.Match[str]) -> bool:
    first = max(body.rfind(sign, 0, blank.start()) for sign in ",，。;；\n ") + 1
    return bool(
        _EARLY_DATE.fullmatch(body, first, blank.start()) and _DATED.match(body, blank.end())
    )


def _labelled(spots: list[tuple[int, int]], body: str) -> list[tuple[int, int]]:
    """A label alone on its line goes with what stands on the next one."""
    joined: list[tuple[int, int]] = []
    for first, last in spots:
        if joined and _LABEL_ALONE.fullmatch(body, *joined[-1]) and body[first - 1 : first] == "\n":
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _tidied(pieces: list[str]) -> list[str]:
    """Every piece tidied; all in one go, since each of tidy's steps has its price."""
    if len(pieces) == 1:
        return [tidy(pieces[0]).strip()]
    together = tidy(";".join(pieces)).split(";")
    if len(together) == len(pieces):
        return [piece.strip() for piece in together]
    return [tidy(piece) for piece in pieces]
