"""Log-ins on the server side: a random token in the cookie, everything else in Redis.

Found by a digest of the token that is keyed with JIFEN_SECRET_KEY: a new key ends every log-in.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys
from bot.storage.accounts import Account, Accounts
from bot.storage.sealing import Purpose, Seal

HALF_SECONDS = 5 * keys.MINUTE
CONFIRMED_SECONDS = 5 * keys.MINUTE


@dataclass(frozen=True)
class Login:
    """One log-in of one account.

    `half`: the password was right, the second factor is still missing.
    `confirmed`: the password was typed again within the last minutes.
    """

    account: Account
    token: str
    half: bool = False
    confirmed: bool = False


class Logins:
    """Ends after 30 minutes without a request, after twelve hours, or with the generation."""

    def __init__(self, client: Client, accounts: Accounts, seal: Seal) -> None:
        self._redis = commands(client)
        self._accounts = accounts
        self._seal = seal

    def begin(self, account: Account, now: datetime, half: bool = False) -> str:
        """The token for the cookie; a new one for each log-in."""
        token = secrets.token_urlsafe(32)
        stored = {
            "name": account.name,
            "generation": account.generation,
            "until": int(now.timestamp()) + (HALF_SECONDS if half else keys.LOGIN_SECONDS),
            "half": half,
        }
        self._redis.set(self._key(token), json.dumps(stored), ex=keys.IDLE_SECONDS)
        return token

    def find(self, token: str, now: datetime) -> Login | None:
        """The log-in behind a cookie, kept alive by being asked for."""
        if not token or len(token) > 100:
            return None
        raw = self._redis.getex(self._key(token), ex=keys.IDLE_SECONDS)
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
        confirmed = now.timestamp() < stored.get("confirmed", 0)
        return Login(account, token, bool(stored.get("half")), confirmed)

    def confirm(self, login: Login, now: datetime) -> None:
        """The password was typed again: good for a few minutes of administration."""
        raw = self._redis.get(self._key(login.token))
        if raw:
            stored = json.loads(raw) | {"confirmed": int(now.timestamp()) + CONFIRMED_SECONDS}
            self._redis.set(self._key(login.token), json.dumps(stored), xx=True, keepttl=True)

    def end(self, token: str) -> None:
        self._redis.delete(self._key(token))

    def _key(self, token: str) -> str:
        return keys.login(self._seal.digest(Purpose.LOGIN, token))
