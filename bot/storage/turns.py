"""Conversations in Redis: two round trips a message, one atomic commit.

`with store.take(person, message) as turn` asks whether the message has been answered, takes the
person's turn and loads the session; `turn.commit(…)` writes session, reply and effects and ends the
turn. A turn that took too long has lost its lock and cannot commit. The webhook and the staff
console take turns alike. Every failure of Redis becomes `StoreDown`.
"""

import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib.resources import files
from types import TracebackType
from typing import Any

import redis
from redis.exceptions import NoScriptError, ReadOnlyError, RedisClusterException

from bot.errors import Refused, StoreDown
from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.effects import Command, commands, own
from handlers import Erase, Outcome
from replies.wording import say

WAIT_SECONDS = 4.0  # WeChat gives up after five
CASE_TRIES = 20  # an hour and person: codes cannot be guessed by trying
PAUSE_AFTER_TIMEOUT = 0.5
JSON = dict[str, Any]


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

    def take(
        self,
        who: str,
        message: str,
        *,
        once: str = "",
        digest: str = "",
        case_code: str = "",
        wait: float = WAIT_SECONDS,
    ) -> "Turn":
        """The turn of the person `who` (a hash, see `who`) for one message.

        Waits up to `wait` seconds while another message of the person is being answered (`Busy`).
        `once` and `digest` guard against a replay with another body (`Refused`).
        """
        token = secrets.token_hex(8)
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
        deadline = time.monotonic() + wait
        pause = 0.005
        while True:
            with self._guarded():
                state, *rest = self._begin(names, words)
            if state == b"turn":
                return Turn(self, who, message, token, _load(rest[0]), _load(rest[1]))
            if state == b"answered":
                return Turn(self, who, message, "", answered=bytes(rest[0]))
            if state == b"replayed":
                raise Refused("replayed with another body")
            if time.monotonic() > deadline:
                raise Busy(say("bot.turn_busy"))
            self._sleep(pause)
            pause = min(pause * 1.5, 0.1)

    def commit(
        self,
        turn: "Turn",
        outcome: Outcome,
        reply: bytes,
        now: datetime,
        more: Sequence[Command],
    ) -> bool:
        """Write everything a turn led to; used through `Turn.commit`."""
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

    def release(self, turn: "Turn") -> None:
        """End a turn without a result, so that the next message need not wait."""
        with self._guarded():
            self._release([keys.lock(turn.who)], [turn.token])

    def erase(self, openid: str) -> int:
        """Remove everything of a person; how many entries that were."""
        who = self.who(openid)
        names = [keys.lock(who), keys.session(who), keys.owned(who), keys.tries(who)]
        with self._guarded():
            return int(self._erase(names, []))

    def spend(self, once: str, digest: str) -> None:
        """Use up `once`, a timestamp and nonce, for one body (`Refused` where another used it)."""
        with self._guarded():
            self.client.set(once, digest, px=keys.ONCE_MS, nx=True)
            if self.client.get(once) != digest.encode():
                raise Refused("replayed with another body")

    def session(self, who: str) -> JSON | None:
        """The conversation of the person `who` as it stands."""
        with self._guarded():
            return _load(self.client.get(keys.session(who)))

    def report(self, report_id: str) -> JSON | None:
        """`{"facts", "year", "made", "assumed"}` of a saved report, while it is kept."""
        with self._guarded():
            return _load(self.client.get(keys.report(report_id)))

    def check(self) -> None:
        """`StoreDown` when Redis does not answer or takes no writes."""
        with self._guarded():
            self.client.set(keys.READY, "1", ex=keys.MINUTE)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn Redis errors into `StoreDown`; after a timeout, fail at once for a moment.

        Without the pause a hanging Redis would hold every thread for its whole timeout.
        """
        if time.monotonic() < self._down_until:
            raise StoreDown(say("bot.redis_silent"))
        try:
            yield
        except (redis.TimeoutError, redis.ConnectionError) as error:
            if isinstance(error, redis.TimeoutError):
                self._down_until = time.monotonic() + PAUSE_AFTER_TIMEOUT
            raise StoreDown(say("bot.redis_silent")) from error
        except ReadOnlyError as error:
            # the master has been demoted: the next connection finds the new one
            if pool := getattr(self.client, "connection_pool", None):
                pool.disconnect()
            raise StoreDown(say("bot.redis_error", kind=type(error).__name__)) from error
        except (redis.RedisError, RedisClusterException) as error:
            raise StoreDown(say("bot.redis_error", kind=type(error).__name__)) from error


class Turn:
    """The right to change one person's conversation, given back where it is left uncommitted.

    `answered`: the reply that this very message was given before; then there is nothing to commit.
    `session` and `case` are the stored conversation and the staff case that was asked for.
    """

    def __init__(
        self,
        store: Store,
        who: str,
        message: str,
        token: str,
        session: JSON | None = None,
        case: JSON | None = None,
        answered: bytes | None = None,
    ) -> None:
        self.who, self.message, self.token = who, message, token
        self.session, self.case, self.answered = session, case, answered
        self._store = store
        self._open = answered is None

    def __enter__(self) -> "Turn":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open:
            self._open = False
            with suppress(StoreDown):
                self._store.release(self)

    def commit(
        self, outcome: Outcome, reply: bytes, now: datetime, more: Sequence[Command] = ()
    ) -> bool:
        """Write everything the message led to; False, and nothing written, when the turn was lost.

        `more`: commands beside the effects of the outcome.
        """
        done = self._store.commit(self, outcome, reply, now, more)
        self._open = False
        return done


def _load(stored: Any) -> JSON | None:
    """A stored JSON object; None for nothing and for what is none: better to start over."""
    try:
        value = json.loads(stored) if stored else None
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
