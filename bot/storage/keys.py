"""The names of everything the bot keeps in Redis, and for how long.

What belongs to a person carries the hash tag of that person, `{p:<hash>}`: a cluster spreads people
over its nodes and keeps each of them on one, where the atomic step works. What is shared carries
`{jifen}`. A person appears only as a keyed hash of the id that WeChat gives them.
"""

import hashlib
import hmac
from typing import NamedTuple

TAG = "{jifen}"
PERSON_LETTERS = 24  # 96 bits

MINUTE, HOUR, DAY = 60, 3600, 86400
SESSION_SECONDS = 30 * DAY
UNDECIDED_SECONDS = DAY
"""A conversation without the person's consent."""
REPLY_SECONDS = 20  # WeChat tries three times, five seconds each
WINDOW_SECONDS = 20 * MINUTE  # a timestamp is accepted for ten minutes before and after
REPORT_SECONDS = 30 * DAY
CODE_SECONDS = 30 * MINUTE
STATISTICS_SECONDS = 400 * DAY
QUESTION_SECONDS = 400 * DAY
LOCK_MS = 2500
WAITING_MS = 400
"""A message that waits for its turn shows itself at least this often."""
IDLE_SECONDS = 30 * MINUTE
LOGIN_SECONDS = 12 * HOUR
CASE_SECONDS = 7 * DAY
OPENED_SECONDS = 30 * MINUTE
AUDIT_DAYS = 400
COMPARISON_SECONDS = HOUR


def person(secret: str, openid: str) -> str:
    """The keyed hash that stands for a person."""
    named = b"person\0" + openid.encode("utf-8", "surrogateescape")
    return hmac.digest(secret.encode(), named, "sha256").hex()[:PERSON_LETTERS]


def record(who: str) -> str:
    """All that is kept of a person, sealed (see `bot.storage.record`)."""
    return f"{{p:{who}}}:record"


def lock(who: str) -> str:
    """Held by the one message of a person that is being worked on."""
    return f"{{p:{who}}}:lock"


def queue(who: str) -> str:
    """Sorted set of the messages that wait: order and token, by their last sign of life."""
    return f"{{p:{who}}}:queue"


class Once(NamedTuple):
    """Where the digest of the body stands that came with a timestamp and nonce."""

    key: str
    field: str


def once(timestamp: str, nonce: str) -> Once:
    """A hash a minute: many small entries in one key cost a fifth of as many keys."""
    minute = int(timestamp) // MINUTE if timestamp.isdecimal() else 0
    return Once(f"{TAG}:once:{minute}", digest(f"{timestamp}/{nonce}")[:12])


def code(consult_code: str) -> str:
    """The person (hashed, sealed) whose conversation a consult code opens."""
    return f"{TAG}:code:{consult_code.upper()}"


DESK = f"{TAG}:desk"
"""Sorted set: labels of the conversations that asked for a person, by when they did."""


def desk(label: str) -> str:
    """The person (hashed, sealed) whose conversation stands in the desk's queue under a label."""
    return f"{TAG}:desk:{label}"


def case(case_code: str) -> str:
    """The facts that staff saved for a caller, sealed JSON."""
    return f"{TAG}:case:{case_code.upper()}"


CASES = f"{TAG}:cases"
"""Sorted set of the codes of saved cases, by when they were saved."""


def case_again(digest_of_facts: str) -> str:
    """The code under which the same facts have just been saved."""
    return f"{TAG}:case-again:{digest_of_facts}"


def numbers(day: str) -> str:
    """Hash of the counts of one day ("YYYY-MM-DD")."""
    return f"{TAG}:numbers:{day}"


READY = f"{TAG}:ready"
"""Written to see whether Redis takes writes."""

LAYOUT = f"{TAG}:layout"
"""The version of the layout of these keys (see `bot.storage.migration`)."""

REWRITE = f"{TAG}:rewrite"
"""Set while the server's files still hold what was erased (see `bot.storage.copies`)."""

QUESTIONS = f"{TAG}:questions"
"""Sorted set of the kept questions' digests, by the time last asked."""


def question(digest: str) -> str:
    """Hash of one kept question: text (sealed), offered, first, last, n and n:<why>."""
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


def comparison(digest_of_states: str) -> str:
    """What an edit would do to the routing, sealed (see `bot.storage.comparisons`)."""
    return f"{TAG}:staff:comparison:{digest_of_states}"


def account(name: str) -> str:
    """Hash of one account: role, password (argon2id), disabled, made, generation, second factor."""
    return f"{TAG}:staff:account:{name}"


def factor_used(name: str, step: int) -> str:
    """Set once the code of a 30-second step has been used by an account."""
    return f"{TAG}:staff:factor:{digest(name)}:{step}"


def unlocked(name: str) -> str:
    """How often the operator has unlocked a name: counters of failed tries begin again."""
    return f"{TAG}:staff:unlocked:{digest(name)}"


def login(token: str) -> str:
    """JSON of one log-in. The token itself is never stored."""
    return f"{TAG}:staff:login:{digest(token)}"


def failed(kind: str, about: str) -> str:
    """Counter of failed tries of a kind (see `bot.storage.throttle`) within its window."""
    return f"{TAG}:staff:tries:{kind}:{digest(about)}"


def opened(token: str) -> str:
    """Sealed JSON of a conversation that a member of staff has opened by its code."""
    return f"{TAG}:staff:opened:{token}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]
