"""`jifen answers review` prints what a Redis has kept, with counts and reasons."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot.cli.answers import answers
from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.questions import Questions
from bot.storage.sealing import Seal
from handlers import LogQuestion
from tests.conftest import SECRET

QUESTION = "补缴算不算分呀"


def keep(redis: Client, kept: list[LogQuestion]) -> Questions:
    questions = Questions(redis, Seal(SECRET))
    for each in kept:
        if each.reason:
            questions.add_reason(each.text, each.reason)
        else:
            questions.keep(each.text, each.why, each.offered, datetime.now(UTC))
    return questions


def test_review_prints_counts_and_reasons(
    redis: Client, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [
        LogQuestion(QUESTION, "useless", ("repaid-insurance",)),
        LogQuestion(QUESTION, "useless", ("repaid-insurance",)),
        LogQuestion(QUESTION, "useless", reason="unclear"),
    ]
    keep(redis, kept)
    monkeypatch.setenv("JIFEN_SECRET_KEY", SECRET)
    monkeypatch.setenv("JIFEN_REDIS_URL", redis_url)
    done = CliRunner().invoke(answers, ["review"], catch_exceptions=False)
    assert QUESTION in done.output
    assert "看不明白 1" in done.output


def test_counts_and_reasons_live_as_long_as_the_text(redis: Client) -> None:
    kept = [
        LogQuestion(QUESTION, "useless"),
        LogQuestion(QUESTION, "useless", reason="other_topic"),
    ]
    (asked,) = keep(redis, kept).kept()
    assert asked.times["useless"] == 1  # a reason is no further question
    assert asked.reasons == {"other_topic": 1}
    key = keys.question(asked.digest)
    assert 0 < int(redis.ttl(key)) <= keys.QUESTION_SECONDS
    assert {b"text", b"n", b"n:useless", b"reason:other_topic"} <= set(redis.hkeys(key))
