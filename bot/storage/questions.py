"""Questions that the chat could not answer well, kept until staff deal with them."""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from bot.runtime.redis_client import Client
from bot.storage import keys

REASONS = ("fallback", "clarify", "useless")
REASON = "reason:"
MOST = 1500
LIKE = 62
"""How like two questions must be to stand in one group, of 100 (rapidfuzz ratio)."""


@dataclass(frozen=True)
class Asked:
    """One kept question. `times` by why it is kept; `offered` are the answers that were offered;
    `reasons` what people said was wrong with the answer."""

    digest: str
    text: str
    times: dict[str, int]
    offered: tuple[str, ...]
    first: str
    last: str
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.times.values())


@dataclass
class Group:
    """Questions that are alike, the most frequent first."""

    members: list[Asked] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(each.total for each in self.members)

    @property
    def last(self) -> str:
        return max(each.last for each in self.members)

    @property
    def lead(self) -> Asked:
        return self.members[0]

    @property
    def times(self) -> dict[str, int]:
        return {why: sum(m.times.get(why, 0) for m in self.members) for why in REASONS}


def kept_questions(client: Client) -> list[Asked]:
    """The newest questions that nobody has dealt with since they were last asked."""
    redis: Any = client
    digests = [each.decode() for each in redis.zrevrange(keys.QUESTIONS, 0, MOST - 1)]
    if not digests:
        return []
    with redis.pipeline(transaction=False) as pipe:
        for digest in digests:
            pipe.hgetall(keys.question(digest))
        pipe.hmget(keys.DISMISSED, digests)
        *rows, done = pipe.execute()
    found = []
    for digest, row, count in zip(digests, rows, done, strict=True):
        values = {k.decode(): v.decode("utf-8", "replace") for k, v in row.items()}
        if values.get("text") and int(values.get("n", 0)) > int(count or 0):
            found.append(_asked(digest, values))
    return found


def _asked(digest: str, values: dict[str, str]) -> Asked:
    times = {why: int(values.get(f"n:{why}", 0)) for why in REASONS}
    offered = json.loads(values.get("offered") or "[]")
    dates = values.get("first", ""), values.get("last", "")
    reasons = {
        name.removeprefix(REASON): int(count)
        for name, count in values.items()
        if name.startswith(REASON)
    }
    return Asked(digest, values["text"], times, tuple(map(str, offered)), *dates, reasons)


def grouped(questions: Iterable[Asked]) -> list[Group]:
    """Like questions together; the biggest group first."""
    groups: list[Group] = []
    leads: list[str] = []
    for each in sorted(questions, key=lambda q: (-q.total, q.digest)):
        text = plain(each.text)
        near = process.extractOne(text, leads, scorer=fuzz.ratio, score_cutoff=LIKE)
        if near:
            groups[near[2]].members.append(each)
        else:
            groups.append(Group([each]))
            leads.append(text)
    return sorted(groups, key=lambda g: (-g.total, g.last, g.lead.digest))


def dismiss(client: Client, digests: Iterable[str]) -> int:
    """These are dealt with, until someone asks them again."""
    redis: Any = client
    count = 0
    for digest in digests:
        times = redis.hget(keys.question(digest), "n")
        if times is not None:
            redis.hset(keys.DISMISSED, digest, times)
            count += 1
    return count


def plain(text: str) -> str:
    """Without width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
