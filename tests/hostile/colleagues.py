"""A console over the real answers with colleagues who are logged in, for the fuzzer."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
from bot.storage.accounts import Accounts
from bot.storage.roles import ADMIN, AGENT
from bot.web.app import create_app
from bot.web.conversation import Conversation
from tests.bot.web.staff.conftest import PASSWORD, Browser
from tests.conftest import make_settings
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
            browsers = {}
            for role, kind, login in (("agent", AGENT, "小李"), ("admin", ADMIN, "老王")):
                accounts.add(login, kind, PASSWORD, NOW)
                browsers[role] = Browser(app.test_client())
                assert browsers[role].log_in(login).status_code == 302
            yield console(
                {role: each.client for role, each in browsers.items()},
                {role: each.secret() for role, each in browsers.items()},
            )
