"""One message being decided on: its acts, the state it changes, the messages and effects so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from handlers.desk import BEIJING, Desk
from handlers.dialogue.questions import BY_KEY, Question, is_open, next_open
from handlers.dialogue.view import View
from handlers.messages import Count, Effect, Incoming, Reply
from handlers.session import Session
from handlers.understanding.acts import Acknowledge, AcknowledgeKind, Act, Affirm
from replies.wording import say
from scoring import FactError, JsonObject, Verdict, application_year

A = TypeVar("A")
NOT_READ = "chat.ask.not_read"


@dataclass(frozen=True)
class Note:
    """A sentence of `replies/texts` with its values."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Prose:
    """Words that another floor has made: an answer, the lines of a score."""

    text: str


@dataclass(frozen=True)
class AskStep:
    """A question of the table. `brief`: one line after something else was served."""

    key: str
    brief: bool = False
    everything: bool = False


Message = Note | Prose | AskStep


@dataclass
class TurnState:
    """What the rules of the policy work on.

    `changed`: topics written by this message, `answered` that the standing question is among them,
    `corrected` that an old value was replaced, `repeated` that a known one was told once more,
    `refused` what could not be, `newly_doubtful` that something must be read back. `reason`: why an
    answer could not be taken. `detour`: something beside the standing question was served.
    `closed`: the reply is complete. `page`: the next page of the last reply is wanted. `switched`:
    to another person. `silent`: a colleague answers, not the bot. `held_back`: sensitive topics
    that were told and not kept, `by_staff`: a colleague acts. `reply`: a reply that is no text.
    `verdict`: see `results.verdict_of`.
    """

    incoming: Incoming
    session: Session
    now: datetime
    desk: Desk
    acts: list[Act] = field(default_factory=list)
    out: list[Message] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    repeated: bool = False
    refused: list[FactError] = field(default_factory=list)
    answered: bool = False
    corrected: bool = False
    newly_doubtful: bool = False
    reason: str = ""
    detour: bool = False
    closed: bool = False
    page: bool = False
    switched: bool = False
    silent: bool = False
    held_back: set[str] = field(default_factory=set)
    by_staff: bool = False
    reply: Reply | None = None
    _view: View | None = None
    _facts: JsonObject | None = None
    _standing: tuple[View, str, bool, Question | None] | None = None
    verdict: Verdict | None = None

    @cached_property
    def text(self) -> str:
        return self.incoming.text.strip()

    @cached_property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.astimezone(BEIJING).date()

    @cached_property
    def year(self) -> int:
        """The application year that the conversation is about."""
        return application_year(self.today)

    @property
    def view(self) -> View:
        """The current person; rebuilt after `touch`."""
        if self._view is None:
            self._view = View(self.session.applicant, self.year, self.today)
            if self._facts is not None:
                self._view.facts_json = self._facts
        return self._view

    def touch(self, facts: JsonObject | None = None) -> None:
        """What was told has changed; `facts` is the facts object of it, where that is known."""
        self._view = self.verdict = self._standing = None
        self._facts = facts

    @property
    def standing(self) -> Question | None:
        """The question that stands: the one asked, if it still applies, else the next open one."""
        view, key, change = self.view, self.session.question, self.session.change
        known = self._standing
        if known and known[0] is view and known[1] == key and known[2] is change:
            return known[3]
        asked = BY_KEY.get(key)
        found = asked if asked and (change or is_open(view, asked)) else next_open(view)
        self._standing = view, key, change, found
        return found

    def take(self, kind: type[A], test: Callable[[A], bool] = lambda _: True) -> list[A]:
        """Remove the acts of a kind and return them."""
        if not self.acts:
            return []
        found: list[A] = [act for act in self.acts if isinstance(act, kind) and test(act)]
        if found:
            self.acts = [act for act in self.acts if act not in found]
        return found

    def agrees(self) -> bool:
        """Yes, or 好的, to the consent or the read-back; the acts that say so are taken."""
        okay = self.take(Acknowledge, lambda act: act.kind is AcknowledgeKind.OK)
        return bool(self.take(Affirm) or okay)

    def say(self, key: str, **values: object) -> None:
        self.out.append(Note(key, values))

    def not_read(self, clauses: str) -> None:
        """Say what was not understood, once a reply."""
        before = next((n for n in self.out if isinstance(n, Note) and n.key == NOT_READ), None)
        if before is None:
            self.say(NOT_READ, clauses=clauses)
        else:
            before.values["clauses"] = (
                f"{before.values['clauses']}{say('chat.shown.join')}{clauses}"
            )

    def prose(self, text: str) -> None:
        self.out.append(Prose(text))

    def aside(self, text: str = "") -> None:
        """Something beside the standing question was served."""
        self.detour = True
        if text:
            self.prose(text)

    def close(self) -> None:
        """The reply is complete."""
        self.closed = True
        self.acts = []

    def count(self, name: str) -> None:
        """One more of `name` among the day's numbers."""
        self.effects.append(Count(name))

    def token(self, length: int, alphabet: str) -> str:
        """`length` random letters of `alphabet`, from the desk's source of chance."""
        return "".join(self.desk.rng.choice(alphabet) for _ in range(length))
