"""Conversations in Redis: two round trips a message, one atomic commit.

`with store.take(person, message) as turn` takes the person's turn and loads their record;
`turn.commit(…)` writes it with the new session, the reply and the effects, and ends the turn. A
turn that took too long has lost its lock and cannot commit. The webhook and the staff console take
turns the same way. Every failure of Redis becomes `StoreDown`.
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from random import getrandbits
from typing import Any

import redis

from bot.errors import RequestRefused, StoreDown
from bot.runtime.places import pause
from bot.runtime.redis_client import Client, OwnClient
from bot.storage import keys
from bot.storage.cases import Cases
from bot.storage.copies import Copies
from bot.storage.counts import Counts
from bot.storage.desk import DeskQueue
from bot.storage.effects import counted, note, share
from bot.storage.guard import Guard
from bot.storage.questions import Questions
from bot.storage.record import JSON, PersonRecord
from bot.storage.replicas import Replicas, Unconfirmed
from bot.storage.scripts import LuaScript
from bot.storage.sealing import Purpose, Seal
from bot.storage.turn import Turn
from handlers import Erase, IssueCode, JoinQueue, LeaveQueue, LogQuestion, OpenCase, Outcome
from replies.wording import say

WAIT_SECONDS = 4.0  # WeChat gives up after five
CASE_TRIES = 20  # an hour and person: codes cannot be guessed by trying
ONCE_LETTERS = 16  # of the digest of a body
SHARED = {OpenCase, LeaveQueue, LogQuestion}
"""Effects that are written beside the commit."""


class Busy(StoreDown):
    """Another message of the same person did not finish in time."""


class Handled(RequestRefused):
    """The message was handled before, and its reply is not kept any more."""


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
        self._guard = Guard()
        own = OwnClient(client)
        self._begin, self._commit, self._release = (
            LuaScript(own, name) for name in ("begin", "commit", "release")
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
    ) -> Turn:
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

    def _turn(self, who: str, message: str, order: str, wait: float, force: str = "") -> Turn:
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
        turn: Turn,
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
            share(effects, self.cases, self.queue, self.questions, now)
        return True

    def _written(self, turn: Turn, record: PersonRecord, longer: bool = True) -> bool:
        """Whether the record was written; `longer`: its time begins again."""
        key = keys.record(turn.who)
        sealed = self.seal.seal(Purpose.RECORD, key, record.dump())
        names = [key, keys.lock(turn.who)]
        words = (turn.token, sealed, str(record.seconds), "" if longer else "1")
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

    def _forget(self, record: PersonRecord) -> None:
        """What is kept of a person outside their record; the files follow soon."""
        self.questions.forget(record.questions)
        if record.code:
            self.client.delete(keys.code(record.code))
        if record.desk:
            self.queue.leave(record.desk)
        self.copies.mark()
        self.counts.wake()

    def release(self, turn: Turn) -> None:
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
