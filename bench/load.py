"""Sends prepared requests: `python -m bench.load JOB`, a process of its own.

A job is a pickled `Job`. Each client is one kept connection that sends its next request when the
last one was answered; the result, a pickled `Result`, goes to standard output.
"""

import pickle
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Job:
    """`requests`: for each client what it sends, in order, as bytes of HTTP; `again`: from the
    beginning when all are sent."""

    port: int
    seconds: float
    requests: list[list[bytes]]
    again: bool = False


@dataclass
class Result:
    """`times` of all answered requests in seconds; `answers` by client, status line to body."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    answers: list[list[bytes]] = field(default_factory=list)
    broken: int = 0
    """Connections that the server closed without an answer."""


class _Client:
    def __init__(self, job: Job, requests: list[bytes]) -> None:
        self.sock = socket.create_connection(("127.0.0.1", job.port), timeout=30)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests, self.again, self.at = requests, job.again, 0
        self.came, self.whole = bytearray(), 0
        self.began = 0.0
        self.answers: list[bytes] = []

    def send(self) -> bool:
        if self.at >= len(self.requests):
            if not self.again:
                return False
            self.at = 0
        self.began = time.perf_counter()
        self.sock.sendall(self.requests[self.at])
        self.at += 1
        return True

    def receive(self) -> bool | None:
        """Whether an answer is complete; None when there will be none."""
        try:
            data = self.sock.recv(65536)
        except OSError:
            return None
        if not data:
            return None
        self.came += data
        if not self.whole and (end := self.came.find(b"\r\n\r\n")) >= 0:
            start = self.came.lower().find(b"content-length:", 0, end)
            line = self.came[start + 15 : self.came.find(b"\r\n", start)] if start >= 0 else b"0"
            self.whole = end + 4 + int(line)
        if not self.whole or len(self.came) < self.whole:
            return False
        self.answers.append(bytes(self.came))
        self.came.clear()
        self.whole = 0
        return True


def run(job: Job) -> Result:
    """Send until the time is over or nothing is left."""
    result = Result()
    clients = [_Client(job, requests) for requests in job.requests]
    began = time.perf_counter()
    with selectors.DefaultSelector() as poller:
        for client in clients:
            client.send()
            poller.register(client.sock, selectors.EVENT_READ, client)
        open_ones = len(clients)
        while open_ones and (now := time.perf_counter()) < began + job.seconds:
            for key, _ in poller.select(began + job.seconds - now):
                client = key.data
                done = client.receive()
                if done:
                    result.times.append(time.perf_counter() - client.began)
                if done is None or (done and not client.send()):
                    result.broken += done is None
                    poller.unregister(client.sock)
                    open_ones -= 1
        result.seconds = time.perf_counter() - began
    for client in clients:
        client.sock.close()
    result.answers = [client.answers for client in clients]
    return result


def send(job: Job) -> Result:
    """Run a job in another process."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(pickle.dumps(job))
        file.flush()
        command = [sys.executable, "-m", "bench.load", file.name]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: Result = pickle.loads(done.stdout)  # noqa: S301 (our own process wrote it)
    return found


if __name__ == "__main__":
    from bench import load  # so that the classes have the names that the parent knows

    job: Job = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 (our own parent wrote it)
    sys.stdout.buffer.write(pickle.dumps(load.run(job)))
