"""One message's way from the opened envelope to a reply that can be sent, and sent again.

Never raises but `Refused`: whatever fails inside, the person reads a plain line.
"""

import logging
import time
import traceback
from collections.abc import Callable
from typing import NamedTuple

from bot.errors import Refused, StoreDown
from bot.runtime.metrics import took
from bot.storage import keys
from bot.storage.effects import count, visit
from bot.storage.turns import Busy, Turn
from bot.web.services import Services
from bot.wechat.envelope import Letter
from bot.wechat.replies import Wire, with_link
from handlers.messages import Article, Handoff, Outcome, Reply, Text
from replies.wording import say

log = logging.getLogger("jifen")

ATTEMPTS = 2  # a turn that was lost to a stale lock is taken once more


class Answer(NamedTuple):
    """A reply and how it came about: fresh, again, busy, alone (without memory) or failed."""

    wire: Wire
    how: str


def answer(parts: Services, letter: Letter, link: Callable[[str], str]) -> Answer:
    """The reply to `letter`. `link` makes the address of a report page from its token."""
    now = int(parts.clock().timestamp())
    try:
        return _with_memory(parts, letter, link)
    except Refused:
        raise
    except Busy:
        return Answer(Wire("text", now, say("bot.busy")), "busy")
    except StoreDown as down:
        # its text names the kind of failure (a full disk looks like any other from outside)
        log.warning("answered without memory: %s", down)
        return Answer(Wire("text", now, _alone(parts, letter)), "alone")
    except Exception as error:
        report_failure("message", error)
        text = say("bot.apology", hotline=parts.settings.hotline)
        return Answer(Wire("text", now, text), "failed")


def _with_memory(parts: Services, letter: Letter, link: Callable[[str], str]) -> Answer:
    incoming = letter.incoming
    started = time.monotonic()
    for _ in range(ATTEMPTS):
        now = parts.clock()
        turn = parts.store.begin(
            incoming.user,
            letter.id,
            once=keys.once(letter.timestamp, letter.nonce),
            digest=letter.digest,
            case_code=parts.brain.case_code(incoming.text) or "",
        )
        if not isinstance(turn, Turn):
            return Answer(Wire.load(turn), "again")
        try:
            outcome = parts.brain.respond(incoming, turn.session, now, turn.case)
            wire = _wire(parts, outcome, link, int(now.timestamp()))
            more = [*count(took(time.monotonic() - started), now), *visit(turn.who, now)]
            if parts.store.commit(turn, outcome, wire.dump(), now, more):
                return Answer(wire, "fresh")
        except StoreDown:
            raise
        except Exception:
            parts.store.release(turn)
            raise
    raise Busy("本轮处理超时")


def _wire(parts: Services, outcome: Outcome, link: Callable[[str], str], made: int) -> Wire:
    reply: Reply = outcome.reply
    match reply:
        case Text(text, None):
            return Wire("text", made, text)
        case Text(text, str(report)):
            line = say("bot.report_link", link=link(parts.links.token(report)))
            return Wire("text", made, with_link(text, line))
        case Article(title, description, report):
            return Wire("news", made, description, title, link(parts.links.token(report)))
        case Handoff():
            return Wire("handoff", made)
        case _:
            return Wire("silence", made)


def _alone(parts: Services, letter: Letter) -> str:
    """What can be said without Redis: answers to free questions."""
    try:
        text = parts.brain.answer_alone(letter.incoming.text) if letter.incoming.text else None
    except Exception as error:
        report_failure("question", error)
        text = None
    return text or say("bot.memory_down")


def report_failure(what: str, error: BaseException) -> None:
    """Log where something failed, without the message of the error: it may quote the person."""
    where = " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:])
    )
    log.error("%s failed: %s at %s", what, type(error).__name__, where)
