"""Facts and answers: what the acts of a message write, and what is said of it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from handlers.dialogue import certainty, record, redundant, sensitive, survey
from handlers.dialogue.questions import BY_KEY, NOTHING, QUESTIONS, RARE
from handlers.dialogue.saying import ask_text, label
from handlers.dialogue.shown import echo
from handlers.dialogue.turn import TurnState
from handlers.session import Stage
from handlers.understanding import Choice, Context
from handlers.understanding.acts import Beside, Certainty, Tell, Topic, Unclear
from replies import wording
from replies.wording import say
from scoring import JsonMapping, JsonObject

IN_ONE_PLACE = {"lease": "homes", "lives_there": "homes"}
"""Topics that are kept within another one."""


@cache
def choices_of(key: str) -> tuple[Choice, ...]:
    """The numbered choices of a question, for the reading of the answer."""
    question = BY_KEY[key]
    return tuple(Choice(value, label(question, value)) for value in question.choices)


def context(turn: TurnState, key: str, *, doubted: bool = False) -> Context:
    """What the reading of an answer to the question `key` depends on.

    `doubted`: what is read back is what a 「不对，是…」 means first.
    """
    question = BY_KEY.get(key)
    trail = [each for each in turn.session.applicant.trail if isinstance(each, str)]
    if doubted:
        trail += [key_of(str(topic)) for topic, _ in reversed(turn.session.doubtful)]
    return Context(
        today=turn.today,
        year=turn.year,
        question=key or None,
        ask=ask_text(turn, key) if question else "",
        choices=choices_of(key) if question else (),
        last_answered=trail[-1] if trail else None,
        known=turn.view.facts_json,
        recent=tuple(reversed(trail[-RECENT:])),
        last_topic=turn.session.topic,
        level=next((str(v) for t, v in turn.session.doubtful if t == Topic.EDUCATION), ""),
    )


RECENT = 4
"""So many of the last answers may be meant by 「不对，是1985年5月」."""


# --- facts -----------------------------------------------------------------------------------


def tell(turn: TurnState, told: Iterable[Tell]) -> None:
    """Write the facts of a message: plain ones at once, doubtful ones after they are read back.

    What was no plain answer to its own question is kept as unsure: no result before it was read
    back.
    """
    session = turn.session
    standing = turn.standing if session.stage == Stage.ASKING else None
    told = list(told)
    if redundant.says_no_more(turn, told):
        accept(turn, (Topic.INSURANCE_GAP, Topic.REPAID))
    acts = sorted(redundant.new_only(turn, told), key=lambda each: record.place_of(each.topic))
    weighty = certainty.weighty(turn, acts)
    for act in acts:
        asked = standing is not None and standing.topic == act.topic
        if act in weighty or certainty.is_doubtful(turn, act, asked):
            doubt(turn, str(act.topic), act.value)
            continue
        plainly = asked and act.certainty is Certainty.PLAIN
        key = standing.key if asked and standing else ""
        change = (plainly and session.change) or _of_the_only_home(turn, act)
        written = put(turn, str(act.topic), act.value, question=key, replace=change)
        if written and not plainly and str(act.topic) not in session.applicant.unsure:
            session.applicant.unsure.append(str(act.topic))
    recent = session.applicant.trail[-len(turn.changed) :] if turn.changed else []
    if standing is not None and standing.key in recent:
        survey.note_answered(turn, standing.key)  # what comes next may correct it


def _of_the_only_home(turn: TurnState, act: Tell) -> bool:
    """「房本2014年5月」 below the list to be checked: the one home of that kind, no other."""
    if turn.session.stage != Stage.REVIEW or act.topic is not Topic.HOMES or len(act.value) != 1:
        return False
    said = act.value[0]
    alike = [home for home in turn.view.homes() if home["kind"] == said["kind"]]
    place = said.get("district")
    return len(alike) == 1 and place in (None, alike[0].get("district")) and _dated_anew(said)


def _dated_anew(home: JsonObject) -> bool:
    return "certificate" in home or "from" in home


def doubt(turn: TurnState, topic: str, value: Any) -> None:
    """Keep a doubtful value until the person says that it is right or tells another."""
    session = turn.session
    if sensitive.held_back(turn, topic, value):
        return
    if topic not in record.MERGED:
        session.doubtful = [each for each in session.doubtful if each[0] != topic]
    session.doubtful.append([topic, value])
    turn.newly_doubtful = True


def put(
    turn: TurnState,
    topic: str,
    value: Any,
    *,
    question: str = "",
    replace: bool = False,
    place: int = -1,
) -> bool:
    """Write one value. One that is refused, or that needs a consent first, is answered instead."""
    session = turn.session
    if sensitive.held_back(turn, topic, value):
        return False
    place = session.place if replace and place < 0 and session.change else place
    asked = turn.standing is not None and turn.standing.key == question
    try:
        changed = record.write(
            session.applicant,
            topic,
            value,
            question=question,
            replace=replace,
            place=place,
            known=turn.view.facts_json,
        )
    except record.ValueRefused as refused:
        turn.refused.append(refused.error)
        return False
    kept = IN_ONE_PLACE.get(topic, topic)
    session.doubtful = [each for each in session.doubtful if each[0] != topic]
    turn.answered = turn.answered or asked
    known = kept in session.applicant.told
    if changed is None and not asked and topic == "lease" and value is False:
        turn.reason = turn.reason or _lease_changed(session.applicant.told)
        known = known and not turn.reason
    turn.repeated = turn.repeated or (known and not (changed is not None or asked))
    if changed is not None:
        turn.touch(changed)
        if kept not in turn.changed:
            turn.changed.append(kept)
        survey.note_answered(turn, question or key_of(topic))
    return True


def _lease_changed(told: JsonMapping) -> str:
    """「新房东不给备案」 of a lease that was registered: no repetition; how its time is changed."""
    registered = any(home.get("registered") for home in told["homes"])
    return say("chat.ask.lease_changed") if registered else ""


def key_of(topic: str) -> str:
    """The question that asks for a topic."""
    return _FIRST_KEYS.get(topic, topic)


_FIRST_KEYS = {question.topic: question.key for question in reversed(QUESTIONS)}


# --- answers by number, yes and no -------------------------------------------------------------


def choose(turn: TurnState, numbers: tuple[int, ...]) -> None:
    """The numbers of the choices of the standing question."""
    question = turn.standing
    if question is None or not question.choices:
        return
    if not all(1 <= number <= len(question.choices) for number in numbers):
        turn.reason = say("chat.ask.number", most=len(question.choices))
        return
    values = [question.choices[number - 1] for number in numbers]
    if question.key == "rare":
        name_exceptions(turn, [str(value) for value in values])
    elif question.key == "housing":
        kinds = [{"kind": value} for value in values if value != "none"]
        put(turn, "homes", kinds, question="housing", replace=turn.session.change)
    else:
        value = values[0]
        put(turn, question.topic, value, question=question.key, replace=turn.session.change)


def _there_is(name: str) -> Any:
    """The value of a rare fact that applies: a plain yes, or "some" until its number is asked."""
    return True if NOTHING[name] is False else "some"


def name_exceptions(turn: TurnState, names: list[str]) -> None:
    """The numbers of 「以下都没有，对吗？」: these apply, how many times is asked next."""
    for name in names:
        put(turn, name, _there_is(name), question="rare", replace=True)
    none_of_the_rest(turn, names)


def none_of_the_rest(turn: TurnState, named: Iterable[str] = ()) -> None:
    """Set the other rare facts to none; known ones too when the question was asked again."""
    applicant = turn.session.applicant
    if turn.session.change:
        kept = {name: value for name, value in applicant.told.items() if name not in RARE}
        applicant.told = kept | {n: applicant.told[n] for n in named if n in applicant.told}
    changed = record.nothing(applicant, (name for name in RARE if name not in turn.held_back))
    turn.session.doubtful = [each for each in turn.session.doubtful if each[0] not in RARE]
    turn.touch()
    turn.changed += changed
    turn.answered = True
    survey.note_answered(turn, "rare")


# --- what is said of it ------------------------------------------------------------------------


def report(turn: TurnState) -> None:
    """One line on what was read, and what of a long message was not understood."""
    told = turn.session.applicant.told
    stays = turn.standing is not None and turn.standing.key == turn.session.question
    standing_only = not stays and turn.answered and len(turn.changed) == 1 and not turn.corrected
    standing_only = standing_only and not turn.switched
    topics = sorted(
        {t for t in turn.changed if t in told},
        key=lambda topic: (record.place_of(topic), topic),
    )
    if topics and not standing_only:
        key = "chat.ask.corrected" if turn.corrected else "chat.ask.noted"
        turn.say(key, facts=echo(told, topics))
    if turn.changed or turn.newly_doubtful:
        left = turn.take(Unclear)
        understood = {say(f"reading.{key}") for key in _UNDERSTOOD}
        unclear = [a.clause for a in left if len(a.clause) > 1 and a.reason not in understood]
        unclear = sensitive.sayable(turn, unclear)
        for reason in dict.fromkeys(a.reason for a in left if a.reason in understood):
            turn.prose(reason)
        if unclear:
            turn.not_read(say("chat.shown.join").join(unclear[:3]))
    for act in turn.take(Beside):
        turn.say("chat.people.beside", who=act.who)
    for error in turn.refused:
        if error.code == "ends_before_start":
            turn.say("chat.ask.backwards")
            continue
        turn.prose(say("chat.ask.wrong", wrong=wording.wrong(error), right=wording.right(error)))


ASKS_BACK = ("housing.given_up", "district.moved")
"""What is asked of a sale or a move that was told without its month."""
_UNDERSTOOD = (
    "housing.commercial",
    "housing.not_own",
    "housing.no_certificate",
    "housing.years",
    *ASKS_BACK,
)
"""Reasons why what was understood does not count, or cannot be kept without its month."""


def accept(turn: TurnState, topics: Iterable[str] = tuple(Topic), *, unsure: bool = False) -> None:
    """The doubtful facts on `topics` were read right; `unsure`: count until they are corrected."""
    topics = {str(topic) for topic in topics}
    doubtful = [each for each in turn.session.doubtful if each[0] in topics]
    turn.session.doubtful = [each for each in turn.session.doubtful if each not in doubtful]
    known = set(turn.session.applicant.told)
    for topic, value in doubtful:
        written = put(turn, topic, value, replace=topic not in record.MERGED)
        if written and unsure and topic not in turn.session.applicant.unsure:
            turn.session.applicant.unsure.append(topic)
    turn.corrected = bool(known & set(turn.changed))
