"""The envelope: official vectors, signatures, freshness, hostile bodies."""

import json
import time
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from bot.errors import RequestRefused
from bot.wechat.envelope import LARGEST, WINDOW, Envelope, Letter
from bot.wechat.replies import LIMIT, Wire, cut, with_link
from bot.wechat.sender import Posting, Sender
from bot.wechat.signature import sign
from bot.wechat.xml import cdata, parse

# Vectors that the platform and its SDKs publish for signature and encryption.
VECTORS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "wechat_crypto_vectors.json").read_text("utf-8")
)
TOKEN, APP, KEY, OLD_KEY = "testtoken", "wx0123456789abcdef", "k" * 43, "o" * 43
NOW = 1_793_000_000.0


@pytest.fixture
def envelope() -> Envelope:
    return Envelope(TOKEN, APP, KEY, OLD_KEY)


@pytest.fixture
def sender() -> Sender:
    return Sender(TOKEN, APP, KEY, lambda: NOW)


@pytest.fixture
def plain_sender() -> Sender:
    return Sender(TOKEN, clock=lambda: NOW)


def opened(envelope: Envelope, posting: Posting, now: float = NOW) -> Letter:
    return envelope.open(posting.query, posting.body, now)


@pytest.mark.parametrize("name", [n for n, v in VECTORS.items() if v["kind"] == "decrypt"])
def test_official_vectors_decrypt(name: str) -> None:
    vector = VECTORS[name]
    query = {"timestamp": vector["ts"], "nonce": vector["nonce"], "echostr": vector["cipher"]}
    query["msg_signature"] = vector["sig"]
    envelope = Envelope(vector["token"], vector["app"], vector["key"])
    found = envelope.greet(query, float(vector["ts"]))
    if vector["plain"] is not None:
        assert found == vector["plain"]
    assert found


@pytest.mark.parametrize("name", [n for n, v in VECTORS.items() if v["kind"] == "encrypt"])
def test_official_vectors_encrypt(name: str) -> None:
    vector = VECTORS[name]
    crypto = WeChatCrypto(vector.get("token", "t"), vector["key"], vector["app"])
    with mock.patch.object(PrpCrypto, "get_random_string", return_value=vector["rand"]):
        found = PrpCrypto(crypto.key).encrypt(vector["plain"], vector["app"]).decode()
    assert found == vector["cipher"]
    if "sig" in vector:
        assert sign(vector["token"], vector["ts"], vector["nonce"], found) == vector["sig"]


def test_verification(envelope: Envelope) -> None:
    query = {"timestamp": str(int(NOW)), "nonce": "n", "echostr": "12345"}
    good = query | {"signature": sign(TOKEN, str(int(NOW)), "n")}
    assert envelope.greet(good, NOW) == "12345"
    for bad in (query, good | {"signature": "0" * 40}, good | {"nonce": "other"}):
        with pytest.raises(RequestRefused):
            envelope.greet(bad, NOW)


def test_a_message_is_understood(envelope: Envelope, sender: Sender) -> None:
    letter = opened(envelope, sender.text("用户", "你好"))
    assert (letter.incoming.user, letter.incoming.kind) == ("用户", "text")
    assert letter.incoming.text == "你好"


def test_events_and_voice(envelope: Envelope, sender: Sender) -> None:
    event = opened(envelope, sender.event("u", "CLICK", "start_score")).incoming
    assert (event.kind, event.event, event.event_key) == ("event", "click", "start_score")
    scene = opened(envelope, sender.event("u", "subscribe", "qrscene_quick")).incoming
    assert (scene.event, scene.event_key) == ("subscribe", "qrscene_quick")
    assert opened(envelope, sender.voice("u", "算一算")).incoming.text == "算一算"
    assert opened(envelope, sender.post("u", "text", Content="")).incoming.text == ""
    assert opened(envelope, sender.wrap("<xml><a>1</a></xml>")).incoming.kind == "unknown"


def test_the_previous_key_is_accepted_and_answered_with(envelope: Envelope) -> None:
    old = Sender(TOKEN, APP, OLD_KEY, lambda: NOW)
    letter = opened(envelope, old.text("u", "你好"))
    assert old.read(envelope.seal(letter, Wire("text", 1, "好")).encode()).text == "好"


@pytest.mark.parametrize("off", [WINDOW + 1, -WINDOW - 1])
def test_stale_and_future_messages_are_refused(
    envelope: Envelope, sender: Sender, off: int
) -> None:
    posting = sender.text("u", "你好")
    assert opened(envelope, posting, NOW + (off - 1 if off > 0 else off + 1))
    with pytest.raises(RequestRefused, match="window"):
        opened(envelope, posting, NOW + off)


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce", "encrypt_type"])
@pytest.mark.parametrize("value", [None, "", "0", "é\udcff", "9" * 40])
def test_damaged_queries_are_refused(
    envelope: Envelope, sender: Sender, name: str, value: str | None
) -> None:
    posting = sender.text("u", "你好")
    posting.query.pop(name)
    if value is not None:
        posting.query[name] = value
    with pytest.raises(RequestRefused):
        opened(envelope, posting)


