"""gunicorn's worker for this service: a request takes a thread when all of it has come.

One loop reads every connection and writes what a client is slow to take, so slow and silent
clients cost a little memory and no thread; each has until its deadline. gunicorn's own parser and
response do the HTTP. Messages and pages have threads of their own: a page that takes seconds keeps
no message waiting.
"""

import math
import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http import errors, wsgi
from gunicorn.workers.base import Worker

from bot.runtime.connection import Connection
from bot.runtime.framing import BODY_MOST, Part
from bot.runtime.places import Places

HEAD_SECONDS = 5.0
BODY_SECONDS = 15.0
REPLY_SECONDS = 15.0
CLOSING_SECONDS = 2.0
"""For a client to take the last bytes, and for a request on its way to a stopping worker."""
LOOK_SECONDS = 0.2  # between two looks at the deadlines, and at what is to be noted
HELD_MOST = 64 * 1024 * 1024
"""Bytes of incomplete requests in one worker."""
MESSAGES = b"POST /wechat"
MESSAGE_THREADS = 2
PAGE_THREADS = 4
THREADS_MOST = 16
ACCEPTED_AT_ONCE = 8
READ_BYTES = 64 * 1024
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE

STATUS = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}
"""What the parser refuses with another status than 400."""


class BufferingWorker(Worker):  # type: ignore[misc]
    """See the module."""

    def init_process(self) -> None:
        self._poller = selectors.DefaultSelector()
        self._connections: set[Connection] = set()
        self._told: deque[tuple[Callable[[Connection], None], Connection]] = deque()
        """What threads ask of the loop."""
        self._held, self._looked = 0, 0.0
        # here, not above: the folder of the metrics must exist before they are imported
        from bot.runtime import metrics, request_log

        request_log.gather()
        self._settled = (metrics.settle, request_log.settle)
        self._messages = Places(MESSAGE_THREADS, THREADS_MOST, self._work)
        self._pages = Places(PAGE_THREADS, THREADS_MOST, self._work)
        super().init_process()

    def run(self) -> None:
        self._poller.register(self.PIPE[0], READ, self._woken)
        for listener in self.sockets:
            listener.setblocking(False)
            self._poller.register(listener, READ, self._accept_some)
        while self.alive and self.ppid == os.getppid():
            self._turn()
        self._stop()

    def _turn(self) -> None:
        self.notify()
        for key, _ in self._poller.select(1.0):
            key.data(key.fileobj)
        now = time.monotonic()
        if now > self._looked + LOOK_SECONDS:
            self._looked = now
            self._note()
            for connection in [each for each in self._connections if each.deadline < now]:
                self._drop(connection)

    def _stop(self) -> None:
        """Answer who is connected already, and close."""
        for listener in self.sockets:
            self._poller.unregister(listener)
            while self._accept(listener):
                pass
            listener.close()
        now = time.monotonic()
        for connection in self._connections:
            connection.deadline = min(connection.deadline, now + CLOSING_SECONDS)
        while self._connections and time.monotonic() < now + self.cfg.graceful_timeout:
            self._turn()
        for connection in list(self._connections):
            self._drop(connection)
        self._note()
        self._poller.close()

    def _note(self) -> None:
        """Count and log what the requests have left to be."""
        for settle in self._settled:
            settle()

    # --- the loop ------------------------------------------------------------------------------

    def _woken(self, pipe: int) -> None:
        with suppress(BlockingIOError):
            os.read(pipe, 4096)
        while self._told:
            then, connection = self._told.popleft()
            if connection in self._connections:
                then(connection)

    def _accept_some(self, listener: Any) -> None:
        """Take who waits; not all at once, so that the other workers get their share."""
        for _ in range(ACCEPTED_AT_ONCE):
            if not self._accept(listener):
                return

    def _accept(self, listener: Any) -> bool:
        """Take one client; the one with the nearest deadline goes when there are too many."""
        if len(self._connections) >= self.cfg.worker_connections:
            idle = [each for each in self._connections if not each.working]
            if not idle:
                return False
            self._drop(min(idle, key=lambda each: each.deadline))
        try:
            sock, client = listener.accept()
        except OSError:
            return False
        sock.setblocking(False)
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(self.cfg, sock, client, listener.getsockname())
        self._connections.add(connection)
        self._watch(connection, READ, self._readable)
        return True

    def _readable(self, connection: Connection) -> None:
        try:
            data = connection.sock.recv(READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        connection.received += data
        if connection.working:
            # what a thread has been given is answered, whether the client stays or sends too much
            if not data or len(connection.received) > BODY_MOST:
                connection.last = True
                self._poller.unregister(connection.sock)
        elif not data:
            self._drop(connection)
        else:
            self._look(connection)

    def _look(self, connection: Connection) -> None:
        """Hand the request to a thread if all of it has come, else set its deadline."""
        received = connection.received
        if connection.working or not received:
            return
        part = connection.framing.missing(received)
        if part is Part.NOTHING:
            self._held -= connection.held
            connection.held = 0
            connection.working, connection.deadline = True, math.inf
            places = self._messages if received.startswith(MESSAGES) else self._pages
            connection.parser.unreader.unread(bytes(received))
            received.clear()
            places.submit(connection)
            return
        if connection.part is not part:
            connection.part = part
            seconds = HEAD_SECONDS if part is Part.HEAD else BODY_SECONDS
            connection.deadline = time.monotonic() + seconds
            if part is Part.BODY and connection.framing.expects:
                connection.reply += b"HTTP/1.1 100 Continue\r\n\r\n"
                connection.push()
        self._held += len(received) - connection.held
        connection.held = len(received)
        if self._held > HELD_MOST:
            self._drop(connection)

    def _settle(self, connection: Connection) -> None:
        """Go on with a connection whose thread is done, or which has taken more of its reply."""
        if connection.reply:
            connection.deadline = time.monotonic() + REPLY_SECONDS
            self._watch(connection, WRITE, self._writable)
        elif connection.last:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_WR)
            # closed at once, what the client still sends would cost it the end of the reply
            connection.deadline = time.monotonic() + CLOSING_SECONDS
            self._watch(connection, READ, self._closing)
        else:
            connection.working = False
            self._watch(connection, READ, self._readable)
            self._look(connection)

    def _writable(self, connection: Connection) -> None:
        connection.push()
        if not connection.reply:
            self._settle(connection)

    def _closing(self, connection: Connection) -> None:
        try:
            if connection.sock.recv(READ_BYTES):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._drop(connection)

    def _watch(
        self, connection: Connection, events: int, then: Callable[[Connection], None]
    ) -> None:
        def call(_: object) -> None:
            then(connection)

        try:
            self._poller.modify(connection.sock, events, call)
        except KeyError:
            self._poller.register(connection.sock, events, call)

    def _drop(self, connection: Connection) -> None:
        self._held -= connection.held
        self._connections.discard(connection)
        with suppress(KeyError):
            self._poller.unregister(connection.sock)
        connection.sock.close()

    # --- in a thread ---------------------------------------------------------------------------

    def _work(self, connection: Connection) -> None:
        keep = self._answer(connection)
        connection.received[:0] = connection.parser.unreader.take_buffered()
        connection.push()
        connection.last = connection.last or not keep
        # a stopping worker waits a moment for who was told that the connection stays
        connection.await_request(None if self.alive else CLOSING_SECONDS)
        if connection.reply or connection.last:
            self._tell(self._settle, connection)
            return
        connection.working = False  # from here on the loop may hand out the next request
        if connection.received:
            self._tell(self._look, connection)

    def _tell(self, then: Callable[[Connection], None], connection: Connection) -> None:
        self._told.append((then, connection))
        with suppress(BlockingIOError):  # full: the loop will wake up anyway
            os.write(self.PIPE[1], b".")

    def _answer(self, connection: Connection) -> bool:
        """Whether another request may follow on the connection."""
        try:
            request = next(connection.parser)
            response, environ = wsgi.create(
                request, connection, connection.client, connection.server, self.cfg
            )
            environ["wsgi.multithread"] = True
            if connection.last or not self.alive:
                response.force_close()
            parts = self.wsgi(environ, response.start_response)
            try:
                for part in parts:
                    response.write(part)
                response.close()
            finally:
                if hasattr(parts, "close"):
                    parts.close()
            return not response.should_close() and bool(connection.parser.finish_body())
        except (errors.NoMoreData, StopIteration):
            pass
        except errors.ParseException as error:
            self._refuse(connection, STATUS.get(type(error), HTTPStatus.BAD_REQUEST), error)
        except Exception as error:
            self._refuse(connection, HTTPStatus.INTERNAL_SERVER_ERROR, error)
        return False

    def _refuse(self, connection: Connection, status: HTTPStatus, error: Exception) -> None:
        """A plain answer. Only the kind of the error is logged: its text quotes the request."""
        self.log.warning("request refused with %d: %s", status, type(error).__name__)
        connection.reply.clear()
        util.write_error(connection, status.value, status.phrase, "")
