"""Before anything is stored: a question as a whole, facts told early, and the consent."""

import re

from handlers.dialogue import free_questions, sensitive, survey
from handlers.dialogue.commands import erase
from handlers.dialogue.turn import TurnState
from handlers.session import Stage
from handlers.understanding import acts as heard
from handlers.understanding import is_level_keyword, tells_schooling_alone
from replies.router import Route
from replies.wording import say

FEW = 2
"""From so many facts on a first message is a story: it begins a case unless it asks a rule."""
CLEAR, CERTAIN = 0.35, 0.6
"""A question among facts is answered first from this probability on; one of the own result, which
the facts may answer better, from the higher one."""
BRIEF = 10
"""So short a message of facts is what people type into a search: 「补缴 6个月」."""
SAYS_NOTHING = 8
"""Characters of a question that names nothing without the facts before it: 「是不是彻底没戏了」."""
_NUMBERED = ("enough-score", "rank-hope", "line-trend", "lines-by-year")
"""Answers to which a score in the question gives a better one."""
_ASKING = re.compile(r"(?:[没不吗呢么嘛]|没有|多少|怎么办|咋办)[?？。!！~ ]*$|还是[^，,。]*$")
_COMMANDING = (heard.CommandAct, heard.Choose, heard.Person)


def first_question(turn: TurnState) -> None:
    """A question of somebody who has told nothing yet, routed as it stands.

    Read clause by clause it would lose what it is about: in 「房子抵押着，算自有吗」 the first half
    is no fact to keep but the case that the rule is asked for.
    """
    acts = turn.acts
    if turn.session.stage != Stage.IDLE or turn.session.consent or not acts:
        return
    if any(isinstance(act, _COMMANDING) for act in acts):
        return
    if all(isinstance(act, heard.Acknowledge | heard.Affirm | heard.Deny) for act in acts):
        return
    if _is_bare_fact(turn) or _tells_sensitive(turn):
        return
    route = free_questions.route_of(turn, turn.text)
    told = sum(isinstance(act, heard.Tell) for act in acts)
    rules = [act for act in acts if isinstance(act, heard.Ask) and act.kind is heard.AskKind.RULE]
    own = [a for a in acts if isinstance(a, heard.Ask) and a.kind is heard.AskKind.OWN_RESULT]
    if any(act.number is not None for act in own) and not _decides(route):
        return  # answered from the number itself
    alone = told and own and not rules
    if told >= FEW or (alone and (route.decision != "answer" or _dated(acts))):
        asked = _asked(turn, route, rules, bool(own))
        if asked is not None:
            _answer(turn, asked, goes_on=bool(own))
        elif told >= FEW:
            turn.take(heard.Ask, lambda act: act.kind is heard.AskKind.RULE)
        return  # answered from these facts, once they may be kept
    if route.decision != "answer" and (own or route.decision != "clarify" or not route.point):
        return
    _answer(turn, route)


def _tells_sensitive(turn: TurnState) -> bool:
    """「我坐过牢」 is told; 「有前科还能报不」 asks about somebody's record."""
    told = [act for act in turn.acts if isinstance(act, heard.Tell)]
    asks = any(isinstance(act, heard.Ask) for act in turn.acts) or _ASKING.search(turn.text)
    return not asks and any(sensitive.is_sensitive(act.topic, act.value) for act in told)


def _answer(turn: TurnState, route: Route, goes_on: bool = False) -> None:
    """The answer; where the own result is asked for too, the facts go on to the consent."""
    if goes_on and route.answer:
        free_questions.give(turn, route.answer)
        turn.acts = [act for act in turn.acts if isinstance(act, heard.Tell)]
        return
    turn.acts = []
    if not free_questions.term(turn, turn.text):
        free_questions.respond_to(turn, route, turn.text)
    turn.close()


def _dated(acts: list[heard.Act]) -> bool:
    """Whether a fact has its own dates: 「社保2010年3月到现在，能落户吗」 is nobody else's case."""
    told = [act.value for act in acts if isinstance(act, heard.Tell)]
    return any(isinstance(value, dict) and "periods" in value for value in told)


_QUESTION = re.compile(
    "多大|多少|几[岁年分]|怎|哪|什么|[吗么呢?？]$|还(?:能|可以|让)|能不能|能否|不让|退休"
)
BARE = 16
"""Characters of a message that may be nothing but one fact."""
_OF_A_PERSON = (heard.Topic.BIRTH, heard.Topic.INSURANCE, heard.Topic.SEX, heard.Topic.EDUCATION)


