"""Questions of the person, courtesies, and what nobody understood."""

import re
from collections.abc import Mapping
from dataclasses import replace

from handlers.dialogue import free_questions, own_questions, results, sensitive, survey, what_if
from handlers.dialogue.commands import ACTS
from handlers.dialogue.questions import BY_KEY, is_open
from handlers.dialogue.telling import ASKS_BACK
from handlers.dialogue.turn import AskStep, TurnState
from handlers.session import Stage
from handlers.understanding import acts as heard
from replies.router import Route
from replies.wording import say

SURE = 0.9
"""A failed answer that does not sound like a question counts as one only from this score on."""
MEANT = 0.5
"""A command in other words is carried out from this score on."""


_MAY_I = re.compile(
    "(?:那|我|这样|这种|这个?情况|还|现在|目前|明年|的话)*(?:能不能|可不可以|能|可以|有资格|有没有资格)"
    "(?:再|去|继续)?(?:申请|申报|报名|报|办)(?:上|成|了|落户|积分)*(?:吗|不|么|嘛|呢|啊)?[?？]?"
)
_WHAT_NOW = re.compile("(?:那|我|这|可|现在|该|要|得)*(?:怎么|咋)办(?:呀|啊|呢|好|才好|哦)*[?？]?")
"""Questions of rules as they stand, of the own case where one has been told."""
_FILES_FOR = re.compile(
    "我(?:们)?(?:能不能|可不可以|能|可以)?(?:帮|替|给)(?:她|他|我?(?:家)?(?:老公|老婆|爱人|媳妇|丈夫|妻子|对象))"
    "(?:去|来)?(?:申请|申报|报名|报)(?:吗|不|么|行吗|可以吗|行不行)?"
)
WHO_FILES = "who-files"
"""The answer to whether one can file for somebody else."""
SHORT = 14
"""Characters of a message that tells one thing only."""
_LETTERS = re.compile("字(?:体|号)?[^,，]{0,4}[大小]|放大|看不清")
_COUNTS_NOT: Mapping[str, re.Pattern[str]] = {
    "family": re.compile(
        "结婚|结了婚|已婚|未婚|单身|[一二两三\\d]个(?:孩子|娃|小孩)|生了?(?:孩子|娃|[二三]胎)"
    ),
    "job": re.compile("(?:换|跳)了?过?(?:的|个)?(?:新)?(?:工作|槽|单位)"),
}
"""What people tell beside the questions, and what is said of it."""
_ASKED_NEXT: Mapping[str, str] = {"reading.yes_no.suspended": "residence_permit"}
"""Reasons that ask for an answer, and the question that takes it."""


def what_ifs(turn: TurnState) -> None:
    for act in turn.take(heard.WhatIf)[:1]:
        what_if.answer(turn, act)


def questions(turn: TurnState) -> None:
    """The person's own result first, then why and what, then the rules."""
    for act in turn.take(heard.Ask)[:2]:
        _answer(turn, _of_the_own_case(turn, act))
        if turn.closed:
            return


def _of_the_own_case(turn: TurnState, act: heard.Ask) -> heard.Ask:
    """「那还能不能报」, 「怎么办呀」 of somebody whose case is told: of that case, no rule."""
    text = act.text.strip()
    about = "eligible" if _MAY_I.fullmatch(text) else "now" if _WHAT_NOW.fullmatch(text) else ""
    if not about or not results.has_score(turn):
        return act
    return replace(act, kind=heard.AskKind.OWN_RESULT, about=about)


def _answer(turn: TurnState, act: heard.Ask) -> None:
    match act.kind:
        case heard.AskKind.OWN_RESULT:
            if not own_questions.answer(turn, act):
                _routed(turn, act.text, own=act.about)
        case heard.AskKind.WHY_ASKED:
            _why_asked(turn)
        case heard.AskKind.REPEAT:
            _repeat(turn)
        case heard.AskKind.EXPLAIN:
            _explain(turn)
        case heard.AskKind.TERM:
            if not free_questions.term(turn, act.text):
                _routed(turn, act.text)
        case _ if _FILES_FOR.search(act.text):
            free_questions.give(turn, WHO_FILES)
        case _:
            if not free_questions.term(turn, act.text):
                _routed(turn, act.text)


def _why_asked(turn: TurnState) -> None:
    question = turn.standing if turn.session.stage == Stage.ASKING else None
    if question is None:
        turn.aside(say("chat.ask.why_nothing"))
        return
    turn.aside(say(f"steps.{question.key}.why"))


def _repeat(turn: TurnState) -> None:
    """The last reply once more: the question, the review, or what was said."""
    stage = turn.session.stage
    if _LETTERS.search(turn.text):
        turn.aside(say("chat.courtesy.letters"))
        return
    if stage == Stage.ASKING and turn.standing:
        turn.out.append(AskStep(turn.standing.key))
    elif stage == Stage.REVIEW:
        survey.review(turn)
    elif turn.session.said:
        turn.prose(turn.session.said)
    else:
        turn.say("chat.menu")
    turn.close()


