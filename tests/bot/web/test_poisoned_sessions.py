"""Stored values of a wrong type never shut a person out: at worst a question is asked again."""

import copy
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.runtime.clock import beijing_now
from bot.runtime.settings import Settings
from bot.web.conversation import Conversation
from handlers import Incoming

VALUES: list[Any] = [None, 10**30, "毒", [[{}]], {"a": {"b": []}}, -1, 1.5, True]
VALUES += [[], {}, "", float("nan")]
WALK = ("算一算", "1", "1988年6月", "2012年8月至今", "没断过，也没补缴", "租房")


@pytest.fixture(scope="module")
def conversation() -> Conversation:
    return Conversation.load(Settings.load(env_file=None))


@pytest.fixture(scope="module")
def session(conversation: Conversation) -> dict[str, Any]:
    """A conversation half way."""
    stored: dict[str, Any] | None = None
    for text in WALK:
        incoming = Incoming("u", "text", text)
        stored = conversation.respond(incoming, stored, beijing_now(), None).session
    assert stored
    return stored


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in steps:
        yield (*before, name)
        if isinstance(inner, dict | list):
            yield from places(inner, (*before, name))


@pytest.mark.parametrize("text", ["菜单", "我的资料", "明细", "1", "本科有学位"])
def test_any_value_of_a_session_may_be_of_any_type(
    conversation: Conversation,
    session: dict[str, Any],
    text: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)
    for place in places(session):
        for value in VALUES:
            poisoned = copy.deepcopy(session)
            inner = poisoned
            for name in place[:-1]:
                inner = inner[name]
            inner[place[-1]] = copy.deepcopy(value)
            incoming = Incoming("u", "text", text)
            assert conversation.respond(incoming, poisoned, beijing_now(), None).reply


def test_only_what_cannot_be_read_is_dropped(
    conversation: Conversation, session: dict[str, Any]
) -> None:
    poisoned = copy.deepcopy(session)
    poisoned["people"][""]["told"]["insurance"] = 10**30
    outcome = conversation.respond(Incoming("u", "text", "我的资料"), poisoned, beijing_now(), None)
    assert outcome.session
    told = outcome.session["people"][""]["told"]
    assert told["birth"] == session["people"][""]["told"]["birth"]
    assert "insurance" not in told
    assert outcome.session["consent"] == session["consent"]
