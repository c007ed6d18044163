"""Questions that the chat could not answer well, kept until staff deal with them."""

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import Value, commands
from bot.storage import keys
from bot.storage.sealing import Purpose, Seal

REASONS = ("fallback", "clarify", "useless")
REASON = "reason:"
LONGEST = 200  # characters of a kept question
LIKE = 62
"""How like two questions must be to stand in one group, of 100 (rapidfuzz ratio)."""
COMMON, CANDIDATES = 200, 25
AT_ONCE = 1000
"""Questions that are read from Redis in one round trip."""


@dataclass(frozen=True)
class Asked:
    """One kept question.

    `times` by why it is kept; `offered` are the answers that were offered, `reasons` what people
    said was wrong with the answer.
    """

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
class QuestionGroup:
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


class Questions:
    """The kept questions. Nothing in them leads to whoever asked; the person's own record knows
    which they are, so that they can leave together."""

    def __init__(self, client: Client, seal: Seal) -> None:
        self._redis = commands(client)
        self._seal = seal

    def name(self, text: str) -> str:
        """The digest under which a question is kept; "" for one that is not."""
        plain_text = plain(text[:LONGEST])
        return self._seal.digest(Purpose.QUESTION, plain_text) if plain_text else ""

    def keep(self, text: str, why: str, offered: Iterable[str], now: datetime) -> None:
        """Keep a (masked) question, or count one that is kept already."""
        digest = self.name(text)
        if not digest:
            return
        key, day = keys.question(digest), now.strftime("%Y-%m-%d")
        sealed = self._seal.seal(
            Purpose.QUESTION, key, text.strip()[:LONGEST].encode("utf-8", "replace")
        )
        moment = int(now.timestamp())
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.hsetnx(key, "first", day)
            values: dict[str, Value] = {
                "text": sealed,
                "offered": json.dumps(list(offered)),
                "last": day,
            }
            pipe.hset(key, mapping=values)
            pipe.hincrby(key, "n", 1)
            pipe.hincrby(key, f"n:{why}", 1)
            pipe.expire(key, keys.QUESTION_SECONDS)
            pipe.zadd(keys.QUESTIONS, {digest: moment})
            pipe.zremrangebyscore(keys.QUESTIONS, "-inf", moment - keys.QUESTION_SECONDS)
            pipe.execute()

    def add_reason(self, text: str, reason: str) -> None:
        """Add what was wrong with the answer to a kept question; it lives as long as the text."""
        key = keys.question(self.name(text))
        if self._redis.exists(key):
            self._redis.hincrby(key, f"{REASON}{reason}", 1)

    def forget(self, asked: Iterable[str]) -> None:
        """Take back what one person asked ("digest:why"); a question of nobody else goes."""
        for digest, why in (entry.split(":", 1) for entry in asked if ":" in entry):
            key = keys.question(digest)
            if not self._redis.exists(key):
                continue
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.hincrby(key, f"n:{why}", -1)
                pipe.hincrby(key, "n", -1)
                left = int(pipe.execute()[1])
            if left <= 0:
                self._redis.delete(key)
                self._redis.zrem(keys.QUESTIONS, digest)
                self._redis.hdel(keys.DISMISSED, digest)

    def kept(self, *, dealt_with: bool = False) -> list[Asked]:
        """The questions that nobody has dealt with since they were last asked, the newest first.

        `dealt_with`: the others, which are kept as long.
        """
        digests = [each.decode() for each in self._redis.zrevrange(keys.QUESTIONS, 0, -1)]
        found: list[Asked] = []
        for start in range(0, len(digests), AT_ONCE):
            found += self._some(digests[start : start + AT_ONCE], dealt_with)
        return found

    def _some(self, digests: Sequence[str], dealt_with: bool) -> Iterable[Asked]:
        with self._redis.pipeline(transaction=False) as pipe:
            for digest in digests:
                pipe.hgetall(keys.question(digest))
            pipe.hmget(keys.DISMISSED, digests)
            *rows, done = pipe.execute()
        for digest, row, count in zip(digests, rows, done, strict=True):
            values = {k.decode(): v for k, v in row.items()}
            if (int(values.get("n", 0)) <= int(count or 0)) == dealt_with:
                asked = self._asked(digest, values)
                if asked:
                    yield asked

    def texts(self, digests: Iterable[str]) -> dict[str, str]:
        """The texts of some questions by digest; those that are no longer kept are missing."""
        wanted = list(digests)
        with self._redis.pipeline(transaction=False) as pipe:
            for digest in wanted:
                pipe.hget(keys.question(digest), "text")
            found = zip(wanted, pipe.execute(), strict=True)
        return {digest: text for digest, sealed in found if (text := self._text(digest, sealed))}

    def _text(self, digest: str, sealed: bytes | None) -> str:
        text = self._seal.open(Purpose.QUESTION, keys.question(digest), sealed or b"")
        return text.decode("utf-8", "replace") if text else ""

    def _asked(self, digest: str, values: dict[str, bytes]) -> Asked | None:
        text = self._text(digest, values.get("text"))
        if not text:
            return None
        times = {why: int(values.get(f"n:{why}", 0)) for why in REASONS}
        offered = tuple(map(str, json.loads(values.get("offered") or b"[]")))
        first, last = (values.get(name, b"").decode() for name in ("first", "last"))
        reasons = {
            name.removeprefix(REASON): int(count)
            for name, count in values.items()
            if name.startswith(REASON)
        }
        return Asked(digest, text, times, offered, first, last, reasons)

    def dismiss(self, digests: Iterable[str]) -> int:
        """These are dealt with, until someone asks them again: how many there are."""
        wanted = list(dict.fromkeys(digests))
        with self._redis.pipeline(transaction=False) as pipe:
            for digest in wanted:
                pipe.hget(keys.question(digest), "n")
            times = dict(zip(wanted, pipe.execute(), strict=True))
        done = {digest: n for digest, n in times.items() if n is not None}
        if done:
            self._redis.hset(keys.DISMISSED, mapping=done)
        return len(done)

    def restore(self, digests: Iterable[str]) -> int:
        """These are not dealt with after all: how many there were."""
        wanted = list(digests)
        return self._redis.hdel(keys.DISMISSED, *wanted) if wanted else 0


