"""Data of older versions in today's layout: once, when a server starts.

Version 1 kept a person in many plain keys, all under `{jifen}`; version 2 keeps one sealed record
of each. What lived for minutes only (replies, locks, consult codes, opened conversations) is
dropped. A migration that was interrupted is run again; what it finds done it leaves alone.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from bot.runtime.redis_commands import RedisCommands, commands
from bot.storage import keys
from bot.storage.record import JSON, PersonRecord
from bot.storage.sealing import Purpose
from bot.storage.turns import Store

LAYOUT = b"2"
BATCH = 1000


def migrate(store: Store, now: datetime) -> int:
    """Bring everything up to date; how many people were moved."""
    redis = commands(store.client)
    if redis.get(keys.LAYOUT) == LAYOUT:
        return 0
    moved = 0
    for key in _found(redis, "session"):
        moved += _person(store, key.rpartition(":")[2], now)
    for key in _found(redis, "case"):
        _case(store, key)
    for key in _found(redis, "question"):
        _question(store, key)
    for key in _found(redis, "people"):
        numbers = keys.numbers(key.rpartition(":")[2])
        if redis.hsetnx(numbers, "people", redis.pfcount(key)):
            redis.expire(numbers, keys.STATISTICS_SECONDS)
        redis.delete(key)
    for kind in ("owned", "inbox", "report", "code", "tries", "lock", "staff:opened"):
        for key in _found(redis, kind):
            redis.delete(key)
    if moved:
        store.copies.mark()
    redis.set(keys.LAYOUT, LAYOUT)
    return moved


def _found(redis: RedisCommands, kind: str) -> Iterator[str]:
    for key in redis.scan_iter(f"{keys.TAG}:{kind}:*", count=BATCH):
        yield key.decode()


def _person(store: Store, who: str, now: datetime) -> int:
    redis = commands(store.client)
    session, owned = f"{keys.TAG}:session:{who}", f"{keys.TAG}:owned:{who}"
    record = PersonRecord(session=_json(redis.get(session)))
    prefix = f"{keys.TAG}:report:"
    for name in (each.decode() for each in redis.zrange(owned, 0, -1)):
        if name.startswith(prefix) and (report := _json(redis.get(name))):
            record.reports[name.removeprefix(prefix)] = report
    record.tidy(now)
    left = int(redis.ttl(session))
    if record.session is not None and left > 0:
        key = keys.record(who[: keys.PERSON_LETTERS])
        sealed = store.seal.seal(Purpose.RECORD, key, record.dump())
        redis.set(key, sealed, ex=left, nx=True)
    redis.delete(session)
    return 1


def _case(store: Store, key: str) -> None:
    redis = commands(store.client)
    plain, left = redis.get(key), int(redis.ttl(key))
    if plain and plain.startswith(b"{") and left > 0:
        redis.set(key, store.seal.seal(Purpose.CASE, key, plain), ex=left)


def _question(store: Store, key: str) -> None:
    """A question gets a keyed digest and a sealed text."""
    redis = commands(store.client)
    old, text = key.rpartition(":")[2], redis.hget(key, "text")
    if not text or text.startswith(b"\x01"):
        return
    name = store.questions.name(text.decode("utf-8", "replace"))
    new = keys.question(name)
    redis.rename(key, new)
    redis.hset(new, "text", store.seal.seal(Purpose.QUESTION, new, text))
    asked, done = redis.zscore(keys.QUESTIONS, old), redis.hget(keys.DISMISSED, old)
    redis.zadd(keys.QUESTIONS, {name: asked or 0})
    redis.zrem(keys.QUESTIONS, old)
    if done is not None:
        redis.hset(keys.DISMISSED, name, done)
        redis.hdel(keys.DISMISSED, old)


def _json(stored: bytes | None) -> JSON | None:
    try:
        value = json.loads(stored) if stored else None
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
