"""The worker in a real server: slow clients, odd requests, stopping and reloading."""

import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from tests.processes import Server, free_port, until

PROMPT = 2.0
"""Seconds in which everybody else has to be answered; slow clients have 2.5 (`small_app`)."""


class Gunicorn(Server):
    """One worker with the small app."""

    def __init__(self) -> None:
        self.port = free_port()
        words = ["-b", f"127.0.0.1:{self.port}", "--no-control-socket", "--log-level", "warning"]
        words += ["-k", "bot.runtime.worker.BufferingWorker", "--worker-connections", "900"]
        command = [sys.executable, "-m", "gunicorn", *words, "tests.bot.runtime.small_app:app"]
        super().__init__(command, os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def answers(self) -> bool:
        try:
            return self.ask(b"ready") == b"ready"
        except OSError:
            return False

    def ask(self, body: bytes = b"", path: str = "/echo") -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", path, body)
            return connection.getresponse().read()
        finally:
            connection.close()

    def raw(self, *pieces: bytes, pause: float = 0.0) -> bytes:
        """Everything the server says to these bytes, until it closes."""
        with self.connect() as client:
            for piece in pieces:
                client.sendall(piece)
                time.sleep(pause)
            said = b""
            while more := client.recv(65536):
                said += more
            return said


@contextmanager
def started() -> Iterator[Gunicorn]:
    with Gunicorn() as server:
        until(server.answers, 20)
        yield server


@pytest.fixture(scope="module")
def server() -> Iterator[Gunicorn]:
    with started() as running:
        yield running


def head(path: str = "/echo", *lines: str, method: str = "POST") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *lines, "", ""]).encode()


CLOSE, CHUNKED = "Connection: close", "Transfer-Encoding: chunked"
EXPECT = "Expect: 100-continue"


def test_slow_and_silent_clients_hold_up_nobody(server: Gunicorn) -> None:
    halves = [b"", b"POST /wechat HTTP/1.1\r\nHost: x\r\n", head("/wechat", "Content-Length: 9")]
    with ExitStack() as stack:
        clients = [stack.enter_context(server.connect()) for _ in range(450)]
        for number, client in enumerate(clients):
            client.sendall(halves[number % 3])
        for path in ("/wechat", "/echo"):
            began = time.monotonic()
            assert server.ask(b"here", path) == b"here"
            assert time.monotonic() - began < PROMPT
        # and each has its deadline
        for client in clients:
            assert client.recv(1) == b""


def test_a_trickling_client_has_a_deadline_for_the_whole_request(server: Gunicorn) -> None:
    with server.connect() as client, pytest.raises(OSError):  # noqa: PT011, PT012 (reset, or broken pipe)
        for _ in range(60):
            client.sendall(b"POST /echo HTTP/1.1\r\n"[:1])
            time.sleep(0.05)


def test_a_client_that_does_not_read_holds_up_nobody(server: Gunicorn) -> None:
    with ExitStack() as stack:
        for _ in range(12):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", server.port))
            client.sendall(head("/large", method="GET"))
        began = time.monotonic()
        assert server.ask(b"here") == b"here"
        assert time.monotonic() - began < PROMPT


def test_a_large_reply_arrives_whole(server: Gunicorn) -> None:
    assert len(server.ask(path="/large")) == 6_000_000


def a_message_overtakes(server: Gunicorn, slow: str) -> None:
    """While eight requests to `slow` are under way a message is answered."""
    others = [threading.Thread(target=server.ask, args=(b"", slow)) for _ in range(8)]
    for each in others:
        each.start()
    time.sleep(0.1)
    assert server.ask(b"here", "/wechat") == b"here"
    assert all(each.is_alive() for each in others)
    for each in others:
        each.join()


def test_pages_keep_no_message_waiting(server: Gunicorn) -> None:
    a_message_overtakes(server, "/busy?2.5")


def test_messages_that_wait_for_their_turn_keep_no_other_waiting(server: Gunicorn) -> None:
    a_message_overtakes(server, "/wechat?2.5")
    # and afterwards no more of them run at once than before
    assert server.ask(b"here", "/wechat") == b"here"


