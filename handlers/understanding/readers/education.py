"""The slot `education`: the highest level that is held, diploma and degree told apart."""

import re
from dataclasses import dataclass

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon, slips
from handlers.understanding.readers.reading import Reading, again, took

_LEVELS = lexicon("education", "levels")
_SLIPS = slips("education")
LEVELS = ("none", "college", "bachelor", "master", "doctor")
"""From the lowest to the highest."""
_WORDS = lexicon("education")
_UNFINISHED = _WORDS["unfinished"]
_LACKS = _WORDS["lacks"]
_LACKS_AFTER = _WORDS["lacks_after"]
_DIPLOMA_ONLY = _WORDS["diploma_only"]
_DEGREE_ONLY = _WORDS["degree_only"]
_BOTH = _WORDS["both"]
_DEGREE = re.compile("学[位士]|双|[两2俩]个?证|证书?都|齐|有证|都有|bachelor|degree")
DEGREE_ALONE = re.compile(
    "(?:我|也|都|是|还|当时|后来)*(?:(?P<no>没(?:有|拿到?|给|发)?|无|未)|有|拿到?了?)(?:学士)?学位证?书?(?:的|了)?"
)
"""「有学位」, 「没学位」: of 本科, since nobody else is asked."""
_EITHER = _WORDS["either"]
_UNRECOGNISED = _WORDS["unrecognised"]
_DENIED = re.compile(
    r"(?:不是|并非)(?:全日制)?(?:本科|硕士|研究生|博士|大专|专科)(?:学历|生|毕业)?(?:的|,|$)"
)
_NO_SUCH = re.compile(
    r"(?:没有?|没读过?|没上过?|没念过?)(?:过)?(?:大专|专科|本科|硕士|研究生|博士)(?:学历|文凭)?(?![的士]?学位|毕业证|[^,]{0,2}证)"
)
_NAMED_DIPLOMA = re.compile(
    r"(?:只|仅|就|光)(?:有|是|一个|拿了?|拿到了?)*(?:个|一个)?(?:硕士|研究生|博士)?的?(?:毕业证|学历)"
)
_NO_DIPLOMA = re.compile("(?:没有?|无|未)(?:拿到?|取得)?(?:硕士|研究生|博士)?的?(?:毕业证|学历)")
_STRAIGHT = r"直博|连读"
_SHORT = {"本": "bachelor", "专": "college", "硕": "master", "研": "master", "博": "doctor"}
_AIMED_AT = r"[考读][研博]"
_FAMILY = _WORDS["family"]
_UNSURE = _WORDS["unsure"]
_WORKED_FOR = _WORDS["worked_for"]
_BESIDE_WORK = _WORDS["beside_work"]
_FULL_TIME = r"(?<!非)全日制|统招"


@dataclass(frozen=True)
class LevelReading:
    """A level that a clause names, and whether it is held."""

    name: str
    held: bool


def read_education(answer: TypedAnswer) -> Reading:
    """none, college, bachelor_no_degree, bachelor, master or doctor; doubt is asked again."""
    if answer.asks or has(_EITHER, answer.text):
        return again("education.none")
    short = _SHORT.get(answer.words)
    return took(short) if short else education(answer.text)


def education(text: str) -> Reading:
    """The education that tidied `text` tells of."""
    for slip, meant in _SLIPS.items():
        text = text.replace(slip, meant)
    text = _without_denied(_DENIED.sub("", text))
    levels = _levels(text)
    held = [level.name for level in levels if level.held]
    begun = [level.name for level in levels if not level.held]
    if has(_UNRECOGNISED, text):
        return again("education.unrecognised")
    if not levels and has(r"大学|大[一二三四](?!年)", text) and has(_UNFINISHED, text):
        return took("none")
    if not levels and "大学" in text and has(_BOTH, text) and not has(_LACKS, text):
        return took("bachelor")  # both papers: no 大专 has a degree
    if alone := DEGREE_ALONE.fullmatch(text):
        return took("bachelor_no_degree" if alone["no"] else "bachelor")
    if not levels:
        return again("education.university" if "大学" in text else "education.none")
    if not held:
        return _only_begun(begun)
    top = max(held, key=LEVELS.index)
    if has(r"不是", text) and len(held) > 1:
        return again("education.none")
    return _with_papers(text, top)


