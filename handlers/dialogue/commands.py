"""What each command of the table `replies/catalogue/commands.toml` does, at any moment."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from handlers.dialogue import free_questions, hand_over, people, results, survey
from handlers.dialogue.shown import listing
from handlers.dialogue.turn import TurnState
from handlers.messages import Erase
from handlers.session import Expect, Stage
from replies.wording import say

Act = Callable[[TurnState], None]

IN_SURVEY = (Stage.ASKING, Stage.REVIEW, Stage.CONSENT)


def _show(key: str) -> Act:
    """A text, then the question that stands."""
    return lambda turn: turn.aside(say(key))


def _with_score(make: Act) -> Act:
    """A command that needs facts; without any it says how to get a score."""
    return lambda turn: make(turn) if results.has_score(turn) else _no_score(turn)


def _no_score(turn: TurnState) -> None:
    if turn.session.stage == Stage.REVIEW:
        turn.aside(say("chat.result.nothing_known"))
        return
    turn.aside(say("chat.result.none"))


def _start(turn: TurnState) -> None:
    session = turn.session
    if session.stage in (Stage.ASKING, Stage.CONSENT):
        turn.aside(say("chat.resume.already"))
    elif session.stage == Stage.REVIEW:
        survey.review(turn)
    elif session.applicant.finished and results.has_score(turn):
        turn.say("chat.resume.has_score")
        results.finish(turn)
    else:
        survey.begin(turn)


def _one_by_one(turn: TurnState) -> None:
    if turn.session.stage == Stage.ASKING:
        survey.ask_next(turn)
    else:
        survey.begin(turn)


def _resume(turn: TurnState) -> None:
    session = turn.session
    if session.change and turn.standing:
        session.change, session.rewound = False, 0
        turn.say("chat.review.kept")
    if session.stage == Stage.CONSENT or not session.consent:
        survey.begin(turn)
    else:
        survey.ask_next(turn)


def _eligibility(turn: TurnState) -> None:
    session = turn.session
    if results.has_score(turn) and session.stage == Stage.DONE:
        results.eligibility(turn)
    elif session.stage in IN_SURVEY:
        turn.aside(say("chat.eligibility.later"))
    else:
        turn.say("chat.eligibility.intro")
        survey.begin(turn)


def _restart(turn: TurnState) -> None:
    session = turn.session
    if not session.applicant.told and not session.applicant.unknown:
        turn.say("chat.restart.nothing")
        survey.begin(turn)
        return
    turn.say("chat.restart.ask")
    turn.close()
    session.expect = Expect.RESTART


def _restart_confirmed(turn: TurnState) -> None:
    """Only right after it was asked for; at any other time it asks first."""
    if turn.session.expect != Expect.RESTART:
        _restart(turn)
        return
    turn.session.start_over()
    turn.touch()
    survey.begin(turn)


def _erase(turn: TurnState) -> None:
    turn.say("chat.erase.ask")
    turn.close()
    turn.session.expect = Expect.ERASE
    turn.session.erase_asked = turn.now.isoformat()


ERASES_FOR = timedelta(minutes=10)
"""So long after it was asked for 「确认删除」 erases, whatever was said in between."""


def _erase_confirmed(turn: TurnState) -> None:
    """Only shortly after it was asked for; at any other time it asks first."""
    asked = turn.session.erase_asked
    if not asked or turn.now - datetime.fromisoformat(asked) > ERASES_FOR:
        _erase(turn)
        return
    turn.count("erased")
    erase(turn, "chat.erase.done")


def erase(turn: TurnState, said: str) -> None:
    """Remove everything, and say so; also how long copies live on, where they do."""
    turn.effects.append(Erase())
    if days := turn.desk.copies_days:
        turn.say(f"{said}_copies", days=days)
    else:
        turn.say(said)
    turn.close()


def _quit(turn: TurnState) -> None:
    session = turn.session
    session.offered = []
    if session.stage in IN_SURVEY:
        session.stage, session.pending, session.change = Stage.IDLE, [], False
        turn.say("chat.quit.kept")
    else:
        turn.say("chat.quit.nothing")
    turn.close()


def _nothing_stored(turn: TurnState) -> str:
    """That nothing is stored, or not yet."""
    return say("chat.mine.waits" if turn.session.pending else "chat.mine.empty")


def _mine(turn: TurnState) -> None:
    notes = _notes(turn)
    if not turn.session.applicant.told and not turn.session.applicant.unknown:
        turn.aside("\n\n".join(filter(None, (_nothing_stored(turn), notes))))
        return
    name = turn.session.name
    head = say("chat.mine.head_of", name=name) if name else say("chat.mine.head")
    others = people.others_line(turn)
    turn.aside(say("chat.mine.listing", head=head, lines=listing(turn.view), others=others))
    if notes:
        turn.prose(notes)
    turn.detour = turn.session.stage == Stage.ASKING


def _notes(turn: TurnState) -> str:
    """What colleagues have noted about the person, who may know it (PIPL 45); "" for nothing."""
    rows = [
        say("chat.mine.note", when=when, text=text)
        for _, when, text in turn.session.hand_over.notes
    ]
    return say("chat.mine.notes", lines="\n".join(rows)) if rows else ""


def _score_now(turn: TurnState) -> None:
    """The result at once; what was read out of a longer text is read back first."""
    session = turn.session
    if not results.has_score(turn):
        _no_score(turn)
    elif session.doubtful:
        survey.read_back(turn)
    elif session.stage == Stage.ASKING and session.applicant.unsure:
        survey.review(turn, wanted=True)
    elif results.contrary(turn):
        survey.review(turn)  # no total from facts that cannot all be true
    else:
        session.pending = []
        results.finish(turn)


def _result(turn: TurnState) -> None:
    if results.has_score(turn):
        _score_now(turn)
    else:
        _no_score(turn)


def _report(turn: TurnState) -> None:
    if turn.session.stage == Stage.ASKING and turn.session.applicant.unsure:
        survey.review(turn)
        return
    results.save_report(turn)
    turn.aside(say("chat.result.report"))


def _next_page(turn: TurnState) -> None:
    if not turn.session.pages:
        turn.aside(say("chat.pages.none"))
        return
    turn.page = True
    turn.close()


def _review(turn: TurnState) -> None:
    if turn.session.applicant.told or turn.session.applicant.unknown:
        survey.review(turn, listed=True)
    else:
        turn.aside(_nothing_stored(turn))


def _useful(turn: TurnState) -> None:
    turn.count("useful")
    turn.aside(say("chat.free.useful"))


ACTS: Mapping[str, Act] = {
    "menu": _show("chat.menu"),
    "help": _show("chat.help"),
    "back": survey.back,
    "restart": _restart,
    "restart_confirmed": _restart_confirmed,
    "quit": _quit,
    "mine": _mine,
    "erase": _erase,
    "erase_confirmed": _erase_confirmed,
    "human": hand_over.human,
    "human_busy": _show("chat.human.busy"),
    "show_transcript": hand_over.show,
    "hide_transcript": hand_over.hide,
    "back_to_bot": hand_over.back_to_bot,
    "code": hand_over.code,
    "resume": _resume,
    "start_score": _start,
    "one_by_one": _one_by_one,
    "eligibility": _eligibility,
    "result": _result,
    "score_now": _score_now,
    "details": _with_score(results.details),
    "report": _with_score(_report),
    "rank": _with_score(results.rank),
    "project": _with_score(results.projection),
    "advise": _with_score(results.advice),
    "skip": survey.skip,
    "full_text": free_questions.full_text,
    "useless": free_questions.useless,
    "useful": _useful,
    "stop_asking": lambda turn: turn.aside(say("chat.free.none_fits")),
    "people": people.listed,
    "next_person": people.next_person,
    "back_to_me": people.back_to_me,
    "hello": _show("chat.courtesy.hello"),
    "thanks": _show("chat.courtesy.thanks"),
    "bye": _show("chat.courtesy.bye"),
    "next_page": _next_page,
    "review": _review,
}
"""By command; `handlers.commands` knows their words."""
