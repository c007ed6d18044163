"""Processes that tests start, and always end."""

import random
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

LOWEST_PORT, HIGHEST_PORT = 10_000, 32_000
"""Below the ports that Linux gives to outgoing connections (from 32,768): one of those could take
a port between the look at it and the start of the server."""


def free_port(*, also: int = 0) -> int:
    """A port that nobody listened on a moment ago; nor on the one that is `also` higher."""
    while True:
        port = random.SystemRandom().randint(LOWEST_PORT, HIGHEST_PORT - also)
        with suppress(OSError):
            for each in {port, port + also}:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", each))
            return port


def until(done: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for `done`; AssertionError when it takes too long."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


class Server:
    """A running command; ended on the way out, whatever happened."""

    def __init__(self, command: list[str], env: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
