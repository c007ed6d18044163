"""The envelope around a message: signature, freshness, encryption and XML, in both directions.

Nothing is parsed before its signature holds: a forged body costs one SHA-1. Whatever is wrong with
a request, the one answer is `RequestRefused`. The caller learns what the person said
(`Letter.incoming`) and seals the reply the way the message came.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import get_args

from bot.errors import RequestRefused
from bot.wechat.cipher import Cipher, OtherApp
from bot.wechat.replies import Wire, render
from bot.wechat.signature import sign
from bot.wechat.xml import cdata, parse
from handlers import Incoming, Kind

LARGEST = 64 * 1024  # bytes; the longest text a person can send is 2 KB
WINDOW = 600  # seconds that a timestamp may lie in the past or in the future
KINDS = frozenset(get_args(Kind))
# Read without a parser, since the signature is checked over just this text.
_TIMESTAMP = re.compile("[0-9]{1,12}")
_ENCRYPT = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?([^<\]]*)")


class Letter:
    """One accepted message: who, what, and what is needed to answer and to recognise it.

    `timestamp` and `nonce` as they were signed; `cipher` is that of the key the message was
    encrypted with, None for a plain one.
    """

    def __init__(
        self, fields: Mapping[str, str], timestamp: str, nonce: str, cipher: Cipher | None
    ) -> None:
        self._fields = fields
        self.timestamp, self.nonce, self.cipher = timestamp, nonce, cipher
        self.incoming = _incoming(fields)
        self.account = fields.get("ToUserName", "")

    @property
    def id(self) -> str:
        """The same for a retry of the same message, different for any other."""
        return _identity(self._fields) or self.digest

    @property
    def digest(self) -> str:
        """Of what it says: tells whether (timestamp, nonce) comes again with another message."""
        return _digest(self._fields)

    @property
    def order(self) -> str:
        """Sorts, as text, the messages of one person in the order in which they were written."""
        return _order(self._fields)


class Envelope:
    """Opens and seals for one account.

    With a key (safe mode) plain messages are refused, except before `plain_until` (Unix seconds),
    while the account is being switched from one mode to the other. 兼容模式 sends both forms in one
    body: the encrypted one counts where there is a key, else the plain one.
    """

    def __init__(
        self,
        token: str,
        app_id: str = "",
        key: str = "",
        previous_key: str = "",
        plain_until: float = 0.0,
    ) -> None:
        self._token = token
        keys = [key, previous_key] if key else []
        self._ciphers = [Cipher(each, app_id) for each in keys if each]
        self._plain_until = plain_until

    def greet(self, query: Mapping[str, str], now: float) -> str:
        """The `echostr` of WeChat's verification request, decrypted where it came encrypted."""
        echo = query.get("echostr", "")
        self._check_time(query, now)
        if self._ciphers and "msg_signature" in query:
            self._check("msg_signature", query, echo)
            return self._decrypt(echo)[0].decode("utf-8", "replace")
        self._check("signature", query)
        return echo

    def open(self, query: Mapping[str, str], body: bytes, now: float) -> Letter:
        """The message in `body`; `now` in Unix seconds."""
        self._check_time(query, now)
        if len(body) > LARGEST:
            raise RequestRefused("too large")
        cipher = None
        encrypted = query.get("encrypt_type", "raw") == "aes"
        if encrypted and self._ciphers:
            sealed = _encrypted(body)
            self._check("msg_signature", query, sealed)
            body, cipher = self._decrypt(sealed)
        elif self._ciphers and now >= self._plain_until:
            raise RequestRefused("plain message in safe mode")
        else:
            self._check("signature", query)
        fields = _fields(body)
        if encrypted and cipher is None and fields.keys() <= {"ToUserName", "Encrypt"}:
            raise RequestRefused("no key for safe mode")
        return Letter(fields, query.get("timestamp", ""), query.get("nonce", ""), cipher)

    def seal(self, letter: Letter, wire: Wire) -> str:
        """The answer to `letter` as WeChat expects it; silence is never encrypted."""
        reply = render(wire, letter.account, letter.incoming.user)
        if letter.cipher is None or wire.kind == "silence":
            return reply
        sealed = letter.cipher.encrypt(reply.encode())
        signature = sign(self._token, letter.timestamp, letter.nonce, sealed)
        return (
            f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{letter.timestamp}</TimeStamp>"
            f"<Nonce><![CDATA[{cdata(letter.nonce)}]]></Nonce></xml>"
        )

    def _check_time(self, query: Mapping[str, str], now: float) -> None:
        timestamp = query.get("timestamp", "")
        if not query.get("nonce") or not _TIMESTAMP.fullmatch(timestamp):
            raise RequestRefused("no timestamp or nonce")
        if abs(now - int(timestamp)) > WINDOW:
            raise RequestRefused("timestamp outside the window")

    def _check(self, name: str, query: Mapping[str, str], *more: str) -> None:
        wanted = sign(self._token, query.get("timestamp", ""), query.get("nonce", ""), *more)
        given = query.get(name, "").encode("utf-8", "surrogateescape")
        if not self._token or not hmac.compare_digest(wanted.encode(), given):
            raise RequestRefused("wrong signature")

    def _decrypt(self, text: str) -> tuple[bytes, Cipher]:
        reason = "cannot be decrypted"
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(text), cipher
            except OtherApp:
                reason = "other app id"
            except ValueError:
                continue
        raise RequestRefused(reason)


def _encrypted(body: bytes) -> str:
    """The encrypted part of a body as it stands there."""
    found = _ENCRYPT.search(body)
    return found[1].decode("utf-8", "surrogateescape") if found else ""


def _fields(body: bytes) -> dict[str, str]:
    try:
        return parse(body)
    except (ValueError, RecursionError):
        raise RequestRefused("not a message") from None


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
    to, sender = fields.get("ToUserName", ""), fields.get("FromUserName", "")
    if number := fields.get("MsgId"):
        said = f"MsgId\0{to}\0{sender}\0{number}"
    else:
        event = [fields.get(name, "") for name in ("CreateTime", "Event", "EventKey")]
        if not any(event):
            return ""
        said = "\0".join(["CreateTime", "Event", "EventKey", to, sender, *event])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _order(fields: Mapping[str, str]) -> str:
    """CreateTime counts whole seconds; within one, MsgIds go up."""
    created, number = fields.get("CreateTime", "").strip(), fields.get("MsgId", "").strip()
    return f"{created:0>20}/{number:0>20}"


def _digest(fields: Mapping[str, str]) -> str:
    """Of everything but the encrypted double of 兼容模式, which differs from try to try."""
    said = sorted((name, value) for name, value in fields.items() if name != "Encrypt")
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
