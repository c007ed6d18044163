"""One message in, one reply out: decides which part of the conversation a message belongs to.

Order: events and media, then what the last reply asked for (a confirmation, an offer, more pages),
then fixed commands, then the questions of the score, then free questions.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from handlers import flow, free, result, steps
from handlers.commands import CODE_LETTERS, case_code, command_of, number_of, wish_to_change
from handlers.events import command_of_event
from handlers.messages import Erase, Handoff, Incoming, IssueCode, OpenCase, Outcome, Reply, Silence, Text
from handlers.reading import read
from handlers.session import Session
from handlers.shown import listing, told
from handlers.turn import Desk, Turn
from handlers.whatif import is_what_if, what_if
from replies.paging import pages
from replies.wording import say

PAUSE_HOURS = 1.0
PAGE_BYTES = 1900
"""Room for the footer and a report link within WeChat's 2,047 bytes."""
LONGEST_TEXT = 2000
SURE = 0.9
"""A failed answer that does not sound like a question counts as one only from this score on."""

Act = Callable[[Turn], "str | Reply"]


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
    if len(incoming.text) <= LONGEST_TEXT:
        return incoming
    return Incoming(
        incoming.user, incoming.kind, incoming.text[:LONGEST_TEXT], incoming.event, incoming.event_key
    )


def _reply(turn: Turn) -> Reply:
    kind = turn.incoming.kind
    if kind == "event":
        found = _on_event(turn)
    elif kind == "voice" and not turn.text:
        found = _in_place(turn, say("chat.media.voice"))
    elif kind in ("text", "voice"):
        found = _on_text(turn)
    else:
        found = _in_place(turn, say("chat.media.other"))
    return found if not isinstance(found, str) else _paged(turn, found)


def _paged(turn: Turn, text: str) -> Reply:
    """The first page now, the rest on 「n」; a result carries the link to its report."""
    first, *rest = pages(text, PAGE_BYTES)
    turn.session.pages = rest
    if rest:
        first = f"{first}\n\n{say('chat.pages.more', left=len(rest))}"
    shows_result = any(type(effect).__name__ == "SaveReport" for effect in turn.effects)
    return Text(first, turn.session.report if shows_result else None)


def _in_place(turn: Turn, text: str) -> str:
    """A served detour, then the question that still stands."""
    if turn.session.stage == "asking":
        return f"{text}\n\n{say('chat.resume.back_to')}\n{flow.ask_again(turn)}"
    if turn.session.stage == "consent":
        return f"{text}\n\n{say('chat.resume.back_to')}\n{say('chat.consent')}"
    if turn.session.stage == "review":
        return f"{text}\n\n{say('chat.resume.review')}"
    return text


# --- events ----------------------------------------------------------------------------------


def _on_event(turn: Turn) -> str | Reply:
    event = turn.incoming.event
    if event == "subscribe":
        command = command_of_event(turn.incoming.event_key)
        welcome = say("chat.welcome")
        if command:
            return _after_pause(turn) + _act(turn, command)
        return _in_place(turn, welcome)
    if event in ("click", "scan"):
        command = command_of_event(turn.incoming.event_key)
        if command.startswith("answer:"):
            return _in_place(turn, free.give(turn, command.removeprefix("answer:")))
        return _act(turn, command or "menu")
    return Silence()


def _act(turn: Turn, command: str) -> Any:
    return ACTS[command](turn)


# --- texts -----------------------------------------------------------------------------------


def _on_text(turn: Turn) -> str | Reply:
    hello = _after_pause(turn)
    found = _understood(turn, hello=bool(hello))
    return hello + found if isinstance(found, str) else found


def _after_pause(turn: Turn) -> str:
    session = turn.session
    if session.stage not in ("asking", "review") or session.idle_hours(turn.now) < PAUSE_HOURS:
        return ""
    return say("chat.resume.hello", where=flow.where(turn)) + "\n\n"


def _understood(turn: Turn, hello: bool) -> str | Reply:
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
        return _in_place(turn, say("chat.erase.kept"))
    if expected == "restart":
        session.expect = ""
        if number == 1 or command_of(turn.text) == "restart" or _agrees(turn, "chat.restart.ask"):
            session.forget_case()
            return flow.begin(turn)
        return _in_place(turn, say("chat.restart.kept"))
    if expected == "clarify" and session.offered:
        return _chosen(turn, number)
    if expected == "ways" and number is not None and number <= 3:
        session.expect = ""
        return (flow.ask_again, flow.skip, _human)[max(number, 1) - 1](turn)
    return None


def _agrees(turn: Turn, question: str) -> bool:
    return read("yes_no", turn.text, turn.today, say(question)).value is True


def _chosen(turn: Turn, number: int | None) -> str | None:
    session = turn.session
    offered, session.expect = list(session.offered), ""
    if number is not None and 1 <= number <= len(offered):
        return _in_place(turn, free.give(turn, offered[number - 1]))
    if number == len(offered) + 1 or command_of(turn.text) == "stop_asking":
        session.offered = []
        return _in_place(turn, free.fall_back(turn))
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
        return _in_place(turn, say("chat.case.unknown"))
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
        wish = wish_to_change(turn.text)
        changed = flow.change_called(turn, wish) if wish else None
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
        return _in_place(turn, explained)
    asks = free.looks_like_question(turn.text)
    if not asks:
        taken = flow.answered(turn, turn.text)
        if taken is not None:
            return taken
    route = turn.desk.router.route(turn.text)
    sure = asks or route.why.rule is not None or route.why.score >= SURE
    if sure and route.decision == "intent" and route.intent in ACTS:
        return ACTS[route.intent](turn)
    if (sure and route.decision == "answer") or (asks and route.decision == "clarify"):
        return _in_place(turn, free.respond_to(turn, route))
    if asks:
        taken = flow.answered(turn, turn.text)
        if taken is not None:
            return taken
        if len(turn.text) > 6:
            return _in_place(turn, free.fall_back(turn))
    return flow.not_understood(turn, turn.text)


