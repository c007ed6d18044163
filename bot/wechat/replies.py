"""Replies as they go over the wire: plain values that can be stored and rendered again."""

import json
from dataclasses import dataclass
from typing import Literal

from wechatpy.replies import ArticlesReply, TextReply, TransferCustomerServiceReply

from bot.wechat.xml import cdata, clean

LIMIT = 2000  # bytes of UTF-8; WeChat itself cuts at 2,047
CARD_PICTURE = "/static/report/card.png"
"""Where the picture of an article stands on the server that its link leads to."""


@dataclass(frozen=True)
class Wire:
    """One reply, complete: what it says, when it was made (Unix seconds).

    Storing this instead of the XML keeps the person's id out of Redis; `render` puts it back.
    """

    kind: Literal["text", "news", "handoff", "silence"]
    made: int
    text: str = ""
    title: str = ""
    url: str = ""

    def dump(self) -> bytes:
        """For the inbox."""
        filled = {name: value for name, value in vars(self).items() if value != ""}
        return json.dumps(filled, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def load(cls, stored: bytes) -> "Wire":
        """From the inbox."""
        return cls(**json.loads(stored))


def render(wire: Wire, account: str, person: str) -> str:
    """The XML of a reply from `account` to `person`; "success" for silence."""
    around = {"source": cdata(account), "target": cdata(person), "time": wire.made}
    if wire.kind == "text":
        return str(TextReply(content=cdata(cut(wire.text)), **around).render())
    if wire.kind == "news":
        article = {
            "title": cdata(wire.title),
            "description": cdata(cut(wire.text)),
            "image": cdata(wire.url.partition("/r/")[0] + CARD_PICTURE),
            "url": cdata(wire.url),
        }
        return str(ArticlesReply(articles=[article], **around).render())
    if wire.kind == "handoff":
        return str(TransferCustomerServiceReply(**around).render())
    return "success"


def cut(text: str, limit: int = LIMIT) -> str:
    """`text` in at most `limit` bytes: the last guard, on a line end if one is near."""
    text = clean(text)
    if len(text.encode()) <= limit:
        return text
    short = text.encode()[: limit - 3].decode("utf-8", "ignore")
    line = short.rfind("\n", len(short) // 2)
    return (short[:line] if line > 0 else short) + "…"


def with_link(text: str, link: str, limit: int = LIMIT) -> str:
    """`text` and `link` on a line of its own, together within the limit."""
    return cut(text, limit - len(link.encode()) - 1) + "\n" + link
