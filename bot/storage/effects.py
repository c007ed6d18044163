"""What the effects of a message mean in Redis: each becomes commands of the atomic commit."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.storage import keys
from handlers import (
    Count,
    Effect,
    Erase,
    IssueCode,
    LogQuestion,
    OpenCase,
    SaveReport,
)

Command = tuple[str, ...]
"""Words of one Redis command; the second is always its key."""


def commands(effects: Iterable[Effect], who: str, now: datetime) -> Iterator[Command]:
    """The Redis commands of all effects but `Erase`, which the commit script does itself."""
    for effect in effects:
        match effect:
            case Count(name):
                yield from count(name, now)
            case LogQuestion(text, why, offered, reason):
                if reason:
                    yield from _reason(text, reason)
                else:
                    yield from _question(text, why, offered, now)
            case SaveReport(report_id, facts, year, assumed):
                value = {"facts": facts, "year": year, "made": now.isoformat(timespec="seconds")}
                value["assumed"] = list(assumed)
                key, seconds = keys.report(report_id), keys.REPORT_SECONDS
                yield ("SET", key, json.dumps(value, ensure_ascii=False), "EX", str(seconds))
                yield own(who, key, seconds, now)
            case IssueCode(code):
                key, seconds = keys.code(code), keys.CODE_SECONDS
                yield ("SET", key, who, "EX", str(seconds))
                yield own(who, key, seconds, now)
            case OpenCase(code):
                yield ("DEL", keys.case(code))
            case Erase():
                pass


def count(name: str, now: datetime) -> Iterator[Command]:
    """Add one to a number of the day."""
    key = keys.numbers(now.strftime("%Y-%m-%d"))
    yield ("HINCRBY", key, name[:80], "1")
    yield ("EXPIRE", key, str(keys.STATISTICS_SECONDS))


def visit(who: str, now: datetime) -> Iterator[Command]:
    """Note that one more person wrote today (or the same again, which changes nothing)."""
    key = keys.people(now.strftime("%Y-%m-%d"))
    yield ("PFADD", key, who)
    yield ("EXPIRE", key, str(keys.STATISTICS_SECONDS))


def own(who: str, key: str, seconds: int, now: datetime) -> Command:
    """Note that `key` belongs to a person, so that erasing them finds it."""
    return ("ZADD", keys.owned(who), str(int(now.timestamp()) + seconds), key)


def _digest(text: str) -> str:
    return hashlib.sha256("".join(text.lower().split()).encode()).hexdigest()[:24]


def _reason(text: str, reason: str) -> Iterator[Command]:
    """Add what was wrong with the answer to a kept question; it lives as long as the text."""
    key = keys.question(_digest(text.strip()[:200]))
    yield ("HINCRBY", key, f"reason:{reason}", "1")
    yield ("EXPIRE", key, str(keys.QUESTION_SECONDS))


def _question(text: str, why: str, offered: tuple[str, ...], now: datetime) -> Iterator[Command]:
    text = text.strip()[:200]
    if not text:
        return
    digest = _digest(text)
    key, day = keys.question(digest), now.strftime("%Y-%m-%d")
    last = str(int(now.timestamp()))
    forgotten = str(int(now.timestamp()) - keys.QUESTION_SECONDS)
    yield ("HSETNX", key, "first", day)
    yield ("HSET", key, "text", text, "offered", json.dumps(list(offered)), "last", day)
    yield ("HINCRBY", key, "n", "1")
    yield ("HINCRBY", key, f"n:{why}", "1")
    yield ("EXPIRE", key, str(keys.QUESTION_SECONDS))
    yield ("ZADD", keys.QUESTIONS, last, digest)
    yield ("ZREMRANGEBYSCORE", keys.QUESTIONS, "-inf", forgotten)
