"""One message in, one reply out: decides which part of the conversation a message belongs to.

Order: events and media, then what the last reply asked for (a confirmation, an offer, more pages),
then fixed commands, then the questions of the score, then free questions.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers import flow, free, result
from handlers.acts import ACTS, in_place
from handlers.commands import case_code, command_of, number_of, wish_to_change
from handlers.events import command_of_event
from handlers.messages import (
    Article,
    Erase,
    Incoming,
    OpenCase,
    Outcome,
    Reply,
    SaveReport,
    Silence,
    Text,
)
from handlers.session import Session
from handlers.turn import Desk, Turn
from handlers.understanding import read
from handlers.whatif import is_what_if, what_if
from replies.paging import pages
from replies.router import Route
from replies.wording import say

PAUSE_HOURS = 1.0
PAGE_BYTES = 1900
"""Room for the footer and a report link within WeChat's 2,047 bytes."""
LONGEST_TEXT = 2000
SURE = 0.9
"""A failed answer that does not sound like a question counts as one only from this score on."""
MEANT = 0.5
"""A command in other words is carried out from this score on."""
NEAR = 0.1
"""In the middle of a step, near answers are offered only when the best is this likely."""


def respond(
    incoming: Incoming, session: dict[str, Any] | None, now: datetime, desk: Desk
) -> Outcome:
    """What one message leads to. Total: any message of any kind gets an outcome.

    `session` is the stored JSON object or None; `now` carries a time zone. The outcome's session is
    None when nothing is to be kept (the person erased everything).
    """
    turn = Turn(_cut(incoming), Session.load(session), now, desk)
    turn.count("messages")
    reply = _reply(turn)
    if any(isinstance(effect, Erase) for effect in turn.effects):
        return Outcome(None, reply, tuple(turn.effects))
    turn.session.seen = now.isoformat()
    return Outcome(turn.session.dump(), reply, tuple(turn.effects))


def _cut(incoming: Incoming) -> Incoming:
    return replace(incoming, text=incoming.text[:LONGEST_TEXT])


def _reply(turn: Turn) -> Reply:
    kind = turn.incoming.kind
    if kind == "event":
        found = _on_event(turn)
    elif kind == "voice" and not turn.text:
        found = in_place(turn, say("chat.media.voice"))
    elif kind in ("text", "voice"):
        found = _on_text(turn)
    else:
        found = in_place(turn, say("chat.media.other"))
    return found if not isinstance(found, str) else _paged(turn, found)


def _paged(turn: Turn, text: str) -> Reply:
    """The first page now, the rest on 「n」. A result links to its report: as a card when long."""
    first, *rest = pages(text, PAGE_BYTES)
    turn.session.pages = rest
    shows_result = any(isinstance(effect, SaveReport) for effect in turn.effects)
    if not rest:
        return Text(first, turn.session.report if shows_result else None)
    if shows_result:
        turn.session.pages = [first, *rest]
        title, _, body = text.partition("\n")
        digest = body.split("\n\n")[0]
        return Article(title, f"{digest}\n{say('chat.pages.card')}", turn.session.report)
    return Text(f"{first}\n\n{say('chat.pages.more', left=len(rest))}")


# --- events ----------------------------------------------------------------------------------


def _on_event(turn: Turn) -> str | Reply:
    event = turn.incoming.event
    if event not in ("subscribe", "click", "scan"):
        return Silence()
    command = command_of_event(turn.incoming.event_key)
    if command.startswith("answer:"):
        return in_place(turn, free.give(turn, command.removeprefix("answer:")))
    if event == "subscribe" and not command:
        return in_place(turn, say("chat.welcome"))
    return ACTS[command or "menu"](turn)


# --- texts -----------------------------------------------------------------------------------


def _on_text(turn: Turn) -> str | Reply:
    hello = _after_pause(turn)
    found = _understood(turn)
    return hello + found if isinstance(found, str) else found


def _after_pause(turn: Turn) -> str:
    session = turn.session
    if session.stage not in ("asking", "review") or session.idle_hours(turn.now) < PAUSE_HOURS:
        return ""
    return say("chat.resume.hello", where=flow.where(turn)) + "\n\n"


def _understood(turn: Turn) -> str | Reply:
    for part in (_pending, _commands, _case, _stage):
        found = part(turn)
        if found is not None:
            return found
    return _free(turn)


