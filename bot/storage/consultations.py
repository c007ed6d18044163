"""A conversation that an applicant has opened for one member of staff by reading out a code."""

import json
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import BotError
from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.effects import commands, own
from bot.storage.keys import OPENED_SECONDS, opened
from handlers.result import report_of
from handlers.session import Session

WAIT_SECONDS = 3.0

# Write the session and end the turn, or nothing when the turn was lost.
_WRITE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
return 1
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class Gone(BotError):
    """The conversation is not there any more."""


class StillBusy(BotError):
    """The applicant's own message is being answered."""


@dataclass(frozen=True)
class Opened:
    """The right of `name` to see and correct the conversation of `who` for half an hour."""

    token: str
    who: str
    name: str

    @property
    def label(self) -> str:
        """How the log names the conversation: not who it is, but the same for the same person."""
        return f"对话 {self.who[:8]}"


class Consultations:
    """Redeems codes and keeps what they have opened."""

    def __init__(self, client: Client) -> None:
        self._redis: Any = client

    def redeem(self, code: str, name: str, now: datetime) -> Opened | None:
        """Use a code up; None for one that is unknown, expired or used."""
        who = self._redis.getdel(keys.code(code))
        if who is None:
            return None
        found = Opened(secrets.token_urlsafe(12), who.decode(), name)
        key = opened(found.token)
        stored = json.dumps({"who": found.who, "name": name})
        self._redis.set(key, stored, ex=OPENED_SECONDS)
        # erasing the person ends this too
        self._redis.execute_command(*own(found.who, key, OPENED_SECONDS, now))
        return found

    def find(self, token: str, name: str) -> Opened | None:
        """What this member of staff has opened; nobody else's."""
        raw = self._redis.get(opened(token[:40]))
        stored = json.loads(raw) if raw else {}
        return Opened(token, stored["who"], name) if stored.get("name") == name else None

    def session(self, consultation: Opened) -> Session | None:
        """The conversation as it stands."""
        raw = self._redis.get(keys.session(consultation.who))
        return Session.load(json.loads(raw)) if raw else None

    def change(self, consultation: Opened, work: "Any", now: datetime, year: int) -> str:
        """Run `work` on the session under the applicant's own turn, and write it back.

        `work(session)` returns "" when the change is good, else why not: then nothing is written.
        The applicant's messages wait meanwhile, so that neither loses what the other wrote.
        """
        lock, token = keys.lock(consultation.who), secrets.token_hex(8)
        until = time.monotonic() + WAIT_SECONDS
        while not self._redis.set(lock, token, px=keys.LOCK_MS, nx=True):
            if time.monotonic() > until:
                raise StillBusy("对方正在发消息，请过几秒再改")
            time.sleep(0.02)
        try:
            session = self.session(consultation)
            if session is None:
                raise Gone("对方已删除资料，或资料已到期")
            if wrong := work(session):
                return str(wrong)
            body = json.dumps(session.dump(), ensure_ascii=False)
            names = (lock, keys.session(consultation.who))
            if not self._redis.eval(_WRITE, 2, *names, token, body, keys.SESSION_SECONDS):
                raise StillBusy("没来得及存下，请再改一次")
            self._renew_report(consultation, session, now, year)
            return ""
        finally:
            self._redis.eval(_RELEASE, 1, lock, token)

    def _renew_report(
        self, consultation: Opened, session: Session, now: datetime, year: int
    ) -> None:
        """The link that the applicant already has shows the corrected facts."""
        if session.report and self._redis.exists(keys.report(session.report)):
            effects = [report_of(session, year)]
            for command in commands(effects, consultation.who, now):
                self._redis.execute_command(*command)
