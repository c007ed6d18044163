"""The envelope around a message: signature, freshness, encryption and XML, in both directions.

Whatever is wrong with a request, the one answer is `Refused`. The caller learns what the person
said (`Letter.incoming`) and seals the reply the way the message came.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException

from bot.errors import Refused
from bot.wechat.replies import Wire, render
from bot.wechat.xml import parse
from handlers import Incoming, Kind

LARGEST = 64 * 1024  # bytes; the longest text a person can send is 2 KB
WINDOW = 600  # seconds that a timestamp may lie in the past or in the future
KINDS = frozenset(get_args(Kind))


@dataclass(frozen=True)
class Letter:
    """One accepted message: who, what, and what is needed to answer and to recognise it."""

    incoming: Incoming
    account: str
    timestamp: str
    nonce: str
    id: str
    """The same for a retry of the same message, different for any other."""
    digest: str
    """Of the decrypted body: tells whether (timestamp, nonce) comes again with another one."""
    order: str = ""
    """Sorts, as text, the messages of one person in the order in which they were written."""
    crypto: WeChatCrypto | None = field(default=None, repr=False)


class Envelope:
    """Opens and seals for one account. In safe mode, plain messages are refused."""

    def __init__(self, token: str, app_id: str = "", key: str = "", previous_key: str = "") -> None:
        self._token = token
        self._app_id = app_id
        keys = [key, previous_key] if key else []
        self._cryptos = [WeChatCrypto(token, each, app_id) for each in keys if each]

    def greet(self, query: Mapping[str, str], now: float) -> str:
        """The `echostr` of WeChat's verification request, decrypted where it came encrypted."""
        echo = query.get("echostr", "")
        self._check_time(query, now)
        if self._cryptos and "msg_signature" in query:
            self._check("msg_signature", query, echo)
            return self._decrypt(echo)[0]
        self._check("signature", query)
        return echo

    def open(self, query: Mapping[str, str], body: bytes, now: float) -> Letter:
        """The message in `body`; `now` in Unix seconds."""
        self._check_time(query, now)
        if len(body) > LARGEST:
            raise Refused("too large")
        encrypted = query.get("encrypt_type", "raw") == "aes"
        if encrypted != bool(self._cryptos):
            raise Refused("plain message in safe mode" if self._cryptos else "no key for safe mode")
        crypto = None
        if not encrypted:
            self._check("signature", query)
        fields = _fields(body)
        if encrypted:
            self._check("msg_signature", query, fields.get("Encrypt", ""))
            plain, crypto = self._decrypt(fields.get("Encrypt", ""))
            body = plain.encode()
            fields = _fields(body)
        digest = hashlib.sha256(body).hexdigest()[:32]
        return Letter(
            incoming=_incoming(fields),
            account=fields.get("ToUserName", ""),
            timestamp=query.get("timestamp", ""),
            nonce=query.get("nonce", ""),
            id=_identity(fields) or digest,
            digest=digest,
            order=_order(fields),
            crypto=crypto,
        )

    def seal(self, letter: Letter, wire: Wire) -> str:
        """The answer to `letter` as WeChat expects it; silence is never encrypted."""
        reply = render(wire, letter.account, letter.incoming.user)
        if letter.crypto is None or wire.kind == "silence":
            return reply
        return str(letter.crypto.encrypt_message(reply, letter.nonce, letter.timestamp))

    def _check_time(self, query: Mapping[str, str], now: float) -> None:
        timestamp = query.get("timestamp", "")
        if not query.get("nonce") or not re.fullmatch("[0-9]{1,12}", timestamp):
            raise Refused("no timestamp or nonce")
        if abs(now - int(timestamp)) > WINDOW:
            raise Refused("timestamp outside the window")

    def _check(self, name: str, query: Mapping[str, str], *more: str) -> None:
        wanted = sign(self._token, query.get("timestamp", ""), query.get("nonce", ""), *more)
        given = query.get(name, "").encode("utf-8", "surrogateescape")
        if not self._token or not hmac.compare_digest(wanted.encode(), given):
            raise Refused("wrong signature")

    def _decrypt(self, text: str) -> tuple[str, WeChatCrypto]:
        reason = "cannot be decrypted"
        for crypto in self._cryptos:
            # wechatpy lets through whatever garbage makes base64, struct, the cipher or the
            # decoder raise; all of it means the same here
            try:
                base64.b64decode(text, validate=True)
                plain = str(PrpCrypto(crypto.key).decrypt(text, self._app_id))
            except InvalidAppIdException:
                reason = "other app id"
                continue
            except Exception:
                continue
            return plain, crypto
        raise Refused(reason)


def sign(token: str, timestamp: str, nonce: str, *more: str) -> str:
    """WeChat's signature: SHA-1 over the sorted parts."""
    parts = "".join(sorted([token, timestamp, nonce, *more]))
    return hashlib.sha1(parts.encode("utf-8", "surrogateescape")).hexdigest()


def _fields(body: bytes) -> dict[str, str]:
    try:
        return parse(body)
    except (ValueError, RecursionError):
        raise Refused("not a message") from None


def _incoming(fields: Mapping[str, str]) -> Incoming:
    kind = fields.get("MsgType", "").strip().lower()
    text = fields.get("Recognition" if kind == "voice" else "Content", "")
    return Incoming(
        user=fields.get("FromUserName", ""),
        kind=kind if kind in KINDS else "unknown",  # type: ignore[arg-type]
        text=text if kind in ("text", "voice") else "",
        event=fields.get("Event", "").strip().lower() if kind == "event" else "",
        event_key=fields.get("EventKey", "").strip() if kind == "event" else "",
    )


def _identity(fields: Mapping[str, str]) -> str:
    """What a retry repeats: MsgIds collide between people, and events have none."""
    names = ["MsgId"] if fields.get("MsgId") else ["CreateTime", "Event", "EventKey"]
    if not any(fields.get(name) for name in names):
        return ""
    parts = [fields.get(name, "") for name in ("ToUserName", "FromUserName", *names)]
    return hashlib.sha256("\0".join([*names, *parts]).encode()).hexdigest()[:32]


def _order(fields: Mapping[str, str]) -> str:
    """CreateTime counts whole seconds; within one, MsgIds go up."""
    return "/".join(fields.get(name, "").strip().zfill(20) for name in ("CreateTime", "MsgId"))
