"""The names of everything the bot keeps in Redis, and for how long.

All carry the hash tag `{jifen}`: a cluster puts them on one node, where the atomic step works.
A person appears only as a keyed hash of the id that WeChat gives them.
"""

import hashlib
import hmac

TAG = "{jifen}"

MINUTE, HOUR, DAY = 60, 3600, 86400
SESSION_SECONDS = 30 * DAY
INBOX_SECONDS = DAY
ERASED_INBOX_SECONDS = MINUTE  # long enough for WeChat's two retries
REPORT_SECONDS = 30 * DAY
CODE_SECONDS = 30 * MINUTE
STATISTICS_SECONDS = 400 * DAY
QUESTION_SECONDS = 400 * DAY
ONCE_MS = 20 * MINUTE * 1000  # a timestamp is accepted for ten minutes before and after
LOCK_MS = 2500
IDLE_SECONDS = 30 * MINUTE
LOGIN_SECONDS = 12 * HOUR
CASE_SECONDS = 7 * DAY
OPENED_SECONDS = 30 * MINUTE
AUDIT_DAYS = 400


def person(secret: str, openid: str) -> str:
    """The keyed hash that stands for a person."""
    return hmac.new(
        secret.encode(), b"person\0" + openid.encode("utf-8", "surrogateescape"), hashlib.sha256
    ).hexdigest()[:32]


def session(who: str) -> str:
    """The conversation's state, as JSON."""
    return f"{TAG}:session:{who}"


def lock(who: str) -> str:
    """Held by the one message of a person that is being worked on."""
    return f"{TAG}:lock:{who}"


def owned(who: str) -> str:
    """Sorted set of the other keys that belong to a person, by the time they expire."""
    return f"{TAG}:owned:{who}"


def tries(who: str) -> str:
    """How many case codes a person has tried within the hour."""
    return f"{TAG}:tries:{who}"


def inbox(who: str, message: str) -> str:
    """The reply that was given to a message."""
    return f"{TAG}:inbox:{who}:{message}"


def once(timestamp: str, nonce: str) -> str:
    """The digest of the body that came with a timestamp and nonce."""
    return f"{TAG}:once:{hashlib.sha256(f'{timestamp}/{nonce}'.encode()).hexdigest()[:32]}"


def report(report_id: str) -> str:
    """The facts behind one report page, as JSON."""
    return f"{TAG}:report:{report_id}"


def code(consult_code: str) -> str:
    """The person (hashed) whose conversation a consult code opens."""
    return f"{TAG}:code:{consult_code.upper()}"


def case(case_code: str) -> str:
    """The facts that staff saved for a caller, as JSON."""
    return f"{TAG}:case:{case_code.upper()}"


def numbers(day: str) -> str:
    """Hash of the counts of one day ("YYYY-MM-DD")."""
    return f"{TAG}:numbers:{day}"


def people(day: str) -> str:
    """HyperLogLog of who wrote on a day: how many, never who."""
    return f"{TAG}:people:{day}"


READY = f"{TAG}:ready"
"""Written to see whether Redis takes writes."""

QUESTIONS = f"{TAG}:questions"
"""Sorted set of the kept questions' digests, by the time last asked."""


def question(digest: str) -> str:
    """Hash of one kept question: text, offered, first, last, n and n:<why>."""
    return f"{TAG}:question:{digest}"


# --- the staff console ---------------------------------------------------------------------

ACCOUNTS = f"{TAG}:staff:accounts"
"""Set of all account names."""

AUDIT = f"{TAG}:staff:audit"
"""Stream of who did what, newest last."""

AUDIT_STATE = f"{TAG}:staff:audit:state"
"""Hash: where the chain of the audit log begins and ends (see `bot.storage.audit`)."""

LIVE_VERSION = f"{TAG}:staff:edits:live"
"""Number of the version of staff edits that is live; missing: the shipped files alone."""

VERSIONS = f"{TAG}:staff:edits:versions"
"""Hash: number → JSON of one version."""

DISMISSED = f"{TAG}:staff:questions:done"
"""Hash: digest of a question that staff dealt with → how often it had been asked then."""


def account(name: str) -> str:
    """Hash of one account: role, password (argon2id), disabled, made, generation, second factor."""
    return f"{TAG}:staff:account:{name}"


def factor_used(name: str, step: int) -> str:
    """Set once the code of a 30-second step has been used by an account."""
    return f"{TAG}:staff:factor:{digest(name)}:{step}"


def unlocked(name: str) -> str:
    """How often the operator has unlocked a name: counters of failed tries begin anew."""
    return f"{TAG}:staff:unlocked:{digest(name)}"


def login(token: str) -> str:
    """JSON of one log-in. The token itself is never stored."""
    return f"{TAG}:staff:login:{digest(token)}"


def failed(kind: str, about: str) -> str:
    """Counter of failed tries of a kind (see `bot.storage.throttle`) within its window."""
    return f"{TAG}:staff:tries:{kind}:{digest(about)}"


def opened(token: str) -> str:
    """JSON of a conversation that a member of staff has opened by its code."""
    return f"{TAG}:staff:opened:{token}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]
