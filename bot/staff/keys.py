"""The names of what the staff console keeps in Redis, and for how long."""

import hashlib

from bot.keys import DAY, HOUR, MINUTE, TAG

IDLE_SECONDS = HOUR
LOGIN_SECONDS = 12 * HOUR
CASE_SECONDS = 7 * DAY
OPENED_SECONDS = 30 * MINUTE
AUDIT_DAYS = 400

ACCOUNTS = f"{TAG}:staff:accounts"
"""Set of all account names."""

AUDIT = f"{TAG}:staff:audit"
"""Stream of who did what, newest last."""

LIVE_VERSION = f"{TAG}:staff:edits:live"
"""Number of the version of staff edits that is live; missing: the shipped files alone."""

VERSIONS = f"{TAG}:staff:edits:versions"
"""Hash: number → JSON of one version."""

DISMISSED = f"{TAG}:staff:questions:done"
"""Hash: digest of a question that staff dealt with → how often it had been asked then."""


def account(name: str) -> str:
    """Hash of one account: role, password (argon2id), disabled, made, generation."""
    return f"{TAG}:staff:account:{name}"


def login(token: str) -> str:
    """JSON of one log-in. The token itself is never stored."""
    return f"{TAG}:staff:login:{digest(token)}"


def tries(kind: str, about: str) -> str:
    """Counter of failed tries of a kind ("account", "address", "code") within its window."""
    return f"{TAG}:staff:tries:{kind}:{digest(about)}"


def opened(token: str) -> str:
    """JSON of a conversation that a member of staff has opened by its code."""
    return f"{TAG}:staff:opened:{token}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]
