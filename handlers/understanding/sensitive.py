"""Where a text tells of a criminal record or a detention: what is not kept without its own consent.

A denial is not sensitive, and a question that names no person is about the rules. In doubt a clause
counts as told: then it is only missing from what staff may read.
"""

import re

from handlers.understanding.acts import Topic
from handlers.understanding.frames import asks
from handlers.understanding.message import Clause, read_message
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.remembered import forget
from handlers.understanding.topics import CUES, OTHERS
from scoring import FACTS

SENSITIVE = frozenset(Topic(name) for name, fact in FACTS.items() if fact.sensitive)
_CUES = "|".join(CUES[topic].pattern for topic in sorted(SENSITIVE))
_HINTED = lexicon("sensitive")["hinted"]
"""What people say in place of it (进去过几天, 蹲号子): kept no more, and too vague to be a fact."""
_NAMED = re.compile(f"{_CUES}|{_HINTED.pattern}")
_SIGN = re.compile("[拘罚罰蹲判缓緩刑罪科案牢犯违違事]")
"""A sign of every word of the cues, as typed: most texts hold none and are not read."""
_DENIED = re.compile(
    rf"(?:没|無|无|未|从不|不是|木有|冇)(?:(?!但|却|只|就|过[^,]*(?:有|被)).){{0,16}}"
    rf"|(?:{_NAMED.pattern})[^,过有次被]{{0,3}}(?:没|无|否|清白|0)"
)
_SOMEBODY = re.compile("我|俺|咱|本人|自己|老公|老婆|爱人|丈夫|妻子|对象|媳妇|他|她")


_OF_ITS_OWN = re.compile(r"[有过被次判进犯]|\d")
"""What a further part of a denied list does not hold: 「没有犯罪、拘留」."""


def sensitive_spots(text: str) -> list[tuple[int, int]]:
    """The places in `text` of the clauses that tell what is sensitive."""
    if not (_SIGN.search(text) or _HINTED.search(text)):
        return []
    spots: list[tuple[int, int]] = []
    denied_until = -2
    for clause in read_message(text).clauses:
        named = _NAMED.search(clause.text)
        goes_on = clause.start - denied_until == 1 and not _OF_ITS_OWN.search(clause.text)
        if goes_on or (named and not _tells(clause)):
            denied_until = clause.end
        elif named:
            spots.append((clause.start, clause.end))
    forget()
    return spots


def of_somebody_else(text: str, name: str) -> bool:
    """Whether what `text` tells is all of others: 「我老公被拘留过」, unless `name` is whose case
    this is."""
    told = [clause.text for clause in read_message(text).clauses if _tells(clause)]
    forget()
    return bool(told) and all(OTHERS.match(each) and not (name and name in each) for each in told)


def _tells(clause: Clause) -> bool:
    if not _NAMED.search(_DENIED.sub("", clause.text)):
        return False
    asked = clause.marked or asks(clause.text)
    return not asked or _SOMEBODY.search(clause.text) is not None
