"""What a colleague does in a conversation that was handed over, each as one turn of it.

One colleague owns it at a time: whoever else writes gets `NotYours`. Turns are taken one after
another, so two at once cannot both answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.dialogue.in_words import title
from handlers.dialogue.questions import BY_KEY
from handlers.hand_over import moment
from handlers.messages import Count, Effect, LeaveQueue, Outcome, Text, TranscriptEntry
from handlers.session import Session, Stage
from replies.wording import say
from scoring import JsonObject

MINUTES = (5, 15, 60, 240, 1440)
"""Upper bounds of the buckets in which waiting times are counted."""
LONGEST_ANSWER = 600
"""Characters; three bytes each, it fits one message of the platform."""
LONGEST_NOTE, MOST_NOTES = 500, 20
REACHABLE = timedelta(hours=48)
"""How long after a person's message the account may write to them first."""


class NotYours(Exception):
    """A colleague owns the conversation, or nobody does. `colleague`: who, "" nobody."""

    def __init__(self, colleague: str) -> None:
        super().__init__(colleague)
        self.colleague = colleague


@dataclass(frozen=True)
class DeskCase:
    """One handed-over conversation as the queue shows it.

    `waited`: whole minutes since the person asked. `stands`: where the bot's questions stood.
    `undelivered`: texts of staff that wait for the person's next message. `openid`: where the
    account can write first, "" where it cannot.
    """

    label: str
    since: datetime
    waited: int
    about: str
    shown: bool
    colleague: str
    notes: tuple[tuple[str, str, str], ...]
    undelivered: int
    openid: str
    seen: datetime
    stands: str


def case_of(session: JsonObject | None, now: datetime) -> DeskCase | None:
    """The open hand-over of a conversation; None where there is none."""
    loaded = Session.load(session)
    held = loaded.hand_over
    if not held.open:
        return None
    since = moment(held.since, now)
    asking = loaded.stage == Stage.ASKING and loaded.question
    return DeskCase(
        label=held.label,
        since=since,
        waited=max(0, int((now - since).total_seconds() // 60)),
        about=held.about,
        shown=held.shown,
        colleague=held.owner(now),
        notes=tuple((who, when, text) for who, when, text in held.notes),
        undelivered=len(loaded.waiting),
        openid=held.openid if now - moment(loaded.seen, now) < REACHABLE else "",
        seen=moment(loaded.seen, now),
        stands=title(loaded.question) if asking else "",
    )


def bot_words(led_to: str, titles: Mapping[str, str]) -> str:
    """What the bot did about a message, from the code in the transcript; `titles` of answers."""
    kind, _, name = led_to.partition(":")
    if kind == "ask" and name in BY_KEY:
        return say("desk.led.ask", title=title(name))
    if kind == "answer":
        return say("desk.led.answer", title=titles.get(name, name))
    return say(f"desk.led.{kind}") if kind in ("result", "clarify", "fallback") else ""


def take(session: JsonObject, name: str, now: datetime) -> Outcome:
    """Take a conversation that nobody has, or that a colleague has left."""
    loaded = _loaded(session)
    held = loaded.hand_over
    if held.owner(now) not in ("", name):
        raise NotYours(held.owner(now))
    effects: list[Effect] = []
    if held.colleague != name:
        loaded.waiting.append([say("hand_over.taken"), ""])
        waited = (now - moment(held.since, now)).total_seconds() / 60
        bucket = next((str(most) for most in MINUTES if waited <= most), "more")
        effects = [Count("desk:taken"), Count(f"desk:wait:{bucket}")]
    held.colleague, held.active = name, now.isoformat(timespec="seconds")
    return Outcome(loaded.dump(), Text(""), tuple(effects))


def answer(session: JsonObject, name: str, text: str, now: datetime) -> Outcome:
    """Answer the person."""
    loaded = _owned(session, name, now)
    loaded.waiting.append([say("hand_over.said", text=text[:LONGEST_ANSWER]), ""])
    effects = (TranscriptEntry(text[:LONGEST_ANSWER], by=name), Count("desk:answered"))
    return Outcome(loaded.dump(), Text(""), effects)


def sent(session: JsonObject, texts: list[list[str]]) -> Outcome:
    """These have reached the person another way."""
    loaded = Session.load(session)
    loaded.waiting = [each for each in loaded.waiting if each not in texts]
    return Outcome(loaded.dump(), Text(""))


def unsent(session: JsonObject, texts: list[list[str]]) -> Outcome:
    """These have not: they wait for the person's next message."""
    loaded = Session.load(session)
    loaded.waiting = [[each[0], ""] if each in texts else each for each in loaded.waiting]
    return Outcome(loaded.dump(), Text(""))


def hold(session: JsonObject, until: str) -> tuple[Outcome, list[list[str]]]:
    """Mark all that waits as being sent until then, and those texts."""
    loaded = Session.load(session)
    loaded.waiting = [[text, until] for text, _ in loaded.waiting]
    return Outcome(loaded.dump(), Text("")), [list(each) for each in loaded.waiting]


def pass_to(session: JsonObject, name: str, other: str, now: datetime) -> Outcome:
    """Hand the conversation to a colleague."""
    loaded = _owned(session, name, now)
    loaded.hand_over.colleague = other
    loaded.hand_over.notes.append([name, _stamp(now), say("desk.passed_note", who=other)])
    return Outcome(loaded.dump(), Text(""), (Count("desk:passed"),))


def finish(session: JsonObject, name: str, now: datetime) -> Outcome:
    """The talk is over: the bot answers again."""
    loaded = _owned(session, name, now)
    label = loaded.hand_over.label
    loaded.hand_over = loaded.hand_over.ended()
    loaded.waiting.append([say("hand_over.done"), ""])
    return Outcome(loaded.dump(), Text(""), (LeaveQueue(label), Count("desk:done")))


def add_note(session: JsonObject, name: str, text: str, now: datetime) -> Outcome:
    """A note for colleagues; the person does not see it in the chat."""
    loaded = _loaded(session)
    notes = loaded.hand_over.notes
    loaded.hand_over.notes = [*notes, [name, _stamp(now), text[:LONGEST_NOTE]]][-MOST_NOTES:]
    return Outcome(loaded.dump(), Text(""))


def _loaded(session: JsonObject) -> Session:
    loaded = Session.load(session)
    if not loaded.hand_over.open:
        raise NotYours("")
    return loaded


def _owned(session: JsonObject, name: str, now: datetime) -> Session:
    """The session, for who owns it; what they do shows that they are still there."""
    loaded = _loaded(session)
    if loaded.hand_over.colleague != name:
        raise NotYours(loaded.hand_over.owner(now))
    loaded.hand_over.active = now.isoformat(timespec="seconds")
    return loaded


def _stamp(now: datetime) -> str:
    return now.strftime("%m-%d %H:%M")
