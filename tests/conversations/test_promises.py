"""What is promised gone is gone: every key, value and file of the store is read.

Files are those of the server, after the rewrite that an erase leads to. That the scan can
find what it looks for is shown before each erase.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import Client, connect
from bot.storage import keys
from bot.storage.sealing import Purpose
from bot.storage.turns import Store
from bot.web.app import create_app
from bot.web.conversation import Conversation
from bot.wechat.sender import Posting
from handlers import colleague
from tests.conftest import APP_ID, Clock, make_settings
from tests.conversations.transcript import age
from tests.wechat import USER, WeChat

TOLD = ("我1985年3月生，男，2009年7月起在北京交社保", "同意", "本科有学位")
ASKED = "积分落户能带宠物猫吗"
# no bare digits: times of expiry in the file hold any of them
OF_THE_DESK = ("昌平上学", "材料清单", "慢慢来")
SECRETS = (
    *OF_THE_DESK,
    USER, "1985-03", "1985年", "2009-07", "2009年", "宠物猫", "bachelor",
)  # fmt: skip
LATER = ("结果", "咨询码", "转人工", "给看", "孩子在昌平上学")


@dataclass
class Scene:
    """A service with a server of its own, and what `USER` has sent."""

    wechat: WeChat
    store: Store
    redis: Any
    folder: Path
    clock: Clock
    sent: list[Posting]
    sealed: list[bytes]

    def say(self, text: str) -> str:
        posting = self.wechat.text(USER, text)
        self.sent.append(posting)
        said = self.wechat.send(posting).text
        who = self.store.who(USER)
        if self.store.session(who) is not None:
            self.sealed.append(self.redis.get(keys.record(who)) or b"")
        return said

    def colleague(self) -> None:
        """A colleague takes the conversation, writes a note and answers."""
        now, who = self.clock(), self.store.who(USER)
        acts = (
            (colleague.take, ()),
            (colleague.add_note, ("要寄材料清单",)),
            (colleague.answer, ("慢慢来",)),
        )
        for number, (act, words) in enumerate(acts):
            with self.store.take(who, f"desk-{number}") as turn:
                outcome = act(turn.session or {}, "小李", *words, now)  # type: ignore[operator]
                assert turn.commit(outcome, b"", now)

    def leave(self, how: str) -> None:
        if how == "operator":
            assert self.store.erase(USER)
        elif how == "word":
            self.say("删除")
            assert "已全部删除" in self.say("确认删除")
        else:
            self.wechat.send(self.wechat.event(USER, how))

    def replay(self) -> None:
        """Someone sends the old requests once more."""
        for posting in self.sent:
            assert self.wechat.deliver(posting).status_code in (200, 403)

    def everything(self) -> list[bytes]:
        """Every key, every value and every file."""
        assert self.store.copies.finish(20)
        found: list[bytes] = []
        for key in self.redis.scan_iter("*"):
            found += [key, self.redis.dump(key) or b""]
        return found + [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]

    def opened(self) -> str:
        """What the service itself can still read of people."""
        people = [key.decode()[3:-8] for key in self.redis.scan_iter("{p:*}:record")]
        records = [repr(self.store.record(who)) for who in people]
        return "\n".join([*records, *(each.text for each in self.store.questions.kept())])


@pytest.fixture
def scene(mode: str, clock: Clock, tmp_path: Path, knowledge: Conversation) -> Iterator[Scene]:
    folder = tmp_path / "var"
    with EmbeddedRedis(folder) as server, connect(server.url, read_timeout=5) as redis:
        more = {"wechat_app_id": APP_ID, "wechat_app_secret": SecretStr("app-secret")}
        settings = make_settings(mode, tmp_path, desk=True, **more)
        brain = replace(knowledge, settings=settings, rng=random.Random(1))
        app = create_app(settings, redis, brain=brain, clock=clock)
        store: Store = app.extensions["jifen"].store
        wechat = WeChat(app, settings, clock.time)
        yield Scene(wechat, store, redis, folder, clock, [], [])
        store.close()


def assert_nothing_left(scene: Scene) -> None:
    everything = scene.everything()
    for secret in SECRETS:
        assert not any(secret.encode() in each for each in everything), secret
        assert secret not in scene.opened()
    for sealed in scene.sealed:
        assert not any(sealed in each for each in everything), "an old copy"
    assert list(scene.redis.scan_iter("{jifen}:desk*")) == [], "a place in the queue"


@pytest.mark.parametrize(
    "how", ["word", "unsubscribe", "user_authorization_cancellation", "operator"]
)
def test_who_asks_to_be_forgotten_is(scene: Scene, how: str) -> None:
    scene.wechat.say("1990年5月生，女", user="someone else")
    for text in (*TOLD, ASKED, *LATER):
        scene.say(text)
    scene.colleague()
    assert [each.text for each in scene.store.questions.kept()] == [ASKED]
    opened = scene.opened()
    assert all(each in opened for each in (USER, *OF_THE_DESK)), "the scan finds them"
    assert scene.redis.exists(keys.DESK)
    assert "1985" in scene.opened()
    assert any(scene.sealed[-1] in each for each in scene.everything())
    scene.leave(how)
    scene.replay()
    assert_nothing_left(scene)
    assert "1990" in scene.opened(), "the others stay"
    # what is left for twenty minutes: which messages are old
    who = scene.store.who(USER)
    age(scene.redis, 20 * 60)
    scene.store.copies.mark()
    assert not any(who.encode() in each for each in scene.everything())
    assert "还没有存下" in scene.say("我的资料")


def test_a_refused_consent_leaves_nothing(scene: Scene) -> None:
    scene.say(TOLD[0])
    assert "1985" in scene.opened()
    assert "什么都没存" in scene.say("不同意")
    scene.replay()
    assert_nothing_left(scene)


SENSITIVE = ("坐过牢", "拘留过", "criminal_record': True", "detentions': 1", "缓刑")


def test_what_needs_its_own_consent_is_in_no_store_before_it(scene: Scene) -> None:
    """Facts, transcript, kept replies and questions, what waits for the consent: none holds it."""
    told = (
        "我坐过牢，1985年3月生",
        "1",
        "去年被行政拘留过1次，本科有学位",
        "缓刑中",
        "转人工",
        "我坐过牢",
    )
    for text in (*told, "我坐过牢能带宠物猫落户吗"):
        scene.say(text)
        opened = scene.opened()
        assert not any(each in opened for each in SENSITIVE), text
    assert "1985-03" in opened
    assert "bachelor" in opened
    scene.say("同意")
    scene.say("去年在北京被行政拘留过1次")
    assert all(each in scene.opened() for each in ("拘留过", "detentions': 1")), "the scan finds it"


def test_where_backups_live_on_the_person_is_told_how_long(
    redis: Client, clock: Clock, tmp_path: Path, knowledge: Conversation
) -> None:
    settings = make_settings("plain", tmp_path, copies_days=14)
    brain = replace(knowledge, settings=settings)
    app = create_app(settings, redis, brain=brain, clock=clock)
    wechat = WeChat(app, settings, clock.time)
    wechat.say("删除")
    said = wechat.say("确认删除").text
    assert "14 天" in said
    assert "已全部删除" not in said
    app.extensions["jifen"].store.close()


def test_a_question_that_others_asked_too_stays_for_them(scene: Scene) -> None:
    scene.wechat.say(ASKED, user="someone else")
    scene.say(ASKED)
    (kept,) = scene.store.questions.kept()
    assert kept.total == 2
    scene.leave("operator")
    (kept,) = scene.store.questions.kept()
    assert (kept.total, kept.text) == (1, ASKED)


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_the_conversation_is_kept_for_thirty_days(scene: Scene, days: int, kept: bool) -> None:
    for text in TOLD:
        scene.say(text)
    age(scene.redis, days * keys.DAY)
    scene.clock.forward(days=days)
    assert ("1985" in scene.opened()) is kept


def test_what_was_told_before_the_consent_is_kept_for_a_day(scene: Scene) -> None:
    scene.say(TOLD[0])
    age(scene.redis, keys.DAY)
    assert "1985" not in scene.opened()


def test_nothing_readable_is_stored(scene: Scene) -> None:
    """Facts, texts, replies, questions and cases are sealed; names are hashes."""
    for text in (*TOLD, ASKED, *LATER):
        scene.say(text)
    scene.colleague()
    scene.store.cases.save({"birth": "1985-03"})
    everything = scene.everything()
    for secret in (*SECRETS, "出生", "记下"):
        assert not any(secret.encode() in each for each in everything), secret


def test_a_moved_value_does_not_open(scene: Scene) -> None:
    scene.say("你好")
    who = scene.store.who(USER)
    stored = scene.redis.get(keys.record(who)) or b""
    assert scene.store.seal.open(Purpose.RECORD, keys.record(who), stored)
    assert scene.store.seal.open(Purpose.RECORD, keys.record("other"), stored) is None
