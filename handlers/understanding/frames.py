"""What a clause or a message does beside telling facts: thanks, questions, persons.

Every recogniser takes a clause or a message and answers for that alone; who goes first is decided
in `handlers.understanding.understand`.
"""

import re
from collections.abc import Mapping
from datetime import date

from handlers.understanding.acts import AcknowledgeKind, Ask, AskKind, Evidence, PersonOp
from handlers.understanding.readers.lexicon import lexicon, one_of, table
from handlers.understanding.readers.tidy import words
from replies.glossary import explain

_TABLE = table("frames")
_META, _ASK = lexicon("frames", "meta"), lexicon("frames", "ask")
_PERSON = {
    op: tuple(re.compile(p.replace("WHO", _TABLE["person"]["who"])) for p in _TABLE["person"][op])
    for op in ("other", "next", "back")
}
RELATIVE = tuple(re.compile(entry) for entry in _TABLE["person"]["relative"])
SIGNS_OF_RELATIVE = frozenset("公婆爱媳丈妻对友事学哥姐弟妹爸妈")
"""Characters of which one is in everything that `RELATIVE` finds."""
_ABOUT = (
    "retirement",
    "why",
    "last",
    "file",
    "when",
    "gap",
    "eligible",
    "enough",
    "score",
    "advice",
)
# One look that spares many: no question of points, no other person without one of these.
_ABOUT_POINTS = re.compile(
    "[分够能差缺离退落等排行报稳]|办法|建议|希望|机会|资格|条件|怎么|该|应该|有戏|可以|几年|多久"
)
_ANYBODY = one_of(pattern for patterns in _PERSON.values() for pattern in patterns)
"""One look that spares one for each pattern."""
_KINDS_OF_TALK = (AskKind.WHY_ASKED, AskKind.EXPLAIN, AskKind.REPEAT)
_ANY_TALK = one_of(_META[kind.value] for kind in _KINDS_OF_TALK)
_ANY_QUESTION = one_of(_ASK[f"about_{name}"] for name in _ABOUT)
_TOLD_OF_TAX = re.compile(
    r"税[^,?]{0,4}够不[上着到]|(?<!\d)(?:20)?2\d年?[都也]?[没不]?够了?的?$|哪[1一]?年[都也](?:没|不)"
)
"""「25和26够了」, 「哪年都不够」: years of tax, no question of points."""
_SOMEBODY = re.compile("[帮给替为换算测问查看轮说]|下一|另|再来|自己|呢|回|位|个|新客户|怎么样|吗$")
_NUMBER = _ASK["number"]
_YEAR_ASKED = re.compile(
    r"(?<![\d交缴住满干])(?P<y>20(?:2[7-9]|[34]\d)|2[7-9]|3\d)年|(?P<rel>大?后年)"
    r"|(?<![\d满住缴交干了])(?P<n>\d{1,2})年(?:以|之)?后|再[等熬干](?P<wait>\d{1,2})年"
)
_AHEAD = {"后年": 2, "大后年": 3}
_ABOUT_SO_MUCH = re.compile(
    r"(?:我|现在|自己|算|下来|的)*(?:大概|大约|估计|估摸|差不多)(?:是|有|能有|也就)*(?P<n>\d{2,3})(?:左右|上下|多)?"
)
"""「我大概110」: a number of points without the word."""
_NUMBER_ASKED = re.compile(
    r"(?:那|要是|如果|我|现在|大概|大约|估计|差不多|是|有|能有)*(?P<n>\d{3}|\d{2,3}\.\d{1,2}|\d{2,3}(?:\.\d{1,2})?(?=分))"
    r"分?(?:多|左右|上下|的话)*(?:呢|怎么样|行吗|行不行?|够吗|够不够?|能上吗|可以吗|有戏吗|稳吗)"
)
"""「120.1呢」, 「118够吗」."""
LEAST_TOTAL = 40
"""Fewer points are a part of somebody's total or a difference, never the total."""
_KINDS = (
    AcknowledgeKind.THANKS,
    AcknowledgeKind.BYE,
    AcknowledgeKind.HELLO,
    AcknowledgeKind.WAIT,
    AcknowledgeKind.ANGRY,
    AcknowledgeKind.FEELING,
    AcknowledgeKind.OK,
)


