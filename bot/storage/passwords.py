"""Passwords of staff: which are good enough, and how they are kept (argon2id).

Common and breached passwords are refused with zxcvbn: its lists hold 30,000 passwords from leaks,
and it knows how people vary them (words, names, years, keyboard walks, repeats, 1337).
"""

from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import AccountError
from replies.wording import say

SHORTEST, LONGEST = 12, 200
SAFE = 4
"""zxcvbn's highest score: more than 10^10 guesses."""
_READ = 72  # characters that zxcvbn takes
_OWN_WORDS = ("luohu", "jifen", "beijing", "hukou", "wechat", "weixin", "zuoxi", "guanliyuan")

# OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


@dataclass(frozen=True)
class Strength:
    """How good a password is: from 0 to `SAFE`, and what is wrong with it, "" nothing."""

    score: int
    wrong: str


def strength(password: str, name: str = "") -> Strength:
    """How good a password is; one that is too short is never good."""
    from zxcvbn import zxcvbn  # its lists take 0.1 s to load

    if len(password) > LONGEST:
        return Strength(0, say("staff.account.password_long", most=LONGEST))
    known = [*_OWN_WORDS, *([name] if name else [])]
    score = int(zxcvbn(password[:_READ], user_inputs=known)["score"]) if password else 0
    if len(password) < SHORTEST:
        short = say("staff.account.password_short", least=SHORTEST)
        return Strength(min(score, SAFE * len(password) // SHORTEST), short)
    return Strength(score, "" if score >= SAFE else say("staff.account.password_easy"))


def check_password(password: str, name: str = "") -> None:
    """`AccountError` when a password is too short, or among those that are guessed first."""
    found = strength(password, name)
    if found.wrong:
        raise AccountError(found.wrong)


def hashed(password: str) -> str:
    """The password as it is stored."""
    return HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether `password` is the stored one; "" as stored takes as long as any."""
    try:
        return HASHER.verify(stored or _stranger(), password[: LONGEST + 1]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _stranger() -> str:
    """What an unknown name is checked against, so that it takes as long as a known one."""
    return HASHER.hash("no such account")
