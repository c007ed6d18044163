"""Turns, commits and erasure on a real Redis."""

import json
import threading
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from redis import exceptions as redis_errors

from bot.errors import RequestRefused, StoreDown
from bot.runtime.clock import BEIJING
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import Client, connect
from bot.storage import keys
from bot.storage.record import HANDLED
from bot.storage.turn import Turn
from bot.storage.turns import Handled, Store
from handlers import (
    Count,
    Effect,
    Erase,
    IssueCode,
    JoinQueue,
    LogQuestion,
    OpenCase,
    Outcome,
    SaveReport,
    Text,
)
from tests.conftest import SECRET

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)


def turn(store: Store, message: str = "m1", user: str = "u", **more: Any) -> Turn:
    taken = store.take(store.who(user), message, **more)
    assert taken.answered is None
    return taken


def given(store: Store, message: str = "m1", user: str = "u", **more: Any) -> bytes | None:
    """The reply that the message was given before."""
    return store.take(store.who(user), message, **more).answered


def outcome(session: dict[str, Any] | None, *effects: Effect) -> Outcome:
    return Outcome(session, Text(""), effects)


def test_session_and_reply_are_kept(store: Store) -> None:
    first = turn(store)
    assert first.session is None
    assert first.commit(outcome({"step": "出生"}), b"reply", NOW)
    assert given(store, "m1") == b"reply"
    assert turn(store, "m2").session == {"step": "出生"}
    assert turn(store, "m1", user="other").session is None


def test_a_message_costs_two_round_trips(redis: Client, store: Store) -> None:
    turn(store).commit(outcome({"n": 1}), b"r", NOW)  # the scripts are loaded now
    before = redis.info("commandstats")
    turn(store, "m2").commit(outcome({"n": 2}, Count("messages")), b"r", NOW)
    after = redis.info("commandstats")
    calls = {name: after[name]["calls"] - before.get(name, {"calls": 0})["calls"] for name in after}
    assert calls["cmdstat_evalsha"] == 2
    assert not calls.get("cmdstat_eval")


def test_another_message_waits_and_sees_what_the_first_left(store: Store) -> None:
    first = turn(store)

    def finish() -> None:
        time.sleep(0.1)
        first.commit(outcome({"n": 1}), b"r", NOW)

    thread = threading.Thread(target=finish)
    thread.start()
    assert turn(store, "m2").session == {"n": 1}
    thread.join()