def _whole(*names: str) -> re.Pattern[str]:
    """A whole clause of such words, with fillers anywhere between."""
    fillers = "(?:" + "|".join(_TABLE["whole"]["fillers"]) + ")*"
    entries = "|".join(entry for name in names for entry in _TABLE["whole"][name])
    return re.compile(f"{fillers}(?:(?:{entries}){fillers})+")


def _confirming(asked: str) -> re.Pattern[str]:
    """A whole message of words that confirm, with fillers anywhere between."""
    entries = _TABLE["confirm"]
    fillers = "(?:" + "|".join(entries["fillers"]) + ")*"
    said = "|".join((*entries["yes"], *entries[asked]))
    return re.compile(f"{fillers}(?:(?:{said}){fillers})+")


_WHOLE: Mapping[str, re.Pattern[str]] = {
    name: _whole(name) for name in ("agree", *(kind.value for kind in _KINDS))
}
_CONFIRMS = {asked: _confirming(asked) for asked in ("erase", "restart")}
_ANY_KIND = _whole(*(kind.value for kind in _KINDS))
"""One look that spares one for each kind."""
NOT_ANY = re.compile(
    r"(?:没|不|未)[^,]{0,5}(?:什么|啥|哪[年个次]|哪一[年个])|(?:什么|啥|哪[年个次])[^,]{0,4}[都也]?(?:没|不|未)"
)
SIGNS_OF_NOT_ANY = frozenset("什啥哪")
"""Characters of which one is in everything that `NOT_ANY` finds."""
_LIES_IN = re.compile(
    r"(?!那|如果|要是)[^,]{0,6}(?:单位|公司|房子?|社保|户口)[^,吗什哪]{0,4}在[^,吗什哪]{2,4}呢"
)
"""「单位也在大兴呢」 states."""
_BRIEF = 24
"""What is said about the talk is no longer."""
_LONG = 20
"""Of a longer clause only the end can make it a question."""
_GOOD_SIGN = re.compile("[👌👍🆗✅✔☑🙆💯]")
_MOST = 16
"""Longer clauses are no mere filler."""


def acknowledges(text: str) -> AcknowledgeKind | None:
    """Thanks, 好的, a greeting, an emoji: a clause that says nothing else. `text` is tidied."""
    said = words(text)
    if not said:
        return AcknowledgeKind.FEELING if text.strip("?!,. ") else None
    if len(said) > _MOST or not _ANY_KIND.fullmatch(said):
        return None
    for kind in _KINDS:
        if _WHOLE[kind.value].fullmatch(said):
            return AcknowledgeKind.THANKS if "谢" in said else kind
    return None


def agrees(text: str) -> bool:
    """Yes to a question without a topic: 「好的，开始吧」; but not 「明白了」."""
    said = words(text)
    if not said:
        return _GOOD_SIGN.search(text) is not None
    return len(said) <= _MOST and _WHOLE["agree"].fullmatch(said) is not None


def confirms(asked: str, text: str) -> bool:
    """A clear yes to what cannot be undone (`asked`: "erase" or "restart"); 「好的」 is none."""
    return asked in _CONFIRMS and _CONFIRMS[asked].fullmatch(words(text)) is not None


def about_the_talk(text: str) -> AskKind | None:
    """「再说一遍」, 「没听懂」, 「为什么问这个」: a question about what was just said."""
    if len(text) > _BRIEF or not _ANY_TALK.search(text):
        return None
    return next((kind for kind in _KINDS_OF_TALK if _META[kind.value].search(text)), None)


def sounds_upset(text: str) -> bool:
    """「这破政策凭什么啊」: who is angry gets a kind word before the rule."""
    return _META["upset"].search(text) is not None


def tells_schooling_alone(text: str) -> bool:
    """「本科」, 「硕士双证」: nothing but schooling; 「博士后落户」 is about something."""
    return _META["schooling_alone"].search(text) is not None


def is_level_keyword(text: str) -> bool:
    """「博士」, 「双证本科分值」: typed as into a search, not told of oneself."""
    return _META["level_keyword"].search(words(text)) is not None


