"""The settings: environment variables with the prefix JIFEN_, a `.env` file, or files of secrets.

`JIFEN_SECRETS_DIR` names a folder with one file a setting (`JIFEN_SECRET_KEY`), as key vaults,
systemd's credentials and container secrets give them: then no secret stands in the environment.

Secrets are `SecretStr`, so that neither a log line nor an error ever shows one.
"""

import base64
import binascii
import os
import re
from datetime import date, datetime, time, timedelta
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.runtime.clock import BEIJING
from bot.runtime.secrets import keep, kept
from replies.wording import say, texts

SECRETS_DIR = "JIFEN_SECRETS_DIR"
COPIES_DAYS = 30  # where nobody said how long a Redis of their own keeps backups
WECHAT_API = "https://api.weixin.qq.com"
Network = IPv4Network | IPv6Network
REDIS_SCHEMES = ("redis://", "rediss://", "unix://", "redis+cluster://", "redis+sentinel://")


def right(name: str) -> str:
    """What would be right for the setting `name`, in Chinese."""
    key = f"runtime.right.{name}"
    return say(key if key in texts() else "runtime.right.other", schemes="、".join(REDIS_SCHEMES))


def networks(text: str) -> tuple[Network, ...]:
    """The addresses and networks of a comma list; ValueError when one is neither."""
    return tuple(ip_network(each.strip(), strict=False) for each in text.split(",") if each.strip())


def _default_data_dir() -> Path:
    """`var/` of the checkout that this code runs from, else of the current folder."""
    root = Path(__file__).resolve().parent.parent.parent
    return (root if (root / "pyproject.toml").exists() else Path.cwd()) / "var"


