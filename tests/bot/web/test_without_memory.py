"""While Redis is away: only sure answers to questions, and never an answer to a step for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.runtime.clock import beijing_now
from bot.runtime.redis_client import Client, connect
from bot.runtime.settings import Settings
from bot.web.app import create_app
from bot.web.conversation import Conversation
from handlers import Handoff, Incoming, Text
from tests.conftest import Clock, make_settings
from tests.standin import StandIn
from tests.wechat import USER, WeChat


@pytest.fixture(scope="module")
def conversation() -> Conversation:
    return Conversation.load(Settings.load(env_file=None))


@pytest.mark.parametrize(
    "text",
    [
        "没有补缴",
        "租房",
        "1",
        "有",
        "2010年7月到现在",
        "本科",
        "1985年3月",
        "男",
        "补缴过3个月",
        "删除",
    ],
)
def test_an_answer_to_a_step_is_never_taken_for_a_question(
    conversation: Conversation, text: str
) -> None:
    assert conversation.answer_alone(Incoming("u", "text", text), beijing_now()) is None


@pytest.mark.parametrize("text", ["租房和自有住房分数一样吗？", "什么是补缴"])
def test_a_clear_question_is_answered(conversation: Conversation, text: str) -> None:
    said = conversation.answer_alone(Incoming("u", "text", text), beijing_now())
    assert isinstance(said, Text)
    assert said.text


@pytest.mark.parametrize(
    "incoming",
    [
        Incoming("u", "text", "菜单"),
        Incoming("u", "voice", "转人工。"),
        Incoming("u", "text", "帮助"),
        Incoming("u", "event", event="click", event_key="menu"),
        Incoming("u", "event", event="click", event_key="human"),
        Incoming("u", "event", event="click", event_key="help"),
    ],
)
def test_commands_that_need_no_memory_work(conversation: Conversation, incoming: Incoming) -> None:
    alone = conversation.answer_alone(incoming, beijing_now())
    assert alone is not None
    assert alone == conversation.respond(incoming, None, beijing_now(), None).reply


@pytest.mark.parametrize("key", ["start_score", "result", "mine", "erase"])
def test_menu_keys_that_need_memory_wait_for_it(conversation: Conversation, key: str) -> None:
    incoming = Incoming("u", "event", event="click", event_key=key)
    assert conversation.answer_alone(incoming, beijing_now()) is None


def test_agents_are_reached_without_memory() -> None:
    """With JIFEN_HANDOFF=1 an agent takes over: nothing of that needs Redis."""
    conversation = Conversation.load(Settings.load(env_file=None, handoff=True))
    assert conversation.answer_alone(Incoming("u", "text", "转人工"), beijing_now()) == Handoff()


class Outage:
    """A webhook whose Redis can be taken away and given back."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.brain = StandIn()
        settings = make_settings("plain", folder)
        self.client = connect(f"unix://{folder}/redis.sock")
        self.app = create_app(settings, self.client, brain=self.brain, clock=clock)
        self.wechat = WeChat(self.app, settings, clock.time)
        self._socket = folder / "redis.sock"

    def over(self, real: str) -> None:
        """Redis is there from now on."""
        self._socket.symlink_to(real.removeprefix("unix://"))

    def begins(self) -> None:
        """Redis is gone from now on."""
        self._socket.unlink()
        self.client.connection_pool.disconnect()


@pytest.fixture
def outage(tmp_path: Path, redis_url: str, redis: Client, clock: Clock) -> Iterator[Outage]:
    """Redis is there at first."""
    del redis  # emptied
    outage = Outage(tmp_path, clock)
    outage.over(redis_url)
    yield outage
    outage.app.extensions["jifen"].store.close()


def test_every_reply_without_memory_says_that_nothing_was_recorded(
    outage: Outage, redis_url: str
) -> None:
    assert outage.wechat.say("你好").text == "第 1 条：你好"
    outage.begins()
    for text in ("租房怎么算分", "没有补缴"):
        assert "没有记下" in outage.wechat.say(text).text
        assert "再发" in outage.wechat.say(text).text
    outage.over(redis_url)
    assert outage.wechat.say("回来了").text == "第 2 条：回来了"


def test_nobody_is_put_into_a_queue_without_memory(conversation: Conversation) -> None:
    settings = conversation.settings.model_copy(update={"desk": True})
    staffed = Conversation(conversation.live, settings, conversation.rng)
    for incoming in (
        Incoming("u", "text", "转人工"),
        Incoming("u", "event", event="click", event_key="human"),
    ):
        said = staffed.answer_alone(incoming, beijing_now())
        assert isinstance(said, Text)
        assert "已转给" not in said.text
        assert settings.hotline in said.text


def test_a_menu_click_reaches_a_human_without_memory(outage: Outage) -> None:
    outage.begins()
    said = outage.wechat.send(outage.wechat.event(USER, "CLICK", "human"))
    assert said.kind == "transfer_customer_service"


@pytest.mark.parametrize("event", ["unsubscribe", "user_authorization_cancellation"])
def test_who_leaves_during_an_outage_is_erased_after_it(
    outage: Outage, redis_url: str, event: str
) -> None:
    outage.wechat.say("你好")
    outage.begins()
    assert outage.wechat.send(outage.wechat.event(USER, event)).kind == "silence"
    outage.over(redis_url)
    assert outage.wechat.say("你好", user="another").text == "第 1 条：你好"
    assert outage.wechat.say("又来了").text == "第 1 条：又来了"


def test_readiness_tests_a_write(outage: Outage, redis: Client) -> None:
    client = outage.app.test_client()
    assert client.get("/readyz").status_code == 200
    redis.config_set("maxmemory", "1")
    try:
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
        assert "没有记下" in outage.wechat.say("你好").text
    finally:
        redis.config_set("maxmemory", "0")
    assert client.get("/readyz").status_code == 200
    assert outage.wechat.say("你好").text == "第 1 条：你好"


def test_a_demoted_master_is_left_for_the_new_one(outage: Outage, redis: Client) -> None:
    """READONLY on a connection that stays open: the next connection is a new one."""
    outage.wechat.say("你好")
    connection = outage.client.connection_pool.get_connection()
    outage.client.connection_pool.release(connection)
    redis.replicaof("127.0.0.1", "1")
    try:
        assert "没有记下" in outage.wechat.say("你好").text
        assert not connection.is_connected
    finally:
        redis.replicaof("NO", "ONE")
    assert outage.wechat.say("再来").text == "第 2 条：再来"
