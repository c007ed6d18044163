"""What is done with the acts of one message: one table of rules, in their order of precedence.

Every rule looks at the whole turn, takes the acts it is about, and may close the reply. What no
rule has taken is not lost: the last rules say what was not understood, and what stands next.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.dialogue import (
    free_questions,
    hand_over,
    own_questions,
    people,
    results,
    survey,
    telling,
    what_if,
)
from handlers.dialogue.commands import ACTS, erase
from handlers.dialogue.facts import told_of
from handlers.dialogue.questions import BY_KEY, RARE
from handlers.dialogue.shown import rows
from handlers.dialogue.turn import Ask, Turn
from handlers.messages import OpenCase
from handlers.session import Expect, Stage
from handlers.understanding import acts as heard
from replies.router import Route
from replies.wording import say

SURE = 0.9
"""A failed answer that does not sound like a question counts as one only from this score on."""
MEANT = 0.5
"""A command in other words is carried out from this score on."""


@dataclass(frozen=True)
class Rule:
    """`does`: which acts it takes and what it does with them."""

    name: str
    does: str
    run: Callable[[Turn], None]


def decide(turn: Turn) -> None:
    """Apply the rules in their order until one closes the reply."""
    for rule in PRECEDENCE:
        if turn.closed:
            return
        rule.run(turn)


# --- what the last reply asked for -------------------------------------------------------------


def expected(turn: Turn) -> None:
    session = turn.session
    asked = session.expect
    if asked in (Expect.ERASE, Expect.RESTART):
        if _confirms(turn):
            return  # its own word, which the command carries out
        session.expect = Expect.NOTHING
        others = (heard.Deny, heard.Choose, heard.Affirm)
        if any(isinstance(act, others) for act in turn.acts):
            turn.aside(say(f"chat.{asked}.kept"))
            turn.acts = []
    elif asked is Expect.READ_BACK:
        session.expect = Expect.NOTHING
        if turn.take(heard.Affirm):
            telling.accept(turn)
        elif turn.take(heard.Deny, lambda act: act.topic is None):
            session.doubtful = []
            turn.say("chat.ask.dropped")
            turn.answered = True
    elif asked is Expect.WHY:
        session.expect = Expect.NOTHING
        free_questions.take_reason(turn)
    elif asked is Expect.OFFER:
        session.expect = Expect.NOTHING
        _offered(turn)
    elif asked is Expect.TRANSCRIPT:
        session.expect = Expect.NOTHING
        hand_over.agreement(turn)


def _confirms(turn: Turn) -> bool:
    names = {act.name for act in turn.acts if isinstance(act, heard.Command)}
    return f"{turn.session.expect}_confirmed" in names


def _offered(turn: Turn) -> None:
    """One of the offered answers, by number or by words of its title."""
    offered = list(turn.session.offered)
    chosen = turn.take(heard.Choose)
    number = chosen[0].numbers[0] if chosen else None
    stops = turn.take(heard.Command, lambda act: act.name == "stop_asking")
    if number is None and not stops:
        number = free_questions.offered_by_words(turn)
    if number is not None and 1 <= number <= len(offered):
        free_questions.give(turn, offered[number - 1])
        turn.acts = []
    elif stops or number == len(offered) + 1:
        turn.session.offered = []
        free_questions.fall_back(turn)
        turn.acts = []


# --- people and commands -----------------------------------------------------------------------


def persons(turn: Turn) -> None:
    for act in turn.take(heard.Person):
        people.act(turn, act)


def codes(turn: Turn) -> None:
    """「查询 ABC123」: the case that staff saved for this person."""
    for act in turn.take(heard.Command, lambda act: act.name == "case"):
        if turn.desk.case is None:
            turn.aside(say("chat.case.unknown"))
            return
        session = turn.session
        session.start_over()
        session.applicant.told = told_of(turn.desk.case)
        session.consent = session.consent or turn.now.isoformat()
        turn.touch()
        turn.effects.append(OpenCase(act.argument))
        turn.say("chat.case.opened")
        results.finish(turn)


def commands(turn: Turn) -> None:
    for act in turn.take(heard.Command, lambda act: act.name in ACTS)[:1]:
        ACTS[act.name](turn)
        if act.name != turn.session.expect:
            _expect_nothing(turn, act.name)


ASKING = ("erase", "restart", "erase_confirmed", "restart_confirmed", "useless", "human")
"""Commands that ask for something themselves."""


def _expect_nothing(turn: Turn, name: str) -> None:
    """An expectation ends with whatever is shown next."""
    if name not in ASKING:
        turn.session.expect = Expect.NOTHING


# --- a question before anything is told ---------------------------------------------------------

FEW = 2
"""From so many facts on a first message is a story: it begins a case unless it asks a rule."""
_COMMANDING = (heard.Command, heard.Choose, heard.Person)


def first_question(turn: Turn) -> None:
    """A question of somebody who has told nothing yet, routed as it stands.

    Read clause by clause it would lose what it is about: in 「房子抵押着，算自有吗」 the first half
    is no fact to keep but the case that the rule is asked for.
    """
    acts = turn.acts
    if turn.session.stage != Stage.IDLE or turn.session.consent or not acts:
        return
    if any(isinstance(act, _COMMANDING) for act in acts):
        return
    if all(isinstance(act, heard.Acknowledge | heard.Affirm) for act in acts):
        return
    route = turn.desk.router.route(turn.text)
    told = sum(isinstance(act, heard.Tell) for act in acts)
    rules = [act for act in acts if isinstance(act, heard.Ask) and act.kind is heard.AskKind.RULE]
    own = [a for a in acts if isinstance(a, heard.Ask) and a.kind is heard.AskKind.OWN_RESULT]
    if any(act.number is not None for act in own):
        return  # answered from the number itself
    if told and own and not rules and (told >= FEW or route.decision != "answer"):
        return  # answered from these facts, once they may be kept
    if told >= FEW and not any(_is_ruled(turn, act) for act in rules):
        return
    if route.decision != "answer" and (own or route.decision != "clarify" or not route.point):
        return
    turn.acts = []
    if not free_questions.term(turn, turn.text):
        free_questions.respond_to(turn, route, turn.text)
    turn.close()


def _is_ruled(turn: Turn, act: heard.Ask) -> bool:
    """Whether the asking clause by itself is a question that an answer exists for."""
    return turn.desk.router.route(act.text).decision == "answer"


# --- consent -----------------------------------------------------------------------------------


def consent(turn: Turn) -> None:
    """The answer to the consent; facts told before it wait for it."""
    session = turn.session
    if session.consent:
        return
    _keep_pending(turn)
    if session.stage != Stage.CONSENT:
        return
    chosen = turn.take(heard.Choose)
    number = chosen[0].numbers[0] if chosen else None
    agreed = _agrees(turn)
    if number == 1 or (agreed and number is None):
        session.consent = turn.now.isoformat()
        session.stage = Stage.ASKING
        turn.acts = [act for act in turn.acts if not isinstance(act, heard.Unclear)]
        turn.acts += [_pending(each) for each in session.pending]
        turn.answered = not any(topic for topic, *_ in session.pending)  # else they are echoed
        session.pending = []
    elif number == 2 or turn.take(heard.Deny, lambda act: act.topic is None):
        erase(turn, "chat.consent_refused")


def _agrees(turn: Turn) -> bool:
    """Yes, or 好的, to the consent or the read-back."""
    okay = turn.take(heard.Acknowledge, lambda act: act.kind is heard.AcknowledgeKind.OK)
    return bool(turn.take(heard.Affirm) or okay)


def _keep_pending(turn: Turn) -> None:
    """Facts told before the consent; two of them, or a question of the own result, ask for it."""
    session = turn.session
    told = [act for act in turn.acts if isinstance(act, heard.Tell)]
    if not told:
        return
    kinds = {act.kind for act in turn.acts if isinstance(act, heard.Ask)}
    asks = heard.AskKind.RULE in kinds
    own = heard.AskKind.OWN_RESULT in kinds
    enough = own or len(told) > 1 or session.stage == Stage.CONSENT or session.pending
    if asks or not enough:
        return
    turn.acts = [act for act in turn.acts if not isinstance(act, heard.Tell | heard.Ask)]
    unclear = turn.take(heard.Unclear)
    session.pending += [[str(act.topic), act.value, act.certainty.value] for act in told]
    session.pending += [["", act.clause, ""] for act in unclear][:3]
    if session.stage != Stage.CONSENT:
        survey.begin(turn)
    elif not any(isinstance(act, heard.Affirm | heard.Choose) for act in turn.acts):
        turn.say("chat.consent_first")
        survey.begin(turn)


def _pending(stored: list[str]) -> heard.Act:
    topic, value, certainty = stored
    evidence = heard.Evidence("", 0, 0)
    if not topic:
        return heard.Unclear(value, evidence)
    return heard.Tell(heard.Topic(topic), value, heard.Certainty(certainty), evidence)


# --- facts and answers -------------------------------------------------------------------------


def facts(turn: Turn) -> None:
    """Facts and corrections, for whoever has consented; a what-if comes with its own."""
    if not turn.session.consent:
        turn.take(heard.Tell)
        turn.take(heard.Correct)
        return
    if telling.wished(turn):
        return
    for act in turn.take(heard.Correct):
        telling.correct(turn, act)
        if turn.closed:
            return
    told = turn.take(heard.Tell)
    named = [act for act in told if act.topic in RARE and act.value not in (0, False, "none")]
    exceptions = _asks(turn, "rare") and bool(named)
    telling.tell(turn, told)
    if exceptions and not turn.newly_doubtful:
        telling.none_of_the_rest(turn, [str(act.topic) for act in named])
    if turn.changed and turn.session.stage == Stage.IDLE:
        turn.session.stage = Stage.ASKING


def answers(turn: Turn) -> None:
    """Numbers, yes, no and 「不知道」 as answers to what stands."""
    stage = turn.session.stage
    if stage == Stage.REVIEW:
        _in_review(turn)
    elif stage == Stage.ASKING:
        _to_question(turn)
    for act in turn.take(heard.Unknown, lambda act: act.topic is not None):
        question = BY_KEY.get(telling.key_of(str(act.topic)))
        if question and not question.answered(turn.view) and turn.session.consent:
            survey.mark_unknown(turn, question)


def _in_review(turn: Turn) -> None:
    shown = rows(turn.view)
    for act in turn.take(heard.Choose):
        number = act.numbers[0]
        if 1 <= number <= len(shown):
            survey.change(turn, shown[number - 1])
        else:
            turn.aside(say("chat.review.number", most=len(shown)))
        return
    agreed = _agrees(turn)
    if agreed and not turn.changed:
        ACTS["score_now"](turn)
    elif turn.take(heard.Deny, lambda act: act.topic is None) and not turn.changed:
        turn.aside(say("chat.review.which_number", most=len(shown)))


def _asks(turn: Turn, key: str) -> bool:
    question = turn.standing
    return turn.session.stage == Stage.ASKING and question is not None and question.key == key


def _to_question(turn: Turn) -> None:
    question = turn.standing
    if question is None or turn.answered:
        return
    for choice in turn.take(heard.Choose):
        telling.choose(turn, choice.numbers)
    yes, no = turn.take(heard.Affirm), turn.take(heard.Deny, lambda act: act.topic is None)
    if question.key == "rare":
        _to_rare(turn, bool(yes), no)
    elif (yes or no) and not turn.answered:
        turn.reason = turn.reason or say("chat.ask.yes_or_no")
    unknown = turn.take(heard.Unknown, lambda act: act.topic is None or act.topic == question.topic)
    if unknown and not turn.changed:
        survey.leave_open(turn, question)


def _to_rare(turn: Turn, yes: bool, no: list[heard.Deny]) -> None:
    """「以下都没有，对吗？」: 「对」 and 「没有」 mean none, 「不对」 that something is there."""
    if turn.answered:
        return
    if no and any(act.evidence.clause.startswith(("不", "错")) for act in no):
        turn.reason = say("chat.ask.which_of_these")
    elif yes or no:
        telling.none_of_the_rest(turn)


def denials(turn: Turn) -> None:
    """「没租过房」, without what is: the home of that kind goes."""
    for act in turn.take(heard.Deny, lambda act: act.topic is not None):
        if act.topic is heard.Topic.HOMES and turn.session.consent:
            told = turn.session.applicant.told
            kept = [home for home in told.get("homes") or () if act.value not in home.values()]
            if "homes" in told and len(kept) < len(told["homes"]):
                told["homes"] = kept
                turn.touch()
                turn.changed.append("homes")
                turn.corrected = True


def report(turn: Turn) -> None:
    """Say what was read, what was not, and read back what is doubtful."""
    doubted = turn.newly_doubtful
    telling.report(turn)
    if doubted:
        survey.read_back(turn)


# --- questions ---------------------------------------------------------------------------------


def what_ifs(turn: Turn) -> None:
    for act in turn.take(heard.WhatIf)[:1]:
        what_if.answer(turn, act)


def questions(turn: Turn) -> None:
    """The person's own result first, then why and what, then the rules."""
    for act in turn.take(heard.Ask)[:2]:
        _answer(turn, act)
        if turn.closed:
            return