class Settings(BaseSettings):
    """Every setting of the service; see docs/operations.md for what each is for."""

    model_config = SettingsConfigDict(
        env_prefix="JIFEN_", extra="ignore", str_strip_whitespace=True, env_ignore_empty=True
    )

    wechat_token: SecretStr = SecretStr("")
    wechat_app_id: str = ""
    wechat_aes_key: SecretStr = SecretStr("")
    wechat_aes_key_previous: SecretStr = SecretStr("")
    wechat_plain_until: date | None = None
    wechat_app_secret: SecretStr = SecretStr("")
    wechat_api_base: str = WECHAT_API
    redis_url: SecretStr = SecretStr("")
    redis_replicas: int = Field(default=0, ge=0, le=5)
    data_dir: Annotated[Path, NoDecode] = Field(default_factory=_default_data_dir)
    secret_key: SecretStr = SecretStr("")
    secret_key_previous: SecretStr = SecretStr("")
    copies_days: int | None = Field(default=None, ge=0, le=3650)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=2, ge=1, le=64)
    public_url: str = ""
    trusted_proxies: str = "127.0.0.1,::1"
    hotline: str = Field(default="12333", pattern=r"^[0-9+ ()\-]{3,30}$")
    hotline_hours: str = Field(default="", max_length=40)
    account_name: str = Field(default="", max_length=40)
    account_qr: str = Field(default="", max_length=300, pattern=r"^(https?://\S+)?$")
    handoff: bool = False
    desk: bool | None = None
    demo: bool = False

    @field_validator("wechat_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(
            "[A-Za-z0-9]{3,32}", value.get_secret_value()
        ):
            raise ValueError("shape")
        return value

    @field_validator("wechat_aes_key", "wechat_aes_key_previous")
    @classmethod
    def _aes_key(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if text:
            try:
                good = len(text) == 43 and len(base64.b64decode(text + "=", validate=True)) == 32
            except binascii.Error:
                good = False
            if not good:
                raise ValueError(f"length {len(text)}")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_url(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(REDIS_SCHEMES):
            raise ValueError("scheme")
        return value

    @field_validator("secret_key", "secret_key_previous")
    @classmethod
    def _secret_key(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and len(value.get_secret_value()) < 32:
            raise ValueError("short")
        return value

    @field_validator("public_url", "wechat_api_base")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and not re.match(r"^https?://[^\s/]+", value):
            raise ValueError("scheme")
        return value.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, value: str) -> str:
        networks(value)
        return value

    @model_validator(mode="after")
    def _together(self) -> "Settings":
        if self.safe_mode and not self.wechat_app_id:
            raise ValueError(say("runtime.setting.app_id"))
        return self

    @property
    def safe_mode(self) -> bool:
        """Whether messages are encrypted."""
        return bool(self.wechat_aes_key.get_secret_value())

    @property
    def plain_until(self) -> float:
        """When plain messages end to be taken in safe mode (Unix seconds): the day's end here."""
        if self.wechat_plain_until is None:
            return 0.0
        after = self.wechat_plain_until + timedelta(days=1)
        return datetime.combine(after, time(), BEIJING).timestamp()

    @property
    def embedded(self) -> bool:
        """Whether the bot runs a Redis of its own."""
        return not self.redis_url.get_secret_value()

    @cached_property
    def proxies(self) -> tuple[Network, ...]:
        """The proxies whose X-Forwarded-… headers are believed."""
        return networks(self.trusted_proxies)

    @property
    def days_of_copies(self) -> int:
        """How long backups of Redis may keep what was erased; its own file is rewritten."""
        if self.copies_days is not None:
            return self.copies_days
        return 0 if self.embedded else COPIES_DAYS

    @property
    def staffed(self) -> bool:
        """Whether colleagues answer at the console's desk: as set, else where it is tried out."""
        return self.demo if self.desk is None else self.desk

    @property
    def can_push(self) -> bool:
        """Whether the account's API can be called, so that a message need not wait for a reply."""
        return bool(self.wechat_app_id and self.wechat_app_secret.get_secret_value())

    @property
    def local_url(self) -> str:
        """Where this machine reaches the server."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104
        if ":" in host and not host.startswith("["):
            host = f"[{host}]"
        return f"http://{host}:{self.port}"

    @classmethod
    def load(cls, env_file: Path | str | None = ".env", **overrides: Any) -> "Settings":
        """Read the settings; `SettingsError` in one line when any is wrong."""
        secrets = os.environ.get(SECRETS_DIR) or None
        if secrets and not Path(secrets).is_dir():
            raise SettingsError(say("runtime.setting.no_secrets_dir", folder=secrets))
        try:
            return cls(_env_file=env_file, _secrets_dir=secrets, **overrides)  # type: ignore[call-arg]
        except ValidationError as error:
            raise SettingsError("；".join(_explain(e) for e in error.errors())) from None
        except UnicodeDecodeError:
            raise SettingsError(say("runtime.setting.encoding", file=env_file)) from None
        except OSError as error:
            raise SettingsError(
                say("runtime.setting.unreadable", file=env_file, why=error.strerror)
            ) from None

    def with_kept_secrets(self) -> "Settings":
        """The same settings with the secrets that live in the data folder filled in.

        Beside the secret key a demo start makes a token, so that the webhook is signed even before
        an account is connected.
        """
        complete = self.with_secret_key()
        if self.wechat_token.get_secret_value():
            return complete
        path = self.data_dir / "demo_token"
        token = keep(path) if self.demo else kept(path)
        if not token:
            raise SettingsError(say("runtime.setting.no_token", right=right("wechat_token")))
        return complete.model_copy(update={"wechat_token": SecretStr(token)})

    def with_secret_key(self) -> "Settings":
        """The same settings with the secret key; made once beside the embedded Redis."""
        if self.secret_key.get_secret_value():
            return self
        if not self.embedded:
            raise SettingsError(say("runtime.setting.no_secret_key", right=right("secret_key")))
        key = SecretStr(keep(self.data_dir / "secret_key"))
        return self.model_copy(update={"secret_key": key})


def _explain(error: Any) -> str:
    """One clause for one wrong setting; never its value, which may be a secret."""
    if not error["loc"]:
        return str(error["msg"]).removeprefix("Value error, ")
    name = str(error["loc"][0])
    what = say("runtime.setting.wrong")
    if found := re.search(r"length (\d+)", str(error["msg"])):
        what = (
            say("runtime.setting.length", count=found[1])
            if found[1] != "43"
            else say("runtime.setting.characters")
        )
    return say("runtime.setting.should", name=name.upper(), what=what, right=right(name))


def known_names() -> list[str]:
    """The names of all settings, as they stand in the environment."""
    return [f"JIFEN_{name.upper()}" for name in Settings.model_fields]


def unknown_names(env_file: Path | str = ".env") -> list[str]:
    """JIFEN_… names in the environment or the file that are no settings: misspelt ones."""
    try:
        written = set(dotenv_values(env_file))
    except (OSError, UnicodeDecodeError):
        written = set()
    known = {*known_names(), SECRETS_DIR, "JIFEN_TRACEBACK"}
    names = sorted(name for name in written | set(os.environ) if name.upper() not in known)
    return [name for name in names if name.upper().startswith("JIFEN_")]
