"""What grows with use: `.venv/bin/python -m bench.growth [--most N] [--svg FILE]`.

CPU of a message (in this process, safe mode, a real Redis) and Redis memory a person, with 10³ to
`--most` other people's conversations in Redis; and CPU of a message and size of the record along
one long conversation; and what staff's edits change: CPU of a message over so many edited answers,
what it takes to build the router for one more, and the slowest message meanwhile. CPU is given in
echoes: the bare echo is measured in turns with the messages, so that the machine's changes of speed
fall out. `--svg` draws the first two.
"""

import argparse
import io
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from pydantic import SecretStr

from bench import echo
from bench.storage import APP_ID, KEY, TEXTS, TOKEN, Clock
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import Client, connect
from bot.runtime.settings import Settings
from bot.storage import keys
from bot.storage.live_answers import LiveCatalogue, shipped
from bot.storage.sealing import Purpose
from bot.web.app import create_app
from bot.web.conversation import Conversation
from bot.web.limits import Buckets, Limits, Rate
from bot.wechat.sender import Posting, Sender
from replies.catalogue import Answer
from scoring import JsonObject

PACE = 20.0  # seconds between two messages of a person
PEOPLE = 6
LONG = (*TEXTS, "菜单", "我的资料", "租房怎么积分", "社保断了一个月有影响吗", "改成2010年3月到现在")
LENGTH = 300
BUCKET = 50
EDITS = (1, 10, 100)


def cpu(app: Flask, postings: list[Posting]) -> float:
    """Seconds a message."""
    client = app.test_client()
    began = time.process_time()
    for posting in postings:
        client.post("/wechat", query_string=posting.query_string, data=io.BytesIO(posting.body))
    return (time.process_time() - began) / len(postings)


class Bench:
    """The service in this process, with a clock moved by hand."""

    def __init__(self, redis: Client) -> None:
        self.redis, self.clock = redis, Clock()
        settings = Settings.load(
            None,
            wechat_token=TOKEN,
            wechat_app_id=APP_ID,
            wechat_aes_key=SecretStr(KEY),
            secret_key=SecretStr("s" * 32),
        )
        self.brain = Conversation.load(settings)
        self.app = create_app(settings, redis, brain=self.brain, clock=self.clock)
        # the limit on one person's messages goes by the real clock
        self.app.extensions["jifen"].limits = Limits(Buckets(Rate(1e9, 1e9)))
        self.store = self.app.extensions["jifen"].store
        self.sender = Sender(TOKEN, APP_ID, KEY, lambda: self.clock.now.timestamp())
        now = Sender(TOKEN, APP_ID, KEY)
        self.echoes = [now.text("bench", text) for text in TEXTS * 3]

    def cost(self, person: str, texts: tuple[str, ...]) -> float:
        """Seconds of CPU a message, at a human pace."""
        spent = 0.0
        for text in texts:
            spent += cpu(self.app, [self.sender.text(person, text)])
            self.clock.now += timedelta(seconds=PACE)
        return spent / len(texts)

    def slowest(self, person: str) -> float:
        """Seconds by the clock that the slowest message of a conversation takes."""
        slowest = 0.0
        for text in TEXTS:
            began = time.perf_counter()
            cpu(self.app, [self.sender.text(person, text)])
            slowest = max(slowest, time.perf_counter() - began)
            self.clock.now += timedelta(seconds=PACE)
        return slowest

    def echo(self) -> float:
        return cpu(echo.app, self.echoes)


@contextmanager
def benches() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder, EmbeddedRedis(Path(folder)) as server:
        redis = connect(server.url, read_timeout=60)
        redis.config_set("maxmemory", 0)  # a million people take more than the embedded server may
        bench = Bench(redis)
        bench.cost("warm", TEXTS)
        yield bench
        bench.store.close()
        redis.close()


def by_sessions(bench: Bench, most: int) -> Iterator[tuple[int, float, float]]:
    """People, echoes a message, bytes of Redis a person."""
    who = bench.store.who("warm")
    key = keys.record(who)
    sealed = bench.store.seal.seal(Purpose.RECORD, key, bench.store.record(who).dump())
    empty, there = bench.redis.info("memory")["used_memory"], 0
    size = 1000
    while size <= most:
        while there < size:
            with bench.redis.pipeline(transaction=False) as pipe:
                for number in range(there, min(there + 5000, size)):
                    # as long as a sealed record, and as little alike
                    pipe.set(keys.record(f"{number:024x}"), os.urandom(len(sealed)), ex=keys.DAY)
                pipe.execute()
            there = min(there + 5000, size)
        memory = (bench.redis.info("memory")["used_memory"] - empty) / size
        ratios = []
        for person in range(PEOPLE):
            before = bench.echo()
            spent = bench.cost(f"{size}-{person}", TEXTS)
            ratios.append(spent / ((before + bench.echo()) / 2))
        yield size, median(ratios), memory
        size *= 10


