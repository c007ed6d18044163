"""Several people in one conversation, their facts side by side."""

import re

from handlers.dialogue import record, survey
from handlers.dialogue.turn import TurnState
from handlers.session import Applicant, Expect, Session, Stage
from handlers.understanding.acts import Ask, Person, PersonOp, Tell, WhatIf
from replies.wording import say

_ONESELF = re.compile("(?:那|哦|对了|再|先|还有|另外|然后|[,，、 ])*我(?:自己|本人)")

MOST = 6
"""How many people one conversation keeps."""


def act(turn: TurnState, person: Person) -> None:
    """Go on for another person."""
    if person.op is PersonOp.BACK:
        back_to_me(turn)
    elif person.op is PersonOp.NEXT or not person.name:
        next_person(turn)
    else:
        switch(turn, person.name)


def begins_with_oneself(turn: TurnState) -> bool:
    """「我自己…」 in the case of somebody else."""
    session = turn.session
    return bool(session.name and session.consent and _ONESELF.match(turn.text))


def tells_of_oneself(turn: TurnState) -> bool:
    """「我自己80年1月的」 in the case of somebody else: the facts of the one who writes."""
    if not begins_with_oneself(turn):
        return False
    told = any(isinstance(act, Tell) for act in turn.acts)
    return told and not any(isinstance(act, Ask | WhatIf) for act in turn.acts)


def next_person(turn: TurnState) -> None:
    """A new person without a name gets a number."""
    people = turn.session.people
    number = next(n for n in range(2, 99) if say("chat.people.numbered", number=n) not in people)
    switch(turn, say("chat.people.numbered", number=number))


def back_to_me(turn: TurnState) -> None:
    switch(turn, "")


def switch(turn: TurnState, name: str) -> None:
    """Make `name` the current person; the facts of all others stay."""
    session = turn.session
    if name == session.name and name not in session.people and name:
        return
    known = name in session.people
    if not known and name and len([n for n in session.people if n]) + 1 >= MOST:
        turn.aside(say("chat.people.full", most=MOST))
        return
    _keep_doubtful(session)
    session.name = name
    session.people.setdefault(name, Applicant())
    session.expect, session.question, session.change = Expect.NOTHING, "", False
    session.left, session.tries, session.doubtful = 0, 0, []
    turn.touch()
    applicant = session.applicant
    if session.consent:
        session.stage = Stage.DONE if applicant.finished else Stage.ASKING
    before = any(each.told for other, each in session.people.items() if other != name)
    begin = "begin" if before else "begin_first"
    key = "back_to_me" if not name else "again" if known else begin
    turn.say(f"chat.people.{key}", name=name)
    turn.switched = True


def _keep_doubtful(session: Session) -> None:
    """What waits to be read back stays with whom it was told of; it is shown before the result."""
    applicant = session.applicant
    for topic, value in session.doubtful:
        if record.replaces(applicant.told, topic):
            continue
        try:
            record.write(applicant, topic, value)
        except record.ValueRefused:
            continue
        if topic not in applicant.unsure:
            applicant.unsure.append(topic)


def arrive(turn: TurnState) -> None:
    """What stands for the person just switched to, when the message says nothing more."""
    session = turn.session
    if not session.consent:
        survey.begin(turn)
    elif session.applicant.finished:
        turn.say("chat.people.finished")
        turn.close()
    else:
        survey.begin(turn)


def listed(turn: TurnState) -> None:
    """Who is kept."""
    session = turn.session
    names = [called(name) for name, each in session.people.items() if each.told or each.unknown]
    if not names:
        turn.aside(say("chat.mine.empty"))
        return
    now = called(session.name)
    turn.aside(say("chat.people.list", names=say("chat.shown.join").join(names), now=now))


def called(name: str) -> str:
    """How a person is called; the one who writes is 您自己."""
    return name or say("chat.people.self")


def others_line(turn: TurnState) -> str:
    """The other people of the conversation in one line; "" where there are none."""
    session = turn.session
    names = [called(n) for n, each in session.people.items() if n != session.name and each.told]
    if not names:
        return ""
    return "\n" + say("chat.people.others", names=say("chat.shown.join").join(names))
