"""What is done beside the messages: numbers each second, files rewritten after an erase."""

import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.runtime.clock import BEIJING
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import Client, connect
from bot.storage import copies, counts, keys
from bot.storage.copies import Copies
from bot.storage.counts import Counts
from bot.storage.turns import Store
from handlers import Outcome, Text
from tests.conftest import SECRET

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)


def until(done: Any, seconds: float = 5.0) -> bool:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(done())


def test_numbers_are_written_by_themselves(redis: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "WRITE_SECONDS", 0.05)
    made = Counts(redis)
    for _ in range(3):
        made.add("2026-11-02", ["messages", "answer:age"])
    key = keys.numbers("2026-11-02")
    assert until(lambda: redis.hget(key, "messages") == b"3")
    assert redis.ttl(key) > 0
    made.add("2026-11-02", ["messages"])
    assert until(lambda: redis.hget(key, "messages") == b"4"), "the writer begins again"
    made.close()


def test_numbers_wait_for_a_redis_that_is_away(redis: Any, redis_url: str) -> None:
    with connect(redis_url + "-nowhere") as nowhere:
        made = Counts(nowhere)
        made.add("2026-11-02", ["messages"])
        made.write()
        made._redis = redis
        made.write()
        assert redis.hget(keys.numbers("2026-11-02"), "messages") == b"1"
        made.close()


def test_numbers_wait_for_a_redis_that_refuses_writes(redis: Any) -> None:
    made = Counts(redis)
    made.add("2026-11-02", ["messages", "people"])
    redis.config_set("maxmemory", "1")
    made.write()
    redis.config_set("maxmemory", "0")
    made.write()
    made.write()
    key = keys.numbers("2026-11-02")
    assert redis.hgetall(key) == {b"messages": b"1", b"people": b"1"}
    made.close()


def test_an_outage_is_said_once(
    redis: Any, redis_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "LOOK_SECONDS", 0.0)
    with connect(redis_url + "-nowhere") as nowhere:
        files, numbers = Copies(nowhere), Counts(nowhere)
        numbers.add("2026-11-02", ["messages"])
        for _ in range(3):
            files.look()
            numbers.write()
        said = [(each.levelname, each.getMessage()) for each in caplog.records]
        assert said == [
            ("WARNING", "files not rewritten yet: ConnectionError"),
            ("WARNING", "numbers not written yet: ConnectionError"),
        ]
        files._redis = numbers._redis = redis
        caplog.set_level("INFO", "jifen")
        files.look()
        numbers.write()
        assert caplog.messages[2:] == [
            "files not rewritten yet: over",
            "numbers not written yet: over",
        ]
        files._redis = nowhere
        files.look()
        assert len(caplog.messages) == 5, "the next outage is said again"
        numbers.close()


def test_the_files_are_written_anew_soon_after_an_erase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without anybody waiting for it: by the thread that writes the numbers."""
    monkeypatch.setattr(copies, "DEBOUNCE_SECONDS", 0.2)
    monkeypatch.setattr(copies, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(counts, "WRITE_SECONDS", 0.1)
    with EmbeddedRedis(tmp_path) as server, connect(server.url, read_timeout=5) as redis:
        store = Store(redis, SECRET)
        with store.take(store.who("u"), "m1") as turn:
            turn.commit(Outcome({"n": 1}, Text("")), b"r", NOW)
        sealed = redis.get(keys.record(store.who("u"))) or b""

        def in_files() -> bool:
            try:
                return any(sealed in path.read_bytes() for path in tmp_path.rglob("*.aof"))
            except FileNotFoundError:  # the server has just put a new file in its place
                return True

        assert until(in_files)
        assert store.erase("u")
        assert until(lambda: not in_files(), 10)
        assert until(lambda: not redis.exists(keys.REWRITE))
        store.close()


def test_many_erases_lead_to_one_rewrite(redis: Client) -> None:
    files = Copies(redis)
    files.mark()
    first = redis.get(keys.REWRITE)
    files.mark()
    assert redis.get(keys.REWRITE) == first, "a stream of erases does not put it off"
    assert not files.look(), "not at once"
    assert redis.exists(keys.REWRITE)


def test_an_old_mark_is_taken_up_by_the_next_worker(redis: Client) -> None:
    redis.set(keys.REWRITE, repr(time.time() - 3600))
    assert Copies(redis).look()
    assert not redis.exists(keys.REWRITE)


def test_one_of_two_workers_writes(redis: Any) -> None:
    assert Copies(redis).finish(10), "of the test before"
    redis.set(keys.REWRITE, repr(time.time() - 3600))
    mark = redis.get(keys.REWRITE) or b""
    both = Copies(redis), Copies(redis)
    assert [each.rewrite(mark) for each in both] == [True, False]


def test_waiting_messages_are_taken_in_the_order_in_which_they_were_written(store: Store) -> None:
    """「1」 must not overtake 「女」 because it reached another worker first."""
    who = store.who("u")
    first = store.take(who, "m0", order="0")
    taken: list[str] = []

    def message(order: str) -> None:
        with store.take(who, f"m{order}", order=order) as turn:
            taken.append(order)
            turn.commit(Outcome({"last": order}, Text("")), b"r", NOW)

    threads = []
    for order in ("3", "1", "2"):
        threads.append(threading.Thread(target=message, args=(order,)))
        threads[-1].start()
        time.sleep(0.03)
    time.sleep(0.12)  # each has shown itself
    first.commit(Outcome({}, Text("")), b"r", NOW)
    for thread in threads:
        thread.join()
    assert taken == ["1", "2", "3"]


def test_who_has_given_up_waiting_blocks_nobody(store: Store, redis: Client) -> None:
    who = store.who("u")
    seconds, micros = redis.time()
    long_ago = int(seconds) * 1000 + int(micros) // 1000 - keys.WAITING_MS - 1
    redis.zadd(keys.queue(who), {"0-gone": long_ago})
    started = time.monotonic()
    with store.take(who, "m1", order="1"):
        assert time.monotonic() - started < 1.5


def test_locks_never_reach_the_file(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server, connect(server.url, read_timeout=5) as redis:
        store = Store(redis, SECRET)
        with store.take(store.who("u"), "m1") as turn:
            turn.commit(Outcome({"n": 1}, Text("")), b"r", NOW)
        text = b"".join(path.read_bytes() for path in tmp_path.rglob("*.aof"))
        assert b":record" in text
        assert b":lock" not in text
        store.close()
