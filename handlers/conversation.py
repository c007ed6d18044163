"""One message in, one reply out, in one direction: understand → decide → say.

`understand` turns the text into acts, `decide` turns acts and session into a new session, messages
and effects, `say` turns the messages into the text of one reply.
"""

import re
from dataclasses import replace
from datetime import datetime

from handlers.commands import command_of_event
from handlers.desk import Desk
from handlers.dialogue import (
    free_questions,
    hand_over,
    milestones,
    people,
    sensitive,
    shown,
    survey,
    telling,
)
from handlers.dialogue.commands import ACTS
from handlers.dialogue.continuing import go_on
from handlers.dialogue.policy import decide
from handlers.dialogue.questions import BY_KEY
from handlers.dialogue.saying import words
from handlers.dialogue.shown import rows
from handlers.dialogue.turn import TurnState
from handlers.messages import (
    Article,
    Count,
    Erase,
    Incoming,
    Outcome,
    Reply,
    SaveReport,
    Silence,
    Text,
    TranscriptEntry,
)
from handlers.session import Expect, Session, Stage
from handlers.understanding import Choice, Context, understand
from handlers.understanding.acts import Act, WhatIf
from replies.wording import pages, say
from scoring import JsonObject

PAUSE_HOURS = 1.0
PAGE_BYTES = 1900
"""Room for the footer and a report link within WeChat's 2,047 bytes."""
LONGEST_TEXT = 2000
LONGEST_KEPT = 300
"""Characters of a message that the transcript keeps."""
NEWS_ON_CARD = 300
LONGEST_SAID = 600
"""Characters of the last reply that are kept for 「再说一遍」."""
_QUOTED = re.compile(r"^「.*?」\s*\n(?:[-—–_－\s]*\n)?", re.DOTALL)
"""A quoted message above a reply, as WeChat sends it."""


def respond(incoming: Incoming, session: JsonObject | None, now: datetime, desk: Desk) -> Outcome:
    """What one message leads to. Total: any message of any kind gets an outcome.

    `session` is the stored JSON object or None; `now` carries a time zone. The outcome's session is
    None when nothing is to be kept (the person erased everything).
    """
    turn = TurnState(_cleaned(incoming), Session.load(session), now, desk)
    before = milestones.Point.of(session, turn.session)
    turn.count("messages")
    reply = _reply(turn)
    if any(isinstance(effect, Erase) for effect in turn.effects):
        return Outcome(None, reply, tuple(turn.effects))
    for name in milestones.passed(before, turn.session):
        turn.count(name)
    shown.note_told(turn.session.applicant, turn.changed)
    turn.session.seen = now.isoformat(timespec="seconds")
    if turn.session.consent or turn.session.hand_over.open:
        turn.effects += _transcript(turn)
    return Outcome(turn.session.dump(), reply, tuple(turn.effects))


def _cleaned(incoming: Incoming) -> Incoming:
    """The text without a quoted message above it, at most `LONGEST_TEXT` characters."""
    text = incoming.text[:LONGEST_TEXT]
    if text.startswith("「"):
        text = _QUOTED.sub("", text)
    return incoming if text == incoming.text else replace(incoming, text=text)


def _reply(turn: TurnState) -> Reply:
    kind = turn.incoming.kind
    if kind == "event" and turn.incoming.event not in ("subscribe", "click", "scan"):
        return Silence()
    woken = hand_over.wake(turn)
    talking = hand_over.is_colleagues(turn)
    hello = _after_pause(turn) if kind in ("text", "voice") and not talking else ""
    if kind == "event":
        _on_event(turn)
    elif kind in ("text", "voice") and turn.text:
        turn.acts = list(acts_of(turn))
        supposed = any(isinstance(act, WhatIf) for act in turn.acts)
        decide(turn)
        sensitive.ask_consent(turn, supposed=supposed)
    elif talking:
        turn.silent = True
    else:
        _on_medium(turn)
    if turn.reply is not None:
        return turn.reply
    news = _news(turn, woken)
    if turn.silent and not news:
        return Silence()
    if turn.page and not news:
        return _next_page(turn)
    if turn.page:
        return _paged(turn, "\n\n".join(turn.session.pages), news)
    text = words(turn, turn.out)
    if text:
        turn.session.said = text[:LONGEST_SAID]
    return _paged(turn, hello + text, news)


def _news(turn: TurnState, woken: str) -> str:
    """What staff have for the person; with this reply it is given."""
    due = hand_over.due(turn)
    hand_over.given(turn, due)
    return "\n\n".join(filter(None, [*(text for text, _ in due), woken]))


# --- the transcript ----------------------------------------------------------------------------


def _transcript(turn: TurnState) -> list[TranscriptEntry]:
    """The message as the transcript keeps it; a click is a command and says nothing."""
    if turn.incoming.kind == "event":
        return []
    text = turn.text or say("hand_over.sent_picture")
    kept = sensitive.words_to_keep(turn, text)
    return [TranscriptEntry(kept[:LONGEST_KEPT], led_to=_led_to(turn))]