def single_certificate(text: str) -> dict[str, str] | None:
    """What is held of a master's or doctor's course with only one of the two papers.

    「硕士只有学位证」 → `{"diploma": "none", "degree": "master"}`, with the bachelor's diploma
    where that is told. None where it is not told which paper there is.
    """
    for slip, meant in _SLIPS.items():
        text = text.replace(slip, meant)
    held = [level.name for level in _levels(text) if level.held]
    top = max(held, key=LEVELS.index, default="none")
    if top not in ("master", "doctor"):
        return None
    only_degree = has(_DEGREE_ONLY, text)
    text = _NO_DIPLOMA.sub("", text)  # 「学位证没有毕业证」 lacks no degree
    only_diploma = has(_NAMED_DIPLOMA, text) or has(_LACKS, text) or has(_LACKS_AFTER, text)
    if only_degree == only_diploma:
        return None
    below = "bachelor" if "bachelor" in held else "none"
    if only_degree:
        return {"diploma": below, "degree": top}
    return {"diploma": top, "degree": below}


def degree_unsaid(level: str, text: str) -> bool:
    """「本科」 of somebody who names no degree, 「硕士 在职」 of one who names no two papers.

    Points hang on it (4.5, or 11), so it is read back.
    """
    if level in ("master", "doctor"):
        return has(_BESIDE_WORK, text) and not has(_BOTH, text) and not has(_FULL_TIME, text)
    return level == "bachelor" and not has(_DEGREE, text)


def both_papers(text: str) -> str | None:
    """The level of which diploma and degree are told, or None."""
    level = education(text).value
    return str(level) if level is not None and has(_BOTH, text) else None


def only_begun(text: str) -> bool:
    """「本科在读」: a level is named, and none that is held."""
    levels = _levels(text)
    return bool(levels) and not any(level.held for level in levels)


def _without_denied(text: str) -> str:
    """「没有研究生学历，就本科双证」 without the level that is not held.

    Where the level is named again (「硕士，没有研究生学历」) the denial is of a paper and stays.
    """
    for denied in _NO_SUCH.finditer(text):
        rest = text[: denied.start()] + text[denied.end() :]
        level = next(name for name, pattern in _LEVELS.items() if has(pattern, denied[0]))
        if has("|".join(p.pattern for p in _LEVELS.values()), rest) and not has(
            _LEVELS[level], rest
        ):
            return rest
    return text


def _levels(text: str) -> list[LevelReading]:
    found = []
    clauses = [
        c for c in re.split(r"[,，。.;；、\s!]|但是?|不过|然后|后来|之后|再(?!教)|又", text) if c
    ]
    if any(has(_FAMILY, c) for c in clauses) and any(
        "我" in re.sub("我(?:妈|爸|老|的|家|媳|对|孩|儿|女|爱|丈|妻)", "", c) for c in clauses
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
            found.append(LevelReading(name, not begun or name == "none"))
    if "专升本" in text and any(level.name == "bachelor" and not level.held for level in found):
        found.append(LevelReading("college", True))
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


def _only_begun(begun: list[str]) -> Reading:
    if any(name in ("master", "doctor") for name in begun):
        return again("education.begun")
    return took("none")


def _with_papers(text: str, top: str) -> Reading:
    lacks_degree = has(_LACKS, text) or has(_LACKS_AFTER, text) or has(_DIPLOMA_ONLY, text)
    lacks_diploma = has(_DEGREE_ONLY, text)
    both = has(_BOTH, text)
    if top in ("none", "college"):
        return took(top)
    if lacks_diploma or (has(_STRAIGHT, text) and not has("毕业|双证|拿到", text)):
        return again("education.single")
    if top == "bachelor":
        if lacks_degree:
            return took("bachelor_no_degree")
        if (has(_UNSURE, text) or has("毕业证|没证|无证", text)) and not both:
            return again("education.degree")
        return took("bachelor")
    if lacks_degree or ((has(_WORKED_FOR, text) or "毕业证" in text) and not both):
        return again("education.single")
    return took(top)
