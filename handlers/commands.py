"""Commands as they are typed or clicked: fixed words, menu keys, codes, wishes to change."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from replies.catalogue import COMMANDS, command_said
from replies.pinyin import syllables

BY_WORD = {word: name for name, command in COMMANDS.items() for word in command.words}
BY_KEY = {key: name for name, command in COMMANDS.items() for key in command.keys}
"""The command of each menu key and QR scene."""

LONGEST = 32
"""Characters of a message that may be a command and nothing else, with its blanks and signs."""
SHORTEST_SPELT = 4
"""Letters of a command in pinyin: what is shorter is too often something else."""
SCENE_PREFIX = "qrscene_"
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_NOISE = re.compile(r"[\s,.!?;:~,。！？；：、～…「」\"'()（）\[\]【】]+")
_PLAIN = re.compile("[\u4e00-\u9fffa-z0-9]*")
"""Written as the tables write it."""
_CASE = re.compile(r"^(?:查询|查看|打开|查)?\s*([A-HJ-KM-NP-Z2-9]{6})$")

_ASKS = re.compile(r"[吗呢么?？]\s*[?？。]*$|区别|会怎")
SIGNS_OF_CHANGE = frozenset("改换更纠错")
"""Characters of which one is in everything that `CHANGE` finds."""
CHANGE = (
    re.compile(
        r"^把?(?:我的)?(?P<what>.{1,12}?)(?:改成|改为|改到|换成|更正为)(?:了|是)?(?P<to>.{1,20})$"
    ),
    re.compile(r"^(?:我?[要想]?)(?:改|修改|更改|更正|纠正)(?:一下|下)?(?:我的)?(?P<what>.{1,12})$"),
    re.compile(
        r"^(?:我的|我|刚才|刚刚|前面|上面)*(?P<what>.{1,12}?)(?:我)?"
        r"(?:填|写|说|输|选|弄|打)错了?(?:吧|啊|了)?$"
    ),
)


def plain(text: str) -> str:
    """The text without width, case, blanks and punctuation, as the tables write it."""
    if _PLAIN.fullmatch(text):
        return text
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def command_of(text: str) -> str:
    """The command that the whole text is, in fixed words or people's own; "" for anything else."""
    if len(text) > LONGEST:
        return ""
    typed = plain(text)
    if found := BY_WORD.get(typed):
        return found
    if len(typed) >= SHORTEST_SPELT and typed.isascii() and typed.isalpha():
        return _by_pinyin().get(typed, "")
    said = command_said(typed)
    return said.name if said else ""


@cache
def _by_pinyin() -> Mapping[str, str]:
    """The command of each fixed word in Latin letters: 「jisuan」, 「wodeziliao」."""
    spelt: dict[str, str] = {}
    for word, name in BY_WORD.items():
        spelt.setdefault("".join(syllables(word)), name)
    return spelt


def command_of_event(key: str) -> str:
    """The command of a menu key or scene ("score", "qrscene_quick", "answer:quota"), or ""."""
    name = key.removeprefix(SCENE_PREFIX).strip()
    return name if name.startswith("answer:") else BY_KEY.get(name.lower(), "")


def case_code(text: str) -> str | None:
    """The code in 「查询 ABC123」, or None. Six bare letters count only with a digit among them."""
    found = _CASE.match(unicodedata.normalize("NFKC", text).strip().upper())
    if not found:
        return None
    code = found.group(1)
    bare = len(text.strip()) == len(code)
    return None if bare and (code.isdigit() or code.isalpha()) else code


def wish_to_change(text: str) -> tuple[str, str]:
    """What to correct and into what: 「改学历」 ("学历", ""), 「学历改成本科」 ("学历", "本科").

    ("", "") for any other text.
    """
    clean = plain(text)
    if SIGNS_OF_CHANGE.isdisjoint(clean) or _ASKS.search(text):
        return "", ""
    for pattern in CHANGE:
        found = pattern.match(clean)
        if found:
            return found["what"], found.groupdict().get("to") or ""
    return "", ""


def number_of(text: str) -> int | None:
    """A bare choice number: 1, １, ①, 「1.」, 「第2个」, 「选3」."""
    found = re.fullmatch(r"(?:第|选|选择)?([0-9]{1,2})(?:个|项|号)?", plain(text))
    if found:
        return int(found.group(1))
    words = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
    found = re.fullmatch(r"第([一二三四五六])(?:个|项)", plain(text))
    return words[found.group(1)] if found else None
