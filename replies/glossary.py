"""Short explanations of the field's terms, for 「什么是补缴」 in the middle of a question."""

import re
import tomllib
from functools import cache
from importlib.resources import files

_ASKS = (
    re.compile(r"^(?:请问|想问下?|那)?(?:什么|啥)(?:是|叫|算)(?:做)?(?P<term>.{2,12}?)[啊呀呢]?$"),
    re.compile(
        r"^(?:请问|那)?(?P<term>.{2,12}?)(?:是|指)?(?:什么|啥|何|几个)(?:意思|东西|玩意|含义)?[啊呀呢]?$"
    ),
    re.compile(r"^(?P<term>.{2,12}?)(?:是)?(?:怎么理解|怎么回事|指的是什么|是指什么)$"),
    re.compile(r"^(?:不懂|不明白|解释一?下)(?:什么是|啥是|什么叫|啥叫)?(?P<term>.{2,12}?)$"),
)
_MARKS = re.compile(r"[\s「」“”\"'?？。，,!！]+")


@cache
def terms() -> dict[str, str]:
    """Each term and each of its other names, with the explanation."""
    table = tomllib.loads(files("replies").joinpath("glossary.toml").read_text("utf-8"))
    found: dict[str, str] = {}
    for name, row in table.items():
        for word in (name, *row.get("also", ())):
            found[word] = f"{name}：{row['means']}"
    return found


def explain(text: str) -> str | None:
    """The explanation of the term that `text` asks for, or None when it asks for none."""
    clean = _MARKS.sub("", text)
    for pattern in _ASKS:
        found = pattern.match(clean)
        if found and found.group("term") in terms():
            return terms()[found.group("term")]
    return None
