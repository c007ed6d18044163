"""Processes that tests start, and always end."""

import random
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self


def free_port(lowest: int = 20_000, highest: int = 60_000) -> int:
    """A port that nobody listened on a moment ago."""
    while True:
        port = random.SystemRandom().randint(lowest, highest)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
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