def _led_to(turn: TurnState) -> str:
    """What the bot did about the message, in one code."""
    if turn.silent:
        return ""
    counted = [effect.name for effect in turn.effects if isinstance(effect, Count)]
    for name in counted:
        if name.startswith("answer:") or name in ("clarify", "fallback"):
            return name
    if "finished_scores" in counted:
        return "result"
    session = turn.session
    return f"ask:{session.question}" if session.stage == Stage.ASKING and session.question else ""


# --- understand --------------------------------------------------------------------------------


def acts_of(turn: TurnState) -> tuple[Act, ...]:
    """The message as acts, read in the light of what stands."""
    return understand(turn.text, context_of(turn))


def context_of(turn: TurnState) -> Context:
    """What the reading of the next message depends on."""
    session = turn.session
    if people.begins_with_oneself(turn):
        return _of_oneself(turn)
    if session.expect is Expect.OFFER:
        key = turn.standing.key if session.stage == Stage.ASKING and turn.standing else ""
        context = telling.context(turn, key)
        labels = free_questions.offered_labels(turn)
        choices = tuple(Choice(number, label) for number, label in enumerate(labels, 1))
        return replace(context, choices=choices)
    if session.expect in (Expect.ERASE, Expect.RESTART):
        return replace(telling.context(turn, ""), question=str(session.expect))
    listed = session.stage == Stage.REVIEW
    shown = tuple(Choice(row.key, row.title) for row in rows(turn.view)) if listed else ()
    if session.expect is Expect.READ_BACK:
        return replace(
            telling.context(turn, "", doubted=True),
            question="confirm",
            ask=say("chat.ask.read_back_ask"),
            choices=shown,
        )
    if session.stage == Stage.CONSENT:
        choices = tuple(Choice(yes, say(f"chat.consent_choices.{yes}")) for yes in (True, False))
        context = replace(telling.context(turn, ""), question="consent", ask=say("chat.consent"))
        waiting = {str(topic): value for topic, value, _ in session.pending if topic}
        recent = tuple(topic for topic in reversed(waiting) if topic in BY_KEY)
        known: JsonObject = {name: waiting[name] for name in ("birth", "sex") if name in waiting}
        return replace(context, choices=choices, known=known, recent=recent)
    if listed:
        context = replace(telling.context(turn, ""), question="review", ask=say("chat.review.foot"))
        return replace(context, choices=shown)
    if session.stage == Stage.ASKING and (question := turn.standing):
        return telling.context(turn, question.key)
    return replace(telling.context(turn, ""), settled=session.stage == Stage.DONE)


def _of_oneself(turn: TurnState) -> Context:
    """The reading of 「我自己…」: the question on screen, and what is known, are another's."""
    own = turn.session.people.get("")
    known = own is not None and survey.FIRST in own.told
    context = telling.context(turn, "" if known else survey.FIRST)
    return replace(context, known={}, last_answered=None, recent=())


# --- events and media --------------------------------------------------------------------------


def _on_event(turn: TurnState) -> None:
    """A menu click, a scan, a new follower. An expectation ends with what is shown."""
    command = command_of_event(turn.incoming.event_key)
    if command not in ("erase", "restart"):
        turn.session.expect = Expect.NOTHING
    if command.startswith("answer:"):
        free_questions.give(turn, command.removeprefix("answer:"))
    elif turn.incoming.event == "subscribe" and not command:
        turn.aside(say("chat.welcome"))
    else:
        ACTS[command or "menu"](turn)
    if not turn.closed:
        go_on(turn)


def _on_medium(turn: TurnState) -> None:
    turn.session.expect = Expect.NOTHING
    turn.aside(say("chat.media.voice" if turn.incoming.kind == "voice" else "chat.media.other"))
    go_on(turn)


def _after_pause(turn: TurnState) -> str:
    session = turn.session
    if session.stage not in (Stage.ASKING, Stage.REVIEW):
        return ""
    if session.idle_hours(turn.now) < PAUSE_HOURS:
        return ""
    session.expect = Expect.NOTHING
    return say("chat.resume.hello", where=survey.where(turn)) + "\n\n"


# --- say ---------------------------------------------------------------------------------------


def _paged(turn: TurnState, text: str, news: str = "") -> Reply:
    """The first page now, the rest on 「n」. A result links to its report: as a card when long.

    `news`: what staff have to say, above the text.
    """
    first, *rest = pages("\n\n".join(filter(None, [news, text])), PAGE_BYTES)
    turn.session.pages = rest
    saved = next((each for each in turn.effects if isinstance(each, SaveReport)), None)
    report = saved.id if saved else None
    if not rest:
        return Text(first, report)
    if report is not None:
        turn.session.pages = [first, *rest]
        title, _, body = text.partition("\n")
        digest = "\n\n".join(filter(None, [news[:NEWS_ON_CARD], body.split("\n\n")[0]]))
        return Article(title, f"{digest}\n{say('chat.pages.card')}", report)
    return Text(f"{first}\n\n{say('chat.pages.more', left=len(rest))}")


def _next_page(turn: TurnState) -> Reply:
    page, *rest = turn.session.pages
    turn.session.pages = rest
    footer = f"\n\n{say('chat.pages.more', left=len(rest))}" if rest else ""
    return Text(page + footer)
