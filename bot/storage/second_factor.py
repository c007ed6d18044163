"""The second factor of an account: a code from an authenticator app (TOTP, RFC 6238).

The secret is stored sealed in the account's hash. Each code works once. Ten recovery codes, kept as
keyed digests, stand in for a lost phone, once each.
"""

import hmac
import secrets
from datetime import datetime

import pyotp

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys
from bot.storage.accounts import RECOVERY, tidy
from bot.storage.sealing import Purpose, Seal

STEP_SECONDS = 30
DRIFT = 1  # steps that a phone's clock may be off, either way
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that reads like something else
_RECOVERY_LETTERS = 10  # 49 bits


class SecondFactor:
    """Sets up, checks and removes the second factor of accounts."""

    def __init__(self, client: Client, secret: str, previous: str = "") -> None:
        self._redis = commands(client)
        self._seal = Seal(secret, previous)
        self._before = Seal(previous) if previous else None

    def begin(self, name: str) -> str:
        """The secret to be set up (base32); the same until it is confirmed."""
        if pending := self._read(name, "totp_pending"):
            return pending
        secret = pyotp.random_base32()
        self._write(name, "totp_pending", secret)
        return secret

    def confirm(self, name: str, code: str, now: datetime) -> list[str]:
        """Turn it on with a first code: the recovery codes; [] when the code is wrong."""
        pending = self._read(name, "totp_pending")
        if not pending or not self._matches(name, pending, code, now):
            return []
        self._write(name, "totp", pending)
        self._redis.hdel(keys.account(tidy(name)), "totp_pending")
        # log-ins without a second factor end
        self._redis.hincrby(keys.account(tidy(name)), "generation", 1)
        return self.renew(name)

    def check(self, name: str, code: str, now: datetime) -> bool:
        """Whether `code` is the app's present code, or a recovery code that is used up by this."""
        secret = self._read(name, "totp")
        if secret and self._matches(name, secret, code, now):
            # sealed again: it is still readable when the key before is gone
            self._write(name, "totp", secret)
            return True
        seals = [self._seal, *([self._before] if self._before else [])]
        fields = [_recovery(seal, name, code) for seal in seals]
        return bool(self._redis.hdel(keys.account(tidy(name)), *fields))

    def renew(self, name: str) -> list[str]:
        """New recovery codes; those before end."""
        codes = [
            "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LETTERS))
            for _ in range(RECOVERY_CODES)
        ]
        key = keys.account(tidy(name))
        old = [field for field in self._redis.hkeys(key) if field.startswith(RECOVERY.encode())]
        with self._redis.pipeline(transaction=True) as pipe:
            if old:
                pipe.hdel(key, *old)
            pipe.hset(key, mapping={_recovery(self._seal, name, code): "1" for code in codes})
            pipe.execute()
        return [f"{code[:5]}-{code[5:]}" for code in codes]

    def remove(self, name: str) -> None:
        """Without a second factor; every log-in of the account ends."""
        key = keys.account(tidy(name))
        gone = [
            field
            for field in self._redis.hkeys(key)
            if field in (b"totp", b"totp_pending") or field.startswith(RECOVERY.encode())
        ]
        with self._redis.pipeline(transaction=True) as pipe:
            if gone:
                pipe.hdel(key, *gone)
            pipe.hincrby(key, "generation", 1)
            pipe.execute()

    def _matches(self, name: str, secret: str, code: str, now: datetime) -> bool:
        given = "".join(code.split())
        totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
        present = int(now.timestamp()) // STEP_SECONDS
        for step in range(present - DRIFT, present + DRIFT + 1):
            right = totp.generate_otp(step)
            if hmac.compare_digest(right.encode(), given.encode("utf-8", "replace")):
                used = keys.factor_used(tidy(name), step)
                return bool(self._redis.set(used, 1, nx=True, ex=STEP_SECONDS * (2 * DRIFT + 2)))
        return False

    def _read(self, name: str, field: str) -> str:
        stored = self._redis.hget(keys.account(tidy(name)), field)
        plain = self._seal.open(Purpose.FACTOR, tidy(name), stored) if stored else None
        return plain.decode() if plain else ""

    def _write(self, name: str, field: str, secret: str) -> None:
        sealed = self._seal.seal(Purpose.FACTOR, tidy(name), secret.encode())
        self._redis.hset(keys.account(tidy(name)), field, sealed)


def _recovery(seal: Seal, name: str, code: str) -> str:
    """The field of an account's hash that stands for a recovery code."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return RECOVERY + seal.digest(Purpose.FACTOR, f"{tidy(name)}\0{plain}")


def address(name: str, secret: str, issuer: str) -> str:
    """What the QR code says (otpauth://)."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=tidy(name), issuer_name=issuer
    )
