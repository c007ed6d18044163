"""What a conversation leaves behind: `.venv/bin/python -m bench.storage`.

Finished conversations go through the signed, encrypted webhook into an embedded Redis. Measured are
the append-only file a conversation, the memory and keys a person ten minutes and a day later (here
the same: what is short-lived has been removed), and how the memory of one person changes with the
number of all. `pace`: seconds between two messages by the service's clock. The replay guard of
plain mode is counted apart: it is kept for twenty minutes.
"""

import tempfile
from datetime import timedelta
from pathlib import Path

from flask import Flask
from pydantic import SecretStr

from bot.runtime.clock import beijing_now
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
from bot.runtime.settings import Settings
from bot.storage import keys
from bot.storage.record import PersonRecord
from bot.storage.sealing import Purpose
from bot.storage.turns import Store
from bot.web.app import create_app
from bot.web.conversation import Conversation
from bot.wechat.sender import Sender

TOKEN, APP_ID, KEY = "benchtoken", "wx1", "k" * 43
TEXTS = (
    "算一算", "同意", "1985年3月，男", "2009年7月到现在，没断过", "没有补缴", "租房怎么积分",
    "2009年7月到2018年5月租房，没备案，2018年6月到现在自己的房子", "朝阳", "海淀", "本科有学位",
    "2008年7月毕业", "非全日制硕士扣几分", "没有", "有居住证", "没有犯罪记录", "没有",
    "今年什么时候申报", "出结果",
)  # fmt: skip
PEOPLE = 20
SIZES = (1_000, 10_000)


class Clock:
    """The service's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = beijing_now()

    def __call__(self):  # type: ignore[no-untyped-def]
        return self.now


def conversations(pace: float, safe: bool) -> None:
    """`PEOPLE` finished conversations, and copies of what they leave for more people."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedRedis(Path(folder)) as server:
        clock = Clock()
        redis = connect(server.url, read_timeout=5)
        sealed = {"wechat_app_id": APP_ID, "wechat_aes_key": SecretStr(KEY)} if safe else {}
        settings = Settings.load(
            None, wechat_token=TOKEN, secret_key=SecretStr("s" * 32), **sealed
        )  # fmt: skip
        app = create_app(settings, redis, brain=Conversation.load(settings), clock=clock)
        store, client = app.extensions["jifen"].store, app.test_client()
        keyed = (APP_ID, KEY) if safe else ("", "")
        sender = Sender(TOKEN, *keyed, lambda: clock.now.timestamp())
        # The numbers of all are written once a second, by the real clock: here once, at the end.
        store.counts.wake = lambda: None
        before = redis.info("persistence")["aof_current_size"]
        for person in range(PEOPLE):
            for text in TEXTS:
                posting = sender.text(f"bench-{person:024}", text)
                client.post("/wechat", query_string=posting.query_string, data=posting.body)
                clock.now += timedelta(seconds=pace)
        grown = redis.info("persistence")["aof_current_size"] - before
        store.close()
        numbers = redis.info("persistence")["aof_current_size"] - before - grown
        people = [store.who(f"bench-{person:024}") for person in range(PEOPLE)]
        mine = [key for key in redis.scan_iter("{p:*") if not key.endswith(b":lock")]
        memory = sum(redis.memory_usage(key) or 0 for key in mine) / PEOPLE
        guard = sum(redis.memory_usage(key) or 0 for key in redis.scan_iter("{jifen}:once:*"))
        mode = "safe mode" if safe else "plain mode"
        print(f"\n{PEOPLE} conversations of {len(TEXTS)} messages, {mode}, pace {pace:.0f} s")
        print(f"append-only file a conversation   {grown / PEOPLE / 1000:8.1f} kB")
        print(f"the numbers of a second           {numbers / 1000:8.1f} kB")
        print(f"keys a person                     {len(mine) / PEOPLE:8.1f}")
        print(f"memory a person (MEMORY USAGE)    {memory:8.0f} bytes")
        print(f"replay guard a person             {guard / PEOPLE:8.0f} bytes, for 20 minutes")
        record = store.record(people[0])
        for size in SIZES:
            empty = redis.info("memory")["used_memory"]
            copy(store, record, size)
            each = (redis.info("memory")["used_memory"] - empty) / size
            print(f"memory a person, {size:>9,} more   {each:8.0f} bytes (used_memory)")
        redis.close()


def copy(store: Store, record: PersonRecord, people: int) -> None:
    """The same record for so many other people, each sealed for its own key."""
    packed = record.dump()
    for start in range(0, people, 1000):
        with store.client.pipeline(transaction=False) as pipe:
            for number in range(start, min(start + 1000, people)):
                key = keys.record(f"{people:08x}{number:016x}")
                value = store.seal.seal(Purpose.RECORD, key, packed)
                pipe.set(key, value, ex=keys.SESSION_SECONDS)
            pipe.execute()


def fill(app: Flask, people: int) -> None:
    """One finished conversation through the webhook of `app`, and copies of what it leaves."""
    store, client, sender = (
        app.extensions["jifen"].store,
        app.test_client(),
        Sender(TOKEN, APP_ID, KEY),
    )
    for text in TEXTS:
        posting = sender.text("bench-filling", text)
        client.post("/wechat", query_string=posting.query_string, data=posting.body)
    copy(store, store.record(store.who("bench-filling")), people)
    store.close()


if __name__ == "__main__":
    for safe in (True, False):
        for pace in (20.0, 0.0):
            conversations(pace, safe)