@pytest.mark.parametrize(
    ("pieces", "status", "end"),
    [
        ([head("/echo", "Content-Length: 2", CLOSE), b"ab"], b"200", b"ab"),
        ([b"%c" % byte for byte in head("/echo", "Content-Length: 1", CLOSE) + b"a"], b"200", b"a"),
        (
            [head("/echo", CHUNKED, CLOSE), b"2\r\nab\r\n1;x=y\r", b"\nc\r\n0\r\n", b"\r\n"],
            b"200",
            b"abc",
        ),
        ([b"POST /echo HTTP/1.0\r\nContent-Length: 1\r\n\r\na"], b"200", b"a"),
        ([head("/echo", "Content-Length: 1") + b"a" + head("/echo", CLOSE)], b"200", b"\r\n\r\n"),
        ([head("/echo", "Content-Length: 9000000")], b"413", b"\r\n\r\n"),
        ([b"nonsense\r\n\r\n"], b"400", b"</html>\n"),
        ([head("/" + "x" * 5000)], b"414", b"</html>\n"),
        ([head("/echo", "X: " + "x" * 9000)], b"431", b"</html>\n"),
        ([head("/echo", "Content-Length: 1", CHUNKED)], b"400", b"</html>\n"),
    ],
    ids=[
        "body apart", "byte by byte", "chunked", "HTTP/1.0", "two at once",
        "too large", "no HTTP", "long line", "long header", "two lengths",
    ],
)  # fmt: skip
def test_a_request_is_read_however_it_comes(
    server: Gunicorn, pieces: list[bytes], status: bytes, end: bytes
) -> None:
    said = server.raw(*pieces, pause=0.002)
    assert said.split(b" ")[1] == status
    assert said.endswith(end)


def test_a_client_that_expects_100_is_told_to_go_on(server: Gunicorn) -> None:
    """The body is sent after the 100: a server that has the body already may leave it out
    (RFC 9110, 10.1.1)."""
    with server.connect() as client:
        client.sendall(head("/echo", "Content-Length: 2", EXPECT, CLOSE))
        reader = client.makefile("rb")
        assert reader.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert reader.readline() == b"\r\n"
        client.sendall(b"ab")
        said = reader.read()
    assert said.startswith(b"HTTP/1.1 200")
    assert said.endswith(b"ab")


def test_two_requests_at_once_get_two_answers(server: Gunicorn) -> None:
    first, second = head("/wechat", "Content-Length: 3"), head("/echo", "Content-Length: 3", CLOSE)
    said = server.raw(first + b"one" + second + b"two")
    assert said.count(b"HTTP/1.1 200") == 2
    assert said.index(b"one") < said.index(b"two")


def test_half_closed_clients_get_their_answer(server: Gunicorn) -> None:
    with server.connect() as client:
        client.sendall(head("/echo?0.2", "Content-Length: 2") + b"ab")
        client.shutdown(socket.SHUT_WR)
        assert client.makefile("rb").read().endswith(b"ab")


@pytest.mark.parametrize("order", [signal.SIGHUP, signal.SIGTERM], ids=["reload", "stop"])
def test_nothing_is_dropped(order: signal.Signals) -> None:
    """Every request is answered in full; a stopping server says first that it closes."""
    with started() as server:
        stopping = threading.Event()
        wrong: list[str] = []

        def client(number: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            with closing(connection):
                try:
                    ask_on(connection)
                except OSError as error:
                    wrong.append(f"{number}: {error!r}")

        def ask_on(connection: http.client.HTTPConnection) -> None:
            while connection.sock or not stopping.is_set():
                if order == signal.SIGHUP and stopping.is_set():
                    return
                connection.request("POST", "/wechat?0.01", b"ab")
                assert connection.getresponse().read() == b"ab"

        clients = [threading.Thread(target=client, args=(n,)) for n in range(12)]
        for each in clients:
            each.start()
        time.sleep(0.2)
        if order == signal.SIGTERM:
            stopping.set()
        server.process.send_signal(order)
        time.sleep(1.0)
        stopping.set()
        for each in clients:
            each.join(10)
        assert wrong == []
