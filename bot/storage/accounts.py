"""Who may use the console: names, roles and argon2id passwords, kept in Redis."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.errors import AccountError
from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import Value, commands
from bot.storage import keys
from bot.storage.passwords import check_password, hashed, matches
from bot.storage.roles import ADMIN, ROLES
from replies.wording import say

_NAME = re.compile(r"[^\W_][\w.\-]{1,31}")

RECOVERY = "recovery:"
"""Fields of an account's hash that begin so name a recovery code by its digest."""


MOST_NEWS = 5


@dataclass(frozen=True)
class News:
    """Something that was done to an account's credentials: `what` names it, `who` did it, when."""

    what: str
    who: str
    when: str


@dataclass(frozen=True)
class Account:
    """One member of staff. A log-in is good only for the `generation` it was made in.

    `news`: what its owner has not yet confirmed having seen.
    """

    name: str
    role: str
    disabled: bool
    generation: int
    made: str = ""
    seen: str = ""
    second_factor: bool = False
    recovery_left: int = 0
    news: tuple[News, ...] = ()

    @property
    def is_admin(self) -> bool:
        return self.role == ADMIN


def tidy(name: str) -> str:
    """A name as it is stored: people type it in any width and case."""
    return unicodedata.normalize("NFKC", name).strip().lower()


class Accounts:
    """All accounts."""

    def __init__(self, client: Client) -> None:
        self._redis = commands(client)

    def add(self, name: str, role: str, password: str, now: datetime) -> Account:
        """Make an account; `AccountError` when the name is taken or anything is off."""
        name = tidy(name)
        if not _NAME.fullmatch(name):
            raise AccountError(say("staff.account.name"))
        check_role(role)
        check_password(password, name)
        if not self._redis.hsetnx(keys.account(name), "role", role):
            raise AccountError(say("staff.account.taken", name=name))
        fields: dict[str, Value] = {
            "password": hashed(password),
            "disabled": "",
            "generation": 1,
            "made": now.isoformat(timespec="seconds"),
        }
        self._redis.hset(keys.account(name), mapping=fields)
        self._redis.sadd(keys.ACCOUNTS, name)
        return self.known(name)

    def get(self, name: str) -> Account | None:
        found = self._redis.hgetall(keys.account(tidy(name)))
        values = {k.decode(): v.decode("utf-8", "replace") for k, v in found.items()}
        if "password" not in values:
            return None
        return Account(
            tidy(name),
            values["role"],
            bool(values.get("disabled")),
            int(values.get("generation", 1)),
            values.get("made", ""),
            values.get("seen", ""),
            "totp" in values,
            sum(field.startswith(RECOVERY) for field in values),
            tuple(News(*each) for each in json.loads(values.get("news", "[]"))),
        )

    def all(self) -> Iterator[Account]:
        """Every account by name."""
        for name in sorted(self._redis.smembers(keys.ACCOUNTS)):
            if found := self.get(name.decode()):
                yield found

    def any(self) -> bool:
        return bool(self._redis.exists(keys.ACCOUNTS))

    def verify(self, name: str, password: str) -> Account | None:
        """The account, when the password is right and it is not disabled.

        Takes the same work for unknown names, disabled accounts and wrong passwords.
        """
        name = tidy(name)
        stored = self._redis.hget(keys.account(name), "password")
        if not matches(stored.decode() if stored else "", password):
            return None
        account = self.get(name)
        return None if account is None or account.disabled else account

    def set_password(self, name: str, password: str) -> None:
        """A new password; every log-in of the account ends."""
        check_password(password, tidy(name))
        self._change(name, "password", hashed(password))

    def set_role(self, name: str, role: str) -> None:
        check_role(role)
        if role != ADMIN:
            self._keep_an_admin(name)
        self._change(name, "role", role)

    def disable(self, name: str, disabled: bool = True) -> None:
        if disabled:
            self._keep_an_admin(name)
        self._change(name, "disabled", "1" if disabled else "")

    def log_out_everywhere(self, name: str) -> None:
        self.known(name)
        self._redis.hincrby(keys.account(tidy(name)), "generation", 1)

    def saw(self, name: str, now: datetime) -> None:
        self._redis.hset(keys.account(tidy(name)), "seen", now.isoformat(timespec="seconds"))

    def tell(self, name: str, what: str, who: str, now: datetime) -> None:
        """Let the owner know with the next page that they open, until they have seen it."""
        known = self.known(name).news
        news = [*known, News(what, who, now.isoformat(timespec="seconds"))][-MOST_NEWS:]
        rows = [[each.what, each.who, each.when] for each in news]
        self._redis.hset(keys.account(tidy(name)), "news", json.dumps(rows, ensure_ascii=False))

    def has_seen_news(self, name: str) -> None:
        self._redis.hdel(keys.account(tidy(name)), "news")

    def _change(self, name: str, what: str, value: str) -> None:
        self.known(name)
        key = keys.account(tidy(name))
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(key, what, value)
            pipe.hincrby(key, "generation", 1)
            pipe.execute()

    def known(self, name: str) -> Account:
        """The account; `AccountError` when there is none."""
        found = self.get(name)
        if found is None:
            raise AccountError(say("staff.account.unknown", name=tidy(name)))
        return found

    def _keep_an_admin(self, name: str) -> None:
        """Without an administrator nobody could make another."""
        admins = [a.name for a in self.all() if a.is_admin and not a.disabled]
        if admins == [tidy(name)]:
            raise AccountError(say("staff.account.last_admin"))


def check_role(role: str) -> None:
    if role not in ROLES:
        raise AccountError(say("staff.account.role", roles="、".join(ROLES)))
