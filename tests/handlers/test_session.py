"""Sessions of other versions and broken ones load; nothing that was told is lost."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers import Incoming, Text, respond
from handlers.dialogue.facts import facts_of
from handlers.session import VERSION, Applicant, Expect, Session, Stage
from tests.shipped import desk

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

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
FIRST_RELEASE: dict[str, Any] = {
    "version": 1,
    "facts": {
        "birth": "1985-03",
        "sex": "male",
        "residence_permit": True,
        "insurance": {"periods": [{"from": "2009-07", "to": "now"}], "repaid": []},
        "homes": [
            {
                "kind": "owned",
                "certificate": "2016-05",
                "from": "2016-05",
                "to": "now",
                "district": "通州",
                "lived_from": "2018-01",
            }
        ],
        "jobs": [{"district": "大兴", "from": "2018-03", "to": "now"}],
        "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2009-07"},
        "innovation_points": 0,
    },
    "notes": {"consent": "x", "housing": ["own"], "living": "later", "home_district": "通州"},
    "skipped": ["tax_years"],
    "stage": "review",
    "expect": "",
    "step": "",
    "trail": ["birth", "sex", "residence_permit"],
    "tries": 0,
    "quick": False,
    "pending": {},
    "pages": [],
    "offered": [],
    "asked": "",
    "answered": "",
    "fallbacks": 0,
    "report": "abc",
    "seen": "2026-11-20T10:00:00+08:00",
}


def said(session: dict[str, Any] | None, text: str) -> tuple[str, Session]:
    outcome = respond(Incoming("u", "text", text), session, NOW, desk())
    assert isinstance(outcome.reply, Text)
    return outcome.reply.text, Session.load(outcome.session)


def test_an_older_session_goes_on_at_the_next_open_step() -> None:
    reply, session = said(OLD, "继续")
    assert "社保" in reply
    assert session.applicant.told == OLD["facts"]
    assert session.dump()["version"] == VERSION


def test_an_answer_to_a_step_that_is_no_more_is_taken_for_the_next_open_one() -> None:
    reply, session = said(OLD, "2009年7月到现在")
    assert session.applicant.told["insurance"] == {"periods": [{"from": "2009-07", "to": "now"}]}
    assert "断" in reply


def test_back_passes_over_steps_that_are_no_more() -> None:
    _, session = said(OLD, "上一步")
    assert session.question == "sex"
    _, session = said(session.dump(), "上一步")
    assert session.question == "birth"


def test_a_session_of_the_first_release_keeps_every_fact() -> None:
    session = Session.load(FIRST_RELEASE)
    assert session.stage is Stage.REVIEW
    assert session.consent
    assert session.applicant.unknown == ["tax_years"]
    kept = facts_of(session.applicant.told)
    assert kept["homes"] == FIRST_RELEASE["facts"]["homes"]
    assert {**kept, "homes": 0} == {**FIRST_RELEASE["facts"], "homes": 0}
    reply, _ = said(FIRST_RELEASE, "我的资料")
    assert "2018年1月搬进去住" in reply


def test_kinds_of_home_named_without_a_time_are_still_asked_for() -> None:
    old = {
        "version": 1,
        "facts": {"birth": "1985-03"},
        "notes": {"consent": "x", "housing": ["own", "rent"], "lease": False},
        "stage": "asking",
        "step": "own_time",
    }
    session = Session.load(old)
    assert session.applicant.told["homes"] == [
        {"kind": "owned"},
        {"kind": "rented", "registered": False},
    ]
    assert session.question == "own_time"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"facts": "?", "notes": 3, "trail": None, "stage": 7, "tries": "x"},
        {"version": 99, "facts": {"birth": "1985-03"}, "stage": "nowhere"},
        {"version": 2, "people": {"": 7, "老公": {"told": []}}, "stage": 3, "expect": "?"},
        {"seen": "not a time", "stage": "asking", "notes": {"consent": "x"}},
    ],
)
def test_broken_sessions_load(broken: dict[str, Any]) -> None:
    for text in ("继续", "1985年3月", "我的资料", "结果"):
        reply, _ = said(broken, text)
        assert reply


def test_dump_and_load_are_inverse() -> None:
    session = Session(
        consent="2026-11-22",
        stage=Stage.ASKING,
        expect=Expect.ERASE,
        name="老公",
        people={"": Applicant(told={"sex": "male"}), "老公": Applicant(trail=["sex"])},
        tries=2,
        seen="2026-11-22",
    )
    assert Session.load(json.loads(json.dumps(session.dump()))) == session


def test_a_loaded_session_does_not_share_what_it_was_loaded_from() -> None:
    stored = Session(people={"": Applicant(told={"sex": "male"})}).dump()
    before = json.dumps(stored)
    loaded = Session.load(stored)
    loaded.applicant.told["sex"] = "female"
    loaded.applicant.trail.append("sex")
    loaded.pages.append("x")
    assert json.dumps(stored) == before