def _pending(turn: Turn) -> str | Reply | None:
    """What the last reply asked for: a confirmation, one of several answers, another way."""
    session, expected = turn.session, turn.session.expect
    number = number_of(turn.text)
    if expected == "erase":
        session.expect = ""
        if number == 1 or command_of(turn.text) == "erase" or _agrees(turn, "chat.erase.ask"):
            turn.effects.append(Erase())
            turn.count("erased")
            return Text(say("chat.erase.done"))
        return in_place(turn, say("chat.erase.kept"))
    if expected == "restart":
        session.expect = ""
        if number == 1 or command_of(turn.text) == "restart" or _agrees(turn, "chat.restart.ask"):
            session.forget_case()
            return flow.begin(turn)
        return in_place(turn, say("chat.restart.kept"))
    if expected == "clarify" and session.offered:
        return _chosen(turn, number)
    if expected == "ways" and number is not None and number <= 3:
        session.expect = ""
        way = ("resume", "skip", "human")[max(number, 1) - 1]
        return ACTS[way](turn)
    return None


def _agrees(turn: Turn, question: str) -> bool:
    return read("yes_no", turn.text, turn.today, say(question)).value is True


def _chosen(turn: Turn, number: int | None) -> str | None:
    session = turn.session
    offered, session.expect = list(session.offered), ""
    if number is None:
        number = free.offered_by_words(turn)
    if number is not None and 1 <= number <= len(offered):
        return in_place(turn, free.give(turn, offered[number - 1]))
    if number == len(offered) + 1 or command_of(turn.text) == "stop_asking":
        session.offered = []
        return in_place(turn, free.fall_back(turn))
    return None


def _commands(turn: Turn) -> str | Reply | None:
    command = command_of(turn.text)
    if command in ACTS:
        return ACTS[command](turn)
    return None


def _case(turn: Turn) -> str | None:
    """「查询 ABC123」: the case that staff saved for this person."""
    code = case_code(turn.text)
    if code is None:
        return None
    if turn.desk.case is None:
        return in_place(turn, say("chat.case.unknown"))
    turn.session.forget_case()
    turn.session.facts = dict(turn.desk.case)
    turn.session.notes.setdefault("consent", turn.now.isoformat())
    turn.effects.append(OpenCase(code))
    return say("chat.case.opened") + "\n\n" + result.show(turn)


def _stage(turn: Turn) -> str | Reply | None:
    stage = turn.session.stage
    if stage == "consent":
        return flow.consent(turn)
    if stage in ("asking", "review", "done"):
        what, into = wish_to_change(turn.text)
        changed = flow.change_called(turn, what, into) if what else None
        if changed:
            return changed
    if stage == "asking":
        return _while_asking(turn)
    if stage == "review":
        return flow.in_review(turn)
    if is_what_if(turn.text) and turn.session.facts:
        return what_if(turn)
    return None


def _while_asking(turn: Turn) -> str | Reply:
    """A question is served first; anything else is an answer, or a command in other words."""
    explained = free.term(turn)
    if explained:
        return in_place(turn, explained)
    asks = free.looks_like_question(turn.text)
    if not asks:
        taken = flow.answered(turn, turn.text)
        if taken is not None:
            return taken
    route = turn.desk.router.route(turn.text)
    sure = asks or route.why.rule is not None or route.why.score >= SURE
    near = asks and route.decision == "clarify" and route.candidates[0].score >= NEAR
    if sure and _is_command(route):
        return ACTS[route.intent or ""](turn)
    if (sure and route.decision == "answer") or near:
        return in_place(turn, free.respond_to(turn, route))
    if asks:
        taken = flow.answered(turn, turn.text)
        if taken is not None:
            return taken
        if len(turn.text) > 6:
            return in_place(turn, free.fall_back(turn))
    return flow.not_understood(turn, turn.text)


def _is_command(route: Route) -> bool:
    """Whether a text is a command in other words, likely enough to carry out."""
    likely = route.why.rule is not None or route.why.score >= MEANT
    return route.decision == "intent" and route.intent in ACTS and likely


def _asks_a_rule(turn: Turn) -> bool:
    """Whether the asking part of a text, by itself, is a question that an answer exists for.

    「…，职称能加分吗」 is; 「…，能落户吗」 is not: it asks for the person's own score.
    """
    asking = free.questions(turn.text)
    return bool(asking) and turn.desk.router.route(asking).decision == "answer"


def _free(turn: Turn) -> str | Reply:
    explained = free.term(turn)
    if explained:
        return in_place(turn, explained)
    if turn.session.stage == "idle" and not _asks_a_rule(turn):
        started = flow.first_facts(turn)
        if started:
            return started
    route = turn.desk.router.route(turn.text)
    if _is_command(route):
        return ACTS[route.intent or ""](turn)
    return in_place(turn, free.respond_to(turn, route))
