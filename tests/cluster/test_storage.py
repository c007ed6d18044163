"""Everything that is stored, on a cluster and over Sentinels: no step needs two slots."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from redis.crc import key_slot

from bot.runtime.clock import BEIJING
from bot.storage import keys
from bot.storage.consultations import Consultations
from bot.storage.migration import migrate
from bot.storage.numbers import days
from bot.storage.record import PersonRecord
from bot.storage.turns import Store
from handlers import Count, Effect, IssueCode, LogQuestion, OpenCase, Outcome, SaveReport, Text
from tests.bot.storage.test_migration import fill
from tests.bot.storage.test_redis_rights import use_everything
from tests.cluster.conftest import Backing
from tests.conftest import SECRET, Clock
from tests.records import put
from tests.redis_nodes import Cluster

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)


@pytest.fixture
def store(backing: Backing) -> Iterator[Store]:
    made = Store(backing.bot, SECRET)
    yield made
    made.close()


def test_everything_is_stored(store: Store) -> None:
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


def test_data_of_before_move(store: Store, backing: Backing) -> None:
    fill(backing.admin)
    assert migrate(store, NOW) == 1
    assert (store.session(store.who("u")) or {})["said"] == "记下了"


def test_console_and_webhook_need_no_more_than_the_documented_rights(
    backing: Backing, clock: Clock, tmp_path: Path
) -> None:
    """Each page of the console, the numbers and published answers included."""
    use_everything(backing.bot, clock, tmp_path)


def test_people_spread_over_the_masters(cluster: Cluster, on_cluster: Backing) -> None:
    """Within 20 % of each other at a thousand people."""
    store = Store(on_cluster.empty().bot, SECRET)
    for number in range(1000):
        put(store, store.who(f"oPerson{number}"), PersonRecord({"n": number}))
    store.close()
    masters = [node for node in cluster.nodes if node.does("ROLE")[0] == b"master"]
    sizes = [node.does("DBSIZE") for node in masters]
    assert len(sizes) == 3
    assert sum(sizes) == 1000
    assert max(sizes) <= 1.2 * min(sizes)


def test_keys_of_one_person_share_a_slot() -> None:
    assert len({key_slot(make("w").encode()) for make in (keys.record, keys.lock, keys.queue)}) == 1
