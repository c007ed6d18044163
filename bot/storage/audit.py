"""Who looked at or changed what, and when; never what was seen (no facts, no texts)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.runtime.clock import BEIJING
from bot.runtime.redis_client import Client
from bot.storage import keys
from replies.wording import say, texts


@dataclass(frozen=True)
class Entry:
    """One line of the log. `about` names the thing, `address` the network address."""

    when: datetime
    who: str
    what: str
    about: str
    address: str

    @property
    def words(self) -> str:
        key = f"staff.audit.{self.what}"
        return say(key) if key in texts() else self.what


class Audit:
    """The log, kept for `AUDIT_DAYS`."""

    def __init__(self, client: Client) -> None:
        self._redis: Any = client

    def write(self, now: datetime, who: str, what: str, about: str = "", address: str = "") -> None:
        entry = {
            "at": now.isoformat(timespec="seconds"),
            "who": who[:40],
            "what": what,
            "about": about[:120],
            "address": address[:60],
        }
        oldest = int((now - timedelta(days=keys.AUDIT_DAYS)).timestamp() * 1000)
        self._redis.xadd(
            keys.AUDIT, {k: v.encode("utf-8", "replace") for k, v in entry.items()},
            minid=str(oldest), approximate=True,
        )  # fmt: skip

    def read(self, before: str = "+", count: int = 50, who: str = "") -> tuple[list[Entry], str]:
        """Up to `count` entries, newest first, and where to go on ("" at the end)."""
        found: list[Entry] = []
        while True:
            rows = self._redis.xrevrange(keys.AUDIT, max=before, count=200)
            for number, (_, fields) in enumerate(rows):
                entry = _entry(fields)
                if not who or entry.who == who:
                    found.append(entry)
                if len(found) == count:
                    more = number + 1 < len(rows) or len(rows) == 200
                    return found, f"({rows[number][0].decode()}" if more else ""
            if len(rows) < 200:
                return found, ""
            before = f"({rows[-1][0].decode()}"


def _entry(fields: dict[bytes, bytes]) -> Entry:
    words = {k.decode(): v.decode("utf-8", "replace") for k, v in fields.items()}
    when = datetime.fromisoformat(words["at"]).astimezone(BEIJING)
    return Entry(when, words["who"], words["what"], words["about"], words["address"])
