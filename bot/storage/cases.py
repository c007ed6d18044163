"""Cases that staff save for a caller: opened in chat by a code, once, within seven days."""

import json
import secrets
from typing import Any

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys
from bot.storage.keys import CASE_SECONDS
from bot.storage.sealing import Purpose, Seal
from handlers import CODE_LETTERS, case_code

LENGTH = 6


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

    def save(self, facts: dict[str, Any]) -> str:
        """Keep the facts for the caller; the code that opens them."""
        body = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")
        while True:
            code = new_code()
            key = keys.case(code)
            sealed = self._seal.seal(Purpose.CASE, key, body)
            if self._redis.set(key, sealed, ex=CASE_SECONDS, nx=True):
                return code

    def find(self, code: str) -> dict[str, Any] | None:
        """The facts behind a code, while it is good."""
        key = keys.case(code)
        stored = self._redis.get(key)
        try:
            plain = self._seal.open(Purpose.CASE, key, stored) if stored else None
            facts = json.loads(plain) if plain else None
        except ValueError:
            return None
        return facts if isinstance(facts, dict) else None

    def close(self, code: str) -> None:
        """The code has been used up."""
        self._redis.delete(keys.case(code))
