"""Staff's answers over the shipped files: whole versions in Redis, one of them live.

A version holds every edited answer, so that rolling back is publishing an older one again; the
history only grows. Nothing is edited in place.
"""

import json
import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.errors import BotError
from bot.runtime.redis_client import Client
from bot.storage import keys
from replies.catalogue import Answer, Catalogue, CatalogueError, answer_of
from replies.wording import say
from scoring import JsonObject

KEPT = 300
log = logging.getLogger("jifen")

# Publishes only over the version that the editor has seen; the new number, or 0.
_PUBLISH = """
local live = tonumber(redis.call('GET', KEYS[1]) or '0')
if live ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[2], live + 1, ARGV[2])
redis.call('HDEL', KEYS[2], live + 1 - tonumber(ARGV[3]))
redis.call('SET', KEYS[1], live + 1)
return live + 1
"""


class Conflict(BotError):
    """Someone else has published since the editor began."""

    def __init__(self) -> None:
        super().__init__(say("staff.answers.conflict"))


@dataclass(frozen=True)
class Version:
    """One published state. `answers` are the edited answers by id, in the form of their files."""

    number: int
    who: str = ""
    when: str = ""
    what: str = ""
    answers: dict[str, JsonObject] = field(default_factory=dict)


SHIPPED = Version(0, what=say("staff.answers.shipped"))


class Edits:
    """The versions."""

    def __init__(self, client: Client | None) -> None:
        self._redis: Any = client

    def number(self) -> int:
        """Which version is live; 0: the shipped files."""
        return int(self._redis.get(keys.LIVE_VERSION) or 0)

    def get(self, number: int) -> Version | None:
        if number == 0:
            return SHIPPED
        return _version(number, self._redis.hget(keys.VERSIONS, number))

    def live(self) -> Version:
        return self.get(self.number()) or SHIPPED

    def history(self, most: int = KEPT) -> list[Version]:
        """The newest first, the shipped files last."""
        found = [_version(int(n), raw) for n, raw in self._redis.hgetall(keys.VERSIONS).items()]
        kept = sorted((v for v in found if v), key=lambda v: -v.number)
        return [*kept[:most], SHIPPED]

    def publish(
        self, over: int, answers: dict[str, JsonObject], who: str, what: str, now: datetime
    ) -> int:
        """Make `answers` (all edited ones) live; `Conflict` when `over` no longer is."""
        stored = {
            "who": who,
            "when": now.isoformat(timespec="seconds"),
            "what": what[:200],
            "answers": answers,
        }
        body = json.dumps(stored, ensure_ascii=False)
        names = (keys.LIVE_VERSION, keys.VERSIONS)
        number = int(self._redis.eval(_PUBLISH, 2, *names, over, body, KEPT))
        if not number:
            raise Conflict()
        return number


def _version(number: int, raw: bytes | None) -> Version | None:
    if raw is None:
        return None
    stored = json.loads(raw)
    return Version(number, stored["who"], stored["when"], stored["what"], stored["answers"])


def apply(shipped: Catalogue, version: Version) -> Catalogue:
    """The shipped answers with a version's edits.

    An edit that no longer fits the shipped files (a new release may have taken its example) is left
    out with a line in the log, rather than all of them.
    """
    edits = [answer for slug, raw in version.answers.items() if (answer := _edit(slug, raw))]
    try:
        return shipped.with_edits(edits)
    except CatalogueError:
        pass
    merged = shipped
    for edit in edits:
        try:
            merged = merged.with_edits([edit])
        except CatalogueError as error:
            log.error("edit of version %s left out: %s", version.number, error)
    return merged


def _edit(slug: str, raw: JsonObject) -> Answer | None:
    try:
        return answer_of(raw, f"{slug}.md")
    except CatalogueError as error:
        log.error("edit left out: %s", error)
        return None