def _answer(turn: Turn, act: heard.Ask) -> None:
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
        case _:
            if not free_questions.term(turn, act.text):
                _routed(turn, act.text)


def _why_asked(turn: Turn) -> None:
    question = turn.standing if turn.session.stage == Stage.ASKING else None
    if question is None:
        turn.aside(say("chat.ask.why_nothing"))
        return
    turn.aside(say(f"steps.{question.key}.why"))


def _repeat(turn: Turn) -> None:
    """The last reply once more: the question, the review, or what was said."""
    stage = turn.session.stage
    if stage == Stage.ASKING and turn.standing:
        turn.out.append(Ask(turn.standing.key))
    elif stage == Stage.REVIEW:
        survey.review(turn)
    elif turn.session.said:
        turn.prose(turn.session.said)
    else:
        turn.say("chat.menu")
    turn.close()


def _explain(turn: Turn) -> None:
    question = turn.standing if turn.session.stage == Stage.ASKING else None
    if question is None:
        turn.aside(say("chat.help"))
        return
    turn.prose(say("chat.ask.explain", why=say(f"steps.{question.key}.why")))
    turn.out.append(Ask(question.key))
    turn.close()


def _routed(turn: Turn, text: str, *, own: str = "") -> None:
    """The router's answer; a short follow-up is asked with what was spoken of last.

    `own`: what the question asks of the person's own result, for which there are no facts yet.
    """
    route = turn.desk.router.route(text)
    if _is_command(route):
        ACTS[route.intent or ""](turn)
        return
    unsure = route.decision != "answer" and route.point is None
    if unsure and (longer := _with_topic(turn, text)):
        again = turn.desk.router.route(longer)
        if again.decision == "answer":
            route = again
    if own and route.decision != "answer" and not results.has_score(turn):
        ACTS["start_score" if own == "score" else "eligibility"](turn)
    elif turn.changed and route.decision != "answer":
        turn.not_read(text)
    elif route.decision == "intent":
        free_questions.fall_back(turn)
    else:
        free_questions.respond_to(turn, route, text)