def _explain(turn: TurnState) -> None:
    question = turn.standing if turn.session.stage == Stage.ASKING else None
    if question is None:
        turn.aside(say("chat.help"))
        return
    turn.prose(say("chat.ask.explain", why=say(f"steps.{question.key}.why")))
    turn.out.append(AskStep(question.key))
    turn.close()


def _routed(turn: TurnState, text: str, *, own: str = "") -> None:
    """The router's answer; a short follow-up is asked with what was spoken of last.

    `own`: what the question asks of the person's own result, for which there are no facts yet.
    """
    route = free_questions.route_of(turn, text)
    if _is_command(route):
        ACTS[route.intent or ""](turn)
        return
    if own and route.decision != "answer" and not results.has_score(turn):
        ACTS["start_score" if own == "score" else "eligibility"](turn)
    elif turn.changed and route.decision != "answer":
        turn.not_read(text)
    elif route.decision == "intent":
        free_questions.fall_back(turn)
    else:
        free_questions.respond_to(turn, route, text)


def _is_command(route: Route) -> bool:
    """Whether a text is a command in other words, likely enough to carry out."""
    likely = route.why.rule is not None or route.why.score >= MEANT
    return route.decision == "intent" and route.intent in ACTS and likely


def courtesies(turn: TurnState) -> None:
    """Thanks, 好的, a greeting: a short fitting line, never an answer, never logged."""
    said = turn.take(heard.Acknowledge)
    loose = turn.take(heard.Affirm) + turn.take(heard.Deny, lambda act: act.topic is None)
    idle = turn.session.stage in (Stage.IDLE, Stage.DONE)
    if loose and not said and idle and not turn.changed and not turn.out and not turn.acts:
        turn.aside(say("chat.courtesy.nothing_asked"))
        return
    if not said or turn.changed or turn.detour or turn.out or turn.answered:
        return
    line = say(f"chat.courtesy.{said[0].kind}")
    turn.aside(say("chat.courtesy.again") if turn.session.said.startswith(line) else line)


def unclear(turn: TurnState) -> None:
    """What means something but was not understood: another question, or a failed answer."""
    clauses = [act.clause for act in turn.acts if isinstance(act, heard.Unclear)]
    withheld = len(sensitive.sayable(turn, clauses)) < len(clauses) or turn.held_back
    told = turn.changed or turn.repeated or turn.answered
    if told or turn.detour or turn.out or withheld:
        turn.take(heard.Unclear)
        return
    left = turn.take(heard.Unclear)
    if not left and not turn.reason and not turn.refused:
        return
    if turn.session.stage == Stage.ASKING and turn.session.consent:
        _failed(turn, left)
        return
    back = {say(f"reading.{key}") for key in ASKS_BACK}.intersection(act.reason for act in left)
    if back and turn.session.consent:
        turn.aside(back.pop())
        return
    route = turn.desk.router.route(turn.text)
    if _is_command(route):
        ACTS[route.intent or ""](turn)
    elif turn.session.stage in (Stage.CONSENT, Stage.REVIEW) and route.decision != "answer":
        turn.aside(say("chat.ask.unclear"))
    else:
        _routed(turn, turn.text)


def _failed(turn: TurnState, left: list[heard.Unclear]) -> None:
    """An answer that could not be read, unless the router is sure that it is a command."""
    if left and not turn.reason:
        route = turn.desk.router.route(turn.text)
        sure = route.why.rule is not None or route.why.score >= SURE
        if sure and _is_command(route):
            ACTS[route.intent or ""](turn)
            return
    if _asks_that(turn, left) or _counts_not(turn):
        return
    reasons = [act.reason for act in left if act.reason]
    reason = turn.reason or (reasons[0] if reasons else say("chat.ask.unclear"))
    survey.stuck(turn, reason)


def _asks_that(turn: TurnState, left: list[heard.Unclear]) -> bool:
    """Ask what the reason speaks of, where another question stood: its answer comes next."""
    given = {act.reason for act in left}
    for reason, key in _ASKED_NEXT.items():
        standing = turn.standing is not None and turn.standing.key == key
        if say(reason) in given and not standing and is_open(turn.view, BY_KEY[key]):
            turn.prose(say(reason))
            turn.session.ask(key)
            turn.out.append(AskStep(key, brief=True))
            turn.close()
            return True
    return False


def _counts_not(turn: TurnState) -> bool:
    """「22年5月结婚」 in a few words: that it does not matter, instead of a failed answer."""
    found = next((key for key, cue in _COUNTS_NOT.items() if cue.search(turn.text)), "")
    if not found or len(turn.text) > SHORT:
        return False
    turn.aside(say(f"chat.ask.counts_not.{found}"))
    return True