def by_length(bench: Bench) -> Iterator[tuple[int, float, int]]:
    """Messages so far, echoes a message over the last `BUCKET`, bytes of the stored record."""
    texts = [LONG[n % len(LONG)] for n in range(LENGTH)]
    for start in range(0, LENGTH, BUCKET):
        ratios = []
        for person in range(3):
            before = bench.echo()
            spent = bench.cost(f"long-{person}", tuple(texts[start : start + BUCKET]))
            ratios.append(spent / ((before + bench.echo()) / 2))
        stored = bench.redis.get(keys.record(bench.store.who("long-0")))
        yield start + BUCKET, median(ratios), len(stored or b"")


def by_edits(bench: Bench) -> Iterator[tuple[int, float, float, float]]:
    """Edited answers, echoes a message, echoes of CPU to build, the slowest message beside it.

    The last as a multiple of the slowest of as many messages before it.
    """
    live = LiveCatalogue(bench.redis)
    bench.brain.live = live
    answers = shipped().catalogue.answers
    for count in EDITS:
        edits = {each.id: _edited(each) for each in answers[:count]}
        live.edits.publish(live.edits.number(), edits, "bench", "", bench.clock.now)
        live.refresh()
        before = bench.echo()
        spent = bench.cost(f"edits-{count}", TEXTS)
        alone = (before + bench.echo()) / 2
        usual = bench.slowest(f"usual-{count}")
        live.edits.publish(live.edits.number(), edits, "bench", "", bench.clock.now)
        began = time.process_time()
        live.refresh()
        built = time.process_time() - began
        live.edits.publish(live.edits.number(), edits, "bench", "", bench.clock.now)
        builder = threading.Thread(target=live.refresh)
        builder.start()
        beside = bench.slowest(f"beside-{count}")
        builder.join()
        yield count, spent / alone, built / alone, beside / usual


def _edited(answer: Answer) -> JsonObject:
    """The answer with one more example, in the form of its file."""
    raw: JsonObject = json.loads(json.dumps(dict(answer.raw), default=str))
    raw["examples"] = [*raw["examples"], f"{raw['examples'][0]}，麻烦您讲一讲"]
    return raw


# --- the picture -------------------------------------------------------------------------------

WIDTH, HEIGHT, EDGE = 360, 200, 40


def panel(left: int, title: str, names: list[str], values: list[float]) -> str:
    """One line over equal steps, from zero."""
    top = max(values) * 1.25
    across = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    points = [
        (left + EDGE + n * across, HEIGHT - EDGE - value / top * (HEIGHT - 2 * EDGE))
        for n, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [f'<text x="{left + EDGE}" y="20" font-weight="bold">{title}</text>']
    base = HEIGHT - EDGE
    parts.append(f'<path d="M{left + EDGE} {base}h{WIDTH - 2 * EDGE}" stroke="#888"/>')
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1a6" stroke-width="2"/>')
    for (x, y), name, value in zip(points, names, values, strict=True):
        shown = f"{value:.1f}" if value < 100 else f"{value:.0f}"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1a6"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{shown}</text>')
        parts.append(f'<text x="{x:.1f}" y="{base + 16}" text-anchor="middle">{name}</text>')
    return "\n".join(parts)


def drawing(panels: list[tuple[str, list[str], list[float]]]) -> str:
    body = "\n".join(panel(n * WIDTH, *each) for n, each in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * len(panels)}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="11">\n{body}\n</svg>\n'
    )


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--most", type=int, default=100_000)
    words.add_argument("--svg", type=Path)
    given = words.parse_args()
    with benches() as bench:
        print("| other people | echoes a message | bytes of Redis a person |\n|---|---|---|")
        sessions = []
        for size, ratio, memory in by_sessions(bench, given.most):
            sessions.append((size, ratio, memory))
            print(f"| {size:,} | {ratio:.1f} | {memory:.0f} |", flush=True)
        print("\n| message of a conversation | echoes a message | record, bytes |\n|---|---|---|")
        lengths = []
        for count, ratio, stored in by_length(bench):
            lengths.append((count, ratio, float(stored)))
            print(f"| {count - BUCKET + 1} to {count} | {ratio:.1f} | {stored} |", flush=True)
        print("\n| edited answers | echoes a message | echoes to build | slowest beside it |")
        print("|---|---|---|---|")
        for count, ratio, built, beside in by_edits(bench):
            print(f"| {count} | {ratio:.1f} | {built:,.0f} | {beside:.1f} × |", flush=True)
    if given.svg:
        people = [f"{size:,}" for size, _, _ in sessions]
        messages = [str(count) for count, _, _ in lengths]
        panels = [
            ("CPU of a message (echoes), by other people", people, [r for _, r, _ in sessions]),
            ("bytes of Redis a person, by other people", people, [m for _, _, m in sessions]),
            ("CPU of a message (echoes), by messages", messages, [r for _, r, _ in lengths]),
            ("bytes of the record, by messages", messages, [s for _, _, s in lengths]),
        ]
        given.svg.write_text(drawing(panels), "utf-8")


if __name__ == "__main__":
    main()