def test_many_at_once_all_count(redis_url: str, redis: Client) -> None:
    def count(name: str) -> None:
        with connect(redis_url) as client:
            store = Store(client, SECRET)
            for n in range(10):
                mine = turn(store, f"{name}{n}")
                session = mine.session or {"n": 0}
                assert mine.commit(outcome({"n": session["n"] + 1}), b"r", NOW)

    threads = [threading.Thread(target=count, args=(name,)) for name in "abcde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert turn(Store(redis, SECRET), "last").session == {"n": 50}


def test_a_stale_holder_cannot_commit(redis: Client, store: Store) -> None:
    slow = turn(store)
    redis.delete(keys.lock(slow.who))  # its lock has expired
    quick = turn(store, "m2")
    assert not slow.commit(outcome({"from": "slow"}), b"slow", NOW)
    assert quick.commit(outcome({"from": "quick"}), b"quick", NOW)
    assert not slow.commit(outcome({"from": "slow"}), b"slow", NOW)
    assert turn(store, "m3").session == {"from": "quick"}


def test_a_commit_whose_answer_was_lost_may_be_repeated(store: Store, redis: Client) -> None:
    mine = turn(store)
    sent = {}

    def twice(names: Any, words: Any, commit: Any = store._commit) -> Any:
        sent["first"] = commit(names, words)
        return commit(names, words)

    store._commit = twice  # type: ignore[assignment]
    assert mine.commit(outcome({"n": 1}, Count("once")), b"r", NOW)
    assert sent["first"] == 1
    store.counts.write()
    assert redis.hget(keys.numbers("2026-11-02"), "once") == b"1"


def test_the_lock_expires_soon(redis: Client, store: Store) -> None:
    assert 0 < redis.pttl(keys.lock(turn(store).who)) <= 2500


def test_released_turn_lets_the_next_one_in_at_once(store: Store) -> None:
    with turn(store):
        pass
    started = time.monotonic()
    turn(store, "m2")
    assert time.monotonic() - started < 2


def test_replay_with_another_body_is_refused(store: Store) -> None:
    once = keys.once("1", "n")
    turn(store, once=once, digest="d1").commit(outcome(None), b"r", NOW)
    assert given(store, "m1", once=once, digest="d1") == b"r"
    with pytest.raises(RequestRefused):
        given(store, once=once, digest="d2")


def test_nothing_is_kept_under_the_persons_id(redis: Client, store: Store) -> None:
    mine = turn(store, user="oPersonsOpenId")
    effects = (IssueCode("ABC123"), SaveReport("rep", {"sex": "male"}, 2026))
    mine.commit(outcome({"n": 1}, *effects), b"r", NOW)
    assert names(redis)
    for key in names(redis):
        assert key.startswith((b"{jifen}:", b"{p:"))
        assert b"oPersonsOpenId" not in key
        assert b"oPersonsOpenId" not in (redis.dump(key) or b"")


def test_everything_kept_expires(redis: Client, store: Store) -> None:
    effects = (
        Count("messages"),
        LogQuestion("怪问题", "fallback"),
        IssueCode("ABC123"),
        SaveReport("rep", {"sex": "male"}, 2026),
    )
    turn(store).commit(outcome({"n": 1, "consent": "2026"}, *effects), b"r", NOW)
    store.counts.write()
    lasting = [key for key in redis.keys("*") if redis.ttl(key) < 0]
    assert lasting == [keys.QUESTIONS.encode()]
    mine = store.who("u")
    assert redis.ttl(keys.record(mine)) == 30 * 86400
    assert redis.ttl(keys.code("ABC123")) == 1800


def test_without_consent_a_conversation_is_kept_for_a_day(redis: Client, store: Store) -> None:
    turn(store).commit(outcome({"consent": "", "pending": ["1985"]}), b"r", NOW)
    assert redis.ttl(keys.record(store.who("u"))) == 86400


def test_a_report_is_kept_for_thirty_days_however_long_the_conversation(store: Store) -> None:
    turn(store).commit(outcome({}, SaveReport("rep", {"sex": "male"}, 2026)), b"r", NOW)
    for days, kept in ((29, True), (31, False)):
        later = NOW + timedelta(days=days)
        assert bool(store.report(store.who("u"), "rep", later)) is kept
        turn(store, f"m{days}").commit(outcome({"n": days}), b"r", later)
    assert not store.record(store.who("u")).reports


def test_effects(redis: Client, store: Store) -> None:
    redis.set(keys.case("XYZ789"), json.dumps({"birth": "1985-01"}))
    mine = turn(store, case_code="xyz789")
    assert mine.case == {"birth": "1985-01"}
    effects = (
        Count("messages"),
        LogQuestion("怪 问题", "fallback", ("quota",)),
        LogQuestion("怪问题", "clarify", ("quota", "line")),
        IssueCode("ABC123"),
        SaveReport("rep", {"sex": "male"}, 2026),
        OpenCase("XYZ789"),
    )
    mine.commit(outcome({"n": 1}, *effects), b"r", NOW)
    store.counts.write()
    assert redis.hgetall(keys.numbers("2026-11-02")) == {b"messages": b"1", b"people": b"1"}
    assert store.record(store.who("u")).code == "ABC123"
    assert redis.exists(keys.code("abc123"))
    assert not redis.exists(keys.case("XYZ789"))
    saved = store.report(store.who("u"), "rep", NOW)
    assert saved
    assert (saved["facts"], saved["year"]) == ({"sex": "male"}, 2026)
    found: list[Any] = redis.zrange(keys.QUESTIONS, 0, -1)
    kept = redis.hgetall(keys.question(found[0].decode()))
    assert len(found) == 1
    assert kept[b"n"] == b"2"
    assert kept[b"n:fallback"] == b"1"
    assert json.loads(kept[b"offered"]) == ["quota", "line"]


def test_case_codes_cannot_be_guessed(redis: Client, store: Store) -> None:
    redis.set(keys.case("XYZ789"), "{}")
    for n in range(20):
        turn(store, f"m{n}", case_code=f"AAA{n:03}").commit(outcome({}), b"r", NOW)
    assert turn(store, "last", case_code="XYZ789").case is None


def names(redis: Client) -> list[bytes]:
    found: list[Any] = redis.keys("*")
    return found


def everything_of(redis: Client, who: str) -> list[bytes]:
    return [k for k in names(redis) if who.encode() in k or who.encode() in (redis.dump(k) or b"")]


def fill(store: Store) -> None:
    effects = (IssueCode("ABC123"), SaveReport("rep", {"sex": "male"}, 2026))
    turn(store).commit(outcome({"n": 1}, *effects), b"r", NOW)
    turn(store, "m2").commit(outcome({"n": 2}), b"r", NOW)


def test_erase_by_the_person_leaves_only_the_answer_for_a_retry(
    redis: Client, store: Store
) -> None:
    fill(store)
    assert turn(store, "m3").commit(outcome(None, Erase()), b"gone", NOW)
    left = everything_of(redis, store.who("u"))
    assert left == [keys.record(store.who("u")).encode()]
    assert redis.ttl(left[0]) <= 20 * 60
    record = store.record(store.who("u"))
    assert (record.session, record.reports, record.code) == (None, {}, "")
    assert [reply for *_, reply in record.replies] == ["gone"]
    assert not redis.exists(keys.code("ABC123"))
    assert given(store, "m3") == b"gone"


def test_an_old_request_after_an_erase_is_not_taken_for_a_new_message(store: Store) -> None:
    fill(store)
    turn(store, "m3").commit(outcome(None, Erase()), b"gone", NOW)
    for message in ("m1", "m2"):
        with pytest.raises(Handled):
            store.take(store.who("u"), message)
    assert store.session(store.who("u")) is None


def test_erase_by_the_operator_leaves_nothing(redis: Client, store: Store) -> None:
    fill(store)
    under_way = turn(store, "m3")
    assert store.erase("u") == 5
    record = store.record(store.who("u"))
    assert (record.entries, redis.exists(keys.code("ABC123"))) == (0, 0)
    assert not under_way.commit(outcome({"n": 3}), b"r", NOW), "nothing comes back"
    assert store.erase("u") == 0


def test_damaged_session_starts_over(redis: Client, store: Store) -> None:
    who = store.who("u")
    turn(store).commit(outcome({"n": 1}), b"r", NOW)
    sealed = redis.get(keys.record(who)) or b""
    for damaged in (b"\xff{not json", b"{not json", sealed[:-1], sealed[:20], b"\x01", b"{}"):
        redis.set(keys.record(who), damaged)
        with turn(store, "m2") as mine:
            assert mine.session is None


def test_scripts_come_back_after_a_restart_of_redis(redis: Client, store: Store) -> None:
    turn(store).commit(outcome({"n": 1}), b"r", NOW)
    redis.script_flush()
    assert turn(store, "m2").commit(outcome({"n": 2}), b"r", NOW)


def test_one_bad_effect_does_not_lose_the_turn(redis: Client, store: Store) -> None:
    redis.set(keys.numbers("2026-11-02"), "not a hash")
    assert turn(store).commit(outcome({"n": 1}, Count("messages")), b"r", NOW)
    assert turn(store, "m2").session == {"n": 1}


def test_dead_redis_fails_fast(redis_url: str) -> None:
    with connect(redis_url + "-nowhere") as client:
        store = Store(client, SECRET)
        started = time.monotonic()
        with pytest.raises(StoreDown):
            turn(store, "m")
        assert time.monotonic() - started < 4


def test_hanging_redis_fails_fast_and_then_at_once(tmp_path: Any) -> None:
    import os
    import signal

    with EmbeddedRedis(tmp_path) as server, connect(server.url) as client:
        store = Store(client, SECRET)
        pid = int(client.info("server")["process_id"])
        os.kill(pid, signal.SIGSTOP)
        try:
            for limit in (4.5, 0.5):
                started = time.monotonic()
                with pytest.raises(StoreDown):
                    turn(store, "m")
                assert time.monotonic() - started < limit
        finally:
            os.kill(pid, signal.SIGCONT)
        time.sleep(0.6)
        turn(store, "m")


@pytest.mark.parametrize("executed", [True, False])
def test_a_commit_whose_answer_was_lost_is_settled_before_anything_is_said(
    store: Store, executed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time-out does not tell whether Redis wrote: 「没有记下」 would be a guess."""
    real, calls = store._commit, []

    def lost(names: list[str], words: list[str | bytes]) -> object:
        calls.append(words)
        if len(calls) > 1:
            return real(names, words)
        if executed:
            real(names, words)
        raise redis_errors.TimeoutError

    monkeypatch.setattr(store, "_commit", lost)
    taken = turn(store)
    assert taken.commit(outcome({"n": 1}), b"reply", NOW) is executed
    assert time.monotonic() >= taken.ends, "only then can nothing be written any more"
    assert calls[0] == calls[1], "the same bytes, so that Redis knows them again"
    assert given(store) == (b"reply" if executed else None)


def test_acts_of_staff_do_not_push_out_what_the_person_sent(store: Store) -> None:
    with turn(store, "mine") as mine:
        mine.commit(outcome({}, Count("messages")), b"reply", NOW)
    for number in range(HANDLED + 1):
        with turn(store, f"desk-{number}") as act:
            act.commit(outcome({}), b"", NOW, once=False)
    assert store.record(store.who("u")).has_handled("mine")


def test_acts_of_staff_do_not_lengthen_the_time_of_a_record(redis: Client, store: Store) -> None:
    who = store.who("u")
    with turn(store, "mine") as mine:
        mine.commit(outcome({"consent": "x"}, Count("messages")), b"reply", NOW)
    redis.expire(keys.record(who), 100)
    with turn(store, "desk-1") as act:
        act.commit(outcome({"consent": "x"}), b"", NOW)
    assert 0 < int(redis.ttl(keys.record(who))) <= 100
    assert store.record(who).day == NOW.strftime("%Y-%m-%d")


def test_an_erase_takes_the_place_in_the_queue_along(redis: Client, store: Store) -> None:
    with turn(store, "mine") as mine:
        mine.commit(outcome({}, JoinQueue("ABCDE")), b"reply", NOW)
    assert [place.label for place in store.queue.places()] == ["ABCDE"]
    with turn(store, "gone") as gone:
        gone.commit(outcome(None, Erase()), b"bye", NOW)
    assert store.queue.places() == []
    assert not redis.exists(keys.desk("ABCDE"))
