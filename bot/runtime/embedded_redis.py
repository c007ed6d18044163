"""A Redis of our own for machines without one: found or started, watched, stopped by the last user.

The data folder holds three locks. `start.lock` lets one process at a time look and start.
`server.lock` is held by the Redis process itself, through an inherited descriptor, for as long as
it lives: nobody ever starts a second server on the same files, not even while the first hangs.
`users.lock` is shared by everyone who uses the server: the last one to leave stops it.

A data folder may be a copy of another one, made while that one was in use. Nothing in a copy may
lead back to the original: a noted socket is used only where it lies in this very folder or in a
temporary folder marked with this folder's identity (`identity`, bound to the folder's inode, which
no copy shares), and a server is used or stopped only after it named this folder as its own.
"""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import redis

from bot.errors import RedisError
from bot.runtime.redis_binary import find_binary
from bot.runtime.redis_client import connect
from bot.runtime.secrets import make_private
from replies.wording import say

# The system allows 107 bytes for a socket's path; longer checkouts keep theirs in a short folder.
SOCKET_BYTES = 100
START_SECONDS = 30.0
# Room for some 150,000 people at 3 KB. When it is full, writes are refused and nothing is evicted:
# people read 「没有记下」, `/readyz` turns to 503, and the machine keeps the rest of its memory.
MAXMEMORY = "512mb"


class EmbeddedRedis:
    """The embedded server of one data folder; usable as `with EmbeddedRedis(folder) as server:`."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir.absolute() / "redis"
        self._users: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        self._made: Path | None = None  # the temporary folder that this process made, if any

    @property
    def url(self) -> str:
        """Address of the running server."""
        return "unix://" + quote(str(self._socket()))

    def __enter__(self) -> "EmbeddedRedis":
        self.ensure()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def ensure(self, patience: float = START_SECONDS) -> bool:
        """Attach to the running server, or start it; True when this call started it.

        `patience`: seconds to wait for a server that starts or hangs.
        """
        if self._users is not None and self._answers():
            return False
        joined = False
        try:
            make_private(self.folder)
            with _locked(self.folder / "start.lock"):
                if self._users is None:
                    self._users = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                    fcntl.flock(self._users, fcntl.LOCK_SH)
                    joined = True
                started = not self._answers() and self._start(patience)
                joined = False
                return started
        except OSError as error:
            raise RedisError(
                say("runtime.embedded.folder", folder=self.folder, why=error.strerror or error)
            ) from error
        finally:
            if joined and self._users is not None:
                os.close(self._users)
                self._users = None

    def close(self) -> None:
        """Leave the server; stop it when nobody else uses it."""
        # a forked worker shares the lock of its parent, and must not give it back
        if self._users is None or self._owner != os.getpid():
            return
        users, self._users = self._users, None
        try:
            with _locked(self.folder / "start.lock"):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if self._process:
                        self._process.returncode = 0  # it lives on, and is not ours to wait for
                    return
                self._stop()
        finally:
            os.close(users)

    def _stop(self) -> None:
        if self._answers():
            with suppress(redis.RedisError):
                # redis-py expects the connection to close here, and says nothing when it does
                connect(self.url, read_timeout=10).shutdown(nosave=True)
        if self._process:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            self._process = None
        if self._made:
            shutil.rmtree(self._made, ignore_errors=True)
            self._made = None
            (self.folder / "socket").unlink(missing_ok=True)

    def _start(self, patience: float) -> bool:
        """Start the server and wait until it answers. False: another one came alive meanwhile."""
        deadline = time.monotonic() + patience
        lock = os.open(self.folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if self._answers():
                        return False
                    self._wait(deadline, say("runtime.embedded.hangs"))
            if self._process:
                self._process.wait()  # the lock is free: it is dead, or about to be
            binary = find_binary(self.folder)
            place = self._place()
            place.unlink(missing_ok=True)
            (self.folder / "socket").write_text(str(place), "utf-8")
            self._process = subprocess.Popen(
                [binary.path, *_options(place)],
                cwd=self.folder,
                umask=0o077,
                pass_fds=(lock,),
                # Ctrl-C goes to the whole terminal: Redis must outlive the workers that still write
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        finally:
            os.close(lock)
        while not self._answers():
            if self._process.poll() is not None:
                raise RedisError(say("runtime.embedded.failed", words=self._last_words()))
            self._wait(deadline, say("runtime.embedded.slow", log=self.folder / "redis.log"))
        return True

    def _wait(self, deadline: float, too_late: str) -> None:
        if time.monotonic() > deadline:
            raise RedisError(too_late)
        time.sleep(0.02)

    def _last_words(self) -> str:
        with suppress(OSError):
            lines = (self.folder / "redis.log").read_text("utf-8", "replace").splitlines()
            if lines:
                return say("runtime.embedded.log", line=lines[-1], log=self.folder / "redis.log")
        return say("runtime.embedded.no_log")

    def _socket(self) -> Path:
        """Where the running server listens, as its starter noted it down."""
        with suppress(OSError, UnicodeDecodeError, ValueError):
            noted = Path((self.folder / "socket").read_text("utf-8"))
            if self._is_ours(noted.parent):
                return noted
        return self.folder / "redis.sock"

    def _is_ours(self, place: Path) -> bool:
        """Whether `place` is this folder, or a temporary folder made for it."""
        with suppress(OSError):
            if place.samefile(self.folder):
                return True
            owner = (place / "owner").read_text("ascii")
            return _is_private(place) and owner == self._identity()
        return False

    def _identity(self) -> str:
        """This folder's identity, made on first use. A copied folder gets a new one."""
        path, state = self.folder / "identity", self.folder.stat()
        inode = f"{state.st_dev}:{state.st_ino}"
        with suppress(OSError, UnicodeDecodeError):
            found = path.read_text("ascii")
            if found.partition(" ")[2] == inode:
                return found
        made = f"{secrets.token_hex(16)} {inode}"
        path.write_text(made, "ascii")
        return made

    def _answers(self) -> bool:
        """Whether a server answers that works in this very folder."""
        place = self._socket()
        if not place.exists():
            return False
        try:
            with connect("unix://" + quote(str(place))) as client:
                return self.folder.samefile(client.config_get("dir")["dir"])
        except (redis.RedisError, OSError):
            return False

    def _place(self) -> Path:
        """A path for the socket that the system accepts, in a folder only we can open."""
        wanted = self.folder / "redis.sock"
        if len(os.fsencode(wanted)) <= SOCKET_BYTES and _can_bind(self.folder):
            return wanted
        before = self._socket()
        if before.parent != self.folder:
            return before
        self._made = Path(tempfile.mkdtemp(prefix="jifen-"))
        (self._made / "owner").write_text(self._identity(), "ascii")
        return self._made / "redis.sock"


def _options(place: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(place),
        "unixsocketperm": "700",
        "dir": ".",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory": MAXMEMORY,
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "logfile": "redis.log",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def _can_bind(folder: Path) -> bool:
    """Whether sockets can live in `folder`: some shared and network file systems refuse them."""
    probe = folder / f".{os.getpid()}"
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(probe))
        return True
    except OSError:
        return False
    finally:
        with suppress(OSError):
            probe.unlink()


def _is_private(folder: Path) -> bool:
    try:
        state = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and state.st_uid == os.getuid() and not state.st_mode & 0o077


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, waiting for it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
