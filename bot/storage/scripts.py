"""Lua scripts by their hash."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from redis.exceptions import NoScriptError

from bot.runtime.redis_client import OwnClient


class LuaScript:
    """One of them: a round trip, and a second one only after a restart of Redis."""

    def __init__(self, client: OwnClient, name: str) -> None:
        self._own = client
        self._text = files("bot.storage").joinpath("lua", f"{name}.lua").read_text("utf-8")
        self._sha = ""

    def __call__(self, names: Sequence[str], words: Sequence[str | bytes]) -> Any:
        if self._sha:
            try:
                return self._own.execute("EVALSHA", self._sha, len(names), *names, *words)
            except NoScriptError:
                pass
        client = self._own.client()
        answer = client.eval(self._text, len(names), *names, *words)
        self._sha = client.script_load(self._text)
        return answer
