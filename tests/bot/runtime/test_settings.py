"""Settings: every mistake is named with its setting and mended by its message."""

import re
import stat
import threading
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.runtime.settings import Settings, unknown_names


def load(**values: object) -> Settings:
    return Settings.load(env_file=None, **values)


def test_defaults_make_a_bot_with_an_embedded_redis() -> None:
    settings = load()
    assert settings.embedded
    assert not settings.safe_mode
    assert settings.local_url == "http://127.0.0.1:8000"
    assert settings.data_dir.name == "var"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("wechat_token", "短!", "Token"),
        ("wechat_aes_key", "a" * 42, "现在是 42 个字符"),
        ("wechat_aes_key", "*" * 43, "不允许的字符"),
        ("redis_url", "http://x", "redis://"),
        ("secret_key", "secret-but-short", "openssl rand"),
        ("port", "http", "1 到 65535"),
        ("port", "0", "1 到 65535"),
        ("workers", "0", "1 到 64"),
        ("public_url", "jifen.test", "https://"),
        ("demo", "maybe", "1（打开）"),
        ("hotline", "<script>", "12333"),
    ],
)
def test_mistakes_are_named_and_never_shown(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(**{name: value})
    message = str(caught.value)
    assert f"JIFEN_{name.upper()}" in message
    assert said in message
    assert "\n" not in message
    if name not in ("port", "workers", "demo"):
        assert value not in message


def test_safe_mode_needs_the_app_id() -> None:
    with pytest.raises(SettingsError, match="JIFEN_WECHAT_APP_ID"):
        load(wechat_aes_key="a" * 43)


def test_secrets_are_never_printed() -> None:
    secret = "topsecrettopsecrettopsecrettopsecret"
    settings = load(secret_key=secret, wechat_app_secret=secret, redis_url=f"redis://:{secret}@h")
    assert secret not in repr(settings) + str(settings)


def test_env_file(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("JIFEN_PORT=9000\nJIFEN_HOTLINE=\nOTHER=1\n", "utf-8")
    settings = Settings.load(path)
    assert (settings.port, settings.hotline) == (9000, "12333")
    path.write_bytes(b"JIFEN_HOTLINE=\xd6\xd0\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        Settings.load(path)


def test_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIFEN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JIFEN_DEMO", "1")
    settings = load()
    assert (settings.data_dir, settings.demo) == (tmp_path, True)


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path / "var", demo=True)
    found: list[str] = []

    def start() -> None:
        found.append(settings.with_kept_secrets().secret_key.get_secret_value())

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found[0]) >= 32
    path = tmp_path / "var" / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in path.parent.iterdir()) == ["demo_token", "secret_key"]


def test_outside_redis_needs_a_secret_key_of_its_own(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path, redis_url="redis://h", wechat_token="abc")
    with pytest.raises(SettingsError, match="JIFEN_SECRET_KEY"):
        settings.with_kept_secrets()


def test_token_is_made_only_for_a_demo(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="JIFEN_WECHAT_TOKEN"):
        load(data_dir=tmp_path).with_kept_secrets()
    made = load(data_dir=tmp_path, demo=True).with_kept_secrets().wechat_token
    again = load(data_dir=tmp_path).with_kept_secrets().wechat_token
    assert made == again, "the terminal chat uses the demo's token"
    given = load(data_dir=tmp_path, demo=True, wechat_token="given").with_kept_secrets()
    assert given.wechat_token == SecretStr("given")


def test_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(SettingsError):
        load(data_dir=tmp_path / "var", demo=True).with_kept_secrets()


@pytest.mark.parametrize(
    ("host", "url"),
    [("0.0.0.0", "http://127.0.0.1:8000"), ("::", "http://[::1]:8000"), ("h", "http://h:8000")],
)
def test_local_url(host: str, url: str) -> None:
    assert load(host=host).local_url == url


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "var"
    path.write_text("not a folder", "utf-8")
    with pytest.raises(SettingsError, match=r"不是目录.*JIFEN_DATA_DIR"):
        load(data_dir=path, demo=True).with_kept_secrets()


def test_commands_on_the_data_alone_need_no_token(tmp_path: Path) -> None:
    made = load(data_dir=tmp_path).with_secret_key()
    assert made.secret_key.get_secret_value()
    assert made.with_secret_key() is made
    assert load(data_dir=tmp_path).with_secret_key().secret_key == made.secret_key


def test_misspelt_names_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the environment and in `.env`; a plain mode by mistake must not go unseen."""
    file = tmp_path / ".env"
    file.write_text("JIFEN_WECHAT_AESKEY=x\nJIFEN_WORKERS=2\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("JIFEN_WECHAT_TOKE", "x")
    monkeypatch.setenv("JIFEN_TRACEBACK", "1")
    assert unknown_names(file) == ["JIFEN_WECHAT_AESKEY", "JIFEN_WECHAT_TOKE"]
    assert unknown_names(tmp_path / "none") == ["JIFEN_WECHAT_TOKE"]


def test_the_documented_sample_has_no_comment_behind_a_value() -> None:
    root = Path(__file__).resolve().parents[3]
    samples = [root / "docs" / "operations.md", *(root / "deploy").iterdir()]
    lines = [line for path in samples for line in path.read_text("utf-8").splitlines()]
    settings = [line for line in lines if re.match(r"\s*JIFEN_[A-Z_]+=", line)]
    assert settings
    assert [line for line in settings if " #" in line] == []


def test_how_long_copies_live_on() -> None:
    """Only of its own server the service knows that nothing is left."""
    own = {"redis_url": "redis://127.0.0.1:6379", "secret_key": "s" * 40}
    assert Settings.load(None).days_of_copies == 0
    assert Settings.load(None, copies_days=7).days_of_copies == 7
    assert Settings.load(None, **own).days_of_copies == 30
    assert Settings.load(None, **own, copies_days=0).days_of_copies == 0


def test_secrets_may_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a vault or systemd hands them over; the environment goes first."""
    (tmp_path / "JIFEN_SECRET_KEY").write_text("f" * 40 + "\n")
    (tmp_path / "JIFEN_WECHAT_TOKEN").write_text("fromafile")
    monkeypatch.setenv("JIFEN_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("JIFEN_WECHAT_TOKEN", "fromenvironment")
    found = Settings.load(None)
    assert found.secret_key.get_secret_value() == "f" * 40
    assert found.wechat_token.get_secret_value() == "fromenvironment"
    assert unknown_names(tmp_path / "none") == []
    monkeypatch.setenv("JIFEN_SECRETS_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match="nowhere"):
        Settings.load(None)
