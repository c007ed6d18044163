"""The console's view of a conversation, and its correction as one more message."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers import Text, correct, overview
from handlers.session import Session
from tests.shipped import desk

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
STORED: dict[str, Any] = {
    "version": 2,
    "consent": "x",
    "stage": "asking",
    "question": "education",
    "people": {
        "": {
            "told": {
                "birth": "1985-03",
                "homes": [{"kind": "owned", "certificate": "2016-05", "district": "海淀"}],
            },
            "unknown": ["tax_years"],
        }
    },
}


def rows() -> dict[str, tuple[str, bool]]:
    return {row.key: (row.value, row.open) for row in overview(STORED, NOW).rows}


def test_what_is_known_and_what_is_open() -> None:
    found = rows()
    assert found["birth"] == ("1985年3月", False)
    assert found["tax_years"][1]
    assert found["insurance"] == ("", True)
    assert overview(STORED, NOW).facts["birth"] == "1985-03"


def test_an_empty_conversation_has_open_rows_only() -> None:
    assert all(row.open for row in overview(None, NOW).rows)


@pytest.mark.parametrize(
    ("key", "text", "topic", "value"),
    [
        ("birth", "1986年4月", "birth", "1986-04"),
        ("education", "4", "education", "bachelor"),
        ("tax_years", "都没有", "tax_years", []),
        ("insurance", "12年3个月", "insurance", {"months": 147}),
    ],
)
def test_a_correction_is_read_as_one_more_message(
    key: str, text: str, topic: str, value: Any
) -> None:
    outcome = correct(STORED, key, text, NOW, desk())
    assert outcome.reply == Text("")
    session = Session.load(outcome.session)
    assert session.applicant.told[topic] == value
    assert (session.stage, session.question) == ("asking", "education")


def test_what_is_not_understood_changes_nothing_and_says_why() -> None:
    outcome = correct(STORED, "birth", "不好说", NOW, desk())
    assert isinstance(outcome.reply, Text)
    assert outcome.reply.text
    assert outcome.session == STORED
