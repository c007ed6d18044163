"""Conversations in Redis: two round trips a message, one atomic commit.

`begin` asks whether the message has been answered, takes the person's turn and loads the session;
`commit` writes session, reply and effects and ends the turn. A turn that took too long has lost
its lock and cannot commit. Every failure of Redis becomes `StoreDown`.
"""

import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import redis
from redis.exceptions import NoScriptError, RedisClusterException

from bot.errors import Refused, StoreDown
from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.effects import Command, commands, own
from handlers.messages import Erase, Outcome

WAIT_SECONDS = 4.0  # WeChat gives up after five
CASE_TRIES = 20  # an hour and person: codes cannot be guessed by trying
PAUSE_AFTER_TIMEOUT = 0.5


@dataclass(frozen=True)
class Turn:
    """The right to answer one message, with what is known about the person."""

    who: str
    message: str
    token: str
    session: dict[str, Any] | None
    case: dict[str, Any] | None = None


class Busy(StoreDown):
    """Another message of the same person did not finish in time."""


class _Script:
    """A Lua script by its hash: one round trip, and a second one only after a restart of Redis."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._text = files("bot.storage").joinpath("lua", f"{name}.lua").read_text("utf-8")
        self._sha = ""

    def __call__(self, names: Sequence[str], words: Sequence[str | bytes]) -> Any:
        if self._sha:
            try:
                return self._client.evalsha(self._sha, len(names), *names, *words)
            except NoScriptError:
                pass
        answer = self._client.eval(self._text, len(names), *names, *words)
        self._sha = self._client.script_load(self._text)
        return answer


class Store:
    """All that the webhook keeps. `secret` keys the hashes of people's ids."""

    def __init__(
        self, client: Client, secret: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.client = client
        self._secret = secret
        self._sleep = sleep
        self._down_until = 0.0
        self._begin, self._commit, self._erase, self._release = (
            _Script(client, name) for name in ("begin", "commit", "erase", "release")
        )

    def who(self, openid: str) -> str:
        """The keyed hash under which a person is kept."""
        return keys.person(self._secret, openid)

    def begin(
        self, openid: str, message: str, once: str = "", digest: str = "", case_code: str = ""
    ) -> Turn | bytes:
        """Take the turn for a message, or the reply it was given before.

        Waits up to `WAIT_SECONDS` while another message of the person is being answered. `once`
        and `digest` guard against a replay with another body (`Refused`).
        """
        who, token = self.who(openid), secrets.token_hex(8)
        names = [
            once or keys.once("", message),
            keys.inbox(who, message),
            keys.lock(who),
            keys.session(who),
            keys.tries(who),
            keys.case(case_code),
        ]
        words = [digest, str(keys.ONCE_MS), token, str(keys.LOCK_MS)]
        words += ["1" if case_code else "", str(CASE_TRIES)]
        deadline = time.monotonic() + WAIT_SECONDS
        pause = 0.005
        while True:
            with self._guarded():
                state, *rest = self._begin(names, words)
            if state == b"turn":
                return Turn(who, message, token, _load(rest[0]), _load(rest[1]))
            if state == b"answered":
                return bytes(rest[0])
            if state == b"replayed":
                raise Refused("replayed with another body")
            if time.monotonic() > deadline:
                raise Busy("同一个人的上一条消息还没有处理完")
            self._sleep(pause)
            pause = min(pause * 1.5, 0.1)

    def commit(
        self,
        turn: Turn,
        outcome: Outcome,
        reply: bytes,
        now: datetime,
        more: Sequence[Command] = (),
    ) -> bool:
        """Write everything a message led to; False, and nothing written, when the turn was lost."""
        erase = any(isinstance(effect, Erase) for effect in outcome.effects)
        keep = keys.ERASED_INBOX_SECONDS if erase else keys.INBOX_SECONDS
        inbox, owned = keys.inbox(turn.who, turn.message), keys.owned(turn.who)
        every = [*commands(outcome.effects, turn.who, now), *more]
        if not erase:
            every.append(own(turn.who, inbox, keep, now))
            every.append(("ZREMRANGEBYSCORE", owned, "-inf", str(int(now.timestamp()))))
        every.append(("EXPIRE", owned, str(keys.SESSION_SECONDS + keys.DAY)))
        names = [inbox, keys.lock(turn.who), keys.session(turn.who), owned]
        names += sorted({command[1] for command in every} - {owned})
        session = "" if outcome.session is None else json.dumps(outcome.session, ensure_ascii=False)
        words: list[str | bytes] = [turn.token, reply, str(keep)]
        words += [session.encode("utf-8", "replace"), str(keys.SESSION_SECONDS)]
        words.append("1" if erase else "")
        for command in every:
            words.append(str(len(command)))
            words += [word.encode("utf-8", "replace") for word in command]
        with self._guarded():
            return bool(self._commit(names, words))

    def release(self, turn: Turn) -> None:
        """Give the turn back without a result, so that the next message need not wait."""
        with self._guarded():
            self._release([keys.lock(turn.who)], [turn.token])

    def erase(self, openid: str) -> int:
        """Remove everything of a person; how many entries that were."""
        who = self.who(openid)
        names = [keys.lock(who), keys.session(who), keys.owned(who), keys.tries(who)]
        with self._guarded():
            return int(self._erase(names, []))

    def report(self, report_id: str) -> dict[str, Any] | None:
        """`{"facts", "year", "made", "assumed"}` of a saved report, while it is kept."""
        with self._guarded():
            return _load(self.client.get(keys.report(report_id)))

    def ping(self) -> None:
        """`StoreDown` when Redis does not answer."""
        with self._guarded():
            self.client.ping()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn Redis errors into `StoreDown`; after a timeout, fail at once for a moment.

        Without the pause a hanging Redis would hold every thread for its whole timeout.
        """
        if time.monotonic() < self._down_until:
            raise StoreDown("Redis 没有响应")
        try:
            yield
        except (redis.TimeoutError, redis.ConnectionError) as error:
            if isinstance(error, redis.TimeoutError):
                self._down_until = time.monotonic() + PAUSE_AFTER_TIMEOUT
            raise StoreDown("Redis 没有响应") from error
        except (redis.RedisError, RedisClusterException) as error:
            raise StoreDown(f"Redis 出错：{type(error).__name__}") from error


def _load(stored: Any) -> dict[str, Any] | None:
    """A stored JSON object; None for nothing and for what is none: better to start over."""
    try:
        value = json.loads(stored) if stored else None
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