FOLLOW_UP = 8


def _with_topic(turn: Turn, text: str) -> str:
    """「那补缴呢」 after an answer: the words of that answer's title with it."""
    answer = turn.desk.catalogue.get(turn.session.topic)
    if answer is None or len(text) > FOLLOW_UP:
        return ""
    return f"{text}{answer.title}"


def _is_command(route: Route) -> bool:
    """Whether a text is a command in other words, likely enough to carry out."""
    likely = route.why.rule is not None or route.why.score >= MEANT
    return route.decision == "intent" and route.intent in ACTS and likely


# --- the rest ----------------------------------------------------------------------------------


def courtesies(turn: Turn) -> None:
    """Thanks, 好的, a greeting: a short fitting line, never an answer, never logged."""
    said = turn.take(heard.Acknowledge)
    if not said or turn.changed or turn.detour or turn.out or turn.answered:
        return
    turn.aside(say(f"chat.courtesy.{said[0].kind}"))


def unclear(turn: Turn) -> None:
    """What means something but was not understood: another question, or a failed answer."""
    if turn.changed or turn.detour or turn.out or turn.answered:
        turn.take(heard.Unclear)
        return
    left = turn.take(heard.Unclear)
    if not left and not turn.reason and not turn.refused:
        return
    if turn.session.stage == Stage.ASKING and turn.session.consent:
        _failed(turn, left)
        return
    route = turn.desk.router.route(turn.text)
    if _is_command(route):
        ACTS[route.intent or ""](turn)
    elif turn.session.stage in (Stage.CONSENT, Stage.REVIEW) and route.decision != "answer":
        turn.aside(say("chat.ask.unclear"))
    else:
        _routed(turn, turn.text)


