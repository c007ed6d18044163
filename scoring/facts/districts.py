"""The sixteen districts of Beijing, two further places, and the ways people write them."""

from functools import lru_cache

_SPELLINGS = {
    "东城": "dongcheng 崇文",
    "西城": "xicheng 宣武",
    "朝阳": "chaoyang",
    "海淀": "haidian",
    "丰台": "fengtai",
    "石景山": "shijingshan",
    "门头沟": "mentougou",
    "房山": "fangshan",
    "通州": "tongzhou 北京城市副中心 城市副中心 副中心",
    "顺义": "shunyi",
    "昌平": "changping",
    "大兴": "daxing",
    "怀柔": "huairou",
    "平谷": "pinggu",
    "密云": "miyun 密云县",
    "延庆": "yanqing 延庆县",
}
DISTRICTS = tuple(_SPELLINGS)

# No district of its own: it lies in 大兴 and 通州, both outside 城六区.
DEVELOPMENT_ZONE = "经开区"
# Insurance that is paid at the city itself, not in a district: only a place of work.
CITY_LEVEL = "市本级"
_OTHERS = {
    DEVELOPMENT_ZONE: "亦庄 经济技术开发区 北京经济技术开发区 北京经开区 yizhuang",
    CITY_LEVEL: "市级 北京市级 北京市本级 北京市社保中心 市社保中心 市社保",
}
HOME_PLACES = (*DISTRICTS, DEVELOPMENT_ZONE)
WORK_PLACES = (*HOME_PLACES, CITY_LEVEL)
_KNOWN = {
    word: name for name, words in (_SPELLINGS | _OTHERS).items() for word in (name, *words.split())
}


@lru_cache(maxsize=256)
def place(text: str) -> str | None:
    """The name (通州, 经开区, 市本级) of a place written in any known way, None for any other."""
    word = text.strip().lower().removesuffix("district").strip()
    short = word.removeprefix("北京市")
    return next(
        (_KNOWN[each] for each in (word, short, short.removesuffix("区")) if each in _KNOWN),
        None,
    )


def district(text: str) -> str | None:
    """The short name (通州) of one of the sixteen districts, None if the text names none."""
    found = place(text)
    return found if found in DISTRICTS else None
