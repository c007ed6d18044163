"""Everything that is stored, on a cluster of three masters: no step needs two slots."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis
from redis.crc import key_slot

from bot.runtime.clock import BEIJING
from bot.runtime.embedded_redis import find_binary
from bot.runtime.redis_client import connect
from bot.storage import keys
from bot.storage.consultations import Consultations
from bot.storage.migration import migrate
from bot.storage.numbers import days
from bot.storage.turns import Store
from handlers import Count, Effect, IssueCode, LogQuestion, OpenCase, Outcome, SaveReport, Text
from tests.bot.runtime.test_redis_client import answers
from tests.bot.storage.test_migration import fill
from tests.conftest import SECRET
from tests.processes import Server, free_port, until

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)
SLOTS, MASTERS = 16384, 3


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on three masters that write append-only files."""
    ports = [free_port(20_000, 40_000) for _ in range(MASTERS)]
    with ExitStack() as stack:
        nodes: list[Any] = []
        for port in ports:
            folder = tmp_path / str(port)
            folder.mkdir()
            command = [find_binary()[0], "--port", str(port), "--cluster-enabled", "yes"]
            command += ["--dir", str(folder), "--save", "", "--bind", "127.0.0.1"]
            stack.enter_context(Server([*command, "--appendonly", "yes"]))
            nodes.append(stack.enter_context(redis.Redis(port=port, socket_timeout=5)))
            until(partial(answers, nodes[-1]), 30)
        for number, node in enumerate(nodes):
            first, last = SLOTS * number // MASTERS, SLOTS * (number + 1) // MASTERS
            node.execute_command("CLUSTER ADDSLOTS", *range(first, last))
            node.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
        for port in ports[1:]:
            nodes[0].execute_command("CLUSTER MEET", "127.0.0.1", port)
        for node in nodes:
            until(partial(_is_joined, node), 30)
        made = Store(connect(f"redis+cluster://127.0.0.1:{ports[0]}"), SECRET)
        yield made
        made.close()
        made.client.close()


def _is_joined(node: Any) -> bool:
    state = node.cluster("INFO")["cluster_state"]
    return state == "ok" and len(node.cluster("NODES")) == MASTERS


def test_everything_works_on_three_masters(store: Store) -> None:
    code = store.cases.save({"birth": "1985-03"})
    for user in ("a", "b", "c"):
        with store.take(
            store.who(user), "m1", case_code=code, order="1", once=keys.once("1", user)
        ) as turn:
            effects: tuple[Effect, ...] = (
                Count("messages"),
                LogQuestion("怪问题", "fallback"),
                IssueCode(f"ABC23{user.upper()}"),
                SaveReport("rep", {"sex": "male"}, 2027),
                *([OpenCase(code)] if turn.case else []),
            )
            assert turn.commit(Outcome({"n": 1}, Text(""), effects), b"r", NOW)
    assert store.cases.find(code) is None
    opened = Consultations(store).redeem("ABC23A", "小李", NOW)
    assert opened
    assert opened.who == store.who("a")
    assert Consultations(store).find(opened.token, "小李") == opened
    store.counts.write()
    (today,) = days(store.client, NOW.date(), 1)
    assert (today["messages"], today.people) == (3, 3)
    assert [each.total for each in store.questions.kept()] == [3]
    assert store.erase("a") == 5
    assert Consultations(store).find(opened.token, "小李") is None
    assert [each.total for each in store.questions.kept()] == [2]
    assert store.copies.finish(20), "the files of all masters"
    store.check()


def test_data_of_before_move_on_three_masters(store: Store) -> None:
    fill(store.client)
    assert migrate(store, NOW) == 1
    assert (store.session(store.who("u")) or {})["said"] == "记下了"


def test_people_spread_over_the_masters() -> None:
    """Within 20 % of each other at a thousand people."""
    people = (keys.person(SECRET, f"oPerson{number}") for number in range(1000))
    slots = [key_slot(keys.record(who).encode()) for who in people]
    masters = Counter(slot * MASTERS // SLOTS for slot in slots)
    assert max(masters.values()) <= 1.2 * min(masters.values())


def test_keys_of_one_person_share_a_slot() -> None:
    assert len({key_slot(make("w").encode()) for make in (keys.record, keys.lock, keys.queue)}) == 1