def _failed(turn: Turn, left: list[heard.Unclear]) -> None:
    """An answer that could not be read, unless the router is sure that it is a command."""
    if left and not turn.reason:
        route = turn.desk.router.route(turn.text)
        sure = route.why.rule is not None or route.why.score >= SURE
        if sure and _is_command(route):
            ACTS[route.intent or ""](turn)
            return
    reasons = [act.reason for act in left if act.reason]
    reason = turn.reason or (reasons[0] if reasons else say("chat.ask.unclear"))
    survey.stuck(turn, reason)


def go_on(turn: Turn) -> None:
    """What stands next: the next question, the same again in brief, the review, the result."""
    session = turn.session
    told = turn.changed or turn.answered
    if turn.switched and not told:
        people.arrive(turn)
    elif session.stage == Stage.CONSENT:
        _consent_again(turn)
    elif session.stage == Stage.ASKING:
        if _still_open(turn) and session.change:
            turn.say("chat.review.kept")  # the same value again
            survey.ask_next(turn)
        elif _still_open(turn):
            survey.stuck(turn, say("chat.ask.not_enough"))
        elif told:
            survey.ask_next(turn)
        elif not turn.out:
            survey.stuck(turn, say("chat.ask.unclear"))
        else:
            survey.ask_again(turn, brief=turn.detour)
    elif session.stage == Stage.REVIEW:
        if told:
            survey.review(turn)
        else:
            turn.say("chat.resume.review")
    elif session.stage == Stage.DONE and turn.changed:
        _after_change(turn)
    elif not turn.out:
        free_questions.fall_back(turn) if turn.text else turn.say("chat.menu")


