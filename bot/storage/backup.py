"""Backups: what cannot be made again, and nothing about any applicant.

A backup holds the staff's answers, the accounts, the audit log, and which settings were in force;
no conversation, report, question or count, and no secret of the settings. It is read from the
server in one transaction, so that it is consistent whatever the server writes to its files
meanwhile. It is sealed with a key that comes from JIFEN_SECRET_KEY: keep that key elsewhere.

File: `JIFENBAK1` and a line feed, then the sealed gzip of a JSON object {"made", "settings",
"entries"}; an entry is [name, type, value], everything from Redis in base64.
"""

import base64
import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import BotError
from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import Pipeline, commands
from bot.storage import keys
from bot.storage.sealing import Purpose, Seal
from replies.wording import say

_MAGIC = b"JIFENBAK1\n"
_NAME = "file"  # what is sealed is bound to this name

SINGLE = {
    keys.LIVE_VERSION: "string",
    keys.VERSIONS: "hash",
    keys.DISMISSED: "hash",
    keys.ACCOUNTS: "set",
    keys.AUDIT_STATE: "hash",
    keys.AUDIT: "stream",
}
"""The keys of a backup and their types; beside them the hash of each account."""
LOG = (keys.AUDIT, keys.AUDIT_STATE)

Entry = tuple[str, str, Any]


class BackupError(BotError):
    """A file is no backup, is damaged, or was made with another key."""


@dataclass(frozen=True)
class Backup:
    """What a backup file holds. `settings`: names with their values, or "set" for secrets."""

    made: str
    settings: dict[str, str]
    entries: tuple[Entry, ...]

    def count(self, name: str) -> int:
        """How many members an entry has; 0 without it."""
        return next((len(value) for key, _, value in self.entries if key == name), 0)


def take(client: Client, settings: dict[str, str], now: datetime) -> Backup:
    """What the server holds at this moment."""
    redis = commands(client)
    for _ in range(5):
        names = sorted(name.decode() for name in redis.smembers(keys.ACCOUNTS))
        wanted = {**SINGLE, **{keys.account(name): "hash" for name in names}}
        with redis.pipeline(transaction=True) as pipe:
            for key, kind in wanted.items():
                _ask(pipe, key, kind)
            answers = dict(zip(wanted, pipe.execute(), strict=True))
        if {name.decode() for name in answers[keys.ACCOUNTS]} == set(names):
            break
    entries = [(key, kind, _plain(kind, answers[key])) for key, kind in wanted.items()]
    kept = tuple(entry for entry in entries if entry[2])
    return Backup(now.isoformat(timespec="seconds"), settings, kept)


def _ask(pipe: Pipeline, key: str, kind: str) -> None:
    match kind:
        case "string":
            pipe.get(key)
        case "hash":
            pipe.hgetall(key)
        case "set":
            pipe.smembers(key)
        case _:
            pipe.xrange(key)


def _plain(kind: str, answer: Any) -> Any:
    match kind:
        case "string":
            return [_text(answer)] if answer is not None else []
        case "hash":
            return [[_text(k), _text(v)] for k, v in sorted(answer.items())]
        case "set":
            return sorted(_text(each) for each in answer)
        case _:
            return [
                [n.decode(), [[_text(k), _text(v)] for k, v in row.items()]] for n, row in answer
            ]


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


# --- the file --------------------------------------------------------------------------------


def dump(backup: Backup, seal: Seal) -> bytes:
    """The bytes of a backup file."""
    told = {"made": backup.made, "settings": backup.settings, "entries": backup.entries}
    packed = gzip.compress(json.dumps(told, ensure_ascii=False).encode(), mtime=0)
    return _MAGIC + seal.seal(Purpose.BACKUP, _NAME, packed)


def load(data: bytes, seal: Seal) -> Backup:
    """What a backup file holds; `BackupError` when it cannot be read."""
    if not data.startswith(_MAGIC):
        raise BackupError(say("cli.backup.no_backup"))
    sealed = data[len(_MAGIC) :]
    packed = None if sealed.startswith(b"{") else seal.open(Purpose.BACKUP, _NAME, sealed)
    if packed is None:
        raise BackupError(say("cli.backup.wrong_key"))
    told = json.loads(gzip.decompress(packed))
    entries = tuple((str(name), str(kind), value) for name, kind, value in told["entries"])
    return Backup(told["made"], told["settings"], entries)


# --- back into a server ----------------------------------------------------------------------


def is_empty(client: Client) -> bool:
    """Whether a server has nothing that a restore would replace."""
    redis = commands(client)
    return not redis.exists(keys.LIVE_VERSION, keys.VERSIONS, keys.ACCOUNTS)


def restore(backup: Backup, client: Client) -> bool:
    """Put everything back in one transaction; whether the audit log was among it.

    Accounts and answers are replaced, and every log-in ends. A log that is there already is never
    replaced: it goes on.
    """
    redis = commands(client)
    with_log = not redis.exists(*LOG)
    old = [keys.account(name.decode()) for name in redis.smembers(keys.ACCOUNTS)]
    with redis.pipeline(transaction=True) as pipe:
        gone = [*old, *(key for key in SINGLE if key not in LOG)]
        pipe.delete(*gone)
        for key, kind, value in backup.entries:
            if key not in LOG or with_log:
                _put(pipe, key, kind, value)
        for key, _, _ in backup.entries:
            if key.startswith(keys.account("")):
                # a log-in of before the restore must not fit by chance
                pipe.hincrby(key, "generation", 1000)
        pipe.execute()
    return with_log


def _put(pipe: Pipeline, key: str, kind: str, value: Any) -> None:
    match kind:
        case "string":
            pipe.set(key, _raw(value[0]))
        case "hash":
            pipe.hset(key, mapping={_raw(k): _raw(v) for k, v in value})
        case "set":
            pipe.sadd(key, *[_raw(each) for each in value])
        case _:
            for number, row in value:
                pipe.xadd(key, {_raw(k): _raw(v) for k, v in row}, id=number)
