"""What is fuzzed: functions of bytes that raise for a fault and for nothing else.

The fuzzer (`make fuzz`, see `fuzz.py`) and the short run in the tests (`test_fuzz.py`) share them.
Each reads its input in a form that can be written by hand, so that the corpus is readable.
"""

import json
import random
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from bot.errors import ApiError, RequestRefused
from bot.runtime.clock import BEIJING
from bot.storage.live_answers import shipped
from bot.wechat.account_api import AccountApi
from bot.wechat.envelope import Envelope
from bot.wechat.menu import lines
from bot.wechat.replies import Wire
from bot.wechat.signature import sign
from bot.wechat.xml import parse
from handlers import Context, Desk, Incoming, Text, acts_as_json, mask, respond, understand
from handlers.understanding.readers import SLOTS, read
from tests.conftest import AES_KEY, APP_ID, TOKEN, make_settings
from tests.handlers.understanding.test_any_text import FORMS

Target = Callable[[bytes], None]

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=BEIJING)
TIMESTAMP = str(int(NOW.timestamp()))
LONGEST_REPLY = 2047  # bytes, what the platform delivers
MESSAGES = 8
SLOT_NAMES = sorted(SLOTS)
PLAIN = Envelope(TOKEN)
SAFE = Envelope(TOKEN, APP_ID, AES_KEY)
BEFORE = (
    b"<xml><ToUserName><![CDATA[gh_jifen]]></ToUserName><FromUserName><![CDATA[oPerson]]>"
    b"</FromUserName><CreateTime>1793000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    b"<Content><![CDATA["
)
AFTER = b"]]></Content><MsgId>23456</MsgId></xml>"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _signed(cipher: str = "") -> dict[str, str]:
    query = {"timestamp": TIMESTAMP, "nonce": "n", "signature": sign(TOKEN, TIMESTAMP, "n")}
    if cipher:
        query |= {
            "encrypt_type": "aes",
            "msg_signature": sign(TOKEN, TIMESTAMP, "n", cipher),
        }
    return query


def envelope(data: bytes) -> None:
    """A body in plain mode, the same sealed, and as the ciphertext itself; all well signed."""
    sealed = SAFE._ciphers[0].encrypt(data)
    cipher = data.decode("latin-1").split("<")[0].split("]")[0]
    for server, query, body in (
        (PLAIN, _signed(), data),
        (SAFE, _signed(sealed), f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()),
        (SAFE, _signed(cipher or "x"), f"<xml><Encrypt>{cipher}</Encrypt></xml>".encode()),
    ):
        try:
            letter = server.open(query, body, NOW.timestamp())
        except RequestRefused:
            continue
        answer = server.seal(letter, Wire("text", 1, letter.incoming.text))
        assert parse(answer.encode()), "an answer that the platform cannot read"


def typed(data: bytes) -> None:
    """What a person typed, in CDATA without any escape: never becomes another element."""
    letter = PLAIN.open(_signed(), BEFORE + data[:60_000] + AFTER, NOW.timestamp())
    assert letter.incoming.user == "oPerson"
    assert letter.incoming.kind == "text"


def readers(data: bytes) -> None:
    """The first byte chooses the slot, a tab parts the answer from the question."""
    slot = SLOT_NAMES[data[0] % len(SLOT_NAMES)] if data else SLOT_NAMES[0]
    text, _, asked = _text(data[1:]).partition("\t")
    reading = read(slot, text, NOW.date(), asked)
    if reading.value is None:
        assert reading.say
    else:
        assert FORMS[slot](reading.value), (slot, reading.value)


def understanding(data: bytes) -> None:
    """One message of a new person: its acts, and how staff would see it."""
    text = _text(data)
    json.dumps(acts_as_json(understand(text, Context(date(2026, 11, 25), 2026))))
    mask(text)


@cache
def _desk() -> Desk:
    live = shipped()
    return Desk(live.catalogue, live.router, rng=random.Random(1))


def conversation(data: bytes) -> None:
    """A message a line: `!` begins an event and its key, `~` a voice message, `+` hours."""
    session: dict[str, Any] | None = None
    now = NOW
    for line in _text(data).split("\n")[:MESSAGES]:
        kind, rest = line[:1], line[1:]
        incoming = Incoming("p", "text", line)
        if kind == "!":
            event, _, key = rest.partition(" ")
            incoming = Incoming("p", "event", "", event, key)
        elif kind == "~":
            incoming = Incoming("p", "voice", rest)
        elif kind == "+":
            now += timedelta(hours=len(rest))
            continue
        outcome = respond(incoming, session, now, _desk())
        session = outcome.session and json.loads(json.dumps(outcome.session))
        if isinstance(outcome.reply, Text):
            assert outcome.reply.text.strip(), "an empty reply"
            assert len(outcome.reply.text.encode("utf-8", "replace")) <= LONGEST_REPLY


class _Answers:
    """An API that answers everything with `content`."""

    content = b""

    def request(self, *_call: object, **_more: object) -> "_Answers":
        return self


@cache
def _api() -> tuple[AccountApi, _Answers]:
    answers = _Answers()
    settings = make_settings("safe", Path(), wechat_app_secret="s" * 32)
    return AccountApi(settings, answers.request), answers  # type: ignore[arg-type]


def api(data: bytes) -> None:
    """What the platform's API might answer to any call."""
    client, server = _api()
    server.content = data
    for token in ("", "token"):
        for call in (client.menu, lambda: client.put_menu({}), lambda: client.send_text("o", "")):
            client._token, client._until = token, float("inf")
            try:
                found = call()
            except ApiError:
                continue
            if found is not None:
                lines(found)


def console(clients: dict[str, FlaskClient], secrets: dict[str, str]) -> Target:
    """Requests by colleagues who are logged in: `agent POST /staff/caller`, then the form."""

    def send(data: bytes) -> None:
        first, _, body = data.partition(b"\n")
        role, _, line = _text(first).partition(" ")
        method, _, path = line.partition(" ")
        client = clients.get(role) or clients["agent"]
        path = "/staff/" + path.removeprefix("/staff").lstrip("/")
        if re.search("log|password|factor", path):
            return  # these end the session that the next input needs
        if method == "POST":
            secret = secrets.get(role) or secrets["agent"]
            answer = client.post(
                path,
                data=f"csrf={secret}&".encode() + body,
                content_type="application/x-www-form-urlencoded",
            )
        else:
            answer = client.get(path)
        assert answer.status_code < 500, f"{answer.status_code} for {first!r}"

    return send


PURE: dict[str, Target] = {
    "envelope": envelope,
    "typed": typed,
    "readers": readers,
    "understanding": understanding,
    "conversation": conversation,
    "api": api,
}