def _still_open(turn: Turn) -> bool:
    """What was answered changed nothing, and the same question is open after it."""
    question = turn.standing
    answered = turn.answered and not turn.changed and not turn.out
    return answered and question is not None and question.key == turn.session.question


def _consent_again(turn: Turn) -> None:
    if turn.out:
        turn.say("chat.resume.consent")
    else:
        turn.say("chat.consent")


def _after_change(turn: Turn) -> None:
    """A fact told after the result: the result anew, or what it opened."""
    if turn.standing is None:
        ACTS["score_now"](turn)
    else:
        turn.session.applicant.finished = False
        survey.ask_next(turn)


PRECEDENCE: tuple[Rule, ...] = (
    Rule("colleague", "while a colleague talks, all but 菜单 and 删除", hand_over.pass_on),
    Rule("expected", "what the last reply asked to confirm or to choose", expected),
    Rule("persons", "for whom the rest of the message is", persons),
    Rule("codes", "a case that staff saved", codes),
    Rule("first_question", "a question before anything is told, as a whole", first_question),
    Rule("consent", "nothing is stored before it", consent),
    Rule("facts", "facts and corrections, whatever stands", facts),
    Rule("denials", "what is not so", denials),
    Rule("commands", "the fixed words", commands),
    Rule("answers", "numbers, yes, no and not known, to what stands", answers),
    Rule("report", "what was read, what not, what is doubtful", report),
    Rule("what_ifs", "facts supposed", what_ifs),
    Rule("questions", "own result, reasons, terms, rules", questions),
    Rule("courtesies", "thanks and the like", courtesies),
    Rule("unclear", "what nobody understood", unclear),
    Rule("go_on", "what stands next", go_on),
)
"""The order in which the acts of a message are served."""
