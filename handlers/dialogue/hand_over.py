"""Handing over to a human: the hotline, the consult code, and the desk of colleagues.

While a colleague talks the bot is silent. It wakes when they are done, when they have done nothing
for `IDLE`, or when the person says so; 菜单 and 删除 are the bot's at any time.
"""

import re
from datetime import datetime

from handlers.commands import CODE_LETTERS, plain
from handlers.desk import BEIJING
from handlers.dialogue import sensitive
from handlers.dialogue.in_words import title
from handlers.dialogue.turn import TurnState
from handlers.hand_over import HandOver, moment
from handlers.messages import Handoff, IssueCode, JoinQueue, LeaveQueue
from handlers.service_hours import parse_hours
from handlers.session import Expect, Stage
from handlers.understanding import acts as heard
from replies.wording import say

PUBLIC_HOTLINE = "12333"
"""Where policy questions can be put everywhere; an operator's own line comes beside it."""
OWN = ("menu", "erase", "erase_confirmed", "back_to_bot")
"""Commands that are the bot's while a colleague talks."""
LABEL_LETTERS = 5
SHORT = 8
"""A message of so few letters says only that a person is wanted, not why."""
ABOUT_LETTERS = 80


# --- asking for a person -------------------------------------------------------------------------

_CLAUSES = re.compile(r"[，,。；;！!？?~～\s]+")
_ASKS = re.compile(
    r"(?:请|麻烦|帮我|给我|我要|我想|想|能不能|可以|还是|那就)*(?:转|找|接|要|换)(?:一下|个|位)?"
    r"(?:人工|真人|工作人员|客服)(?:客服|服务|坐席)?(?:吧|吗|呗|一下|谢谢|了)*"
)

_REFUSES = re.compile(
    r"(?:不用|不要|不需要|不必|先别|别|不想)(?:再|给我|帮我)*(?:转|找|接|换)?(?:人工|真人|客服)"
)


def wanted(turn: TurnState) -> None:
    """The rule of the policy: one clause of several asks for a person, 「……，帮我转人工吧」."""
    clauses = [each for each in _CLAUSES.split(turn.text) if each]
    if len(clauses) > 1 and any(_ASKS.fullmatch(each) for each in clauses):
        human(turn)


def human(turn: TurnState) -> None:
    if _REFUSES.search(turn.text):
        back_to_bot(turn) if turn.session.hand_over.open else turn.aside(say("hand_over.refused"))
        return
    turn.count("handoff")
    if turn.desk.handoff:
        turn.session.expect = Expect.NOTHING
        turn.reply = Handoff()
        turn.close()
    elif turn.desk.staffed:
        _queue_up(turn)
    else:
        _name_lines(turn)


def _name_lines(turn: TurnState) -> None:
    own = turn.desk.hotline != PUBLIC_HOTLINE
    text = say(
        f"chat.human.{'own_hotline' if own else 'hotline'}",
        hotline=turn.desk.hotline,
        hours=_hours(turn),
    )
    if own and turn.session.applicant.told:
        text += "\n" + _new_code(turn)
    turn.aside(text)


def _hours(turn: TurnState) -> str:
    hours = turn.desk.hours
    return say("chat.human.hours", hours=hours) if hours else say("chat.human.hours_unknown")


def code(turn: TurnState) -> None:
    """A consult code, where there is something that it would open."""
    if not turn.session.applicant.told:
        turn.aside(say("chat.human.no_code"))
        return
    turn.aside(_new_code(turn))


def _new_code(turn: TurnState) -> str:
    """The one live code of this person; a new one replaces the old one."""
    found = turn.token(6, CODE_LETTERS)
    turn.effects.append(IssueCode(found))
    key = "code" if turn.desk.hotline != PUBLIC_HOTLINE else "code_public"
    return say(f"chat.human.{key}", code=found)


def _queue_up(turn: TurnState) -> None:
    """Into the queue, once; what staff may read of before is asked now and not earlier."""
    session = turn.session
    before = session.hand_over
    key = "again" if before.open else "queued"
    if not before.open:
        label = turn.token(LABEL_LETTERS, CODE_LETTERS)
        session.hand_over = HandOver(
            label=label,
            since=turn.now.isoformat(timespec="seconds"),
            about=_about(turn),
            openid=turn.incoming.user if turn.desk.pushes else "",
            notes=before.notes,
        )
        turn.effects.append(JoinQueue(label))
        turn.count("desk:asked")
    where = say("hand_over.where_push" if turn.desk.pushes else "hand_over.where_wait")
    turn.say(f"hand_over.{key}", when=_when(turn), where=where)
    turn.say("hand_over.meanwhile", hotline=turn.desk.hotline, hours=_hours(turn))
    if session.consent and not session.hand_over.shown:
        turn.say("hand_over.may_show")
        session.expect = Expect.TRANSCRIPT
    else:
        session.expect = Expect.NOTHING
    turn.close()


