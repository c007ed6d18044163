"""What the effects of a message mean: some change the person's record, others what all share.

The record is written by the atomic commit. What is shared lies on other nodes of a cluster, so it
is written beside it: a consult code before (it opens nothing until the record names it), the rest
after.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

import redis
from redis.exceptions import RedisClusterException

from bot.storage import keys
from bot.storage.cases import Cases
from bot.storage.desk import DeskQueue
from bot.storage.questions import Questions
from bot.storage.record import JOINED, PersonRecord
from handlers import (
    Count,
    Effect,
    IssueCode,
    JoinQueue,
    LeaveQueue,
    LogQuestion,
    OpenCase,
    SaveReport,
    TranscriptEntry,
)

log = logging.getLogger("jifen")


def note(
    record: PersonRecord, effects: Iterable[Effect], questions: Questions, now: datetime
) -> None:
    """Write into the record what belongs to the person."""
    for effect in effects:
        match effect:
            case SaveReport(report_id, facts, year, assumed):
                value = {"facts": facts, "year": year, "made": now.isoformat(timespec="seconds")}
                value["assumed"] = list(assumed)
                record.reports.pop(report_id, None)
                record.reports[report_id] = value
            case IssueCode(code):
                record.code = code
                record.code_until = int(now.timestamp()) + keys.CODE_SECONDS
            case JoinQueue(label):
                record.desk = label
                record.keep("", "", JOINED, now)
            case LeaveQueue():
                record.desk = ""
            case TranscriptEntry(text, by, led_to):
                record.keep(text, by, led_to, now)
            case LogQuestion(text, why, _, reason) if not reason:
                if name := questions.name(text):
                    record.questions.append(f"{name}:{why}")
            case _:
                pass


def counted(effects: Iterable[Effect]) -> list[str]:
    """The names of the day's numbers that go up by one."""
    return [effect.name for effect in effects if isinstance(effect, Count)]


def share(
    effects: Iterable[Effect], cases: Cases, queue: DeskQueue, questions: Questions, now: datetime
) -> None:
    """Write what all share. The turn is over: a failure here must not look like one of it."""
    try:
        for effect in effects:
            match effect:
                case OpenCase(code):
                    cases.close(code)
                case LeaveQueue(label):
                    queue.leave(label)
                case LogQuestion(text, _, _, reason) if reason:
                    questions.add_reason(text, reason)
                case LogQuestion(text, why, offered):
                    questions.keep(text, why, offered, now)
                case _:
                    pass
    except (redis.RedisError, RedisClusterException) as error:
        log.warning("shared effects lost: %s", type(error).__name__)
