"""The least rights on Redis that docs/operations.md names are enough for everything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from redis.exceptions import NoPermissionError

from bot.runtime.redis_client import Client, connect
from bot.storage.accounts import Accounts
from bot.storage.answer_versions import Edits
from bot.storage.audit import Audit
from bot.storage.backup import restore, take
from bot.storage.roles import ADMIN
from bot.storage.second_factor import SecondFactor
from bot.storage.throttle import Throttle
from bot.web.app import create_app
from tests.bot.web.staff.conftest import PASSWORD, Browser, set_up_factor
from tests.conftest import SECRET, Clock, make_settings
from tests.redis_nodes import documented_rights
from tests.standin import StandIn
from tests.wechat import WeChat


@pytest.fixture
def limited(redis: Any, redis_url: str) -> Iterator[Client]:
    """A client with the rights of the documentation, and no others."""
    words = ("SETUSER", "jifen", "reset", "on", ">secret", *documented_rights())
    redis.execute_command("ACL", *words)
    url = redis_url.replace("unix://", "unix://jifen:secret@", 1)
    with connect(url, read_timeout=5) as client:
        yield client
    redis.execute_command("ACL", "DELUSER", "jifen")


def refused(redis: Any) -> list[str]:
    return [str(entry["object"]) for entry in redis.acl_log()]


def test_the_documented_rights_are_enough(
    redis: Any, limited: Client, clock: Clock, tmp_path: Path
) -> None:
    with pytest.raises(NoPermissionError):
        limited.flushall()
    redis.acl_log_reset()
    use_everything(limited, clock, tmp_path)
    assert refused(redis) == []


def use_everything(client: Client, clock: Clock, tmp_path: Path) -> None:
    """Use `client` for all that the webhook, the console and the commands do with Redis."""
    settings = make_settings("plain", tmp_path, desk=True)
    app = create_app(settings, client, brain=StandIn(), clock=clock)
    store = app.extensions["jifen"].store
    store.check()
    wechat = WeChat(app, settings, clock.time)
    for text in ("你好", "报告", "卡片", "代码", "怪问题", "转人工", "沉默", "查询 ABC123", "删除"):
        wechat.say(text)
    wechat.send(wechat.event("oAnother", "unsubscribe"))
    Accounts(client).add("老王", ADMIN, PASSWORD, clock())
    factor = SecondFactor(client, SECRET)
    secret = set_up_factor(factor, "老王", clock)
    window = Browser(app.test_client())
    window.log_in("老王", "wrong")
    window.log_in("老王")
    code = pyotp.TOTP(secret).at(clock())
    assert window.post("/login/code", {"code": code}).status_code == 302
    for path in (
        "/",
        "/numbers",
        "/questions",
        "/accounts",
        "/audit",
        "/consult",
        "/versions",
        "/desk",
    ):
        assert window.get(path).status_code == 200
    store.queue.join("LABEL", store.who("oAnother"), clock())
    window.get("/desk/LABEL")
    assert window.get("/desk").status_code == 200
    store.queue.leave("LABEL")
    window.post("/consult", {"code": "ABC123"})
    window.administrate("/accounts", {"do": "unlock", "name": "老王"})
    window.post("/logout")
    Edits(client).publish(0, {}, "老王", "x", clock())
    Throttle(client).unlock("老王")
    factor.renew("老王")
    restore(take(client, {}, clock()), client)
    factor.remove("老王")
    assert list(Audit(client, SECRET).problems()) == []
    store.erase("oAnother")
    store.close()
