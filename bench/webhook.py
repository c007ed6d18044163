"""What a message costs: `.venv/bin/python -m bench.webhook [--server]`.

In this process, with a real Redis and the real conversation: CPU and time of one message in plain
and in safe mode, beside a bare Flask echo measured in turns with them, so that the machine's
changes of speed fall out of the ratio. With `--server`: requests a second and p99 of `jifen serve`
and of the bare echo under the same gunicorn, one after the other, from the same clients.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import requests
from flask import Flask, request
from pydantic import SecretStr

from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
from bot.runtime.settings import Settings
from bot.web.app import create_app
from bot.web.conversation import Conversation
from bot.wechat.sender import Posting, Sender

TOKEN, APP_ID, KEY = "benchtoken", "wx1", "k" * 43
ROUNDS, MESSAGES = 15, 100
CLIENTS, SECONDS = 16, 6.0
# A free question, a step of the score, a command: what an evening brings.
TEXTS = ("租房怎么算分", "1985年3月", "菜单", "社保断了一个月有影响吗")

echo = Flask("echo")


@echo.post("/wechat")
def _echo() -> bytes:
    return request.get_data()


def postings(sender: Sender) -> Iterator[Posting]:
    """Messages of a hundred people."""
    for n in count():
        yield sender.text(f"bench-{n % 100}", TEXTS[n % len(TEXTS)])


def cost(app: Flask, messages: Iterator[Posting]) -> tuple[float, float]:
    """CPU and time of one message in µs, without the making of it."""
    client = app.test_client()
    batch = [next(messages) for _ in range(MESSAGES)]
    cpu, clock = time.process_time(), time.perf_counter()
    for posting in batch:
        client.post("/wechat", query_string=posting.query_string, data=posting.body)
    each = 1e6 / MESSAGES
    return (time.process_time() - cpu) * each, (time.perf_counter() - clock) * each


def in_process() -> None:
    with tempfile.TemporaryDirectory() as folder, EmbeddedRedis(Path(folder)) as server:
        base = Settings.load(None, wechat_token=TOKEN, secret_key=SecretStr("s" * 32))
        safe = base.model_copy(update={"wechat_app_id": APP_ID, "wechat_aes_key": SecretStr(KEY)})
        brain = Conversation.load(base)
        redis = connect(server.url)
        runs: dict[str, Callable[[], tuple[float, float]]] = {}
        for name, app, sender in (
            ("bare Flask echo", echo, Sender(TOKEN)),
            ("message, plain", create_app(base, redis, brain=brain), Sender(TOKEN)),
            ("message, safe", create_app(safe, redis, brain=brain), Sender(TOKEN, APP_ID, KEY)),
        ):
            messages = postings(sender)
            runs[name] = lambda app=app, messages=messages: cost(app, messages)  # type: ignore[misc]
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                found[name].append(run())
        redis.close()
    bare = median(cpu for cpu, _ in found["bare Flask echo"])
    print(f"{'in process':24}{'CPU µs':>10}{'time µs':>10}{'CPU ratio':>11}")
    for name, results in found.items():
        cpu, took = median(c for c, _ in results), median(t for _, t in results)
        print(f"{name:24}{cpu:10.0f}{took:10.0f}{cpu / bare:11.1f}")


@contextmanager
def serving(command: list[str], url: str, **env: str) -> Iterator[None]:
    process = subprocess.Popen(command, env=os.environ | env, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                requests.get(url, timeout=1)
                break
            except requests.RequestException:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(30)


def load(url: str, sender: Sender) -> tuple[float, float]:
    """Requests per second and the 99th percentile in ms, over `CLIENTS` connections."""
    times: list[float] = []
    until = time.monotonic() + SECONDS

    def client(n: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        messages = ((n * 1000 + k, TEXTS[k % len(TEXTS)]) for k in count())
        while time.monotonic() < until:
            k, text = next(messages)
            posting = sender.text(f"bench-{k}", text)
            started = time.perf_counter()
            connection.request("POST", f"/wechat?{posting.query_string}", posting.body)
            connection.getresponse().read()
            times.append(time.perf_counter() - started)
        connection.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / SECONDS, sorted(times)[int(len(times) * 0.99)] * 1000


def as_server() -> None:
    port, sender = 18973, Sender(TOKEN, APP_ID, KEY)
    url = f"http://127.0.0.1:{port}"
    gunicorn = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2"]
    gunicorn += ["-k", "gthread", "--threads", "8", "--log-level", "error", "bench.webhook:echo"]
    jifen = [str(Path(sys.executable).with_name("jifen")), "serve", "--port", str(port)]
    with serving(gunicorn, url):
        bare = load(url, sender)
    with tempfile.TemporaryDirectory() as folder:
        env = {"JIFEN_WECHAT_TOKEN": TOKEN, "JIFEN_WECHAT_APP_ID": APP_ID}
        env |= {"JIFEN_WECHAT_AES_KEY": KEY, "JIFEN_DATA_DIR": folder, "JIFEN_WORKERS": "2"}
        with serving(jifen, url + "/healthz", **env):
            ours = load(url, sender)
    print(f"{f'server, {CLIENTS} clients':24}{'req/s':>10}{'p99 ms':>10}{'ratio':>11}")
    for name, (rate, p99) in (("bare Flask echo", bare), ("jifen serve, safe", ours)):
        print(f"{name:24}{rate:10.0f}{p99:10.0f}{rate / bare[0]:11.2f}")


if __name__ == "__main__":
    in_process()
    if "--server" in sys.argv:
        as_server()
