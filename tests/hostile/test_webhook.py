"""Messages as the platform really sends them, and as somebody who is not the platform might."""

from datetime import date

import pytest
from flask import Flask
from wechatpy.crypto import WeChatCrypto

from bot.errors import RequestRefused
from bot.runtime.redis_client import Client
from bot.web.app import create_app
from bot.wechat import envelope as envelope_module
from bot.wechat.envelope import Envelope
from bot.wechat.replies import Wire
from bot.wechat.sender import Posting, Sender
from bot.wechat.signature import sign
from bot.wechat.xml import parse
from tests.conftest import AES_KEY, APP_ID, TOKEN, Clock, make_settings
from tests.standin import StandIn
from tests.wechat import USER, WeChat

NOW = 1_793_000_000.0
SAFE = Envelope(TOKEN, APP_ID, AES_KEY)
PLAIN = Envelope(TOKEN)


def raw(content: bytes, kind: bytes = b"text") -> bytes:
    """A message as the platform writes it, around `content` exactly as given."""
    return (
        b"<xml><ToUserName><![CDATA[gh_jifen]]></ToUserName>"
        b"<FromUserName><![CDATA[oPerson]]></FromUserName><CreateTime>1793000000</CreateTime>"
        b"<MsgType><![CDATA[" + kind + b"]]></MsgType>"
        b"<Content><![CDATA[" + content + b"]]></Content><MsgId>23456</MsgId></xml>"
    )


def plain(body: bytes) -> Posting:
    query = Sender(TOKEN, clock=lambda: NOW).wrap("").query
    return Posting(query, body, "")


def safe(body: bytes) -> Posting:
    """`body` sealed byte for byte, also where it is not UTF-8."""
    query = {"timestamp": str(int(NOW)), "nonce": "n", "encrypt_type": "aes"}
    cipher = SAFE._ciphers[0].encrypt(body)
    query["msg_signature"] = sign(TOKEN, query["timestamp"], "n", cipher)
    return Posting(query, f"<xml><Encrypt><![CDATA[{cipher}]]></Encrypt></xml>".encode(), "")


def compatible(body: bytes) -> Posting:
    """兼容模式: the fields in plain, and all of them once more encrypted."""
    sealed = safe(body)
    query = sealed.query | {"signature": sign(TOKEN, sealed.query["timestamp"], "n")}
    both = sealed.body.removeprefix(b"<xml>").removesuffix(b"</xml>")
    return Posting(query, body.replace(b"</xml>", both + b"</xml>"), "")


TYPED = {
    "a raw end of CDATA": (b"a ]]> b", "a ]]> b"),
    "a lone end of CDATA": (b"]]>", "]]>"),
    "an end of CDATA split over two sections": (b"a ]]]]><![CDATA[> b", "a ]]> b"),
    "a forged sender": (
        b"x]]></Content><FromUserName><![CDATA[victim]]></FromUserName><Content><![CDATA[y",
        "x]]></Content><FromUserName><![CDATA[victim]]></FromUserName><Content><![CDATA[y",
    ),
    "entities stay as typed": (b"&lt;b&gt; &amp; &#65;", "&lt;b&gt; &amp; &#65;"),
    "cut within a character": ("你好吗".encode()[:-1], "你好"),
    "CESU-8": (b"\xed\xa0\xbd\xed\xb8\x80 \xe5\xa5\xbd", "😀 好"),
    "half of a surrogate pair": (b"a\xed\xa0\xbdb", "ab"),
}


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("post", [plain, safe])
def test_what_a_person_can_type_is_understood(name: str, post: object) -> None:
    content, wanted = TYPED[name]
    assert callable(post)
    posting: Posting = post(raw(content))
    letter = (SAFE if post is safe else PLAIN).open(posting.query, posting.body, NOW)
    assert letter.incoming.text == wanted
    assert letter.incoming.user == "oPerson"


def test_signature_is_checked_before_anything_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_body: bytes) -> dict[str, str]:
        raise AssertionError("parsed before the signature was checked")

    monkeypatch.setattr(envelope_module, "parse", never)
    for server, posting in ((SAFE, safe(raw(b"x"))), (PLAIN, plain(raw(b"x")))):
        forged = posting.query | {"signature": "0" * 40, "msg_signature": "0" * 40}
        with pytest.raises(RequestRefused, match="wrong signature"):
            server.open(forged, posting.body, NOW)


