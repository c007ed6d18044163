"""Cases that staff save for a caller: opened in chat by a code, once, within seven days."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys
from bot.storage.keys import CASE_SECONDS
from bot.storage.sealing import Purpose, Seal
from handlers import CODE_LETTERS, case_code
from scoring import JsonMapping, JsonObject

LENGTH = 6
TWICE_SECONDS = 10 * keys.MINUTE
"""The same facts from the same colleague within this time are the same case."""
LISTED = 200


@dataclass(frozen=True)
class SavedCase:
    """A case that nobody has opened yet: by whom and when it was saved (`when` in ISO 8601)."""

    code: str
    facts: JsonObject
    who: str = ""
    when: str = ""


def new_code() -> str:
    """A code that the chat understands even when it is typed alone."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(LENGTH))
        if case_code(code):
            return code


class Cases:
    """The saved cases."""

    def __init__(self, client: Client, seal: Seal) -> None:
        self._redis = commands(client)
        self._seal = seal

    def save(self, facts: JsonMapping, who: str = "", now: datetime | None = None) -> str:
        """Keep the facts for the caller; the code that opens them. A second click saves nothing."""
        told = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        when = now.isoformat(timespec="seconds") if now else ""
        body = json.dumps({"facts": facts, "who": who, "when": when}, ensure_ascii=False)
        twice = keys.case_again(self._seal.digest(Purpose.CASE, f"{who}\0{told}"))
        while True:
            code = new_code()
            again = not self._redis.set(twice, code, ex=TWICE_SECONDS, nx=True)
            if again:
                code = (self._redis.get(twice) or b"").decode()
                if not code:
                    continue
            key = keys.case(code)
            sealed = self._seal.seal(Purpose.CASE, key, body.encode("utf-8", "replace"))
            if self._redis.set(key, sealed, ex=CASE_SECONDS, nx=True):
                moment = now.timestamp() if now else 0
                self._redis.zadd(keys.CASES, {code: moment})
                self._redis.expire(keys.CASES, CASE_SECONDS)
                return code
            if again:
                return code
            self._redis.delete(twice)

    def find(self, code: str) -> JsonObject | None:
        """The facts behind a code, while it is good."""
        found = self.look(code)
        return found.facts if found else None

    def look(self, code: str) -> SavedCase | None:
        """A case, left as it is."""
        key = keys.case(code)
        stored = self._redis.get(key)
        try:
            plain = self._seal.open(Purpose.CASE, key, stored) if stored else None
            told = json.loads(plain) if plain else None
        except ValueError:
            return None
        match told:
            case {"facts": dict(facts), "who": str(who), "when": str(when)}:
                return SavedCase(code, facts, who, when)
            case dict(facts):  # as versions before kept it
                return SavedCase(code, facts)
        return None

    def listed(self) -> list[SavedCase]:
        """The cases that nobody has opened yet, the newest first."""
        codes = [each.decode() for each in self._redis.zrevrange(keys.CASES, 0, LISTED - 1)]
        found = [each for code in codes if (each := self.look(code))]
        if gone := set(codes) - {each.code for each in found}:
            self._redis.zrem(keys.CASES, *gone)
        return found

    def close(self, code: str) -> None:
        """The code has been used up."""
        self._redis.delete(keys.case(code))