def _free(turn: Turn) -> str | Reply:
    explained = free.term(turn)
    if explained:
        return _in_place(turn, explained)
    if turn.session.stage == "idle" and not free.looks_like_question(turn.text):
        started = flow.first_facts(turn)
        if started:
            return started
    route = turn.desk.router.route(turn.text)
    if route.decision == "intent" and route.intent in ACTS:
        return ACTS[route.intent](turn)
    return _in_place(turn, free.respond_to(turn, route))


# --- commands --------------------------------------------------------------------------------


def _score(turn: Turn) -> str:
    session = turn.session
    if session.stage in ("asking", "consent"):
        return _in_place(turn, say("chat.resume.already"))
    if session.stage == "review":
        return flow.review(turn)
    if session.facts and not session.quick:
        return say("chat.resume.has_score") + "\n\n" + result.show(turn)
    return flow.begin(turn)


def _quick(turn: Turn) -> str:
    return flow.begin(turn, quick=True)


def _full(turn: Turn) -> str:
    return flow.begin(turn, quick=False)


def _eligibility(turn: Turn) -> str:
    if result.has_score(turn) and turn.session.stage == "done":
        return result.eligibility_only(turn)
    if turn.session.stage in ("asking", "consent", "review"):
        return _in_place(turn, say("chat.eligibility.later"))
    return say("chat.eligibility.intro") + "\n\n" + flow.begin(turn)


def _restart(turn: Turn) -> str:
    if not turn.session.facts and not turn.session.skipped:
        return flow.begin(turn)
    turn.session.expect = "restart"
    return say("chat.restart.ask")


def _quit(turn: Turn) -> str:
    session = turn.session
    session.expect, session.offered = "", []
    if session.stage in ("asking", "review", "consent"):
        session.stage = "idle"
        return say("chat.quit.kept")
    return say("chat.quit.nothing")


def _mine(turn: Turn) -> str:
    if not told(turn.session):
        return _in_place(turn, say("chat.mine.empty"))
    return _in_place(turn, say("chat.mine.listing", lines=listing(turn.session)))


def _erase(turn: Turn) -> str:
    turn.session.expect = "erase"
    return say("chat.erase.ask")


def _human(turn: Turn) -> str | Reply:
    turn.count("handoff")
    if turn.desk.handoff:
        return Handoff()
    return _in_place(turn, _hotline(turn))


def _hotline(turn: Turn) -> str:
    text = say("chat.human.hotline", hotline=turn.desk.hotline, hours=turn.desk.hours)
    return f"{text}\n\n{_new_code(turn)}"


def _code(turn: Turn) -> str:
    return _in_place(turn, _new_code(turn))


def _new_code(turn: Turn) -> str:
    code = turn.token(6, CODE_LETTERS)
    turn.effects.append(IssueCode(code))
    return say("chat.human.code", code=code)


def _resume(turn: Turn) -> str:
    session = turn.session
    if session.stage == "consent":
        return say("chat.consent")
    if session.facts or session.skipped or session.notes.get("consent"):
        return flow.next_question(turn)
    return flow.begin(turn)


def _result(turn: Turn) -> str:
    if not result.has_score(turn):
        return _in_place(turn, say("chat.result.none"))
    unfinished = turn.session.stage == "asking" and steps.next_open(turn.session) is not None
    early = f"\n\n{say('chat.result.early')}" if unfinished else ""
    return result.show(turn) + early


def _with_score(make: Callable[[Turn], str]) -> Act:
    """A command that needs facts; without any it says how to get a score."""

    def act(turn: Turn) -> str:
        if not result.has_score(turn):
            return _in_place(turn, say("chat.result.none"))
        return _in_place(turn, make(turn))

    return act


def _report(turn: Turn) -> str | Reply:
    if not result.has_score(turn):
        return _in_place(turn, say("chat.result.none"))
    result.show(turn)
    return Text(say("chat.result.report"), turn.session.report)


def _next_page(turn: Turn) -> str | Reply:
    if not turn.session.pages:
        return _in_place(turn, say("chat.pages.none"))
    page, *rest = turn.session.pages
    turn.session.pages = rest
    footer = f"\n\n{say('chat.pages.more', left=len(rest))}" if rest else ""
    return Text(page + footer)


def _review(turn: Turn) -> str:
    if not told(turn.session):
        return _in_place(turn, say("chat.mine.empty"))
    return flow.review(turn)


def _useful(turn: Turn) -> str:
    turn.count("useful")
    return _in_place(turn, say("chat.free.useful"))


ACTS: dict[str, Act] = {
    "menu": lambda turn: _in_place(turn, say("chat.menu")),
    "help": lambda turn: _in_place(turn, say("chat.help")),
    "back": flow.back,
    "restart": _restart,
    "quit": _quit,
    "mine": _mine,
    "erase": _erase,
    "human": _human,
    "code": _code,
    "quick": _quick,
    "full": _full,
    "resume": _resume,
    "start_score": _score,
    "eligibility": _eligibility,
    "result": _result,
    "report": _report,
    "rank": _with_score(result.rank),
    "project": _with_score(result.projection),
    "advise": _with_score(result.advice),
    "skip": flow.skip,
    "full_text": lambda turn: _in_place(turn, free.full_text(turn)),
    "useless": lambda turn: _in_place(turn, free.useless(turn)),
    "useful": _useful,
    "next_page": _next_page,
    "review": _review,
    "score_now": _result,
}
