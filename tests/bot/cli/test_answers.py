"""`jifen answers review` prints what a Redis has kept, with counts and reasons."""

import pytest
from click.testing import CliRunner

from bot.cli.answers import answers
from bot.runtime.clock import beijing_now
from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.turns import Store
from tests.conftest import SECRET

QUESTION = "补缴算不算分呀"


def test_review_prints_counts_and_reasons(
    store: Store, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        store.questions.keep(QUESTION, "useless", ("repaid-insurance",), beijing_now())
    store.questions.add_reason(QUESTION, "unclear")
    monkeypatch.setenv("JIFEN_REDIS_URL", redis_url)
    monkeypatch.setenv("JIFEN_SECRET_KEY", SECRET)
    done = CliRunner().invoke(answers, ["review"], catch_exceptions=False)
    assert QUESTION in done.output
    assert "看不明白 1" in done.output


def test_counts_and_reasons_live_as_long_as_the_text(store: Store, redis: Client) -> None:
    store.questions.keep(QUESTION, "useless", (), beijing_now())
    store.questions.add_reason(QUESTION, "other_topic")
    (asked,) = store.questions.kept()
    assert asked.times["useless"] == 1  # a reason is no further question
    assert asked.reasons == {"other_topic": 1}
    key = keys.question(asked.digest)
    assert 0 < int(redis.ttl(key)) <= keys.QUESTION_SECONDS
