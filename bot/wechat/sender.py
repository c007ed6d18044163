"""The other side of the envelope: writes, signs and encrypts messages as WeChat does.

Used by the terminal chat, the demo page, `jifen doctor`, the tests and the benchmark, so that all
of them go through the real webhook.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from wechatpy.crypto import WeChatCrypto

from bot.errors import BotError
from bot.wechat.signature import sign
from bot.wechat.xml import cdata, clean, parse
from replies.wording import say

ACCOUNT = "gh_jifen"


@dataclass(frozen=True)
class Posting:
    """One request to the webhook: its query, its body, and the XML before encryption."""

    query: dict[str, str]
    body: bytes
    plain: str

    @property
    def query_string(self) -> str:
        return urlencode(self.query)


@dataclass(frozen=True)
class AccountAnswer:
    """What the account answered. `kind` is text, news, transfer_customer_service or silence."""

    kind: str
    text: str = ""
    title: str = ""
    url: str = ""
    plain: str = ""


def _new_id() -> str:
    """A MsgId of its own: workers that were forked from one process must not repeat numbers, or
    a message would be taken for the retry of another."""
    return str(secrets.randbits(62))


@dataclass
class Sender:
    """Pretends to be WeChat in front of one account; `clock` gives Unix seconds."""

    token: str
    app_id: str = ""
    aes_key: str = field(default="", repr=False)
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        self._crypto = WeChatCrypto(self.token, self.aes_key, self.app_id) if self.aes_key else None

    def text(self, user: str, text: str) -> Posting:
        """A text message."""
        return self.post(user, "text", Content=text, MsgId=_new_id())

    def voice(self, user: str, recognition: str) -> Posting:
        """A voice message as recognised by WeChat."""
        fields = {"MediaId": "m", "Format": "amr", "Recognition": recognition}
        return self.post(user, "voice", **fields, MsgId=_new_id())

    def other(self, user: str, kind: str) -> Posting:
        """A picture, a place, a link…"""
        return self.post(user, kind, MsgId=_new_id())

    def event(self, user: str, event: str, key: str = "") -> Posting:
        """A menu click, a subscription…"""
        return self.post(user, "event", Event=event, EventKey=key)

    def post(self, user: str, kind: str, **fields: str) -> Posting:
        """Any message, with further elements by their XML names."""
        everything = {"ToUserName": ACCOUNT, "FromUserName": user, "MsgType": kind} | fields
        inner = "".join(
            f"<{name}><![CDATA[{cdata(v)}]]></{name}>" for name, v in everything.items()
        )
        now = int(self.clock())
        return self.wrap(f"<xml>{inner}<CreateTime>{now}</CreateTime></xml>")

    def wrap(self, plain: str) -> Posting:
        """Sign (and encrypt) a body that is ready."""
        timestamp, nonce = str(int(self.clock())), secrets.token_hex(8)
        query = {"timestamp": timestamp, "nonce": nonce}
        query["signature"] = sign(self.token, timestamp, nonce)
        if self._crypto is None:
            return Posting(query, plain.encode(), plain)
        body = str(self._crypto.encrypt_message(plain, nonce, timestamp))
        query |= {
            "encrypt_type": "aes",
            "msg_signature": parse(body.encode())["MsgSignature"],
        }
        return Posting(query, body.encode(), plain)

    def read(self, answer: bytes) -> AccountAnswer:
        """The reply in the webhook's answer; `BotError` when WeChat would call it a failure."""
        if answer == b"success":
            return AccountAnswer("silence", plain="success")
        try:
            fields = parse(answer)
            if self._crypto is not None:
                answer = str(
                    self._crypto.decrypt_message(
                        answer.decode(),
                        fields["MsgSignature"],
                        fields["TimeStamp"],
                        fields["Nonce"],
                    )
                ).encode()
                fields = parse(answer)
            plain = answer.decode()
            kind = fields["MsgType"]
        except Exception:
            raise BotError(say("wechat.no_reply")) from None
        if kind == "news":
            return AccountAnswer(kind, plain=plain, **_article(plain))
        return AccountAnswer(kind, clean(fields.get("Content", "")), plain=plain)


def _article(plain: str) -> dict[str, str]:
    """Title, description and link of the first article."""
    start, end = plain.index("<item>") + len("<item>"), plain.index("</item>")
    item = parse(f"<xml>{plain[start:end]}</xml>".encode())
    return {"text": item["Description"], "title": item["Title"], "url": item["Url"]}
