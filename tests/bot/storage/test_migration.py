"""Data of the layout before: kept, sealed, and gone from where it was."""

import json
from datetime import datetime
from typing import Any

from bot.runtime.clock import BEIJING
from bot.storage import keys
from bot.storage.migration import migrate
from bot.storage.turns import Store
from tests.conftest import SECRET

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)


def old_person(openid: str) -> str:
    """The hash of a person as it was: eight letters longer."""
    import hashlib
    import hmac

    text = b"person\0" + openid.encode()
    return hmac.new(SECRET.encode(), text, hashlib.sha256).hexdigest()[:32]


def fill(redis: Any) -> None:
    """What a conversation left behind in version 1."""
    who = old_person("u")
    session = {"version": 2, "consent": "2026-11-01", "said": "记下了"}
    report = {"facts": {"sex": "male"}, "year": 2027, "made": "2026-11-01T10:00:00+08:00"}
    for name, value in {
        f"session:{who}": session, "report:rep": report, f"inbox:{who}:m1": {"text": "好"},
    }.items():  # fmt: skip
        redis.set(f"{{jifen}}:{name}", json.dumps(value), ex=5000)
    redis.set("{jifen}:code:ABC234", who, ex=1800)
    redis.set("{jifen}:case:XYZ789", json.dumps({"birth": "1985-03"}), ex=5000)
    redis.zadd(f"{{jifen}}:owned:{who}", {"{jifen}:report:rep": 1, "{jifen}:code:ABC234": 2})
    redis.hset("{jifen}:question:abc", mapping={
        "text": "怪问题", "n": 2, "n:fallback": 2, "offered": "[]",
        "first": "2026-10-01", "last": "2026-10-02",
    })  # fmt: skip
    redis.zadd(keys.QUESTIONS, {"abc": 1_790_000_000})
    redis.hset(keys.DISMISSED, "abc", 1)
    redis.pfadd("{jifen}:people:2026-11-01", "a", "b", "c")
    redis.hset("{jifen}:numbers:2026-11-01", "messages", 9)


def test_everything_is_there_after_the_move(redis: Any, store: Store) -> None:
    fill(redis)
    assert migrate(store, NOW) == 1
    who = store.who("u")
    assert (store.session(who) or {})["said"] == "记下了"
    assert (store.report(who, "rep", NOW) or {})["year"] == 2027
    assert 0 < redis.ttl(keys.record(who)) <= 5000
    assert store.cases.find("XYZ789") == {"birth": "1985-03"}
    (kept,) = store.questions.kept()
    assert (kept.text, kept.total) == ("怪问题", 2)
    assert redis.hgetall("{jifen}:numbers:2026-11-01") == {b"messages": b"9", b"people": b"3"}
    for key in redis.scan_iter("*"):
        for plain in ("1985", "怪问题", "记下", "male"):
            assert plain.encode() not in redis.dump(key), key
    assert redis.exists(keys.REWRITE), "the file still holds the plain data"


def test_the_move_is_made_once(redis: Any, store: Store) -> None:
    fill(redis)
    migrate(store, NOW)
    fill(redis)
    assert migrate(store, NOW) == 0


def test_an_interrupted_move_goes_on(redis: Any, store: Store) -> None:
    """What people wrote in the meantime is newer than what is still to be moved."""
    fill(redis)
    migrate(store, NOW)
    redis.delete(keys.LAYOUT)
    with store.take(store.who("u"), "m2") as turn:
        from handlers import Outcome, Text

        turn.commit(Outcome({"said": "newer"}, Text("")), b"r", NOW)
    fill(redis)
    migrate(store, NOW)
    assert store.session(store.who("u")) == {"said": "newer"}