def _about(turn: TurnState) -> str:
    """Why a person is wanted: the message itself, else the last question, else where it stopped."""
    session = turn.session
    if len(turn.text) > SHORT:
        return sensitive.words_to_keep(turn, turn.text)[:ABOUT_LETTERS]
    if session.asked:
        return session.asked[:ABOUT_LETTERS]
    if session.stage == Stage.ASKING and turn.standing:
        return say("hand_over.about_question", title=title(turn.standing.key))
    return ""


def _when(turn: TurnState) -> str:
    """When somebody answers, as far as the hours say it."""
    hours = parse_hours(turn.desk.hours)
    if hours is None:
        return ""
    now = turn.now.astimezone(BEIJING)
    if hours.is_open(now):
        return say("hand_over.open_now")
    return say("hand_over.opens", when=_moment_in_words(hours.next_opening(now), now))


def _moment_in_words(start: datetime, now: datetime) -> str:
    """周一9点, 明天9:30, 今天14点."""
    ahead = (start.date() - now.date()).days
    day = ("today", "tomorrow")[ahead] if ahead < 2 else str(start.weekday())
    clock = (
        f"{start.hour}:{start.minute:02}" if start.minute else say("hand_over.hour", n=start.hour)
    )
    return say(f"hand_over.day.{day}") + clock


# --- what staff may read -------------------------------------------------------------------------


def show(turn: TurnState) -> None:
    _may_show(turn, True)


def hide(turn: TurnState) -> None:
    _may_show(turn, False)


def _may_show(turn: TurnState, shown: bool) -> None:
    if not turn.session.hand_over.open:
        turn.aside(say("hand_over.none"))
        return
    turn.session.hand_over.shown = shown
    turn.aside(say("hand_over.shown" if shown else "hand_over.hidden"))


def agreement(turn: TurnState) -> None:
    """A plain 「同意」 or 「不同意」 right after the question; 「好的」 agrees to nothing."""
    said = plain(turn.text)
    for key, shown in (("agree", True), ("refuse", False)):
        if said in say(f"hand_over.{key}").split():
            turn.acts = []
            _may_show(turn, shown)


# --- while a colleague talks ---------------------------------------------------------------------


def wake(turn: TurnState) -> str:
    """A colleague who has left gives the conversation back to the queue: the line that says so."""
    held = turn.session.hand_over
    if not held.is_idle(turn.now):
        return ""
    held.colleague = held.active = ""
    turn.count("desk:idle")
    return say("hand_over.idle")


def is_colleagues(turn: TurnState) -> bool:
    """Whether a colleague talks with the person now."""
    return bool(turn.session.hand_over.owner(turn.now))


def pass_on(turn: TurnState) -> None:
    """The rule of the policy: what is not the bot's goes to the colleague, in silence."""
    if not is_colleagues(turn):
        return
    names = {act.name for act in turn.acts if isinstance(act, heard.CommandAct)}
    confirms = any(isinstance(act, heard.Affirm) for act in turn.acts)
    if names & set(OWN) or (turn.session.expect is Expect.ERASE and confirms):
        return
    if turn.session.expect is Expect.SENSITIVE:
        sensitive.agreement(turn)
    turn.session.expect = Expect.NOTHING
    turn.silent = not turn.out
    turn.close()


def back_to_bot(turn: TurnState) -> None:
    """The person needs nobody any more."""
    held = turn.session.hand_over
    if not held.open:
        turn.aside(say("hand_over.none"))
        return
    turn.effects.append(LeaveQueue(held.label))
    turn.session.hand_over = held.ended()
    turn.count("desk:left")
    turn.aside(say("hand_over.left"))


# --- what waits for the person -------------------------------------------------------------------


def due(turn: TurnState) -> list[list[str]]:
    """Texts of staff that are to be given now; not those that are just being sent another way."""
    waiting = turn.session.waiting
    return [each for each in waiting if not each[1] or moment(each[1], turn.now) <= turn.now]


def given(turn: TurnState, texts: list[list[str]]) -> None:
    """These have been given."""
    turn.session.waiting = [each for each in turn.session.waiting if each not in texts]
