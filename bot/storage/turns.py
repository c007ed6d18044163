"""Conversations in Redis: two round trips a message, one atomic commit.

`with store.take(person, message) as turn` takes the person's turn and loads their record;
`turn.commit(…)` writes it with the new session, the reply and the effects, and ends the turn. A
turn that took too long has lost its lock and cannot commit. The webhook and the staff console take
turns the same way. Every failure of Redis becomes `StoreDown`.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from importlib.resources import files
from random import getrandbits
from types import TracebackType
from typing import Any

import redis
from redis.exceptions import NoScriptError, RedisClusterException

from bot.errors import RequestRefused, StoreDown
from bot.runtime.places import pause
from bot.runtime.redis_client import Client, OwnClient
from bot.storage import keys
from bot.storage.cases import Cases
from bot.storage.copies import Copies
from bot.storage.counts import Counts
from bot.storage.desk import DeskQueue
from bot.storage.effects import counted, note, opened
from bot.storage.questions import Questions
from bot.storage.record import JSON, PersonRecord
from bot.storage.replicas import Replicas, Unconfirmed
from bot.storage.sealing import Purpose, Seal
from handlers import Erase, IssueCode, JoinQueue, LeaveQueue, LogQuestion, OpenCase, Outcome
from replies.wording import say

WAIT_SECONDS = 4.0  # WeChat gives up after five
CASE_TRIES = 20  # an hour and person: codes cannot be guessed by trying
PAUSE_AFTER_TIMEOUT = 0.5
ONCE_LETTERS = 16  # of the digest of a body
LOCK_MARGIN = 0.05
SHARED = {OpenCase, LeaveQueue, LogQuestion}
"""Effects that are written beside the commit."""

log = logging.getLogger("jifen")


class Busy(StoreDown):
    """Another message of the same person did not finish in time."""


class Handled(RequestRefused):
    """The message was handled before, and its reply is not kept any more."""


class _Script:
    """A Lua script by its hash: one round trip, and a second one only after a restart of Redis."""

    def __init__(self, client: OwnClient, name: str) -> None:
        self._own = client
        self._text = files("bot.storage").joinpath("lua", f"{name}.lua").read_text("utf-8")
        self._sha = ""

    def __call__(self, names: Sequence[str], words: Sequence[str | bytes]) -> Any:
        if self._sha:
            try:
                return self._own.execute("EVALSHA", self._sha, len(names), *names, *words)
            except NoScriptError:
                pass
        client = self._own.client()
        answer = client.eval(self._text, len(names), *names, *words)
        self._sha = client.script_load(self._text)
        return answer


class _Guard:
    """Turns Redis errors into `StoreDown`; after a timeout, fails at once for a moment.

    Without the pause a hanging Redis would hold every thread for its whole timeout.
    """

    def __init__(self) -> None:
        self._down_until = 0.0

    def __enter__(self) -> None:
        if self._down_until and time.monotonic() < self._down_until:
            raise StoreDown(say("bot.redis_silent"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        if isinstance(error, redis.TimeoutError | redis.ConnectionError):
            if isinstance(error, redis.TimeoutError):
                self._down_until = time.monotonic() + PAUSE_AFTER_TIMEOUT
            raise StoreDown(say("bot.redis_silent")) from error
        if isinstance(error, redis.RedisError | RedisClusterException):
            raise StoreDown(say("bot.redis_error", kind=type(error).__name__)) from error


class Store:
    """All that the webhook keeps. `secret` keys the hashes of people's ids and the sealing.

    `replicas`: how many must hold a turn's result before it counts as done.
    """

    def __init__(
        self,
        client: Client,
        secret: str,
        sleep: Callable[[float], None] = pause,
        *,
        previous: str = "",
        replicas: int = 0,
    ) -> None:
        self.client = client
        self._replicas = Replicas(client, replicas) if replicas else None
        self.seal = Seal(secret, previous)
        self.questions = Questions(client, self.seal)
        self.cases = Cases(client, self.seal)
        self.queue = DeskQueue(client, self.seal)
        self.copies = Copies(client)
        self.counts = Counts(client, also=self.copies.look)
        self._secret, self._previous = secret, previous
        self._sleep = sleep
        self._guard = _Guard()
        own = OwnClient(client)
        self._begin, self._commit, self._release = (
            _Script(own, name) for name in ("begin", "commit", "release")
        )

    def who(self, openid: str) -> str:
        """The keyed hash under which a person is kept.

        While a previous key is set, what is kept under it moves to the present one.
        """
        who = keys.person(self._secret, openid)
        if self._previous:
            with self._guard:
                self._move(keys.person(self._previous, openid), who)
        return who

    def take(
        self,
        who: str,
        message: str,
        *,
        once: keys.Once | None = None,
        digest: str = "",
        case_code: str = "",
        order: str = "",
        wait: float = WAIT_SECONDS,
    ) -> "Turn":
        """The turn of the person `who` (a hash, see `who`) for one message.

        Waits up to `wait` seconds while another message of the person is being answered (`Busy`);
        of several that wait, the first by `order` (compared as text) comes next. `once` and
        `digest` guard against a replay with another body (`RequestRefused`). `Handled`: the message
        comes again after its reply has been forgotten, later than WeChat repeats one.
        """
        if once:
            self.spend(once, digest)
        turn = self._turn(who, message, order, wait)
        try:
            turn.answered = turn.record.reply_to(message)
            if turn.answered is None and turn.record.has_handled(message):
                raise Handled("handled before")
            if case_code and turn.answered is None:
                turn.case = self._case(turn.record, case_code)
        except BaseException:
            turn.end()
            raise
        if turn.answered is not None:
            turn.end()
        return turn

    def _turn(self, who: str, message: str, order: str, wait: float, force: str = "") -> "Turn":
        token = f"{getrandbits(32):08x}"
        names = [keys.record(who), keys.lock(who), keys.queue(who)]
        words = [token, str(keys.LOCK_MS), order, str(keys.WAITING_MS), force]
        deadline = time.monotonic() + wait
        nap = 0.005
        while True:
            with self._guard:
                state, *rest = self._begin(names, words)
            if state == b"turn":
                return Turn(self, who, message, token, self._opened(who, rest[0]), rest[0])
            if time.monotonic() > deadline:
                raise Busy(say("bot.turn_busy"))
            self._sleep(nap)
            nap = min(nap * 1.5, 0.1)

    def spend(self, once: keys.Once, digest: str) -> None:
        """Use up `once`, a timestamp and nonce, for one body; `RequestRefused` for another."""
        mine = digest[:ONCE_LETTERS]
        with self._guard, self.client.pipeline(transaction=False) as pipe:
            pipe.hsetnx(once.key, once.field, mine)
            pipe.hget(once.key, once.field)
            pipe.expire(once.key, keys.WINDOW_SECONDS + keys.MINUTE)
            if pipe.execute()[1] != mine.encode():
                raise RequestRefused("replayed with another body")

    def _case(self, record: PersonRecord, code: str) -> JSON | None:
        if record.count_try(time.time()) > CASE_TRIES:
            return None
        with self._guard:
            return self.cases.find(code)

    def commit(
        self,
        turn: "Turn",
        outcome: Outcome,
        reply: bytes,
        now: datetime,
        numbers: Iterable[str],
        once: bool,
    ) -> bool:
        """Write everything a turn led to; used through `Turn.commit`."""
        before, effects = turn.record, outcome.effects
        day = now.date().isoformat()
        names = [*counted(effects), *numbers]
        kinds = {type(effect) for effect in effects}
        erase = Erase in kinds
        wrote = "messages" in names  # a colleague's act is none of the person's
        if before.day != day and wrote and not erase:
            names.append("people")
        record = before.emptied() if erase else before
        record.session = outcome.session
        if wrote:
            record.day = "" if erase else day
        with self._guard:
            if erase:
                self._forget(before)
            note(record, effects, self.questions, now)
            if once:
                record.answer(turn.message, reply, now)
            record.tidy(now)
            if IssueCode in kinds:
                self._issue(record.code, turn.who)
            if JoinQueue in kinds:
                self.queue.join(record.desk, turn.who, now)
            if not self._written(turn, record, longer=wrote or erase):
                return False
        self.counts.add(day, names)
        if kinds & SHARED:
            self._share(outcome, now)
        return True

    def _written(self, turn: "Turn", record: PersonRecord, longer: bool = True) -> bool:
        """Whether the record was written; `longer`: its time begins anew."""
        key = keys.record(turn.who)
        sealed = self.seal.seal(Purpose.RECORD, key, record.dump())
        names = [key, keys.lock(turn.who)]
        words = (turn.token, sealed, str(_seconds(record)), "" if longer else "1")
        commit = self._replicas.commit if self._replicas else self._commit
        try:
            return bool(commit(names, words))
        except (redis.TimeoutError, redis.ConnectionError):
            # It may have been written all the same, or may still be. Once the turn's lock has run
            # out it cannot be any more: only then is it known what the person may be told.
            self._sleep(max(0.0, turn.ends - time.monotonic()))
            try:
                return bool(commit(names, words))
            except Unconfirmed:
                assert self._replicas
                self._replicas.undo(key, sealed, turn.before)
                raise

    def _issue(self, code: str, who: str) -> None:
        """Let a code lead to the person; it opens nothing unless their record names it."""
        key = keys.code(code)
        sealed = self.seal.seal(Purpose.CODE, key, who.encode())
        self.client.set(key, sealed, ex=keys.CODE_SECONDS)

    def _share(self, outcome: Outcome, now: datetime) -> None:
        """Write what all share. The turn is over: a failure here must not look like one of it."""
        try:
            for code in opened(outcome.effects):
                self.cases.close(code)
            for effect in outcome.effects:
                if isinstance(effect, LeaveQueue):
                    self.queue.leave(effect.label)
                elif isinstance(effect, LogQuestion) and effect.reason:
                    self.questions.add_reason(effect.text, effect.reason)
                elif isinstance(effect, LogQuestion):
                    self.questions.keep(effect.text, effect.why, effect.offered, now)
        except (redis.RedisError, RedisClusterException) as error:
            log.warning("shared effects lost: %s", type(error).__name__)

    def _forget(self, record: PersonRecord) -> None:
        """What is kept of a person outside their record; the files follow soon."""
        self.questions.forget(record.questions)
        if record.code:
            self.client.delete(keys.code(record.code))
        if record.desk:
            self.queue.leave(record.desk)
        self.copies.mark()
        self.counts.wake()

    def release(self, turn: "Turn") -> None:
        """End a turn without a result, so that the next message need not wait."""
        with self._guard:
            self._release([keys.lock(turn.who)], [turn.token])

    def erase(self, openid: str) -> int:
        """Remove everything of a person; how many entries that were.

        A turn under way loses its lock, and with it the right to commit.
        """
        with self._turn(self.who(openid), "", "", WAIT_SECONDS, force="1") as turn:
            gone = turn.record.entries
            if gone:
                with self._guard:
                    self._forget(turn.record)
                    self._written(turn, turn.record.emptied())
        return gone

    def record(self, who: str) -> PersonRecord:
        """What is kept of the person `who`, as it stands."""
        with self._guard:
            return self._opened(who, self.client.get(keys.record(who)))

    def session(self, who: str) -> JSON | None:
        """The conversation of the person `who` as it stands."""
        return self.record(who).session

    def report(self, who: str, report_id: str, now: datetime) -> JSON | None:
        """`{"facts", "year", "made", "assumed"}` of a saved report, while it is kept."""
        return self.record(who).report(report_id, now)

    def check(self) -> None:
        """`StoreDown` when Redis does not answer or takes no writes."""
        with self._guard:
            self.client.set(keys.READY, "1", ex=keys.MINUTE)

    def close(self) -> None:
        """Write the numbers that were counted."""
        self.counts.close()

    def _opened(self, who: str, stored: Any) -> PersonRecord:
        key = keys.record(who)
        return PersonRecord.load(
            self.seal.open(Purpose.RECORD, key, bytes(stored)) if stored else None
        )

    def _move(self, old: str, who: str) -> None:
        """A record of the previous key; of two workers at once, the first one's copy stays."""
        client, key = self.client, keys.record(old)
        stored: Any = client.get(key)
        if not stored:
            return
        left = max(1, int(client.ttl(key)))
        sealed = self.seal.seal(Purpose.RECORD, keys.record(who), self._opened(old, stored).dump())
        client.set(keys.record(who), sealed, ex=left, nx=True)
        client.delete(key)


