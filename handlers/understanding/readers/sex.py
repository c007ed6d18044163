"""The slot `sex`: "male" or "female"."""

import re

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon, slips
from handlers.understanding.readers.reading import Reading, again, took

_WORDS = lexicon("sex")
_FEMALE = _WORDS["female"]
_MALE = _WORDS["male"]
_SOUNDS_MALE = re.compile(r"\W*[难南楠蓝]\W*(?:的|滴|生|人|性)?\W*")
_SOUNDS_FEMALE = re.compile(r"\W*[绿侣旅吕]\W*(?:的|滴|生|人|性)?\W*")
_HUSBAND = re.compile(r"是(?:他|她|孩子)?的?(?:老公|丈夫)")
_CHILD = re.compile(r"我是[^,，]{0,6}(?:的|家)(儿子|闺女|女儿)\W*$")
_ONLY_RELATIVE = re.compile(r"\W*(?:我|他|她)的?(?:老婆|媳妇|妈|姐|妹|哥|弟|爸)\W*")
_APART = re.compile(r"[\s,。.!~]+")
_FEMALE_WHOLE = r"女汉子|女强人|假小子|女先生"
_WHOLE = slips("sex", "whole")
_PLAIN = {
    f"{s}{tail}": v for s, v in (("男", "male"), ("女", "female")) for tail in ("", *"的性生士")
}
_ONESELF = re.compile("(?:本人|我自己)是?(?:个)?([男女])(?![朋友儿])")
_RELATIVE = _WORDS["relative"]
_FACES = (re.compile("[👩👧👵♀🚺🤰🧕👸]"), re.compile("[👨👦👴♂🚹🤵🧔🤴]"))
_NOT = r"(?:不是|非|并非)(?:一?个)?"
_SLIPS = str.maketrans({"侽": "男", "囡": "女", "汝": "女", "釹": "女", "難": "男"})


def read_sex(answer: TypedAnswer) -> Reading:
    """Male or female; both at once, a question or a joke is asked again."""
    text = _FACES[0].sub("女", _FACES[1].sub("男", answer.text)).translate(_SLIPS)
    if _SOUNDS_MALE.fullmatch(text):
        return took("male")
    if _SOUNDS_FEMALE.fullmatch(text):
        return took("female")
    if has(_FEMALE_WHOLE, text):
        return took("female")
    whole = _WHOLE.get(answer.words)
    if whole:
        return took(whole)
    husband = _HUSBAND.search(text)
    if husband and not has(r"[给帮替][他她]", text):
        return took("male")
    oneself = _ONESELF.search(text)
    if oneself:
        return took(_PLAIN[oneself[1]])
    child = _CHILD.search(text)
    if child:
        return took("male" if child[1] == "儿子" else "female")
    if _ONLY_RELATIVE.fullmatch(text):
        return again("sex.none")
    plain = {_PLAIN[c] for c in _APART.split(text) if c in _PLAIN}
    if len(plain) == 1 and has(r"^\W*[男女]", text):
        return took(plain.pop())
    own = _RELATIVE.sub("", text)
    if _sexes(own) or has(r"[和跟与同]", text):
        text = own
    if (
        has(r"跨|变|装|双性|中性|第三|你猜|都行|都可以|保密|无性|不男|不女|男女|女男", text)
        or answer.asks
    ):
        return again("sex.none")
    said = _sexes(re.sub(_NOT + r"[男女][的生人性孩]?", "", text))
    if not said:
        negated = re.search(_NOT + r"([男女])", text)
        if negated:
            return took("female" if negated[1] == "男" else "male")
    return took(said.pop()) if len(said) == 1 else again("sex.none")


def _sexes(text: str) -> set[str]:
    said = {"female"} if _FEMALE.search(text) else set()
    if _MALE.search(text):
        said.add("male")
    return said