def grouped(questions: Iterable[Asked]) -> list[QuestionGroup]:
    """Like questions together; the biggest group first."""
    groups: list[QuestionGroup] = []
    leads: list[str] = []
    holding: dict[str, list[int]] = defaultdict(list)  # pair of characters → groups
    for each in sorted(questions, key=lambda q: (-q.total, q.digest)):
        text = plain(each.text)
        likely = _sharing(text, holding)
        near = process.extractOne(
            text, {n: leads[n] for n in likely}, scorer=fuzz.ratio, score_cutoff=LIKE
        )
        if near:
            groups[near[2]].members.append(each)
            continue
        for pair in _pairs(text):
            holding[pair].append(len(groups))
        groups.append(QuestionGroup([each]))
        leads.append(text)
    return sorted(groups, key=lambda g: (-g.total, g.last, g.lead.digest))


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(max(len(text) - 1, 1))}


def _sharing(text: str, holding: dict[str, list[int]]) -> list[int]:
    """The groups that share most pairs of characters with a text: only they can be like it.

    Pairs that stand in very many groups (积分) tell little: they are for want of others.
    """
    lists = sorted((holding[pair] for pair in _pairs(text) if pair in holding), key=len)
    telling = [each for each in lists if len(each) <= COMMON] or lists[:1]
    shared = Counter(group for each in telling for group in each)
    return [group for group, _ in shared.most_common(CANDIDATES)]


def plain(text: str) -> str:
    """Without width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