def _seconds(record: PersonRecord) -> int:
    """How long a record is kept after it was written."""
    if record.session is None:
        return keys.WINDOW_SECONDS
    return keys.SESSION_SECONDS if record.session.get("consent") else keys.UNDECIDED_SECONDS


class Turn:
    """The right to change one person's conversation, given back where it is left uncommitted.

    `answered`: the reply that this very message was given before; then there is nothing to commit.
    `session` and `case` are the stored conversation and the staff case that was asked for,
    `before` is the record as it is stored.
    """

    def __init__(
        self,
        store: Store,
        who: str,
        message: str,
        token: str,
        record: PersonRecord,
        before: bytes,
    ) -> None:
        self.who, self.message, self.token, self.record = who, message, token, record
        self.before = before
        self.session = record.session
        self.case: JSON | None = None
        self.answered: bytes | None = None
        self.ends = time.monotonic() + keys.LOCK_MS / 1000 + LOCK_MARGIN
        """When its lock has surely run out, by the monotonic clock."""
        self._store = store
        self._open = True

    def __enter__(self) -> "Turn":
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def end(self) -> None:
        """Give the turn back when it was not committed."""
        if self._open:
            self._open = False
            with suppress(StoreDown):
                self._store.release(self)

    def commit(
        self,
        outcome: Outcome,
        reply: bytes,
        now: datetime,
        numbers: Iterable[str] = (),
        *,
        once: bool = True,
    ) -> bool:
        """Write everything the message led to; False, and nothing written, when the turn was lost.

        `numbers`: names that go up by one among the day's numbers, beside those of the outcome.
        `once`: the message is recognised when it comes again. The record remembers few of them, so
        acts of staff that cannot come again do not push out what the person sent.
        """
        done = self._store.commit(self, outcome, reply, now, numbers, once)
        self._open = False
        return done