def test_an_independent_implementation_reads_our_replies() -> None:
    posting = safe(raw(b"x"))
    letter = SAFE.open(posting.query, posting.body, NOW)
    sealed = SAFE.seal(letter, Wire("text", 1, "好 ]]> &amp;"))
    fields = parse(sealed.encode())
    crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
    found = crypto.decrypt_message(
        sealed, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]
    )
    assert parse(str(found).encode())["Content"] == "好 ]]> &amp;"


def test_compatible_mode_is_read_with_and_without_a_key() -> None:
    posting = compatible(raw(b"hello"))
    with_key = SAFE.open(posting.query, posting.body, NOW)
    assert with_key.cipher is not None, "the encrypted form counts"
    without = PLAIN.open(posting.query, posting.body, NOW)
    assert without.cipher is None
    assert with_key.incoming == without.incoming
    assert (with_key.id, with_key.digest) == (without.id, without.digest)


def test_compatible_mode_believes_only_what_is_encrypted() -> None:
    posting = compatible(raw(b"hello"))
    forged = posting.body.replace(b"oPerson", b"victim")
    assert SAFE.open(posting.query, forged, NOW).incoming.user == "oPerson"


def test_an_encrypted_message_without_a_key_is_refused() -> None:
    posting = safe(raw(b"hello"))
    query = posting.query | {"signature": sign(TOKEN, posting.query["timestamp"], "n")}
    with pytest.raises(RequestRefused, match="no key"):
        PLAIN.open(query, posting.body, NOW)


def test_change_of_mode_takes_plain_messages_until_its_end() -> None:
    changing = Envelope(TOKEN, APP_ID, AES_KEY, plain_until=NOW + 1)
    posting = plain(raw(b"hello"))
    letter = changing.open(posting.query, posting.body, NOW)
    assert parse(changing.seal(letter, Wire("text", 1, "好")).encode())["Content"] == "好"
    sealed = safe(raw(b"hello"))
    assert changing.open(sealed.query, sealed.body, NOW).cipher is not None
    with pytest.raises(RequestRefused, match="plain message in safe mode"):
        changing.open(posting.query, posting.body, NOW + 1)


def test_change_of_mode_ends_with_its_day_in_beijing(
    redis: Client, brain: StandIn, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clock.now = clock.now.replace(hour=23, minute=59)
    last = date(clock.now.year, clock.now.month, clock.now.day)
    folder = tmp_path_factory.mktemp("data")
    settings = make_settings("safe", folder, wechat_plain_until=last)
    app = create_app(settings, redis, brain=brain, clock=clock)
    wechat = WeChat(app, make_settings("plain", folder), clock.time)
    assert wechat.say("你好").text == "第 1 条：你好"
    clock.forward(minutes=1)
    assert wechat.deliver(wechat.text(USER, "你好")).status_code == 403


def test_the_address_of_a_verification_is_no_message(app: Flask, wechat: WeChat) -> None:
    posting = wechat.text("victim", "删除")
    client = app.test_client()
    query = {name: posting.query[name] for name in ("timestamp", "nonce", "signature")}
    asked = query | {"echostr": "echo"}
    assert client.get("/wechat", query_string=asked).text == "echo"
    assert client.get("/wechat", query_string=asked).status_code == 200, "the platform may retry"
    assert client.post("/wechat", query_string=query, data=posting.body).status_code == 403


@pytest.mark.parametrize("kind", ["text", "LOCATION", "unsubscribe"])
def test_the_address_of_a_message_is_no_verification_and_no_other_message(
    redis: Client, brain: StandIn, clock: Clock, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    settings = make_settings("plain", tmp_path_factory.mktemp("data"))
    app = create_app(settings, redis, brain=brain, clock=clock)
    wechat = WeChat(app, settings, clock.time)
    posting = wechat.text(USER, "你好") if kind == "text" else wechat.event(USER, kind)
    assert wechat.deliver(posting).status_code == 200
    client = app.test_client()
    asked = posting.query | {"echostr": "<b>"}
    assert client.get("/wechat", query_string=asked).status_code == 403
    forged = Posting(posting.query, wechat.event("victim", "unsubscribe").body, "")
    assert wechat.deliver(forged).status_code == 403


def test_the_host_header_never_reaches_a_report_link(
    redis: Client, brain: StandIn, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = make_settings("plain", tmp_path_factory.mktemp("data"), public_url="")
    app = create_app(settings, redis, brain=brain, clock=clock)
    wechat = WeChat(app, settings, clock.time)
    posting = wechat.text(USER, "报告")
    answer = app.test_client().post(
        "/wechat",
        query_string=posting.query,
        data=posting.body,
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    text = wechat.read(answer.data).text
    assert "evil" not in text
    assert f"{settings.local_url}/r/" in text
