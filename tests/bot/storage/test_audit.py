"""The chain of the audit log: what was changed, removed or added by another hand shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.audit import Audit
from tests.conftest import SECRET, Clock


@pytest.fixture
def audit(redis: Client, clock: Clock) -> Audit:
    found = Audit(redis, SECRET)
    for number in range(6):
        found.write(clock(), "小李", "login", str(number))
    return found


def rows(redis: Any) -> list[tuple[bytes, dict[bytes, bytes]]]:
    return list(redis.xrange(keys.AUDIT))


def replace_all(redis: Any, new: list[tuple[bytes, dict[bytes, bytes]]]) -> None:
    redis.delete(keys.AUDIT)
    for number, fields in new:
        redis.xadd(keys.AUDIT, fields, id=number)


def found(audit: Audit) -> list[tuple[str, int, int]]:
    return [(p.what, p.first, p.last) for p in audit.problems()]


def test_an_untouched_log_is_whole(audit: Audit) -> None:
    assert found(audit) == []
    assert audit.head().count == 6


def test_a_changed_line_is_named(audit: Audit, redis: Client) -> None:
    all_rows = rows(redis)
    all_rows[2][1][b"who"] = "别人".encode()
    replace_all(redis, all_rows)
    assert found(audit) == [("changed", 3, 3)]


@pytest.mark.parametrize(
    ("gone", "first", "last"), [([1], 2, 2), ([2, 3], 3, 4), ([0], 1, 1), ([5], 6, 6)]
)
def test_a_missing_line_is_named(
    audit: Audit, redis: Client, gone: list[int], first: int, last: int
) -> None:
    replace_all(redis, [row for at, row in enumerate(rows(redis)) if at not in gone])
    assert found(audit) == [("missing", first, last)]


def test_an_added_line_is_named(audit: Audit, redis: Client) -> None:
    forged: Any = {
        "at": "2026-11-02T10:00:00+08:00", "who": "x", "what": "login", "about": "", "address": "",
    }  # fmt: skip
    redis.xadd(keys.AUDIT, forged)
    assert [what for what, _, _ in found(audit)] == ["added"]


def test_a_whole_log_removed_is_noticed(audit: Audit, redis: Client) -> None:
    redis.delete(keys.AUDIT)
    assert found(audit) == [("missing", 1, 6)]


def test_a_log_cut_with_its_state_is_noticed(audit: Audit, redis: Client) -> None:
    replace_all(redis, rows(redis)[:4])
    redis.hset(keys.AUDIT_STATE, mapping={"count": "4", "tail": rows(redis)[3][1][b"mac"].decode()})
    assert found(audit) == [("state", 0, 0)]


def test_rows_of_the_key_before_are_checked_with_it(
    audit: Audit, redis: Client, clock: Clock
) -> None:
    del audit
    rotated = Audit(redis, "n" * 40, SECRET)
    rotated.write(clock(), "小李", "logout")
    assert found(rotated) == []
    alone = Audit(redis, "n" * 40)
    assert found(alone) == [("other_key", number, number) for number in range(1, 7)]


def test_rows_that_leave_after_their_time_are_not_missed(redis: Client, clock: Clock) -> None:
    audit = Audit(redis, SECRET)
    for number in range(3):
        audit.write(clock(), "小李", "login", str(number))
    later = clock() + timedelta(days=keys.AUDIT_DAYS + 60)
    audit.write(later, "小李", "logout")
    assert [row.what for row in audit.read()[0]] == ["logout"]
    assert found(audit) == []


def test_rows_from_before_the_chain_are_left_alone(redis: Client, clock: Clock) -> None:
    old: Any = {"at": "2026-11-02T10:00:00+08:00", "who": "小李", "what": "login", "about": "",
           "address": ""}  # fmt: skip
    redis.xadd(keys.AUDIT, old)
    audit = Audit(redis, SECRET)
    audit.write(clock(), "小李", "logout")
    assert list(audit.problems()) == []


def test_writers_at_once_make_one_chain(redis: Client, clock: Clock) -> None:
    def write(number: int) -> None:
        Audit(redis, SECRET).write(clock(), f"{number}", "login")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(40)))
    audit = Audit(redis, SECRET)
    assert list(audit.problems()) == []
    assert audit.head().count == 40
