"""Encryption at rest: what is stored about people is sealed with AES-256-GCM.

A sealed value is `0x01`, four bytes that name the key, a nonce of twelve bytes, ciphertext and tag.
From JIFEN_SECRET_KEY comes one key for each purpose (HKDF-SHA256, RFC 5869), from that one key for
each entry (HMAC over its name). So no two entries share a key, nonces may be random, and a value
that was moved to another entry does not open. With JIFEN_SECRET_KEY_PREVIOUS values of the key
before open too; whatever is written is sealed with the present one.
"""

import hmac
import os
from enum import StrEnum
from functools import cache, lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORMAT = b"\x01"
_ID_BYTES, _NONCE_BYTES = 4, 12
_HEAD = len(_FORMAT) + _ID_BYTES


class Purpose(StrEnum):
    """What a key is for."""

    RECORD = "record"
    CASE = "case"
    CODE = "code"
    CONSULTATION = "consultation"
    DESK = "desk"
    QUESTION = "question"
    FACTOR = "second factor"
    LOGIN = "login"
    AUDIT = "audit"
    BACKUP = "backup"
    DOCTOR = "doctor"
    COMPARISON = "comparison"


class Seal:
    """Seals with `secret`, opens with it and with `previous`."""

    def __init__(self, secret: str, previous: str = "") -> None:
        self._secret = secret
        self._secrets = {_key_id(each): each for each in (previous, secret) if each}
        self._id = _key_id(secret)

    def seal(self, purpose: Purpose, name: str, plain: bytes) -> bytes:
        """`plain` for the entry `name`; a different value each time."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = _cipher(self._secret, purpose, name).encrypt(nonce, plain, None)
        return _FORMAT + self._id + nonce + sealed

    def open(self, purpose: Purpose, name: str, stored: bytes) -> bytes | None:
        """What was sealed for the entry `name`; None for a damaged value or an unknown key.

        A value that begins with `{` is plain JSON, as versions before the sealing stored it.
        """
        if stored.startswith(b"{"):
            return stored
        secret = self._secrets.get(stored[len(_FORMAT) : _HEAD])
        if secret is None or not stored.startswith(_FORMAT):
            return None
        nonce, sealed = stored[_HEAD : _HEAD + _NONCE_BYTES], stored[_HEAD + _NONCE_BYTES :]
        try:
            return _cipher(secret, purpose, name).decrypt(nonce, sealed, None)
        except (InvalidTag, ValueError):
            return None

    def digest(self, purpose: Purpose, text: str) -> str:
        """A keyed digest: the same for the same text, and not to be found by trying texts."""
        key = _derived(self._secret, f"digest {purpose}")
        return hmac.digest(key, text.encode("utf-8", "replace"), "sha256").hex()[:24]


@lru_cache(maxsize=64)  # a message opens and seals the same entry
def _cipher(secret: str, purpose: Purpose, name: str) -> AESGCM:
    return AESGCM(hmac.digest(_derived(secret, purpose), name.encode("utf-8", "replace"), "sha256"))


@cache
def _derived(secret: str, purpose: str) -> bytes:
    info = b"jifen storage " + purpose.encode()
    return HKDF(SHA256(), 32, salt=None, info=info).derive(secret.encode())


def _key_id(secret: str) -> bytes:
    return _derived(secret, "key id")[:_ID_BYTES]
