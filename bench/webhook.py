"""Messages a second: `.venv/bin/python -m bench.webhook [--seconds S] [--rounds N] [--quick]`.

Four servers, each with two workers, run side by side and are measured in turns, so that the
machine's changes of speed fall out of the ratios: the bare encrypted echo (Flask and wechatpy on
gunicorn's threads), this service over a database of other people's conversations, and WeRoBot with
its default session and with its Redis session. The messages are those of whole conversations; they
are made beforehand and sent by another process over kept connections. Server CPU counts every
process, Redis included. A reply is wrong when it does not open, says nothing, or is no answer.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median

from pydantic import SecretStr

from bench.echo import APP_ID, KEY, TOKEN
from bench.load import Job, Result, send
from bench.servers import PYTHON, Running, gunicorn, python_with, started
from bench.storage import TEXTS, fill
from bot.errors import BotError
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
from bot.runtime.settings import Settings
from bot.web.app import create_app
from bot.wechat.sender import Sender
from replies.wording import say

CLIENTS = (1, 16, 128)
OTHERS = 100_000
SECRET = "s" * 32
WEROBOT_PACKAGES = ("WeRoBot==1.13.1", "cryptography", "redis[hiredis]", "gunicorn==27.0.1")
ECHO, OURS, WEROBOT, WEROBOT_REDIS = "echo", "jifen", "WeRoBot", "WeRoBot, Redis"
MOST = {ECHO: 5000, OURS: 2500, WEROBOT: 5000, WEROBOT_REDIS: 5000}
"""Messages a second that are made beforehand; all but ours may be sent twice."""

sender = Sender(TOKEN, APP_ID, KEY)
_people = count()
_run = os.getpid()


@dataclass
class Leg:
    """One measurement of one server with so many clients."""

    rate: float
    p99: float
    cpu: float
    """Server CPU, seconds a message."""
    wrong: int


@dataclass
class Target:
    """A server and what was measured of it, by number of clients."""

    server: Running
    legs: dict[int, list[Leg]] = field(default_factory=dict)

    def middle(self, clients: int, what: str) -> float:
        values: list[float] = [getattr(leg, what) for leg in self.legs[clients]]
        return median(values)


def conversations(people: int) -> list[bytes]:
    """The messages of whole conversations of new people, as HTTP requests."""
    made = []
    for _ in range(people):
        person = f"bench-{_run}-{next(_people):012}"
        for text in TEXTS:
            posting = sender.text(person, text)
            head = f"POST /wechat?{posting.query_string} HTTP/1.1\r\nHost: bench\r\n"
            head += "User-Agent: Mozilla/4.0\r\nAccept: */*\r\nContent-Type: text/xml\r\n"
            head += f"Content-Length: {len(posting.body)}\r\n\r\n"
            made.append(head.encode() + posting.body)
    return made


def measure(target: Target, clients: int, seconds: float, repeated: list[bytes]) -> None:
    name = target.server.name
    if name == OURS:
        people = int(MOST[name] * seconds / len(TEXTS) / clients) + 1
        requests = [conversations(people) for _ in range(clients)]
    else:
        requests = [repeated[n * len(TEXTS) :] + repeated for n in range(clients)]
    before = target.server.cpu()
    result = send(Job(target.server.port, seconds, requests, again=name != OURS))
    cpu = target.server.cpu() - before
    times = sorted(result.times) or [seconds]
    leg = Leg(
        rate=len(result.times) / result.seconds,
        p99=times[int(len(times) * 0.99)],
        cpu=cpu / max(1, len(result.times)),
        wrong=result.broken + _wrong(name, result),
    )
    target.legs.setdefault(clients, []).append(leg)


def _wrong(name: str, result: Result) -> int:
    """How many answers are none."""
    excuses = {say(f"bot.{key}") for key in ("busy", "memory_down", "too_many", "crowded")}
    wrong = 0
    for answers in result.answers:
        for number, answer in enumerate(answers):
            head, _, body = answer.partition(b"\r\n\r\n")
            try:
                said = sender.read(body)
            except BotError:
                wrong += 1
                continue
            last = name == OURS and TEXTS[number % len(TEXTS)] == TEXTS[-1]
            text = said.text + said.title
            good = b" 200 " in head.partition(b"\r\n")[0] and text and said.text not in excuses
            wrong += not good or (last and "分" not in text)
    return wrong


# --- the servers -------------------------------------------------------------------------------


@contextmanager
def service(port: int, folder: Path, *words: str) -> Iterator[Running]:
    """`jifen serve` over `OTHERS` conversations of other people."""
    env = {"JIFEN_WECHAT_TOKEN": TOKEN, "JIFEN_WECHAT_APP_ID": APP_ID, "JIFEN_WORKERS": "2"}
    env |= {"JIFEN_WECHAT_AES_KEY": KEY, "JIFEN_DATA_DIR": str(folder)}
    env |= {"JIFEN_SECRET_KEY": SECRET, "JIFEN_PORT": str(port)}
    command = [*words, str(Path(PYTHON).with_name("jifen")), "serve"]
    with started(OURS, port, command, **env) as server:
        with connect(EmbeddedRedis(folder).url, read_timeout=30) as redis:
            settings = Settings.load(
                None,
                wechat_token=TOKEN,
                wechat_app_id=APP_ID,
                wechat_aes_key=SecretStr(KEY),
                secret_key=SecretStr(SECRET),
            )
            fill(create_app(settings, redis), OTHERS)
            server.also = (int(redis.info("server")["process_id"]),)
        yield server


@contextmanager
def all_servers(folder: Path) -> Iterator[list[Target]]:
    with ExitStack() as stack:
        enter = stack.enter_context
        port = 18_970
        echo = enter(started(ECHO, port, gunicorn(PYTHON, "bench.echo:app", port)))
        ours = enter(service(port + 1, folder / "jifen"))
        python, app = python_with("werobot", *WEROBOT_PACKAGES), "bench.werobot_app:app"
        words = ["-k", "gthread", "--threads", "8", "--chdir", str(folder), "--pythonpath", "."]
        words[-1] = str(Path.cwd())
        plain = enter(started(WEROBOT, port + 2, gunicorn(python, app, port + 2, *words)))
        redis = enter(EmbeddedRedis(folder / "redis"))
        path = redis.url.removeprefix("unix://")
        command = gunicorn(python, app, port + 3, *words)
        kept = enter(started(WEROBOT_REDIS, port + 3, command, BENCH_REDIS=path))
        with connect(redis.url) as client:
            kept.also = (int(client.info("server")["process_id"]),)
        yield [Target(each) for each in (echo, ours, plain, kept)]


def show(targets: list[Target], clients: tuple[int, ...]) -> None:
    print(
        f"| server | clients | messages/s | p99 ms | CPU µs | wrong "
        f"| {ECHO}'s CPU / its | p99 / {ECHO}'s |"
    )
    print("|---|---|---|---|---|---|---|---|")
    echo = targets[0]
    for number in clients:
        for target in targets:
            rate, p99 = target.middle(number, "rate"), target.middle(number, "p99")
            cpu, wrong = target.middle(number, "cpu"), sum(e.wrong for e in target.legs[number])
            share = echo.middle(number, "cpu") / cpu
            slower = p99 / echo.middle(number, "p99")
            print(
                f"| {target.server.name} | {number} | {rate:.0f} | {p99 * 1000:.1f} "
                f"| {cpu * 1e6:.0f} | {wrong} | {share:.2f} | {slower:.2f} |"
            )


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=5.0)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--clients", type=int, nargs="+", default=CLIENTS)
    words.add_argument("--only", nargs="+", help="names of servers beside the echo")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder, all_servers(Path(folder)) as targets:
        if given.only:
            targets = [targets[0], *(t for t in targets if t.server.name in given.only)]
        repeated = conversations(max(given.clients) + 50)
        for target in targets:
            measure(target, 4, 2.0, repeated)  # warm
        for target in targets:
            target.legs.clear()
        for _ in range(given.rounds):
            for clients in given.clients:
                for target in targets:
                    measure(target, clients, given.seconds, repeated)
        show(targets, tuple(given.clients))
        for target in targets:
            memory = [f"{size / 1e6:.0f}" for size in target.server.own_memory()]
            print(f"own memory of the processes of {target.server.name}, MB: {' '.join(memory)}")


if __name__ == "__main__":
    main()
