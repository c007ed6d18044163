"""One message's turn: the right to change one person's conversation."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from bot.errors import StoreDown
from bot.storage import keys
from bot.storage.record import JSON, PersonRecord
from handlers import Outcome

if TYPE_CHECKING:
    from bot.storage.turns import Store

LOCK_MARGIN = 0.05


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

    def __enter__(self) -> Turn:
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
