"""Replies as they go over the wire: plain values that can be stored and rendered again."""

import json
from dataclasses import dataclass
from typing import Literal

from bot.wechat.xml import cdata, clean

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
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
        return _encode(filled).encode()

    @classmethod
    def load(cls, stored: bytes) -> "Wire":
        """From the inbox."""
        return cls(**json.loads(stored))


def render(wire: Wire, account: str, person: str) -> str:
    """The XML of a reply from `account` to `person`; "success" for silence."""
    if wire.kind == "text":
        kind, content = "text", _element("Content", cut(wire.text))
    elif wire.kind == "news":
        picture = wire.url.partition("/r/")[0] + CARD_PICTURE
        item = _element("Title", wire.title) + _element("Description", cut(wire.text))
        item += _element("PicUrl", picture) + _element("Url", wire.url)
        kind, content = (
            "news",
            f"<ArticleCount>1</ArticleCount><Articles><item>{item}</item></Articles>",
        )
    elif wire.kind == "handoff":
        kind, content = "transfer_customer_service", ""
    else:
        return "success"
    around = _element("ToUserName", person) + _element("FromUserName", account)
    made = f"<CreateTime>{wire.made}</CreateTime>"
    return f"<xml>{around}{made}<MsgType><![CDATA[{kind}]]></MsgType>{content}</xml>"


def _element(name: str, text: str) -> str:
    return f"<{name}><![CDATA[{cdata(text)}]]></{name}>"


def cut(text: str, limit: int = LIMIT) -> str:
    """`text` in at most `limit` bytes: the last guard, on a line end if one is near."""
    text = clean(text)
    data = text.encode()
    if len(data) <= limit:
        return text
    short = data[: limit - 3].decode("utf-8", "ignore")
    line = short.rfind("\n", len(short) // 2)
    return (short[:line] if line > 0 else short) + "…"


def with_link(text: str, link: str, limit: int = LIMIT) -> str:
    """`text` and `link` on a line of its own, together within the limit."""
    return cut(text, limit - len(link.encode()) - 1) + "\n" + link
