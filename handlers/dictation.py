"""Whole sentences about a person outside any conversation: what staff type while a caller talks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.desk import BEIJING
from handlers.dialogue import answering, shown, telling
from handlers.dialogue.facts import facts_of
from handlers.dialogue.in_words import title
from handlers.dialogue.turn import TurnState
from handlers.dialogue.view import View
from handlers.messages import Incoming
from handlers.session import Session, Stage
from handlers.understanding import understand
from handlers.understanding.acts import Acknowledge, Act, Affirm, Deny, Topic, Unknown
from replies import wording
from scoring import JsonObject, application_year

_NO_DESK: Any = None
"""Nothing is asked here, so nothing is looked up."""


@dataclass(frozen=True)
class Dictation:
    """What was understood: `facts` of all sentences, with homes whose time is not known yet; of the
    last sentence `heard` in words, the clauses that were `not_read`, what was `refused` and why."""

    facts: JsonObject
    heard: str = ""
    not_read: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def dictate(sentences: Sequence[str], now: datetime) -> Dictation:
    """Read sentences one after another, each as the next message of one conversation."""
    when = now.isoformat()  # nothing is stored: see `bot.web.staff.caller.save`
    session = Session(consent=when, sensitive=when, stage=Stage.ASKING)
    found = Dictation({})
    for sentence in sentences:
        turn = TurnState(Incoming("", "text", sentence), session, now, _NO_DESK)
        turn.acts = list(understand(sentence, telling.context(turn, "")))
        opened = [act.topic for act in turn.acts if isinstance(act, Unknown) and act.topic]
        answering.facts(turn)
        answering.answers(turn)
        denied = [a for a in turn.acts if isinstance(a, Deny) and a.topic is Topic.HOMES]
        answering.denials(turn)
        if turn.take(Deny, lambda act: act.topic is None and act.value == "rest"):
            telling.none_of_the_rest(turn)
        telling.accept(turn)  # staff hear the person and see what was read
        today = now.astimezone(BEIJING).date()
        view = View(session.applicant, application_year(today), today)
        told = session.applicant.told
        echoes = [shown.echo(told, list(dict.fromkeys(turn.changed)))]
        echoes += [wording.say("chat.shown.short.open", title=title(t)) for t in opened]
        found = Dictation(
            view.facts_json | _places(told) | _left_open(view.facts_json, opened),
            wording.say("chat.shown.semicolon").join(filter(None, echoes)),
            tuple(_clauses([*turn.acts, *([] if "homes" in told else denied)])),
            tuple(wording.reason(error) for error in turn.refused),
        )
    return found


def _places(told: JsonObject) -> JsonObject:
    """Homes and jobs, those without a time too: what is missing is asked for at their row."""
    found: JsonObject = {}
    for name in ("homes", "jobs"):
        if name in told:
            found[name] = [
                record
                for place in told[name]
                for record in facts_of({**told, name: [place]}).get(name) or [place]
            ]
    return found


def _left_open(facts: JsonObject, opened: Sequence[Topic]) -> JsonObject:
    """「补缴不清楚」 stands in the form as not known, beside the time paid once that is told."""
    paid = facts.get("insurance")
    if Topic.REPAID not in opened or not paid or "repaid_months" in paid:
        return {}
    return {"insurance": {**paid, "repaid": None}}


def _clauses(acts: Sequence[Act]) -> list[str]:
    """The words of what nothing was made of; courtesies need no answer."""
    left = [act for act in acts if not isinstance(act, Acknowledge | Affirm)]
    return list(dict.fromkeys(act.evidence.clause for act in left if act.evidence.clause.strip()))