def leads_in(text: str) -> bool:
    """「对了，忘了问」: the words before what is said."""
    return _META["lead_in"].search(text) is not None


def refuses(text: str) -> bool:
    """「我不想说」."""
    return len(text) <= _BRIEF and _META["refused"].search(text) is not None


def asks(text: str) -> bool:
    """Whether a clause asks something; 「不知道是哪年」 does not."""
    if not SIGNS_OF_NOT_ANY.isdisjoint(text):
        text = NOT_ANY.sub("", text)
    if text.endswith("呢") and _LIES_IN.fullmatch(text):
        return False
    if not _ASK["question"].search(text if len(text) <= _LONG else text[-14:]):
        return False
    return not (_ASK["not_knowing"].search(text) and len(text) < 15 and "?" not in text)


def own_question(text: str) -> str:
    """What of their own result a clause asks for (see `Ask.about`); "" for a question of rules."""
    if not _ABOUT_POINTS.search(text) or not _ANY_QUESTION.search(text):
        return ""
    if _TOLD_OF_TAX.search(text):
        return ""
    return next((name for name in _ABOUT if _ASK[f"about_{name}"].search(text)), "")


def question(raw: str, text: str, evidence: Evidence, today: date | None = None) -> Ask:
    """The question that a clause asks; `text` is tidied with digits for numerals.

    From `today` 「后年」 and 「5年后」 are counted.
    """
    if explain(raw):
        return Ask(raw, AskKind.TERM, evidence)
    about = own_question(text)
    if (alone := _NUMBER_ASKED.fullmatch(text)) and float(alone["n"]) >= LEAST_TOTAL:
        return Ask(raw, AskKind.OWN_RESULT, evidence, "enough", float(alone["n"]))
    if about == "why":
        found = _NUMBER.search(text)
        return Ask(raw, AskKind.OWN_RESULT, evidence, about, float(found["n"]) if found else None)
    if about:
        return Ask(raw, AskKind.OWN_RESULT, evidence, about, _total(text), _year(text, today))
    return Ask(raw, AskKind.RULE, evidence)


def _year(text: str, today: date | None) -> int | None:
    """The year to come that a question is about: 「30年能落吗」, 「后年呢」, 「5年后」."""
    found = _YEAR_ASKED.search(text)
    if found is None:
        return None
    if found["y"]:
        return int(found["y"]) % 100 + 2000
    if today is None:
        return None
    return today.year + (_AHEAD.get(found["rel"]) or int(found["n"] or found["wait"]))


def _total(text: str) -> float | None:
    """The first number of points that can be somebody's total; 「每年涨3分」 is none."""
    found = (float(each["n"]) for each in _NUMBER.finditer(text))
    return next((points for points in found if points >= LEAST_TOTAL), None)


_ALONE = re.compile(r"(?P<n>\d{2,3}\.\d{1,2}|(?<=大[概约])1[0-6]\d)(?:左右|吧|呢)?$")


def number_of_points(text: str) -> float | None:
    """「我105.3分」: the points that a text names."""
    alone = _ALONE.search(text) or _ABOUT_SO_MUCH.fullmatch(text)
    return _total(text) or (float(alone["n"]) if alone else None)


def says_about_so_much(text: str) -> bool:
    """「我大概110」: nothing but a number of points that could be a total."""
    found = _ABOUT_SO_MUCH.fullmatch(text)
    return found is not None and float(found["n"]) >= LEAST_TOTAL


def speaks_of(figures: str) -> str:
    """「我老公1985年生」: the person whose facts a clause begins to tell; "" for oneself."""
    if SIGNS_OF_RELATIVE.isdisjoint(figures):
        return ""
    found = next((m for pattern in RELATIVE if (m := pattern.match(figures))), None)
    return found["who"] if found else ""


def person(text: str) -> tuple[PersonOp, str] | None:
    """For whom the talk goes on, with the name said: 「帮我老公算」 → (OTHER, "老公")."""
    if not _SOMEBODY.search(text) or not _ANYBODY.search(text):
        return None
    for op in (PersonOp.BACK, PersonOp.OTHER, PersonOp.NEXT):
        for pattern in _PERSON[op.value]:
            found = pattern.search(text)
            if found:
                return op, found.groupdict().get("who") or ""
    return None
