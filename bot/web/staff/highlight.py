"""What was looked for, marked in what was found."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

SHORTEST, LONGEST = 2, 12
"""Characters of a piece of a question that is marked where it stands in an answer."""
_WORDS = re.compile(r"[\u4e00-\u9fff]+|[a-zA-Z0-9.%]+")
_IDLE = re.compile("[的了吗呢啊吧么怎什请问您你我他是有没不能可以会要多少几哪个和与或在到]+")


def pieces(query: str, text: str) -> list[str]:
    """The stretches of the query that stand in the text, the longest first."""
    if query and query in text:
        return [query]
    found = []
    for word in _WORDS.findall(query):
        at = 0
        while at < len(word):
            for length in range(min(LONGEST, len(word) - at), SHORTEST - 1, -1):
                part = word[at : at + length]
                if part in text and not _IDLE.fullmatch(part):
                    found.append(part)
                    at += length
                    break
            else:
                at += 1
    return sorted(set(found), key=lambda part: -len(part))


def highlight(text: str, query: str, also: Iterable[str] = ()) -> Markup:
    """The text as HTML with every piece of the query in <mark>."""
    wanted = [part for part in (*pieces(query.strip(), text), *also) if part]
    if not wanted:
        return escape(text)
    pattern = re.compile("|".join(map(re.escape, wanted)))
    done, at = Markup(""), 0
    for match in pattern.finditer(text):
        done += escape(text[at : match.start()]) + Markup("<mark>%s</mark>") % match[0]
        at = match.end()
    return done + escape(text[at:])
