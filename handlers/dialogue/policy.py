"""What is done with the acts of one message: one table of rules, in their order of precedence.

Every rule looks at the whole turn, takes the acts it is about, and may close the reply. What no
rule has taken is not lost: the last rules say what was not understood, and what stands next.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.dialogue import hand_over, people, results, sensitive
from handlers.dialogue.answering import answers, denials, facts, report
from handlers.dialogue.commands import ACTS
from handlers.dialogue.continuing import go_on
from handlers.dialogue.expectations import expected
from handlers.dialogue.facts import told_of
from handlers.dialogue.inquiries import courtesies, questions, unclear, what_ifs
from handlers.dialogue.opening import consent, first_question
from handlers.dialogue.turn import TurnState
from handlers.messages import OpenCase
from handlers.session import Expect
from handlers.understanding import acts as heard
from replies.wording import say


@dataclass(frozen=True)
class PolicyRule:
    """`does`: which acts it takes and what it does with them."""

    name: str
    does: str
    run: Callable[[TurnState], None]


def decide(turn: TurnState) -> None:
    """Apply the rules in their order until one closes the reply."""
    for rule in PRECEDENCE:
        if turn.closed:
            return
        rule.run(turn)


def persons(turn: TurnState) -> None:
    for act in turn.take(heard.Person):
        people.act(turn, act)
    if people.tells_of_oneself(turn):
        people.back_to_me(turn)


def codes(turn: TurnState) -> None:
    """「查询 ABC123」: the case that staff saved for this person."""
    for act in turn.take(heard.CommandAct, lambda act: act.name == "case"):
        if turn.desk.case is None:
            turn.aside(say("chat.case.unknown"))
            return
        session = turn.session
        session.start_over()
        session.applicant.told = told_of(sensitive.without_sensitive(turn.desk.case))
        session.consent = session.consent or turn.now.isoformat(timespec="seconds")
        turn.touch()
        turn.effects.append(OpenCase(act.argument))
        turn.say("chat.case.opened")
        results.finish(turn)


def commands(turn: TurnState) -> None:
    for act in turn.take(heard.CommandAct, lambda act: act.name in ACTS)[:1]:
        before = turn.session.expect
        ACTS[act.name](turn)
        if act.name not in (before, turn.session.expect) and turn.session.expect is before:
            _expect_nothing(turn, act.name)


ASKING = ("erase", "restart", "erase_confirmed", "restart_confirmed", "useless", "human")
"""Commands that ask for something themselves."""


def _expect_nothing(turn: TurnState, name: str) -> None:
    """An expectation ends with whatever is shown next."""
    if name not in ASKING:
        turn.session.expect = Expect.NOTHING


PRECEDENCE: tuple[PolicyRule, ...] = (
    PolicyRule("colleague", "while a colleague talks, all but 菜单 and 删除", hand_over.pass_on),
    PolicyRule("expected", "what the last reply asked to confirm or to choose", expected),
    PolicyRule("persons", "for whom the rest of the message is", persons),
    PolicyRule("codes", "a case that staff saved", codes),
    PolicyRule("wanted", "a person is wanted, in one clause of several", hand_over.wanted),
    PolicyRule("first_question", "a question before anything is told, as a whole", first_question),
    PolicyRule("consent", "nothing is stored before it", consent),
    PolicyRule("facts", "facts and corrections, whatever stands", facts),
    PolicyRule("denials", "what is not so", denials),
    PolicyRule("commands", "the fixed words", commands),
    PolicyRule("answers", "numbers, yes, no and not known, to what stands", answers),
    PolicyRule("report", "what was read, what not, what is doubtful", report),
    PolicyRule("what_ifs", "facts supposed", what_ifs),
    PolicyRule("questions", "own result, reasons, terms, rules", questions),
    PolicyRule("courtesies", "thanks and the like", courtesies),
    PolicyRule("unclear", "what nobody understood", unclear),
    PolicyRule("go_on", "what stands next", go_on),
)
"""The order in which the acts of a message are served."""
