"""One message's way from the opened envelope to a reply that can be sent, and sent again.

Never raises but `RequestRefused`: whatever fails inside, the person reads a plain line.
"""

import logging
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from bot.errors import RequestRefused, StoreDown
from bot.runtime.metrics import took
from bot.storage import keys
from bot.storage.turns import WAIT_SECONDS, Busy, Handled
from bot.web.services import Services
from bot.wechat.envelope import Letter
from bot.wechat.replies import Wire, with_link
from handlers import Article, Erase, Handoff, Outcome, Reply, Silence, Text
from replies.wording import say

log = logging.getLogger("jifen")

HEARD = ("subscribe", "click", "scan")
"""Events that a person means as a message; all others are silent."""
LEAVING = ("unsubscribe", "user_authorization_cancellation")
"""Events after which nothing of the person may stay."""
ATTEMPTS = 2  # a turn that was lost to a stale lock is taken once more


class AnsweredMessage(NamedTuple):
    """A reply and how it came about.

    fresh, again, busy, limited, alone (without memory), silent, failed.
    """

    wire: Wire
    how: str


def answer(parts: Services, letter: Letter, link: Callable[[str], str]) -> AnsweredMessage:
    """The reply to `letter`. `link` makes the address of a report page from its token."""
    now = int(parts.clock().timestamp())
    incoming = letter.incoming
    silent = incoming.kind == "event" and incoming.event not in HEARD
    try:
        if silent:
            return _silent(parts, letter, now)
        refusal = parts.limits.begin(incoming.user, incoming.text)
        try:
            if refusal:
                return AnsweredMessage(Wire("text", now, say(refusal)), "limited")
            return _with_memory(parts, letter, link)
        finally:
            parts.limits.end(incoming.user)
    except Handled:
        return AnsweredMessage(Wire("silence", now), "again")
    except RequestRefused:
        raise
    except StoreDown as down:
        if incoming.event in LEAVING:
            parts.leaving.note(incoming.user)
        if isinstance(down, Busy):
            wire = Wire("silence", now) if silent else Wire("text", now, say("bot.busy"))
            return AnsweredMessage(wire, "busy")
        # its text names the kind of failure (a full disk looks like any other from outside)
        log.warning("answered without memory: %s", down)
        wire = Wire("silence", now) if silent else _alone(parts, letter, now)
        return AnsweredMessage(wire, "alone")
    except Exception as error:
        report_failure("message", error)
        text = say("bot.apology", hotline=parts.settings.hotline)
        return AnsweredMessage(Wire("text", now, text), "failed")


def _with_memory(parts: Services, letter: Letter, link: Callable[[str], str]) -> AnsweredMessage:
    incoming = letter.incoming
    started = time.monotonic()
    parts.leaving.finish(parts.store)
    # an encrypted body is signed itself
    once = None if letter.cipher else keys.once(letter.timestamp, letter.nonce)
    for _ in range(ATTEMPTS):
        now = parts.clock()
        with parts.store.take(
            parts.store.who(incoming.user),
            letter.id,
            once=once,
            digest=letter.digest if once else "",
            order=letter.order,
            case_code=parts.brain.case_code(incoming.text) or "",
            wait=max(0.0, WAIT_SECONDS - (time.monotonic() - started)),
        ) as turn:
            if turn.answered is not None:
                return AnsweredMessage(Wire.load(turn.answered), "again")
            outcome = parts.brain.respond(incoming, turn.session, now, turn.case)
            address = partial(_report_address, parts, link, turn.who)
            wire = _wire(outcome, address, int(now.timestamp()))
            if turn.commit(outcome, wire.dump(), now, [took(time.monotonic() - started)]):
                return AnsweredMessage(wire, "fresh")
    raise Busy(say("bot.turn_lost"))


def _report_address(parts: Services, link: Callable[[str], str], who: str, report: str) -> str:
    return link(parts.links.token(who, report))


def _wire(outcome: Outcome, address: Callable[[str], str], made: int) -> Wire:
    reply: Reply = outcome.reply
    match reply:
        case Text(text, None):
            return Wire("text", made, text)
        case Text(text, str(report)):
            line = say("bot.report_link", link=address(report))
            return Wire("text", made, with_link(text, line))
        case Article(title, description, report):
            return Wire("news", made, description, title, address(report))
        case Handoff():
            return Wire("handoff", made)
        case _:
            return Wire("silence", made)


def _alone(parts: Services, letter: Letter, made: int) -> Wire:
    """What can be said without Redis; it always says that nothing was recorded."""
    incoming = letter.incoming
    reply: Reply | None = None
    try:
        reply = parts.brain.answer_alone(incoming, parts.clock())
    except Exception as error:
        report_failure("question", error)
    match reply:
        case Handoff():
            return Wire("handoff", made)
        case Text(said):
            return Wire("text", made, with_link(said, say("bot.not_noted")))
        case _:
            return Wire("text", made, say("bot.memory_down"))


def _silent(parts: Services, letter: Letter, made: int) -> AnsweredMessage:
    """An event that nobody sent on purpose: no session, no count, no reply.

    Who leaves the account takes their data along: everything of them is erased.
    """
    if letter.cipher is None:  # a plain signature does not cover the body
        parts.store.spend(keys.once(letter.timestamp, letter.nonce), letter.digest)
    if letter.incoming.event in LEAVING:
        now = parts.clock()
        with parts.store.take(parts.store.who(letter.incoming.user), letter.id) as turn:
            if turn.answered is None:
                outcome = Outcome(None, Silence(), (Erase(),))
                if not turn.commit(outcome, Wire("silence", made).dump(), now):
                    parts.leaving.note(letter.incoming.user)
    return AnsweredMessage(Wire("silence", made), "silent")


def report_failure(what: str, error: BaseException) -> None:
    """Log where something failed, without the message of the error: it may quote the person."""
    where = " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:])
    )
    log.error("%s failed: %s at %s", what, type(error).__name__, where)
