"""A long clause without punctuation, as voice messages have it, cut where a statement begins.

Most cuts stand before words that begin a statement (`clauses.toml`, `starts`); a birth, a time paid
and a period end where the next matter follows; names with a state behind each are cut one by one.
"""

import itertools
import re

from handlers.understanding.readers.lexicon import lexicon

LONG = 14
"""A clause of more characters is looked at for a cut."""
_NUMERAL = "0-9０-９零〇一二三四五六七八九十"
_DIGIT = "[零〇一二三四五六七八九]"
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
_DATED = rf"(?:(?:19|20)\d\d|\d\d|{_DIGIT}{{2}}(?:{_DIGIT}{{2}})?)年{_MONTH}"
_BIRTH_YEAR = r"(?:19|一九)?(?:[5-8五六七八]|(?<!^)[9九])[\d零〇一二三四五六七八九]年"
_MATTER = "大专|本科|硕士|博士|高中|中专|居住证"
_PERIOD = re.compile(r"(?:.*[:,])?(?:我|从|自)*[\d年月日号份.\-~/至到今现在]+")
"""「2007年9月到2010年1月社保在朝阳」 is one statement."""
_BROKEN = re.compile("社保(?:就|是|都|也)?(?:中?断|停|没)")
_PERIOD_BEFORE = re.compile(r"[到至~-][\d零〇一二三四五六七八九十年月]+份?$")
_LEAD = re.compile("^(?:另外|还有|然后|后来|其中|中间|期间|不过|但是?|就是)+")
_BARE_TIME = re.compile(rf"[{_NUMERAL}]\s*[年月日号份]+$")
_GOES_ON = re.compile(r"[\u4e00-\u9fff]{1,5}?[到至](?:现在|今|目前|[0-9])")
_ON_ME = re.compile("(?<=[士科研生专历口证业])(?:我|本人)(?:只有|就|自己|才)")
"""「我老婆硕士我只有大专」: from somebody else to oneself."""
_ANOTHER_PERIOD = re.compile(
    rf"(?<![、,和与及跟\-~])(?:从|自|是)?{_DATED}(?=[到至~-](?:{_DATED}|现在|今))"
)
_ENDED = (
    # 「我七五年三月份的社保从九九年一月…」: the birth ends before the next matter
    re.compile(
        rf"(?:^|[男女]的|[我俺他她]是?|人)啊?{_BIRTH_YEAR}{_MONTH}的?(?:出?生的?)?"
        rf"(?=社保|房|学历|专科|然后|现在|{_MATTER}|{_DATED})"
    ),
    # 「社保也是那时开始的一直到现在租房」, 「社保14年自有房」
    re.compile(
        r"社保[交缴]?了?(?:[^,租住房]{0,14}(?:到现在|至今)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})年)"
        rf"(?=租房|自有|住在|{_MATTER}|没有?(?:犯|前科|买))"
    ),
)
"""What is told ends here, and the next matter begins."""
_CORRECTS = re.compile("改成|改为|换成|更正|应该是|错了")
_LEADS = re.compile("(?:那|请问|我|为(?:啥|什么|何)|凭(?:啥|什么)|怎么|咋|如果|要是|假如)+")
"""「为啥2020年8月以后租房没分」 is one question, 「要是2028年…」 one what-if."""
_STARTS = lexicon("clauses")["starts"]
_TOPIC = (
    "居住证|(?:刑事)?犯罪(?:记录)?|前科|案底|(?:行政)?拘留|涉税违法|税务违法|荣誉(?:表彰)?|表彰|创新创业"
    "|补缴|断缴"
)
_STATE = r"(?:的话|也|都|是|这个)*(?:没有过?|没|无|有的?|[√×])"
STATED = re.compile(rf"(?:{_TOPIC}){_STATE}(?=(?:{_TOPIC}){_STATE}(?:{_TOPIC}|$|[,呢啊]))")
"""「居住证有犯罪没有」: each with its own yes or no behind it."""
SIGNS_OF_STATED = frozenset("没无有√×")
"""Characters of which one is in everything that `STATED` finds."""


def cut_again(raw: str, text: str) -> list[tuple[int, int, str]]:
    """The parts of a clause with their places in `raw`; the whole of it where nothing is cut.

    Places in the tidied `text` hold for the typed one only where tidying kept the length.
    """
    edges = [0, *_cuts(raw, text), len(text)]
    if len(edges) == 2:
        return [(0, len(raw), text)]
    return [(a, b, text[a:b]) for a, b in itertools.pairwise(edges)]


def _cuts(raw: str, text: str) -> list[int]:
    stated = [] if SIGNS_OF_STATED.isdisjoint(text) else list(STATED.finditer(text))
    if len(text) <= LONG and not stated and not _ON_ME.search(text):
        return []
    if len(raw) != len(text) or _CORRECTS.search(text):
        return []
    starts = [m.start() for m in _STARTS.finditer(text)]
    cuts = [at for at in starts if at and _begins(text, at)]
    cuts += [m.end() for ended in _ENDED for m in ended.finditer(text)]
    cuts += [m.start() for m in list(_ANOTHER_PERIOD.finditer(text))[1:]]
    if stated:
        first = stated[0].start()
        cuts = [at for at in cuts if at <= first] + [m.end() for m in stated]
    return sorted({at for at in cuts if 0 < at < len(text) and not _LEADS.fullmatch(text[:at])})


def _begins(text: str, at: int) -> bool:
    """Whether a statement begins here: not within 「2009年7月社保到现在」 or behind 【."""
    if text[at - 1] == "【" or (_BARE_TIME.search(text[:at]) and _GOES_ON.match(text, at)):
        return False
    if _BROKEN.match(text, at) and _PERIOD_BEFORE.search(text[:at]):
        return False  # 「我2015年5月到2016年8月社保断过」
    return not (text.startswith("社保", at) and _PERIOD.fullmatch(_LEAD.sub("", text[:at])))
