"""WeChat's signature: light to import, since `jifen chat` needs no more of the envelope."""

import hashlib


def sign(token: str, timestamp: str, nonce: str, *more: str) -> str:
    """WeChat's signature: SHA-1 over the sorted parts."""
    parts = "".join(sorted([token, timestamp, nonce, *more]))
    # the platform's choice, and keyed by the token
    return hashlib.sha1(parts.encode("utf-8", "surrogateescape")).hexdigest()  # noqa: S324
