"""A console over the real answers with colleagues who are logged in, for the fuzzer."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp

from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
from bot.storage.accounts import Accounts
from bot.storage.roles import ADMIN, AGENT
from bot.storage.second_factor import SecondFactor
from bot.web.app import create_app
from bot.web.conversation import Conversation
from tests.bot.web.staff.conftest import PASSWORD, Browser, set_up_factor
from tests.conftest import SECRET, Clock, make_settings
from tests.hostile.targets import NOW, Target, console


@contextmanager
def colleagues() -> Iterator[Target]:
    """The target `console` over a Redis of its own. The clock stands still."""
    with tempfile.TemporaryDirectory() as name, EmbeddedRedis(Path(name)) as server:
        settings = make_settings("plain", Path(name))
        with connect(server.url, read_timeout=5) as client:
            brain = Conversation.load(settings, client)
            app = create_app(settings, client, brain=brain, clock=lambda: NOW)
            accounts = Accounts(client)
            accounts.add("小李", AGENT, PASSWORD, NOW)
            accounts.add("老王", ADMIN, PASSWORD, NOW)
            clock = Clock()
            clock.now = NOW
            secret = set_up_factor(SecondFactor(client, SECRET), "老王", clock)
            browsers = {role: Browser(app.test_client()) for role in ("agent", "admin")}
            browsers["agent"].log_in("小李")
            browsers["admin"].log_in("老王")
            browsers["admin"].post("/login/code", {"code": pyotp.TOTP(secret).at(NOW)})
            for each in browsers.values():
                assert each.get("/me").status_code == 200
            assert browsers["admin"].get("/accounts").status_code == 200
            yield console(
                {role: each.client for role, each in browsers.items()},
                {role: each.secret() for role, each in browsers.items()},
            )
