"""The table of commands, `replies/catalogue/commands.toml`: fixed words, menu keys, codes."""

import re
import tomllib
import unicodedata
from importlib.resources import files

_TABLE = tomllib.loads(files("replies").joinpath("catalogue/commands.toml").read_text("utf-8"))
COMMANDS: dict[str, tuple[str, ...]] = {
    name: tuple(row["words"].split()) for name, row in _TABLE.items()
}
"""The words of each command."""
BY_WORD = {word: name for name, words in COMMANDS.items() for word in words}
BY_KEY = {key: name for name, row in _TABLE.items() for key in (name, *row.get("keys", ()))}
"""The command of each menu key and QR scene."""

SCENE_PREFIX = "qrscene_"
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_NOISE = re.compile(r"[\s,.!?;:~,。！？；：、～…「」\"'()（）\[\]【】]+")
_CASE = re.compile(r"^(?:查询|查看|打开|查)?\s*([A-HJ-KM-NP-Z2-9]{6})$")


def plain(text: str) -> str:
    """The text without width, case, blanks and punctuation, as the tables write it."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def command_of(text: str) -> str:
    """The command that the text is, exactly; "" for anything else."""
    return BY_WORD.get(plain(text), "") if len(text) <= 20 else ""


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


def number_of(text: str) -> int | None:
    """A bare choice number: 1, １, ①, 「1.」, 「第2个」, 「选3」."""
    found = re.fullmatch(r"(?:第|选|选择)?([0-9]{1,2})(?:个|项|号)?", plain(text))
    if found:
        return int(found.group(1))
    words = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
    found = re.fullmatch(r"第([一二三四五六])(?:个|项)", plain(text))
    return words[found.group(1)] if found else None
