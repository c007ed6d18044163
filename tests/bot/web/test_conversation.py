"""The conversation behind the webhook, apart from any request."""

from dataclasses import replace
from pathlib import Path

from bot.runtime.clock import beijing_now
from bot.web.conversation import Conversation
from handlers import Handoff, Incoming
from tests.conftest import make_settings


def test_a_copy_with_other_settings_does_not_keep_the_desk_of_the_first(tmp_path: Path) -> None:
    first = Conversation.load(make_settings("plain", tmp_path))
    human = Incoming("u", "text", "转人工")
    assert not isinstance(first.respond(human, None, beijing_now(), None).reply, Handoff)
    second = replace(first, settings=make_settings("plain", tmp_path, handoff=True))
    assert isinstance(second.respond(human, None, beijing_now(), None).reply, Handoff)