def _is_bare_fact(turn: TurnState) -> bool:
    """「1985年3月」, 「女」, 「我是本科」: a fact of the person's own, and no question of a rule.

    Words that more often name a subject (租房, 居住证, 博士) are not taken so.
    """
    told = [act for act in turn.acts if isinstance(act, heard.Tell)]
    if not told or len(told) != len(turn.acts) or len(turn.text) > BARE:
        return False
    if _QUESTION.search(turn.text):  # 男的多大岁数就不让报了
        return False
    if is_level_keyword(turn.text):
        return False
    for act in told:
        if act.topic not in _OF_A_PERSON:
            return False
        if act.topic is heard.Topic.SEX and not set("男女") & set(turn.text):
            return False
        if act.topic is heard.Topic.EDUCATION and not tells_schooling_alone(act.evidence.clause):
            return False
    return True


def _decides(route: Route) -> bool:
    """Whether a text with a score in it is clearly for an answer that is not about scores."""
    sure = route.decision == "answer" and route.candidates[0].score >= CERTAIN
    return sure and route.answer not in _NUMBERED


def _asked(turn: TurnState, route: Route, rules: list[heard.Ask], own: bool) -> Route | None:
    """Which answer a message of several facts asks for, read as a whole or by its question."""
    named = [act for act in rules if route.decision != "answer" or len(act.text) > SAYS_NOTHING]
    clauses = [turn.desk.router.route(act.text) for act in named]
    first = [each.candidates[0].answer if each.candidates else "" for each in clauses]
    if any(each.intent for each in clauses) or {*first} & {*_NUMBERED}:
        return None  # asks for their own score in other words
    found = [each for each in clauses if each.answer]
    asks = own or rules or _ASKING.search(turn.text) or route.why.rule or len(turn.text) <= BRIEF
    least = CERTAIN if own else CLEAR
    if route.answer and asks and (found or route.candidates[0].score >= least):
        found.append(route)
    best = max(found, key=lambda each: each.candidates[0].score, default=None)
    return None if best is None or best.answer in _NUMBERED else best


def consent(turn: TurnState) -> None:
    """The answer to the consent; facts told before it wait for it."""
    session = turn.session
    if session.consent:
        return
    _keep_pending(turn)
    if session.stage != Stage.CONSENT:
        return
    chosen = turn.take(heard.Choose)
    number = chosen[0].numbers[0] if chosen else None
    agreed = turn.agrees()
    if number == 1 or (agreed and number is None):
        session.consent = turn.now.isoformat(timespec="seconds")
        session.stage = Stage.ASKING
        turn.acts = [act for act in turn.acts if not isinstance(act, heard.Unclear)]
        turn.acts += [_pending(each) for each in session.pending]
        turn.answered = not any(topic for topic, *_ in session.pending)  # else they are echoed
        session.pending = []
    elif number == 2 or turn.take(heard.Deny, lambda act: act.topic is None):
        erase(turn, "chat.consent_refused")


def _as_told(turn: TurnState, act: heard.Act) -> heard.Act:
    """A correction before the consent takes the place of what it corrects."""
    if not isinstance(act, heard.Correct) or act.topic is None or act.value is None:
        return act
    session = turn.session
    session.pending = [each for each in session.pending if each[0] != act.topic]
    return heard.Tell(act.topic, act.value, act.certainty, act.evidence)


def _keep_pending(turn: TurnState) -> None:
    """Facts told before the consent; two of them, or a question of the own result, ask for it."""
    session = turn.session
    turn.acts = [_as_told(turn, act) for act in turn.acts]
    told = [act for act in turn.acts if isinstance(act, heard.Tell)]
    kept = [act for act in told if not sensitive.held_back(turn, act.topic, act.value)]
    if not told:
        return
    kinds = {act.kind for act in turn.acts if isinstance(act, heard.Ask)}
    asks = heard.AskKind.RULE in kinds
    own = heard.AskKind.OWN_RESULT in kinds
    bare = session.stage == Stage.IDLE and _is_bare_fact(turn)
    enough = (
        own
        or bare
        or len(told) > 1
        or bool(turn.held_back)
        or session.stage == Stage.CONSENT
        or session.pending
    )
    if asks or not enough:
        return
    turn.acts = [act for act in turn.acts if not isinstance(act, heard.Tell | heard.Ask)]
    unclear = sensitive.sayable(turn, [act.clause for act in turn.take(heard.Unclear)])
    session.pending += [[str(act.topic), act.value, act.certainty.value] for act in kept]
    session.pending += [["", clause, ""] for clause in unclear][:3]
    if session.stage != Stage.CONSENT:
        if bare:
            turn.say("chat.consent_bare", said=turn.text)
        survey.begin(turn)
    elif not any(isinstance(act, heard.Affirm | heard.Choose) for act in turn.acts):
        # what the consent is about stands above
        said = any(say(f"chat.consent_{key}") in session.said for key in ("first", "more"))
        turn.say("chat.consent_more" if said else "chat.consent_first")
        turn.close()


def _pending(stored: list[str]) -> heard.Act:
    topic, value, certainty = stored
    evidence = heard.Evidence("", 0, 0)
    if not topic:
        return heard.Unclear(value, evidence)
    return heard.Tell(heard.Topic(topic), value, heard.Certainty(certainty), evidence)
