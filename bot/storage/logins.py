"""Log-ins on the server side: a random token in the cookie, everything else in Redis."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.accounts import Account, Accounts


@dataclass(frozen=True)
class Login:
    """One log-in of one account. `csrf` goes into every form."""

    account: Account
    csrf: str
    token: str


class Logins:
    """Ends after an hour without a request, after twelve hours, or with the generation."""

    def __init__(self, client: Client, accounts: Accounts) -> None:
        self._redis: Any = client
        self._accounts = accounts

    def begin(self, account: Account, now: datetime) -> str:
        """The token for the cookie; a new one for each log-in."""
        token = secrets.token_urlsafe(32)
        stored = {
            "name": account.name,
            "generation": account.generation,
            "csrf": secrets.token_urlsafe(24),
            "until": int(now.timestamp()) + keys.LOGIN_SECONDS,
        }
        self._redis.set(keys.login(token), json.dumps(stored), ex=keys.IDLE_SECONDS)
        return token

    def find(self, token: str, now: datetime) -> Login | None:
        """The log-in behind a cookie, kept alive by being asked for."""
        if not token or len(token) > 100:
            return None
        raw = self._redis.getex(keys.login(token), ex=keys.IDLE_SECONDS)
        if not raw:
            return None
        stored = json.loads(raw)
        account = self._accounts.get(stored["name"])
        good = (
            account is not None
            and not account.disabled
            and account.generation == stored["generation"]
            and now.timestamp() < stored["until"]
        )
        if account is None or not good:
            self.end(token)
            return None
        return Login(account, stored["csrf"], token)

    def end(self, token: str) -> None:
        self._redis.delete(keys.login(token))
