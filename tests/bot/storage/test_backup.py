"""A backup holds what cannot be made again, no facts and no secret, and comes back whole."""

import threading
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyotp
import pytest
from redis.exceptions import ResponseError

from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import Client, connect
from bot.storage import keys
from bot.storage.accounts import Accounts
from bot.storage.answer_versions import Edits
from bot.storage.audit import Audit
from bot.storage.backup import BackupError, dump, is_empty, load, restore, take
from bot.storage.roles import ADMIN, AGENT
from bot.storage.sealing import Seal
from bot.storage.second_factor import SecondFactor
from tests.conftest import SECRET, Clock

PASSWORD = "一句足够长的好密码 42"
SEAL = Seal(SECRET)


def fill(client: Client, clock: Clock) -> str:
    """A service that has been used for a while: the secret of the administrator's factor."""
    accounts = Accounts(client)
    accounts.add("老王", ADMIN, PASSWORD, clock())
    accounts.add("小李", AGENT, PASSWORD, clock())
    factor = SecondFactor(client, SECRET)
    secret = factor.begin("老王")
    factor.confirm("老王", pyotp.TOTP(secret).at(clock()), clock())
    Edits(client).publish(0, {"age": {"title": "改过的标题"}}, "老王", "改一句", clock())
    for number in range(5):
        Audit(client, SECRET).write(clock(), "老王", "login", str(number))
    client.set(f"{keys.TAG}:session:somebody", "1985-01 的事实")
    return secret


@pytest.fixture
def other(tmp_path: Path) -> Any:
    """The server of a new machine."""
    with EmbeddedRedis(tmp_path / "other") as server, connect(server.url, read_timeout=5) as client:
        yield client


def test_restore_drill(redis: Client, other: Client, clock: Clock) -> None:
    secret = fill(redis, clock)
    data = dump(take(redis, {"port": "8000"}, clock()), SEAL)
    assert is_empty(other)
    found = load(data, SEAL)
    assert restore(found, other)
    assert found.settings == {"port": "8000"}
    accounts = Accounts(other)
    assert [(a.name, a.role) for a in accounts.all()] == [("小李", AGENT), ("老王", ADMIN)]
    assert accounts.verify("小李", PASSWORD) is not None
    clock.forward(minutes=5)
    assert SecondFactor(other, SECRET).check("老王", pyotp.TOTP(secret).at(clock()), clock())
    assert Edits(other).live().what == "改一句"
    audit = Audit(other, SECRET)
    assert list(audit.problems()) == []
    audit.write(clock(), "老王", "restore")
    assert list(audit.problems()) == []
    assert audit.head().count == 6


def test_log_ins_end_with_a_restore(redis: Client, clock: Clock) -> None:
    fill(redis, clock)
    before = Accounts(redis).known("小李").generation
    restore(take(redis, {}, clock()), redis)
    assert Accounts(redis).known("小李").generation > before + 100


def test_nothing_about_people_and_no_secret_is_in_it(redis: Client, clock: Clock) -> None:
    fill(redis, clock)
    backup = take(redis, {"secret_key": "set"}, clock())
    assert all(
        name.startswith((f"{keys.TAG}:staff:account", f"{keys.TAG}:staff:audit",
                         f"{keys.TAG}:staff:edits", f"{keys.TAG}:staff:questions"))
        for name, _, _ in backup.entries
    )  # fmt: skip
    data = dump(backup, SEAL)
    for words in (SECRET, "老王", "改过的标题", "1985-01", "argon2id"):
        assert words.encode() not in data


def test_another_key_or_a_damaged_file_is_refused(redis: Client, clock: Clock) -> None:
    data = dump(take(redis, {}, clock()), SEAL)
    with pytest.raises(BackupError, match="JIFEN_SECRET_KEY"):
        load(data, Seal("n" * 40))
    assert load(data, Seal("n" * 40, SECRET)).made
    with pytest.raises(BackupError, match="文件坏了"):
        load(data[:-1] + bytes([data[-1] ^ 1]), SEAL)
    for broken in (b"", b"something else", data[:30]):
        with pytest.raises(BackupError):
            load(broken, SEAL)


def test_an_existing_log_goes_on_after_a_restore(redis: Client, clock: Clock) -> None:
    fill(redis, clock)
    backup = take(redis, {}, clock())
    Audit(redis, SECRET).write(clock(), "小李", "logout")
    assert not restore(backup, redis)
    audit = Audit(redis, SECRET)
    assert audit.head().count == 6
    assert list(audit.problems()) == []


def test_consistent_while_the_append_only_file_is_rewritten(redis: Client, clock: Clock) -> None:
    fill(redis, clock)
    stop = threading.Event()

    def write() -> None:
        audit = Audit(redis, SECRET)
        while not stop.is_set():
            audit.write(clock(), "小李", "login")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(5):
            # one that is still under way is as good
            with suppress(ResponseError):
                redis.bgrewriteaof()
            backup = take(redis, {}, clock())
            rows = next(value for name, _, value in backup.entries if name == keys.AUDIT)
            state = next(value for name, _, value in backup.entries if name == keys.AUDIT_STATE)
            counts = [value for name, value in state if name == _b64("count")]
            assert counts == [_b64(str(len(rows)))]
    finally:
        stop.set()
        writer.join()


def _b64(text: str) -> str:
    return b64encode(text.encode()).decode()
