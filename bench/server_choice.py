"""Which server: `.venv/bin/python -m bench.server_choice [--seconds S] [--rounds N]`.

The bare encrypted echo behind each candidate, two processes each, in turns: messages a second and
CPU with 16 clients, p99 with 16 and 128, and how long a message takes while 450 slow clients hold
connections (150 half-sent headers, 150 half-sent bodies, 150 that say nothing). The candidates live
in a virtual environment of their own.
"""

import argparse
import http.client
import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.load import Job, send
from bench.servers import PYTHON, Running, gunicorn, python_with, started
from bench.webhook import conversations

PACKAGES = (
    "granian==2.8.7",
    "gevent==26.9.0",
    "waitress==3.0.2",
    "gunicorn==27.0.1",
    "packaging",
    "flask",
    "wechatpy",
    "cryptography",
)
APP = "bench.echo:app"
WAITING = 8.0
"""Seconds after which a message counts as not answered."""
HALVES = (
    b"",
    b"POST /wechat HTTP/1.1\r\nHost: bench\r\n",
    b"POST /wechat HTTP/1.1\r\nHost: bench\r\nContent-Length: 900\r\n\r\n<xml>",
)


@dataclass
class Candidate:
    name: str
    words: list[str]
    """The command, with `{port}` for the port."""
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    p99: dict[int, list[float]] = field(default_factory=lambda: {16: [], 128: []})
    broken: int = 0
    slow: float = 0.0


def candidates(python: str) -> list[Candidate]:
    def under_gunicorn(*words: str) -> list[str]:
        found = gunicorn(python, APP, 0, *words)
        found[found.index("127.0.0.1:0")] = "127.0.0.1:{port}"
        return found

    def granian(threads: int) -> list[str]:
        words = ["--interface", "wsgi", "--no-ws", "--http", "1", "--workers", "2"]
        words += ["--blocking-threads", str(threads), "--http1-header-read-timeout", "5000"]
        base = [str(Path(python).with_name("granian")), "--port", "{port}", "--log-level", "error"]
        return [*base, *words, APP]

    waitress = [str(Path(python).with_name("waitress-serve")), "--listen", "127.0.0.1:{port}"]
    own = "bot.runtime.worker.BufferingWorker"
    return [
        Candidate(
            "gunicorn, gthread, 8 threads", under_gunicorn("-k", "gthread", "--threads", "8")
        ),
        Candidate(
            "gunicorn, gthread, 2 threads", under_gunicorn("-k", "gthread", "--threads", "2")
        ),
        Candidate("gunicorn, gevent", under_gunicorn("-k", "gevent")),
        Candidate("gunicorn, own worker", gunicorn_with_ours(own)),
        Candidate("granian, 1 thread", granian(1)),
        Candidate("granian, 2 threads", granian(2)),
        Candidate("waitress, 8 threads, one process", [*waitress, "--threads", "8", APP]),
    ]


def gunicorn_with_ours(worker: str) -> list[str]:
    found = gunicorn(PYTHON, APP, 0, "-k", worker, "--worker-connections", "900")
    found[found.index("127.0.0.1:0")] = "127.0.0.1:{port}"
    return found


def measure(found: Candidate, server: Running, clients: int, seconds: float) -> None:
    requests = conversations(clients // 8 + 8)
    before = server.cpu()
    job = Job(server.port, seconds, [requests[n:] + requests for n in range(clients)], again=True)
    result = send(job)
    count = max(1, len(result.times))
    times = sorted(result.times) or [seconds]
    found.p99[clients].append(times[int(len(times) * 0.99)])
    found.broken += result.broken
    if clients == 16:
        found.rates.append(len(result.times) / result.seconds)
        found.cpu.append((server.cpu() - before) / count)


def among_slow_clients(server: Running) -> float:
    """Seconds that a message takes at worst, of four sent in the first seconds."""
    raw = conversations(1)[0]
    worst = 0.0
    with ExitStack() as stack:
        for number in range(450):
            try:
                client = socket.create_connection(("127.0.0.1", server.port), timeout=0.5)
            except OSError:  # its queue is full
                break
            stack.callback(client.close)
            client.sendall(HALVES[number % 3])
        for _ in range(4):
            worst = max(worst, _asked(server.port, raw))
            if worst >= WAITING:
                break
    return worst


def _asked(port: int, raw: bytes) -> float:
    path, _, rest = raw.partition(b" HTTP/1.1\r\n")
    body = rest.partition(b"\r\n\r\n")[2]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAITING)
    began = time.perf_counter()
    try:
        connection.request("POST", path.partition(b" ")[2].decode(), body)
        connection.getresponse().read()
    except OSError:
        return WAITING
    finally:
        connection.close()
    return time.perf_counter() - began


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=5.0)
    words.add_argument("--rounds", type=int, default=3)
    given = words.parse_args()
    found = candidates(python_with("servers", *PACKAGES))
    with ExitStack() as stack:
        servers = []
        for number, each in enumerate(found):
            port = 18_940 + number
            command = [word.replace("{port}", str(port)) for word in each.words]
            servers.append(
                stack.enter_context(started(each.name, port, command, PYTHONPATH=str(Path.cwd())))
            )
        for _ in range(given.rounds):
            for clients in (16, 128):
                for each, server in zip(found, servers, strict=True):
                    measure(each, server, clients, given.seconds)
        for each, server in zip(found, servers, strict=True):
            each.slow = among_slow_clients(server)
        show(found)


def show(found: list[Candidate]) -> None:
    first = found[0]
    print("| server | rate | CPU a message | p99, 16 clients | p99, 128 | among slow clients |")
    print("|---|---|---|---|---|---|")
    for each in found:
        rate, cpu = median(each.rates) / median(first.rates), median(each.cpu) / median(first.cpu)
        p99 = [median(each.p99[n]) / median(first.p99[n]) for n in (16, 128)]
        slow = f"{each.slow:.2f} s" if each.slow < WAITING else "not answered"
        broken = f", {each.broken} broken" if each.broken else ""
        row = f"{rate:.2f} | {cpu:.2f} | {p99[0]:.2f} | {p99[1]:.2f} | {slow}{broken}"
        print(f"| {each.name} | {row} |")
    print(
        f"the first: {median(first.rates):.0f} messages/s, {median(first.cpu) * 1e6:.0f} µs, p99 "
        f"{median(first.p99[16]) * 1e3:.0f} and {median(first.p99[128]) * 1e3:.0f} ms"
    )


if __name__ == "__main__":
    main()
