"""Hides addresses: what is numbered like a home, and what is told as one."""

import re
from functools import cache

from handlers.masking_lexicon import listed, one_of
from handlers.masking_pieces import ends_within_word, is_plain

HAN = "\u4e00-\u9fff"

_DOOR = re.compile("[一二三四五六七八九十](?:号楼|单元|层|室)")
"""Where a numeral in Chinese stands, though each word of it is one of the answers."""


_VILLAGE = re.compile(r"(?<![农乡城市])[村屯寨]$")
"""The end of a village, whose name is often made of the plainest words."""

_ONE_UNIT = re.compile(r"(?<=.)(?<!\d)\d{1,2}(?:号[楼院]?|栋|座)$")
"""One number and no more: behind plain words it leads to no home (公租房5号院)."""


@cache
def _address_patterns() -> tuple[re.Pattern[str], ...]:
    place, cue = one_of("place_ends"), f"(?:{one_of('address_cues')}|{one_of('living_cues')})"
    count = r"(?:\d+|[〇零一二三四五六七八九十]+)"
    ends = "(?:号楼?|座|栋|幢|门|弄|号院)"
    more = rf"(?:{count}|楼|院|单元|门|层|室|座|旁门|[A-Za-z]|[东西南北中](?=单元)|[-#])*"
    number = rf"[甲乙丙丁]?(?<![第发文令函规]){count}{ends}|[A-Z]座"
    unit = rf"(?:{number})(?!线|文|公告|令|以|之|前|后){more}"
    area = (
        r"(?:[一二三四五六七八九十\d]+(?:区|期|里|巷|条)"
        r"|[东西南北中]+[一二三四五六七八九十]?区|[A-Z]区)?"
    )
    head = rf"(?:(?!{cue}|[在是写的填]|区|县|市|旗|房子)[{HAN}]){{2,10}}"
    return (
        re.compile(rf"{head}(?:[小新社]区)?{area}{unit}"),
        re.compile(rf"{head}{area}(?<=[里区园苑院村庄湾城府街路巷坊])\d+楼{more}"),
        re.compile(rf"(?:\d+|[一二三四五六七八九十]+)号楼{more}"),
        re.compile(rf"(?:{head})?(?:{count}(?:号?楼|[栋幢座门层室排]|单元|号院?|院)\s*){{2,}}\d*"),
        re.compile(rf"(?:{head}{area})?(?<!\d)(?!(?:19|20)\d{{2}}-\d{{1,2}}-\d{{1,2}}(?!\d))\d+-\d+-\d+"),
        re.compile(rf"(?:{head}(?:[小新社]区)?{area}\s?)?\d+#(?=[楼院座门单\d-]){more}(?:\s\d+-{more})?"),
        re.compile(rf"{head}{area}[A-Z]\d*座\d*[A-Za-z]?"),
        re.compile(rf"((?<!居){cue}(?:[{HAN}]{{2}}区|[是在写的填:：])*)((?:(?!的)[{HAN}]){{1,8}}{place}{area}(?:\d+号?)?)"),
        re.compile(rf"({cue})((?:(?![的在])[{HAN}]){{2,12}}(?<!城)[东西南北中]?[一二三四五六七八九十](?:[区里村]|期(?!房)))"),
        re.compile(rf"(?<=[省市县旗州镇乡])(?:(?![的])[{HAN}]){{1,8}}(?:村|庄|屯|寨|镇|乡|社(?![局所部保会])|派出所)(?:[{HAN}]{{1,4}}社)?(?:\d+号)?"),
        re.compile(rf"((?:我|俺|他|她)是)((?:(?!的)[{HAN}]){{1,5}}[村屯寨])(?=的|人)"),
    )  # fmt: skip


def hide_addresses(text: str, sign: str) -> str:
    """Replaces homes, streets with numbers and villages by `sign`."""

    def hide(found: re.Match[str]) -> str:
        cue = found[1] if found.lastindex else ""
        start, end = found.start() + len(cue), found.end()
        one = _ONE_UNIT.search(found[0])
        if one and is_plain(found.string, start, found.start() + one.start(), places=False):
            return found[0]
        if _DOOR.search(found[0]):
            return cue + sign
        numbered = any(c.isdigit() for c in found[0])
        plain = is_plain(found.string, start, end) and not _VILLAGE.search(found[0])
        if plain or (not numbered and ends_within_word(found.string, end, listed("place_ends"))):
            return found[0]
        return cue + sign

    for pattern in _address_patterns():
        text = pattern.sub(hide, text)
    return text
