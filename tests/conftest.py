"""Fixtures of every test: a real Redis per worker, the app, and WeChat in front of it."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from jinja2.bccache import Bucket, BytecodeCache
from pydantic import SecretStr
from werkzeug.routing import Rule

from bot.runtime.clock import BEIJING
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import Client, connect
from bot.runtime.settings import Settings
from bot.storage import passwords
from bot.storage.turns import Store
from bot.web.app import create_app
from tests.few_answers import few_answers as few_answers
from tests.order import spread
from tests.standin import StandIn
from tests.wechat import WeChat

# No deadline on a shared machine, and no database of examples left behind in the work tree. The
# examples are the same in every run, so that a red run is due to the change; HYPOTHESIS_PROFILE=
# explore looks for new ones.
hypothesis_settings.register_profile("jifen", deadline=None, database=None, derandomize=True)
hypothesis_settings.register_profile("explore", deadline=None, database=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "jifen"))

SECRET = "s" * 40
TOKEN = "testtoken"
APP_ID = "wx0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than the machine has cores: many tests wait for servers, browsers and faults."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Parallel runs only: a run of one folder keeps the order of its files."""
    if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):
        items[:] = spread(items, workers)


class Clock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)

    def __call__(self) -> datetime:
        return self.now

    def time(self) -> float:
        return self.now.timestamp()

    def forward(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """The environment of the person who runs the tests must not change them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("JIFEN_"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A password takes 40 ms to hash, by design; hundreds of tests log in. `passwords` is tested
    with the shipped parameters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        )
        yield


class Compiled(BytecodeCache):
    """Templates compiled once for all apps of a test run; each app has its own environment."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Compiled()})
        yield


@pytest.fixture(scope="session", autouse=True)
def _addresses_compiled_once() -> Iterator[None]:
    """Each app compiles a function for each of its 66 addresses: nine tenths of making an app. They
    are the same in every app, and are bound to its own rules afterwards."""
    compile_builder, made = Rule._compile_builder, dict[tuple[object, ...], Callable[..., Any]]()

    def compiled_once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        key = (rule.rule, str(rule._trace), str(rule.defaults), append_unknown)
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled_once)
        yield


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this test worker's own."""
    with EmbeddedRedis(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


@pytest.fixture
def redis(redis_url: str) -> Iterator[Client]:
    """An empty Redis."""
    with connect(redis_url, read_timeout=5) as client:
        client.flushall()
        yield client


@pytest.fixture
def store(redis: Client) -> Iterator[Store]:
    """The store of a bot with the key of `make_settings`."""
    made = Store(redis, SECRET)
    yield made
    # what was counted must not be written into the next test's Redis
    made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["plain", "safe"])
def mode(request: pytest.FixtureRequest) -> str:
    """Both ways in which WeChat can be set to send messages."""
    return str(request.param)


def make_settings(mode: str, data_dir: Path, **more: object) -> Settings:
    """Settings of a bot in tests."""
    values: dict[str, object] = {
        "wechat_token": SecretStr(TOKEN),
        "secret_key": SecretStr(SECRET),
        "data_dir": data_dir,
        "public_url": "https://jifen.example.cn",
    }
    if mode == "safe":
        values |= {"wechat_app_id": APP_ID, "wechat_aes_key": SecretStr(AES_KEY)}
    return Settings.load(env_file=None, **(values | more))


@pytest.fixture
def settings(mode: str, tmp_path: Path) -> Settings:
    return make_settings(mode, tmp_path)


@pytest.fixture
def brain() -> StandIn:
    return StandIn()


@pytest.fixture
def app(settings: Settings, redis: Client, clock: Clock, brain: StandIn) -> Iterator[Flask]:
    """The web side over a predictable conversation."""
    made = create_app(settings, redis, brain=brain, clock=clock)
    yield made
    made.extensions["jifen"].store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def wechat(app: Flask, settings: Settings, clock: Clock) -> WeChat:
    """Signs (and in safe mode encrypts) messages and posts them to the webhook."""
    return WeChat(app, settings, clock.time)
