"""Where the CPU of a message goes: `.venv/bin/python -m bench.phases [--calls] [--unkept]`.

Whole conversations go through the signed, encrypted webhook in this process, in one thread, over a
real Redis. The CPU time of the thread is noted at the beginning and the end of each phase, so a
phase does not count what runs inside it under another name. The same thread's echo stands beside
it. HTTP, the thread it is handed to, and Redis' own CPU are not in it: `bench.webhook` has them.

With `--calls` the calls of functions are counted instead, built-in ones included: the same on every
machine, however busy it is. With `--unkept` no reading is kept by its words: every text is read as
if nobody had typed it before.
"""

import argparse
import io
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Flask

import bot.web.webhook as webhook
import handlers
from bench import echo
from bench.growth import Bench
from bench.storage import TEXTS
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import OwnClient, connect
from bot.storage.counts import Counts
from bot.storage.record import PersonRecord
from bot.storage.sealing import Seal
from bot.storage.turns import Store
from bot.web.conversation import Conversation
from bot.wechat.envelope import Envelope
from bot.wechat.sender import Posting
from handlers import conversation
from handlers.dialogue import free_questions, results
from handlers.session import Session
from handlers.understanding.kept import MOST, READINGS
from replies.router import Router

FLASK = "Flask: request, routing, response, log, metrics"
PHASES: tuple[tuple[Any, str, str], ...] = (
    (Envelope, "open", "envelope in: signature, AES, XML"),
    (Envelope, "seal", "envelope out: XML, AES, signature"),
    (webhook, "answer", "the turn around it: limits, deadlines, reply as data"),
    (Store, "take", "the turn around it: limits, deadlines, reply as data"),
    (Store, "commit", "what the effects mean for the record"),
    (OwnClient, "execute", "Redis, two scripts: client"),
    (PersonRecord, "load", "record in: zlib, JSON"),
    (PersonRecord, "dump", "record out: JSON, zlib"),
    (Seal, "open", "AES-GCM of the record, both ways"),
    (Seal, "seal", "AES-GCM of the record, both ways"),
    (Counts, "add", "the day's numbers"),
    (Session, "load", "session, both ways"),
    (Session, "dump", "session, both ways"),
    (Conversation, "respond", "deciding"),
    (handlers, "respond", "deciding"),
    (conversation, "acts_of", "understanding"),
    (conversation, "words", "wording"),
    (Router, "route", "routing (three of 18)"),
    (results, "verdict", "the verdict (one of 18)"),
    (free_questions, "own_case", "the own case in an answer (three of 18)"),
)


class Calls:
    """Counts the calls of functions in this thread, but for those of this module."""

    def __init__(self) -> None:
        self.count = 0
        sys.setprofile(self._seen)

    def _seen(self, frame: FrameType, event: str, _: object) -> None:
        if event in ("call", "c_call") and frame.f_code.co_filename != __file__:
            self.count += 1

    def now(self) -> int:
        return self.count


class Clock:
    """What a message costs by phase, of the thread that made it; `now` in nanoseconds or calls."""

    def __init__(self, now: Callable[[], int] = time.thread_time_ns) -> None:
        self._now = now
        self.spent: Counter[str] = Counter()
        self._inside: list[str] = []
        self._since = 0
        self._thread = threading.get_ident()

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """`call`, whose time counts for the phase `name`."""

        @wraps(call)
        def timed(*given: Any, **named: Any) -> Any:
            if threading.get_ident() != self._thread:
                return call(*given, **named)
            self._turn()
            self._inside.append(name)
            try:
                return call(*given, **named)
            finally:
                self._turn()
                self._inside.pop()

        return timed

    def _turn(self) -> None:
        now = self._now()
        if self._inside:
            self.spent[self._inside[-1]] += now - self._since
        self._since = self._now()

    def wrap(self, owner: Any, name: str, phase: str) -> None:
        """Time the function or method `name` of a module or class."""
        found = vars(owner)[name]
        if isinstance(found, classmethod):
            setattr(owner, name, classmethod(self.timed(phase, found.__func__)))
        else:
            setattr(owner, name, self.timed(phase, found))


def post(app: Flask, posting: Posting, query: str) -> None:
    """One message, without the test client, which costs as much as the echo."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/wechat",
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "bench",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "bench",
        "CONTENT_TYPE": "text/xml",
        "CONTENT_LENGTH": str(len(posting.body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(posting.body),
        "wsgi.errors": sys.stderr,
    }
    b"".join(app(environ, lambda *_: lambda _: None))


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--people", type=int, default=120)
    words.add_argument("--calls", action="store_true", help="count calls instead of time")
    words.add_argument("--unkept", action="store_true", help="keep no reading by its words")
    given = words.parse_args()
    people = given.people
    READINGS.most = 0 if given.unkept else MOST
    with tempfile.TemporaryDirectory() as folder, EmbeddedRedis(Path(folder)) as server:
        redis = connect(server.url, read_timeout=60)
        bench = Bench(redis)
        for person in range(4):
            bench.cost(f"warm-{person}", TEXTS)
        clock = Clock(Calls().now) if given.calls else Clock()
        for owner, name, phase in PHASES:
            clock.wrap(owner, name, phase)
        flask, plain = clock.timed(FLASK, post), clock.timed("", post)
        echoes = 0.0
        for person in range(people):
            for text in TEXTS:
                posting = bench.sender.text(f"person-{person}", text)
                flask(bench.app, posting, posting.query_string)
            for posting in bench.echoes[: len(TEXTS)]:
                plain(echo.app, posting, posting.query_string)
        echoes = clock.spent.pop("")
        sys.setprofile(None)
        bench.store.close()
        redis.close()
    unit, one = ("calls", 1) if given.calls else ("CPU µs", 1000)
    messages, total = people * len(TEXTS), sum(clock.spent.values())
    print(f"{messages} messages; an echo: {echoes / messages / one:.0f} {unit}\n")
    print(f"| phase | {unit} | share | echoes |\n|---|---|---|---|")
    for phase, spent in clock.spent.most_common():
        shown = f"{spent / messages / one:.0f} | {spent / total:.0%} | {spent / echoes:.2f}"
        print(f"| {phase} | {shown} |")
    print(f"| all | {total / messages / one:.0f} | 100% | {total / echoes:.1f} |")


if __name__ == "__main__":
    main()
