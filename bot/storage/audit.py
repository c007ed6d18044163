"""Who looked at or changed what, and when; never what was seen (no facts, no texts).

The log is a chain: each row carries its number, the mac of the row before and a mac of its own over
all of that, keyed with JIFEN_SECRET_KEY. The state beside it says, under a mac too, where the chain
begins (rows leave after `AUDIT_DAYS`) and where it ends. So a changed, missing or added row shows.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files

from bot.errors import StoreDown
from bot.runtime.clock import BEIJING
from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys
from bot.storage.sealing import Purpose, Seal
from replies.wording import say, texts

FIELDS = {"at": 40, "who": 40, "what": 40, "about": 120, "address": 60}
"""What a row says, and the longest it may be."""
_STATE = ("first", "before", "count", "tail")
_ATTEMPTS = 20


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


@dataclass(frozen=True)
class Problem:
    """Where the chain is broken: `what` is changed, missing, added, other_key or state."""

    what: str
    first: int = 0
    last: int = 0
    when: str = ""


@dataclass(frozen=True)
class Head:
    """Where the chain ends: to be noted down and compared later."""

    count: int
    mac: str


class Audit:
    """The log, kept for `AUDIT_DAYS`."""

    def __init__(self, client: Client, secret: str, previous: str = "") -> None:
        self._redis = commands(client)
        self._seals = {_key_id(Seal(each)): Seal(each) for each in (previous, secret) if each}
        self._seal = Seal(secret)
        text = files("bot.storage").joinpath("lua", "note.lua").read_text("utf-8")
        self._append = self._redis.register_script(text)

    def write(self, now: datetime, who: str, what: str, about: str = "", address: str = "") -> None:
        told = [now.isoformat(timespec="seconds"), who, what, about, address]
        row = {
            name: value[:most].encode("utf-8", "replace").decode()
            for (name, most), value in zip(FIELDS.items(), told, strict=True)
        }
        for _ in range(_ATTEMPTS):
            if self._try(row, now):
                return
        raise StoreDown(say("bot.redis_error", kind="audit"))

    def _try(self, row: Mapping[str, str], now: datetime) -> bool:
        """Append the row; False when another one was faster."""
        seen = self._state()
        state = {name: seen.get(name, "") for name in _STATE}
        gone, oldest = self._too_old(now)
        if gone:
            state |= {"first": gone["n"], "before": gone["mac"]}
        number = str(int(state["count"] or 0) + 1)
        chained = {**row, "n": number, "prev": state["tail"], "key": _key_id(self._seal)}
        chained["mac"] = _row_mac(self._seal, chained)
        state |= {"count": number, "tail": chained["mac"]}
        state |= {"key": chained["key"], "mac": _state_mac(self._seal, state)}
        words = [seen.get("mac", ""), oldest, str(2 * len(state)), *_flat(state), *_flat(chained)]
        return bool(self._append(keys=[keys.AUDIT, keys.AUDIT_STATE], args=words))

    def _too_old(self, now: datetime) -> tuple[dict[str, str], str]:
        """The newest of the rows that leave now, and the id of the oldest that stays."""
        limit = int((now - timedelta(days=keys.AUDIT_DAYS)).timestamp() * 1000)
        rows = self._redis.xrange(keys.AUDIT, max=str(limit), count=100)
        if not rows:
            return {}, ""
        milliseconds, _, part = rows[-1][0].decode().partition("-")
        words = _words(rows[-1][1])
        return words if "mac" in words else {}, f"{milliseconds}-{int(part) + 1}"

    def _state(self) -> dict[str, str]:
        return _words(self._redis.hgetall(keys.AUDIT_STATE))

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

    # --- is it whole? ------------------------------------------------------------------------

    def head(self) -> Head:
        """Where the chain ends now."""
        state = self._state()
        return Head(int(state.get("count") or 0), state.get("tail", ""))

    def problems(self) -> Iterator[Problem]:
        """Everything that shows that rows were changed, removed or added by another hand."""
        state = self._state()
        number, tail = int(state.get("first") or 0), state.get("before", "")
        if state and not self._is_right(state, _state_mac):
            yield Problem("state")
        for row in self._rows():
            if "mac" not in row:
                # rows of versions before the chain stand at the beginning
                if number or state.get("first"):
                    yield Problem("added", number, number, row.get("at", ""))
                continue
            here = int(row["n"]) if row.get("n", "").isdigit() else 0
            if row.get("key") not in self._seals:
                yield Problem("other_key", here, here, row.get("at", ""))
            elif not self._is_right(row, _row_mac):
                yield Problem("changed", here, here, row.get("at", ""))
            if here > number + 1:
                yield Problem("missing", number + 1, here - 1, row.get("at", ""))
            elif here <= number or row["prev"] != tail:
                yield Problem("added", here, here, row.get("at", ""))
            number, tail = max(here, number), row["mac"]
        last = int(state.get("count") or 0)
        if number < last:
            yield Problem("missing", number + 1, last)
        elif number > last:
            yield Problem("state")

    def _is_right(
        self, row: Mapping[str, str], mac: Callable[[Seal, Mapping[str, str]], str]
    ) -> bool:
        seal = self._seals.get(row.get("key", ""))
        return seal is not None and mac(seal, row) == row.get("mac")

    def _rows(self) -> Iterator[dict[str, str]]:
        after = "-"
        while rows := self._redis.xrange(keys.AUDIT, min=after, count=1000):
            for _, fields in rows:
                yield _words(fields)
            after = f"({rows[-1][0].decode()}"


def _key_id(seal: Seal) -> str:
    return seal.digest(Purpose.AUDIT, "key id")[:8]


def _row_mac(seal: Seal, row: Mapping[str, str]) -> str:
    values = [row.get(name, "") for name in ("n", "prev", *FIELDS)]
    return seal.digest(Purpose.AUDIT, json.dumps(["row", *values]))


def _state_mac(seal: Seal, state: Mapping[str, str]) -> str:
    values = [state.get(name, "") for name in _STATE]
    return seal.digest(Purpose.AUDIT, json.dumps(["state", *values]))


def _flat(values: Mapping[str, str]) -> list[str]:
    return [word for pair in values.items() for word in pair]


def _words(fields: Mapping[bytes, bytes]) -> dict[str, str]:
    return {k.decode("utf-8", "replace"): v.decode("utf-8", "replace") for k, v in fields.items()}


def _entry(fields: dict[bytes, bytes]) -> Entry:
    words = _words(fields)
    when = datetime.fromisoformat(words["at"]).astimezone(BEIJING)
    return Entry(when, words["who"], words["what"], words["about"], words["address"])