def test_plain_message_in_safe_mode_is_refused(envelope: Envelope, plain_sender: Sender) -> None:
    with pytest.raises(RequestRefused, match="plain"):
        opened(envelope, plain_sender.text("u", "你好"))


def test_another_apps_message_is_refused(envelope: Envelope) -> None:
    with pytest.raises(RequestRefused):
        opened(envelope, Sender(TOKEN, "wx-other", KEY, lambda: NOW).text("u", "你好"))


@pytest.mark.parametrize(
    "cipher",
    ["", "x", "AAAA", "=" * 8, "A" * 44, "A" * 64, "A" * 20_000, "汉字", "A" * 43 + "="],
)
def test_garbage_ciphertext_is_refused(envelope: Envelope, sender: Sender, cipher: str) -> None:
    posting = sender.text("u", "你好")
    body = f"<xml><Encrypt>{cipher}</Encrypt></xml>".encode()
    query = posting.query | {
        "msg_signature": sign(TOKEN, posting.query["timestamp"], posting.query["nonce"], cipher)
    }
    with pytest.raises(RequestRefused, match="decrypted"):
        envelope.open(query, body, NOW)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><xml><MsgType>text</MsgType><Content>&j;</Content></xml>"
)


@pytest.mark.parametrize(
    "body", [BOMB, "", "<a/>", "<xml/>", "<xml>", "not xml", "<xml>" * 9000, "{}", "\udcff"]
)
def test_what_is_no_message_is_refused_at_once(plain_sender: Sender, body: str) -> None:
    started = time.process_time()
    posting = plain_sender.wrap("")
    with pytest.raises(RequestRefused):
        Envelope(TOKEN).open(posting.query, body.encode("utf-8", "surrogateescape"), NOW)
    assert time.process_time() - started < 0.5


def test_external_entities_are_never_read(plain_sender: Sender, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    body = (
        f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'
        "<xml><MsgType>text</MsgType><Content>&s;</Content></xml>"
    )
    try:
        letter = opened(Envelope(TOKEN), plain_sender.wrap(body))
    except RequestRefused:
        return
    assert "geheim" not in letter.incoming.text


def test_too_large_is_refused(plain_sender: Sender) -> None:
    with pytest.raises(RequestRefused, match="large"):
        opened(Envelope(TOKEN), plain_sender.text("u", "字" * LARGEST))


@pytest.mark.parametrize("nasty", ["\x1d", "\x00", "\x0b", "\ufffe", "]]>", "<b>&amp;"])
def test_forbidden_characters_are_harmless_both_ways(
    envelope: Envelope, sender: Sender, nasty: str
) -> None:
    letter = opened(envelope, sender.text(f"u{nasty}", f"前{nasty}后"))
    text = letter.incoming.text
    assert text.startswith("前")
    assert text.endswith("后")
    reply = envelope.seal(letter, Wire("text", 1, f"前{nasty}<a>后"))
    assert sender.read(reply.encode()).text == f"前{nasty if nasty[0] in ']&<' else ''}<a>后"


def test_control_references_are_dropped() -> None:
    assert parse(b"<xml><a>x&#x1d;&#29;&#65;&#x110000;y</a></xml>") == {"a": "xAy"}


def test_user_text_never_becomes_an_element() -> None:
    nasty = "]]></Content><MsgType>x</MsgType><Content><![CDATA["
    assert parse(f"<xml><Content><![CDATA[{cdata(nasty)}]]></Content></xml>".encode()) == {
        "Content": nasty
    }


def test_identity_of_messages_and_events(plain_sender: Sender) -> None:
    envelope = Envelope(TOKEN)

    def of(user: str = "u", kind: str = "text", **fields: str) -> str:
        return opened(envelope, plain_sender.post(user, kind, **fields)).id

    assert of(MsgId="1") == of(MsgId="1", Content="anything")
    assert of(MsgId="1") != of(MsgId="2")
    assert of(MsgId="1") != of("other", MsgId="1")
    assert of(kind="event", Event="CLICK", EventKey="a") == of(
        kind="event", Event="CLICK", EventKey="a"
    )
    assert of(kind="event", Event="CLICK", EventKey="a") != of(
        kind="event", Event="CLICK", EventKey="b"
    )


def test_silence_is_the_bare_word_in_both_modes(envelope: Envelope, sender: Sender) -> None:
    assert envelope.seal(opened(envelope, sender.text("u", "x")), Wire("silence", 1)) == "success"


def test_replies_survive_the_inbox() -> None:
    wire = Wire("news", 5, "正文 ]]>", "标题", "https://x/r/1")
    assert Wire.load(wire.dump()) == wire


@pytest.mark.parametrize("text", ["字" * 3000, "a" * 1999 + "字", "行\n" * 900, "😀" * 600])
def test_no_reply_is_over_the_limit(text: str) -> None:
    short = cut(text)
    assert len(short.encode()) <= LIMIT
    assert text.startswith(short.removesuffix("…"))
    linked = with_link(text, "https://example.cn/r/token")
    assert len(linked.encode()) <= LIMIT
    assert linked.endswith("\nhttps://example.cn/r/token")
