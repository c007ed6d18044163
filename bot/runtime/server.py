"""The production server: gunicorn, its master watching over the embedded Redis."""

import errno
import gc
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from pydantic import SecretStr

from bot.errors import BotError, RedisError
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.service import noted
from bot.runtime.settings import Settings, unknown_names
from bot.runtime.worker import BufferingWorker
from replies.wording import say

CONNECTIONS = 900  # a worker; with its files below the usual limit of 1,024
SHARED_MEMORY = "/dev/shm"  # noqa: S108 (only a folder with a random name of our own is made in it)
WATCH_PATIENCE = 3.0  # seconds the master may spend on Redis before it looks after workers again


def serve(
    settings: Settings,
    load_app: Callable[[Settings], object],
    notices: Callable[[Settings], Sequence[str]],
) -> None:
    """Serve until SIGTERM or Ctrl-C; `settings` as loaded.

    `load_app` makes the WSGI application. It imports the web side only when called: the metrics'
    folder must exist before. `notices` are lines for whoever starts the server.
    """
    settings = settings.with_kept_secrets()
    _require_free_port(settings)
    _log_with_times()
    signal.signal(signal.SIGTERM, _leave)
    with noted(settings), _metrics_folder(), _redis(settings) as (settings, embedded):
        app = load_app(settings)
        _Server(app, settings, embedded, lambda: [*banner(settings), *notices(settings)]).run()


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured in code: nothing is read from files or the command line."""

    def __init__(
        self,
        app: object,
        settings: Settings,
        embedded: EmbeddedRedis | None,
        greeting: Callable[[], Sequence[str]],
    ) -> None:
        self._app, self._settings, self._embedded = app, settings, embedded
        self._greeting = greeting
        super().__init__()

    def load_config(self) -> None:
        settings = self._settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        for name, value in {
            "bind": f"{host}:{settings.port}",
            "workers": settings.workers,
            "worker_class": BufferingWorker,
            "worker_connections": CONNECTIONS,
            "preload_app": True,
            "timeout": 30,
            "graceful_timeout": 10,
            # WeChat's query carries the person's id: there is no access log of gunicorn's
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            # no client, not even one on this machine, may say under which path we are mounted
            "forwarder_headers": "",
            "proc_name": "jifen",
            "when_ready": self._ready,
            "post_fork": _count_in_worker,
            "child_exit": _forget_worker,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        return self._app

    def _ready(self, _arbiter: Arbiter) -> None:
        """Before the first worker is forked."""
        # the collector would write into every page that the workers share
        gc.collect()
        gc.freeze()
        click.echo("\n".join(self._greeting()))

    def run(self) -> None:
        _WatchingArbiter(self, self._embedded).run()


class _WatchingArbiter(Arbiter):  # type: ignore[misc]
    """The master looks after Redis as it does after its workers: each second, and on each death."""

    def __init__(self, server: _Server, embedded: EmbeddedRedis | None) -> None:
        self._embedded = embedded
        super().__init__(server)

    def manage_workers(self) -> None:
        super().manage_workers()
        if self._embedded:
            try:
                if self._embedded.ensure(WATCH_PATIENCE):
                    self.log.warning("embedded Redis was gone and has been started again")
            except RedisError as error:
                self.log.error("%s", error)


def banner(settings: Settings) -> list[str]:
    """What the person who starts the server wants to know."""
    url = settings.public_url or settings.local_url
    chat = f"{command_name()} chat --url {settings.local_url}/wechat"
    lines = [say("runtime.banner.started")]
    if settings.demo:
        lines.append(say("runtime.banner.demo", url=url))
    lines += [
        say("runtime.banner.staff", url=url),
        say("runtime.banner.wechat", url=url),
        say("runtime.banner.chat", command=chat),
    ]
    return lines + [say("cli.doctor.unknown_setting", name=name) for name in unknown_names()]


def command_name() -> str:
    """`jifen` as it was called."""
    return os.path.relpath(sys.argv[0]) if "/" in sys.argv[0] else "jifen"


_WHY = {errno.EADDRINUSE: "taken", errno.EACCES: "forbidden", errno.EADDRNOTAVAIL: "elsewhere"}


def _require_free_port(settings: Settings) -> None:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise BotError(
            say(
                "runtime.port.wrong",
                address=f"{settings.host}:{settings.port}",
                why=say(f"runtime.port.{_WHY.get(error.errno or 0, 'unusable')}"),
            )
        ) from None


@contextmanager
def _redis(settings: Settings) -> Iterator[tuple[Settings, EmbeddedRedis | None]]:
    """The settings with the address of a Redis that runs."""
    if not settings.embedded:
        yield settings, None
        return
    with EmbeddedRedis(settings.data_dir) as server:
        url, days = SecretStr(server.url), settings.days_of_copies
        update = {"redis_url": url, "copies_days": days}
        yield settings.model_copy(update=update), server


@contextmanager
def _metrics_folder() -> Iterator[None]:
    """Where the workers' counters meet: in memory where there is such a folder.

    There no disk can be full, and nobody cleans up what is a few days old.
    """
    # A folder of its own with a random name is made below it, so nothing in it can be foreseen.
    shared = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK | os.X_OK) else None
    folder, owner = tempfile.mkdtemp(prefix="jifen-metrics-", dir=shared), os.getpid()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    try:
        yield
    finally:
        # workers leave through here too when they stop
        if os.getpid() == owner:
            shutil.rmtree(Path(folder), ignore_errors=True)


def _log_with_times() -> None:
    """One line a request and one a failure on stderr, as docs/operations.md describes them."""
    logging.basicConfig(format="[%(asctime)s] [%(process)d] [%(levelname)s] %(message)s")
    # our lines name no place in the code and no thread: looking for them would cost more than the
    # rest of a line
    logging._srcfile = None
    logging.logThreads = logging.logMultiprocessing = False
    logging.getLogger("jifen").setLevel(logging.INFO)


def _count_in_worker(_arbiter: Arbiter, _worker: object) -> None:
    from bot.runtime import metrics

    metrics.ready()


def _forget_worker(_arbiter: Arbiter, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def _leave(number: int, frame: FrameType | None) -> None:
    """SIGTERM before gunicorn has taken over: leave in order, so that Redis stops too."""
    del number, frame
    sys.exit(0)
