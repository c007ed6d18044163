"""Cases that staff save for a caller: opened in chat by a code, once, within seven days."""

import json
import secrets
from typing import Any

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.keys import CASE_SECONDS
from handlers import CODE_LETTERS, case_code

LENGTH = 6


def new_code() -> str:
    """A code that the chat understands even when it is typed alone."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(LENGTH))
        if case_code(code):
            return code


def save_case(client: Client, facts: dict[str, Any]) -> str:
    """Keep the facts for the caller; the code that opens them."""
    redis: Any = client
    body = json.dumps(facts, ensure_ascii=False)
    while True:
        code = new_code()
        if redis.set(keys.case(code), body, ex=CASE_SECONDS, nx=True):
            return code
