"""A follow-up without its noun is answered within what was spoken of last."""

import pytest

from handlers import Incoming, Text, respond
from tests.handlers.dialogue.test_opening import NOW
from tests.shipped import desk


def last_topic(*messages: str) -> str:
    session = None
    for text in messages:
        outcome = respond(Incoming("someone", "text", text), session, NOW, desk())
        assert isinstance(outcome.reply, Text)
        session = outcome.session
    assert session is not None
    return str(session["topic"])


@pytest.mark.parametrize(
    ("question", "follow_up", "answer"),
    [
        ("郊区有房职住加几分", "租房呢", "suburb-rent"),
        ("未成年子女能随迁吗", "父母呢", "spouse-parents"),
        ("补缴的社保算积分吗", "那6个月呢", "repaid-limit"),
        ("哪天出结果", "申报呢", "when"),
        ("2025年的线是多少", "2020呢", "lines-by-year"),
    ],
)
def test_a_follow_up_takes_the_last_topic(question: str, follow_up: str, answer: str) -> None:
    assert last_topic(question, follow_up) == answer
