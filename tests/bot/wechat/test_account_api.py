"""The account's API against a server that behaves like WeChat's: tokens, messages, failures."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import ApiError, SettingsError
from bot.wechat import account_api
from bot.wechat.account_api import AccountApi
from replies.wording import say
from tests.account_api import FakeApi, fake_api
from tests.conftest import make_settings

TOKEN = "/cgi-bin/stable_token"


@pytest.fixture
def server() -> Iterator[FakeApi]:
    with fake_api() as found:
        yield found


@pytest.fixture
def api(server: FakeApi, tmp_path: Path) -> AccountApi:
    return AccountApi(make_settings("plain", tmp_path, **server.settings))


def test_a_text_goes_out_as_it_stands(server: FakeApi, api: AccountApi) -> None:
    api.send_text("oPerson", "您好，「居住证」要有效的")
    api.send_text("oPerson", "第二条")
    assert server.sent == [("oPerson", "您好，「居住证」要有效的"), ("oPerson", "第二条")]
    assert "居住证".encode() in server.seen[1][1], "escapes would be shown literally"
    assert server.asked(TOKEN) == 1


@pytest.mark.parametrize("code", account_api.STALE_TOKEN)
def test_a_token_that_ran_out_is_renewed_once(server: FakeApi, api: AccountApi, code: int) -> None:
    api.send_text("oPerson", "一")
    server.end_token(code)
    api.send_text("oPerson", "二")
    assert [text for _, text in server.sent] == ["一", "二"]
    assert server.asked(TOKEN) == 2


def test_a_token_that_stays_bad_is_an_error_and_no_loop(server: FakeApi, api: AccountApi) -> None:
    server.error = 40001
    with pytest.raises(ApiError) as caught:
        api.send_text("oPerson", "一")
    assert caught.value.code == 40001
    assert server.asked(TOKEN) == 2


def test_threads_share_one_new_token(server: FakeApi, api: AccountApi) -> None:
    api.send_text("oPerson", "一")
    server.end_token()
    threads = [threading.Thread(target=api.send_text, args=("oPerson", str(n))) for n in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(server.sent) == 7
    assert server.asked(TOKEN) == 2


@pytest.mark.parametrize("code", [45015, 45047, 48001, 40003, -1])
def test_every_refusal_is_said_in_plain_words(server: FakeApi, api: AccountApi, code: int) -> None:
    server.errors = [code]
    with pytest.raises(ApiError) as caught:
        api.send_text("oPerson", "一")
    assert caught.value.code == code
    assert not caught.value.unsure
    assert say(f"wechat.code.{code}".replace("-", "minus_")) in str(caught.value)


def test_no_answer_in_time_may_have_been_sent(
    server: FakeApi, api: AccountApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_api, "SEND_SECONDS", 0.1)
    server.hang = 0.5
    with pytest.raises(ApiError, match="没有回音") as caught:
        api.send_text("oPerson", "一")
    assert caught.value.unsure


@pytest.mark.parametrize(
    "garbage", [b"<html>502</html>", b"[]", b'{"errcode": "0"}', b"\xff", b"{}"]
)
def test_an_answer_that_cannot_be_read_proves_nothing(
    server: FakeApi, api: AccountApi, garbage: bytes
) -> None:
    api.send_text("oPerson", "一")
    server.garbage = garbage
    with pytest.raises(ApiError, match="看不懂") as caught:
        api.send_text("oPerson", "二")
    assert caught.value.unsure


def test_an_unreachable_api_has_sent_nothing(tmp_path: Path, server: FakeApi) -> None:
    given = {**server.settings, "wechat_api_base": "http://127.0.0.1:1"}
    with pytest.raises(ApiError, match="连不上") as caught:
        AccountApi(make_settings("plain", tmp_path, **given)).send_text("oPerson", "一")
    assert not caught.value.unsure


def test_wrong_and_missing_secrets(tmp_path: Path, server: FakeApi) -> None:
    given = {**server.settings, "wechat_app_secret": SecretStr("other")}
    with pytest.raises(ApiError, match="JIFEN_WECHAT_APP_SECRET"):
        AccountApi(make_settings("plain", tmp_path, **given)).send_text("oPerson", "一")
    with pytest.raises(SettingsError, match="JIFEN_WECHAT_APP_SECRET"):
        AccountApi(make_settings("plain", tmp_path)).send_text("oPerson", "一")
