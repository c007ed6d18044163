"""The commands: what each does, wherever the person stands in the conversation."""

from collections.abc import Callable

from handlers import flow, free, result, steps
from handlers.commands import CODE_LETTERS
from handlers.messages import Handoff, IssueCode, Reply, Text
from handlers.shown import listing, told
from handlers.turn import Turn
from replies.wording import say

Act = Callable[[Turn], str | Reply]

PUBLIC_HOTLINE = "12333"
"""Where policy questions can be put everywhere; an operator's own line comes beside it."""


def in_place(turn: Turn, text: str) -> str:
    """A served detour, then the question that still stands."""
    if turn.session.stage == "asking":
        return f"{text}\n\n{say('chat.resume.back_to')}\n{flow.ask_again(turn)}"
    if turn.session.stage == "consent":
        return f"{text}\n\n{say('chat.resume.back_to')}\n{say('chat.consent')}"
    if turn.session.stage == "review":
        return f"{text}\n\n{say('chat.resume.review')}"
    return text


def _score(turn: Turn) -> str:
    session = turn.session
    if session.stage in ("asking", "consent"):
        return in_place(turn, say("chat.resume.already"))
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
        return in_place(turn, say("chat.eligibility.later"))
    return say("chat.eligibility.intro") + "\n\n" + flow.begin(turn)


def _restart(turn: Turn) -> str:
    if not turn.session.facts and not turn.session.skipped:
        return say("chat.restart.nothing") + "\n\n" + flow.begin(turn)
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
        return in_place(turn, say("chat.mine.empty"))
    return in_place(turn, say("chat.mine.listing", lines=listing(turn.session)))


def _erase(turn: Turn) -> str:
    turn.session.expect = "erase"
    return say("chat.erase.ask")


def _human(turn: Turn) -> str | Reply:
    turn.count("handoff")
    if turn.desk.handoff:
        return Handoff()
    return in_place(turn, _hotline(turn))


def _hotline(turn: Turn) -> str:
    name = "hotline" if turn.desk.hotline == PUBLIC_HOTLINE else "own_hotline"
    hours = turn.desk.hours
    when = say("chat.human.hours", hours=hours) if hours else say("chat.human.hours_unknown")
    text = say(f"chat.human.{name}", hotline=turn.desk.hotline, hours=when)
    return f"{text}\n\n{_new_code(turn)}"


def _code(turn: Turn) -> str:
    return in_place(turn, _new_code(turn))


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
        return _no_score(turn)
    unfinished = turn.session.stage == "asking" and steps.next_open(turn.session) is not None
    early = f"\n\n{say('chat.result.early')}" if unfinished else ""
    return result.show(turn) + early


def _no_score(turn: Turn) -> str:
    """Nothing told yet, or everything left open: what to do instead."""
    if turn.session.stage == "review":
        return say("chat.result.nothing_known") + "\n\n" + listing(turn.session)
    return in_place(turn, say("chat.result.none"))


def _with_score(make: Callable[[Turn], str]) -> Act:
    """A command that needs facts; without any it says how to get a score."""

    def act(turn: Turn) -> str:
        if not result.has_score(turn):
            return _no_score(turn)
        return in_place(turn, make(turn))

    return act


def _report(turn: Turn) -> str | Reply:
    if not result.has_score(turn):
        return _no_score(turn)
    result.show(turn)
    return Text(say("chat.result.report"), turn.session.report)


def _next_page(turn: Turn) -> str | Reply:
    if not turn.session.pages:
        return in_place(turn, say("chat.pages.none"))
    page, *rest = turn.session.pages
    turn.session.pages = rest
    footer = f"\n\n{say('chat.pages.more', left=len(rest))}" if rest else ""
    return Text(page + footer)


def _review(turn: Turn) -> str:
    if not told(turn.session):
        return in_place(turn, say("chat.mine.empty"))
    return flow.review(turn)


def _useful(turn: Turn) -> str:
    turn.count("useful")
    return in_place(turn, say("chat.free.useful"))


ACTS: dict[str, Act] = {
    "menu": lambda turn: in_place(turn, say("chat.menu")),
    "help": lambda turn: in_place(turn, say("chat.help")),
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
    "full_text": lambda turn: in_place(turn, free.full_text(turn)),
    "useless": lambda turn: in_place(turn, free.useless(turn)),
    "useful": _useful,
    "hello": lambda turn: in_place(turn, say("chat.free.hello")),
    "thanks": lambda turn: in_place(turn, say("chat.free.thanks")),
    "bye": lambda turn: in_place(turn, say("chat.free.bye")),
    "next_page": _next_page,
    "review": _review,
    "score_now": _result,
}
