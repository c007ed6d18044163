"""The slot `district`: one of Beijing's sixteen districts."""

import re

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import slips, table
from handlers.understanding.readers.reading import Reading, again, took

_TABLE = table("district")
DISTRICTS: tuple[str, ...] = tuple(_TABLE["districts"])
"""Short names; the first six are 城六区."""

PLACES: dict[str, list[str]] = _TABLE["places"]
"""Places that lie in one district beyond doubt, by district."""

_SLIPS = slips("district")
_ACROSS = r"亦庄|经开|开发区|城六区|郊区|城里|北京市?$|大兴机场|天宫院"
_OUTSIDE = r"燕郊|廊坊|固安|河北|天津|香河|大厂|三河|雄安|涿州|上海|广州|深圳|外地|老家"
_DENIED = re.compile(r"(?:不在|不是|没在)(?:" + "|".join(DISTRICTS) + r")区?")


COUNTS_AS: dict[str, str] = _TABLE["counts_as"]
"""Places that are no district, with the district that they count like."""

_ALL = re.compile(
    "|".join(
        sorted(
            (*DISTRICTS, *_SLIPS, *COUNTS_AS, *(p for places in PLACES.values() for p in places)),
            key=len,
            reverse=True,
        )
    )
)
_PLACE = {p: name for name, places in PLACES.items() for p in places}
_NOT_HERE = re.compile("朝阳门|大兴机场|(?:(?:不在|不是|没在)(?:" + "|".join(DISTRICTS) + ")区?)")


def districts_in(text: str) -> tuple[str, ...]:
    """The districts that tidied `text` names, in order; 经开区 as what it counts like."""
    found: dict[str, None] = {}
    for word in _ALL.findall(_NOT_HERE.sub("", text)):
        found[_SLIPS.get(word, COUNTS_AS.get(word, _PLACE.get(word, word)))] = None
    return tuple(found)


def read_district(answer: TypedAnswer) -> Reading:
    """The short name of a district of Beijing; a place that lies across two is asked again."""
    text = _DENIED.sub("", answer.text)
    for slip, meant in _SLIPS.items():
        text = text.replace(slip, meant)
    if has(_OUTSIDE, text):
        return again("district.outside")
    text = re.sub("朝阳门|大兴机场", "", text)
    found = {name for name in DISTRICTS if name in text}
    if not found:
        found = {name for name, places in PLACES.items() if any(p in text for p in places)}
    if len(found) == 1 and not answer.asks:
        return took(found.pop())
    return again("district.across" if not found and has(_ACROSS, text) else "district.none")
