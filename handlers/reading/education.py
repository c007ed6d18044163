"""The slot `education`: the highest level that is held, diploma and degree told apart."""

import re
from dataclasses import dataclass

from handlers.reading.answer import Answer, has
from handlers.reading.lexicon import lexicon
from handlers.reading.reading import Reading, again, took

_SLIPS = (
    ("ph.d", "phd"), ("ph d", "phd"), ("硕土", "硕士"), ("硕是", "硕士"), ("硕市", "硕士"), ("博土", "博士"), ("博是", "博士"), ("学土", "学士"),
    ("大砖", "大专"), ("大转", "大专"), ("大钻", "大专"), ("砖科", "专科"), ("本可", "本科"), ("本棵", "本科"), ("本颗", "本科"), ("本课", "本科"), ("苯科", "本科"),
    ("研究声", "研究生"), ("研究升", "研究生"), ("benke", "本科"), ("ben ke", "本科"), ("dazhuan", "大专"), ("shuoshi", "硕士"), ("boshi", "博士"), ("学为", "学位"), ("学味", "学位"), ("毕业正", "毕业证"),
)  # fmt: skip
_LEVELS = {
    "doctor": r"博士|phd|doctor|读博|直博|考博",
    "master": r"硕士|研究生|master|mba|mpa|硕|读研|考研|[研](?=[一二三])",
    "bachelor": r"本科|学士|大本|bachelor|undergraduate|专升本|专接本|一本|二本|三本|双学位|本硕",
    "college": r"大专|专科|高职|高专|college|associate",
    "none": r"高中|中专|职高|技校|初中|小学|中技|职校|中职|没上过|没读过|没念过|没有?学历|无学历|文盲|没文化|没有?文凭|高考落榜|^无$|^没有?$|^都没有?$",
}
_RANK = ("none", "college", "bachelor", "master", "doctor")
_WORDS = lexicon("education")
_UNFINISHED = _WORDS["unfinished"]
_LACKS = _WORDS["lacks"]
_LACKS_AFTER = _WORDS["lacks_after"]
_DIPLOMA_ONLY = _WORDS["diploma_only"]
_DEGREE_ONLY = _WORDS["degree_only"]
_EITHER = r"还是|或|以上|以下|应届"
_UNRECOGNISED = r"党校|没认证|未认证|没有认证|结业|假|野鸡"
_STRAIGHT = r"直博|连读"
_SHORT = {"本": "bachelor", "专": "college", "硕": "master", "研": "master", "博": "doctor"}
_AIMED_AT = r"[考读][研博]"
_FAMILY = r"老婆|老公|爱人|对象|孩子|儿子|女儿|媳妇|丈夫|妻子|我妈|我爸|朋友|同事"
_UNSURE = r"函授|成教|成人|自考|夜大|电大|国开|开放大学|远程|网络教育|网教|继续教育|业余"
_WORKED_FOR = r"在职研究生|在职硕士|在职读|研修班|课程班|在职博士"


@dataclass(frozen=True)
class Level:
    """A level that a clause names, and whether it is held."""

    name: str
    held: bool


def read_education(answer: Answer) -> Reading:
    """none, college, bachelor_no_degree, bachelor, master or doctor; doubt is asked again."""
    if answer.asks or has(_EITHER, answer.text):
        return again("education.none")
    short = _SHORT.get(answer.words)
    return took(short) if short else education(answer.text)


def education(text: str) -> Reading:
    """The education that tidied `text` tells of."""
    for slip, meant in _SLIPS:
        text = text.replace(slip, meant)
    levels = _levels(text)
    held = [level.name for level in levels if level.held]
    begun = [level.name for level in levels if not level.held]
    if has(_UNRECOGNISED, text):
        return again("education.unrecognised")
    if not levels and has(r"大学|大[一二三四](?!年)", text) and has(_UNFINISHED, text):
        return took("none")
    if not levels:
        return again("education.university" if "大学" in text else "education.none")
    if not held:
        return _only_begun(text, begun)
    top = max(held, key=_RANK.index)
    if has(r"不是", text) and len(held) > 1:
        return again("education.none")
    return _with_papers(text, top)


def _levels(text: str) -> list[Level]:
    found = []
    clauses = [
        c for c in re.split(r"[,，。.;；、\s!]|但是?|不过|然后|后来|之后|再(?!教)|又", text) if c
    ]
    if any(has(_FAMILY, c) for c in clauses) and any(
        "我" in re.sub("我(?:妈|爸|老|的|家|媳|对|孩|儿|女)", "", c) for c in clauses
    ):
        clauses = [c for c in clauses if not has(_FAMILY, c)]
    for clause in clauses:
        names = [name for name, pattern in _LEVELS.items() if has(pattern, clause)]
        if not names:
            continue
        unfinished = re.search(_UNFINISHED, clause)
        for name in names:
            begun = unfinished is not None and (len(names) == 1 or _nearest(clause, names) == name)
            begun = begun or not has(_LEVELS[name], re.sub(_AIMED_AT, "", clause))
            found.append(Level(name, not begun or name == "none"))
    if "专升本" in text and any(level.name == "bachelor" and not level.held for level in found):
        found.append(Level("college", True))
    # 「硕士」 as what is missing is no level: 本科，没有硕士
    return found


def _nearest(clause: str, names: list[str]) -> str:
    """Of several levels in one clause the one that the word "unfinished" stands by."""
    at = re.search(_UNFINISHED, clause)
    assert at is not None

    def gap(name: str) -> int:
        found = re.finditer(_LEVELS[name], clause)
        return min(max(m.start() - at.end(), at.start() - m.end()) for m in found)

    return min(names, key=gap)


def _only_begun(text: str, begun: list[str]) -> Reading:
    if any(name in ("master", "doctor") for name in begun):
        return again("education.begun")
    return took("none")


def _with_papers(text: str, top: str) -> Reading:
    lacks_degree = has(_LACKS, text) or has(_LACKS_AFTER, text) or has(_DIPLOMA_ONLY, text)
    lacks_diploma = has(_DEGREE_ONLY, text)
    both = has(
        r"双证|两证|两个证|证都有|证齐|都有|学位证?书?[也都]?(?:已经?)?(?:有|拿到|到手|发了|下来)|有学[位士]|有学位|和学位|及学位|授予|学士学位",
        text,
    )
    if top in ("none", "college"):
        return took(top)
    if lacks_diploma or (has(_STRAIGHT, text) and not has("毕业|双证|拿到", text)):
        return again("education.single")
    if top == "bachelor":
        if lacks_degree:
            return took("bachelor_no_degree")
        if has(_UNSURE + "|毕业证|没证|无证", text) and not both:
            return again("education.degree")
        return took("bachelor")
    if lacks_degree or (has(_WORKED_FOR + "|毕业证", text) and not both):
        return again("education.single")
    return took(top)
