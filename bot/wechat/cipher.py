"""The platform's encryption of safe mode, on bytes: AES-256-CBC, as its documentation states it.

Around a message stand 16 random bytes, its length (4 bytes, big-endian), and the app id; the whole
is padded to a multiple of 32 bytes, each byte of the padding holding its length.
"""

import base64
import hmac
import os
from binascii import a2b_base64, b2a_base64

from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32
RANDOM = 16
HEAD = RANDOM + 4


class OtherApp(ValueError):
    """Encrypted with this key, for another app id."""


class Cipher:
    """Encrypts and decrypts for one app; `key` is the account's EncodingAESKey (43 characters)."""

    def __init__(self, key: str, app_id: str) -> None:
        secret = base64.b64decode(key + "=")
        self._aes = Aes(AES(secret), CBC(secret[:16]))
        self._app_id = app_id.encode()

    def decrypt(self, text: str) -> bytes:
        """The message in `text` (base64); `ValueError`, perhaps `OtherApp`, when it is none for us.

        Check the signature first: which step failed must tell nothing to a stranger.
        """
        decryptor = self._aes.decryptor()
        plain = decryptor.update(a2b_base64(text, strict_mode=True)) + decryptor.finalize()
        if len(plain) <= HEAD or not 1 <= plain[-1] <= BLOCK:
            raise ValueError("not encrypted for this key")
        end = HEAD + int.from_bytes(plain[RANDOM:HEAD])
        if end > len(plain) - plain[-1]:
            raise ValueError("not encrypted for this key")
        if not hmac.compare_digest(plain[end : -plain[-1]], self._app_id):
            raise OtherApp("not for this app")
        return plain[HEAD:end]

    def encrypt(self, message: bytes) -> str:
        """`message` encrypted, in base64."""
        plain = os.urandom(RANDOM) + len(message).to_bytes(4) + message + self._app_id
        padding = BLOCK - len(plain) % BLOCK
        encryptor = self._aes.encryptor()
        sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
        return b2a_base64(sealed, newline=False).decode()
