"""The sixteen districts of Beijing, and the ways people write them."""

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
    "大兴": "daxing 亦庄 经开区 经济技术开发区 北京经济技术开发区 yizhuang",
    "怀柔": "huairou",
    "平谷": "pinggu",
    "密云": "miyun 密云县",
    "延庆": "yanqing 延庆县",
}
DISTRICTS = tuple(_SPELLINGS)
_KNOWN = {word: name for name, words in _SPELLINGS.items() for word in (name, *words.split())}


@lru_cache(maxsize=256)
def district(text: str) -> str | None:
    """The short name (通州) of a district written in any known way, None if it is not Beijing's."""
    word = text.strip().lower().removeprefix("北京市").removesuffix("district").strip()
    return _KNOWN.get(word) or _KNOWN.get(word.removesuffix("区"))
