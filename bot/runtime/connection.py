"""One client of the worker, as its loop and gunicorn's parser and response see it."""

import socket
import time
from typing import Any

from gunicorn.http import get_parser

from bot.runtime.framing import Framing, Part

IDLE_SECONDS = 5.0
"""For the first byte of a request."""


class Connection:
    """One client. gunicorn's parser and response take it for the socket, but nothing blocks here.

    `received` is what no request has been made of yet, `reply` what the client has not taken yet.
    `held`: how much of it counts as incomplete. `working`: a thread has its request. `last`: it is
    closed after the reply.
    """

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        self.sock, self.client, self.server = sock, client, server
        self.received, self.reply = bytearray(), bytearray()
        self.held = 0
        self.working = self.last = False
        self.await_request()
        self.parser = get_parser(cfg, self, client)

    def await_request(self, seconds: float | None = None) -> None:
        """Look out for a request, of which nothing has come yet."""
        self.framing = Framing()
        self.part: Part | None = None
        self.deadline = time.monotonic() + (IDLE_SECONDS if seconds is None else seconds)

    def recv(self, size: int) -> bytes:
        """The end: all that had come was given to the parser at once."""
        del size
        return b""

    def sendall(self, data: bytes) -> None:
        self.reply += data

    def send(self, data: bytes) -> int:
        """`100 Continue`, which the loop has sent already."""
        return len(data)

    def gettimeout(self) -> float:
        return 0.0

    def push(self) -> None:
        """Send as much of the reply as the client takes now."""
        try:
            while self.reply:
                del self.reply[: self.sock.send(self.reply)]
        except BlockingIOError:
            pass
        except OSError:  # the client has left
            self.reply.clear()
            self.last = True
