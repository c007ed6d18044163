"""Sessions of other versions and broken ones load; nothing that was told is lost."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers import Desk, Incoming, respond
from handlers.messages import Text
from handlers.session import VERSION, Session
from replies.catalogue import Catalogue
from replies.router import Router

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CATALOGUE = Catalogue.load()
DESK = Desk(CATALOGUE, Router(CATALOGUE), rng=random.Random(1))

OLD: dict[str, Any] = {
    # As a first release might have left it: fewer keys, and a step that is no more.
    "version": 0,
    "facts": {"birth": "1985-03", "sex": "male"},
    "notes": {"consent": "2026-11-01T10:00:00+08:00"},
    "stage": "asking",
    "step": "marital_status",
    "trail": ["birth", "marital_status", "sex"],
    "colour": "blue",
}


def said(session: dict[str, Any] | None, text: str) -> tuple[str, Session]:
    outcome = respond(Incoming("u", "text", text), session, NOW, DESK)
    assert isinstance(outcome.reply, Text)
    return outcome.reply.text, Session.load(outcome.session)


def test_an_older_session_goes_on_at_the_next_open_step() -> None:
    reply, session = said(OLD, "继续")
    assert "居住证" in reply
    assert session.facts == OLD["facts"]
    assert session.dump()["version"] == VERSION


def test_an_answer_to_a_step_that_is_no_more_is_taken_for_the_next_open_one() -> None:
    reply, session = said(OLD, "有")
    assert session.facts["residence_permit"] is True
    assert "社保" in reply


def test_back_passes_over_steps_that_are_no_more() -> None:
    _, session = said(OLD, "上一步")
    assert session.step == "sex"
    _, session = said(session.dump(), "上一步")
    assert session.step == "birth"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"facts": "?", "notes": 3, "trail": None, "stage": 7, "tries": "x"},
        {"version": 99, "facts": {"birth": "1985-03"}, "stage": "nowhere"},
        {"seen": "not a time", "stage": "asking", "notes": {"consent": "x"}},
    ],
)
def test_broken_sessions_load(broken: dict[str, Any]) -> None:
    for text in ("继续", "1985年3月", "我的资料", "结果"):
        reply, _ = said(broken, text)
        assert reply


def test_dump_and_load_are_inverse() -> None:
    session = Session(facts={"sex": "male"}, trail=["sex"], tries=2, quick=True, seen="2026-11-22")
    assert Session.load(session.dump()) == session
